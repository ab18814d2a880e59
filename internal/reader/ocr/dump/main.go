// Dump reads pictures and writes what the OCR saw on each as JSON: a tool for
// looking at the engine and for measuring it.
//
//	go run ./internal/reader/ocr/dump [-o DIR] IMAGE...
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"github.com/spindle-receipts/spindle/internal/reader/models"
	"github.com/spindle-receipts/spindle/internal/reader/ocr"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

func main() {
	dir := flag.String("o", "", "write NAME.json per picture into this folder instead of the text to standard output")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, *dir, flag.Args())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "dump:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string, paths []string) error {
	set, err := models.Find()
	if err != nil {
		return err
	}
	begin := time.Now()
	engine, err := ocr.Open(set)
	if err != nil {
		return err
	}
	defer func() { _ = engine.Close() }()
	fmt.Fprintf(os.Stderr, "%s opened in %v\n", set.Name, time.Since(begin).Round(time.Millisecond))
	begin = time.Now()
	for _, path := range paths {
		if err := dump(ctx, engine, dir, path); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	if n := len(paths); n > 0 {
		fmt.Fprintf(os.Stderr, "%d pictures, %.2f s each\n", n, time.Since(begin).Seconds()/float64(n))
	}
	return nil
}

func dump(ctx context.Context, engine *ocr.Engine, dir, path string) error {
	img, err := load(path)
	if err != nil {
		return err
	}
	page, err := engine.Read(ctx, img)
	if err != nil {
		return err
	}
	if dir == "" {
		print(path, page)
		return nil
	}
	data, err := json.MarshalIndent(page, "", " ")
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) + ".json"
	return os.WriteFile(filepath.Join(dir, name), data, 0o644)
}

func load(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	img, _, err := image.Decode(f)
	return img, err
}

func print(path string, page text.Page) {
	fmt.Printf("== %s %dx%d turned %d\n", path, page.Width, page.Height, page.Turned)
	for _, l := range page.Lines {
		fmt.Printf("%5.0f %5.0f %.2f %s\n", l.Quad[0].X, l.Quad[0].Y, l.Score, l.Text)
	}
}
