package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"github.com/spindle-receipts/spindle/api/server"
)

// fakeReader stands in for the reader of receipts: what it finds depends on
// the bytes alone. The protocol around it is real.
type fakeReader struct {
	mu     sync.Mutex
	names  [][]string                                    // of the sources of each reading
	closed chan struct{}                                 // while it is open nothing is read; nil: it reads at once
	began  chan struct{}                                 // gets a token at each reading
	change func(content []byte, r *server.Reading) error // what to find otherwise
}

func newFakeReader() *fakeReader { return &fakeReader{began: make(chan struct{}, 10_000)} }

func (f *fakeReader) Read(ctx context.Context, sources []server.Source, _ server.Hints) (server.Reading, error) {
	var names []string
	var content []byte
	for _, s := range sources {
		part, err := os.ReadFile(s.Path)
		if err != nil {
			return server.Reading{}, err
		}
		names, content = append(names, s.Name), append(content, part...)
	}
	f.mu.Lock()
	f.names = append(f.names, names)
	closed, change := f.closed, f.change
	f.mu.Unlock()
	f.began <- struct{}{}
	if closed != nil {
		select {
		case <-closed:
		case <-ctx.Done():
			return server.Reading{}, ctx.Err()
		}
	}
	r := readingOf(content, len(sources))
	if change != nil {
		return r, change(content, &r)
	}
	return r, nil
}

// hold keeps the reader from finishing until the function it returns is called.
func (f *fakeReader) hold() (release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	closed := make(chan struct{})
	f.closed = closed
	return sync.OnceFunc(func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.closed = nil
		close(closed)
	})
}

func (f *fakeReader) finds(change func(content []byte, r *server.Reading) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.change = change
}

func (f *fakeReader) readings() [][]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.names)
}

func value(text string) server.Value { return server.Value{Text: text, Score: 0.99} }

// readingOf adds up: 10.00 and some cents, and a tax of 1.00.
func readingOf(content []byte, pages int) server.Reading {
	sum := sha256.Sum256(content)
	cents := int(sum[0])%90 + 10
	r := server.Reading{
		Vendor: server.Vendor{Name: value(fmt.Sprintf("Shop %x", sum[:4]))}, Date: value("2026-03-14"), Currency: value("EUR"),
		Subtotal: value(fmt.Sprintf("10.%02d", cents)), Tax: value("1.00"), Total: value(fmt.Sprintf("11.%02d", cents)),
	}
	for range pages {
		r.Pages = append(r.Pages, server.PageSize{Width: 200, Height: 300})
	}
	return r
}

// picture is a photo of a receipt with these lines; other lines are other bytes.
func picture(t testing.TB, lines ...string) []byte {
	t.Helper()
	return pictureOf(t, 200, lines...)
}

func pictureOf(t testing.TB, width int, lines ...string) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, width, 300))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{Y: 240}), image.Point{}, draw.Src)
	pen := font.Drawer{Dst: img, Src: image.Black, Face: basicfont.Face7x13}
	for i, line := range lines {
		pen.Dot = fixed.P(10, 30+i*18)
		pen.DrawString(line)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func write(t testing.TB, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pictures are n photos, each of a width of its own.
func pictures(t testing.TB, n int) []string {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for i := range n {
		paths = append(paths, write(t, dir, fmt.Sprintf("receipt%02d.jpg", i), pictureOf(t, 200+i, "THE SHOP", fmt.Sprintf("number %d", i), fmt.Sprintf("sum %d", i*i))))
	}
	return paths
}
