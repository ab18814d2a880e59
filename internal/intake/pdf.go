package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

const (
	pdfSlots      = 2                // renderers at once
	pdfMemory     = 1 << 30 / 65_536 // bound of one renderer's memory, in WebAssembly pages: 1 GiB
	pdfTime       = time.Minute      // for one page
	pdfFullDPI    = 200              // of a page that is rendered without a bound
	pdfMaxDPI     = 400              // a small page is not blown up beyond this
	pdfMaxSide    = 8000             // in pixels
	pointsPerInch = 72
)

var errClosed = errors.New("the PDF renderer is closed")

// pdfRuntime renders PDFs with PDFium compiled to WebAssembly. Each piece of
// work gets a fresh instance that sees only the bytes of its one document, no
// files and no network: what a hostile file does to it dies with it.
type pdfRuntime struct {
	dir   string
	slots chan struct{}

	mu      sync.Mutex
	started chan struct{} // made by the first user, closed once pool or err is set
	pool    pdfium.Pool
	cache   wazero.CompilationCache
	err     error
	closed  bool
	users   sync.WaitGroup
}

func newPDFRuntime(cacheDir string) *pdfRuntime {
	p := &pdfRuntime{slots: make(chan struct{}, pdfSlots)}
	if cacheDir != "" {
		p.dir = filepath.Join(cacheDir, "pdf")
	}
	return p
}

// enter starts the runtime when it is not running, and counts a user until leave.
func (p *pdfRuntime) enter(ctx context.Context) (pdfium.Pool, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, errClosed
	}
	p.users.Add(1)
	if p.started == nil {
		p.started = make(chan struct{})
		p.users.Go(p.start)
	}
	p.mu.Unlock()
	select {
	case <-p.started:
	case <-ctx.Done():
		p.users.Done()
		return nil, ctx.Err()
	}
	if p.err != nil {
		p.users.Done()
		return nil, p.err
	}
	return p.pool, nil
}

func (p *pdfRuntime) leave() { p.users.Done() }

// start compiles the renderer, or takes it from the cache. A cache that is
// broken is thrown away once; one that cannot be used is done without.
func (p *pdfRuntime) start() {
	defer close(p.started)
	for range 2 {
		if p.cache = openCache(p.dir); p.cache == nil {
			break
		}
		if p.pool, p.err = startPool(p.cache); p.err == nil {
			return
		}
		p.cache.Close(context.Background())
		p.cache = nil
		os.RemoveAll(p.dir)
	}
	if p.pool, p.err = startPool(nil); p.err != nil {
		p.err = fmt.Errorf("starting the PDF renderer: %w", p.err)
	}
}

// openCache returns nil when there can be no cache.
func openCache(dir string) wazero.CompilationCache {
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return nil
	}
	cache, err := wazero.NewCompilationCacheWithDir(dir)
	if err != nil {
		return nil
	}
	return cache
}

func startPool(cache wazero.CompilationCache) (pdfium.Pool, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(pdfMemory).
		WithCloseOnContextDone(true)
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	return webassembly.Init(webassembly.Config{
		MaxTotal:      pdfSlots,
		MaxIdle:       0,
		FSConfig:      wazero.NewFSConfig(), // by default it would see the whole disk
		RuntimeConfig: config,
		Stdout:        io.Discard, // standard output belongs to the export
		Stderr:        io.Discard,
	})
}

func (p *pdfRuntime) close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	p.mu.Unlock()
	p.users.Wait()
	var err error
	if p.pool != nil {
		err = p.pool.Close()
	}
	if p.cache != nil {
		err = errors.Join(err, p.cache.Close(context.Background()))
	}
	return err
}

// pdfDocument is a document open in an instance.
type pdfDocument struct {
	pdfium.Pdfium
	ref references.FPDF_DOCUMENT
}

func (d pdfDocument) page(n int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: d.ref, Index: n}}
}

// with opens the document in an instance of its own and lets work use it. When
// ctx ends, or a minute is over, the instance is killed in the middle of what it does.
func (p *pdfRuntime) with(ctx context.Context, data []byte, work func(pdfDocument) error) error {
	pool, err := p.enter(ctx)
	if err != nil {
		return err
	}
	defer p.leave()
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	limited, cancel := context.WithTimeout(ctx, pdfTime)
	defer cancel()
	instance, err := pool.GetInstanceWithContext(limited)
	if err != nil {
		return fmt.Errorf("starting the PDF renderer: %w", err)
	}
	killed := make(chan struct{})
	stop := context.AfterFunc(limited, func() {
		defer close(killed)
		instance.Kill()
	})
	err = openPDF(instance, data, work)
	if stop() {
		instance.Close()
	} else {
		<-killed
		if ctx.Err() == nil {
			return refuse("the PDF takes more than a minute to render", "Print it as a new PDF, or take a picture of it, and add that.")
		}
		return ctx.Err()
	}
	return err
}

func openPDF(instance pdfium.Pdfium, data []byte, work func(pdfDocument) error) error {
	opened, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdferrors.ErrPassword):
		return refuse("the PDF is protected by a password", "Open it with the password, print it as a new PDF and add that.")
	case errors.Is(err, pdferrors.ErrSecurity):
		return refuse("the PDF is protected in a way that cannot be opened here", "Print it as a new PDF and add that.")
	case err != nil:
		return damaged(PDF)
	}
	return work(pdfDocument{instance, opened.Document})
}

// measure gives the pages and their sizes at pdfFullDPI.
func (p *pdfRuntime) measure(ctx context.Context, data []byte) (pages []frame, err error) {
	err = p.with(ctx, data, func(d pdfDocument) error {
		res, err := d.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
		if err != nil || res.PageCount < 1 || d.cut(data) {
			return damaged(PDF)
		}
		for n := range res.PageCount {
			size, err := d.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: d.ref, Index: n})
			if err != nil || size.Width <= 0 || size.Height <= 0 {
				return damaged(PDF)
			}
			w, h := pdfSize(size.Width, size.Height, 0)
			pages = append(pages, frame{width: w, height: h, orientation: 1})
		}
		return nil
	})
	return pages, err
}

// cut tells whether the end of the file is missing: PDFium mends a file
// whose index is lost, and gives the pages that are left without a word.
func (d pdfDocument) cut(data []byte) bool {
	tail := data[max(0, len(data)-4096):]
	if bytes.Contains(tail, []byte("%%EOF")) {
		return false
	}
	res, err := d.FPDF_DocumentHasValidCrossReferenceTable(&requests.FPDF_DocumentHasValidCrossReferenceTable{Document: d.ref})
	return err != nil || !res.DocumentHasValidCrossReferenceTable
}

// pdfSize gives the size in pixels at which a page of so many points is rendered.
func pdfSize(width, height float64, maxSide int) (w, h int) {
	scale := float64(pdfFullDPI) / pointsPerInch
	long := max(width, height)
	if maxSide > 0 {
		scale = min(float64(maxSide)/long, float64(pdfMaxDPI)/pointsPerInch)
	}
	scale = min(scale, pdfMaxSide/long)
	return max(1, int(width*scale+0.5)), max(1, int(height*scale+0.5))
}

// render draws a page on white.
func (p *pdfRuntime) render(ctx context.Context, data []byte, n, maxSide int) (img *image.RGBA, err error) {
	err = p.with(ctx, data, func(d pdfDocument) error {
		size, err := d.GetPageSize(&requests.GetPageSize{Page: d.page(n)})
		if err != nil || size.Width <= 0 || size.Height <= 0 {
			return damaged(PDF)
		}
		w, h := pdfSize(size.Width, size.Height, maxSide)
		res, err := d.RenderPageInPixels(&requests.RenderPageInPixels{
			Page: d.page(n), Width: w, Height: h, RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
		})
		if err != nil {
			return damaged(PDF)
		}
		defer res.Cleanup()
		drawn, ok := res.Result.RenderedImage.(*image.RGBA)
		if !ok {
			return fmt.Errorf("the PDF renderer gave a %T", res.Result.RenderedImage)
		}
		img = onWhite(drawn)
		return nil
	})
	return img, err
}

// onWhite copies what PDFium drew out of its memory. Where a page has
// transparency its colours are not multiplied by their alpha, unlike what
// image.RGBA promises.
func onWhite(src *image.RGBA) *image.RGBA {
	dst := image.NewRGBA(src.Rect)
	draw.Draw(dst, dst.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(dst, dst.Rect, &image.NRGBA{Pix: src.Pix, Stride: src.Stride, Rect: src.Rect}, src.Rect.Min, draw.Over)
	return dst
}
