package reader

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/reader/fields"
	"github.com/spindle-receipts/spindle/internal/reader/models"
	"github.com/spindle-receipts/spindle/internal/reader/ocr"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

const (
	// MaxPages is how many pages of one receipt are read when the sender names
	// no bound, as many as the service reads at most.
	MaxPages = 15

	// maxPixels bounds a rendered page: an A4 sheet at 300 dots per inch, or a
	// roll of 80 mm and nearly two metres at 200.
	maxPixels = 9 << 20

	// coresPerPage is how many cores one page keeps busy. More pages at a time
	// than that would only take more memory.
	coresPerPage = 4

	// largePage is the number of pixels from which it takes so much memory to
	// decode a picture that what the engine keeps to be quick must go first.
	largePage = 3 << 20

	// restAfter is how long after the last page the engine keeps what makes it quick.
	restAfter = 15 * time.Second
)

// Reader reads receipts with the models on this computer, which it loads when
// the first receipt comes. It may be used by many goroutines; how many pages
// are read at the same time is bounded.
type Reader struct {
	intake *intake.Intake
	pages  chan struct{} // holds a token for each page being read

	mu     sync.Mutex
	engine *ocr.Engine
	opened chan struct{} // closed when the engine that is being loaded is there, or cannot be; else nil
	failed error         // why the last loading did not work
	idle   *time.Timer   // lets the engine rest
}

// New returns a Reader that renders pages with in. It loads nothing yet.
func New(in *intake.Intake) *Reader {
	return &Reader{intake: in, pages: make(chan struct{}, max(1, runtime.NumCPU()/coresPerPage))}
}

// Ready is nil when the files that the reader needs are on this computer; else
// the error says what to run. It is quick, and loads nothing.
func (r *Reader) Ready() error {
	r.mu.Lock()
	open := r.engine != nil
	r.mu.Unlock()
	if open {
		return nil
	}
	_, err := models.Find()
	return err
}

// Close gives the models' memory back. The reader must not be in use; it loads
// them again when it is used again.
func (r *Reader) Close() error {
	r.mu.Lock()
	opened := r.opened
	r.mu.Unlock()
	if opened != nil {
		<-opened // for one who did not wait for it
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.engine == nil {
		return nil
	}
	if r.idle != nil {
		r.idle.Stop()
	}
	err := r.engine.Close()
	r.engine = nil
	return err
}

// open gives the engine, and loads it if it is the first time. It waits no
// longer than ctx lasts; the loading then goes on for those who come later.
func (r *Reader) open(ctx context.Context) (*ocr.Engine, error) {
	r.mu.Lock()
	if r.engine != nil {
		defer r.mu.Unlock()
		return r.engine, nil
	}
	opened := r.opened
	if opened == nil {
		opened = make(chan struct{})
		r.opened = opened
		go r.load(opened)
	}
	r.mu.Unlock()
	select {
	case <-opened:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.engine, r.failed
}

func (r *Reader) load(opened chan struct{}) {
	set, err := models.Find()
	var engine *ocr.Engine
	if err == nil {
		engine, err = ocr.Open(set)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.engine, r.failed, r.opened = engine, err, nil
	close(opened)
}

// rest lets the engine give memory back some time after the last page.
func (r *Reader) rest() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.idle != nil {
		r.idle.Reset(restAfter)
		return
	}
	r.idle = time.AfterFunc(restAfter, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.engine != nil {
			_ = r.engine.Rest() // the session is gone either way
			debug.FreeOSMemory()
		}
	})
}

// Read reads the pages of one receipt, in order. The error is a *server.Refusal
// when the fault lies with the files.
func (r *Reader) Read(ctx context.Context, sources []server.Source, hints server.Hints) (server.Reading, error) {
	limit := hints.MaxPages
	if limit <= 0 {
		limit = MaxPages
	}
	var s sheets
	for _, source := range sources {
		if err := r.readSource(ctx, source, limit, &s); err != nil {
			return server.Reading{}, refusal(source, err)
		}
	}
	if !s.anyText() {
		return server.Reading{}, &server.Refusal{Reason: "no text could be read on it. Is it a receipt, sharp, whole and well lit? Take the picture again, nearer and in better light"}
	}
	reading := fields.Understand(s.upright(), hints)
	s.place(&reading)
	return reading, nil
}

// readSource adds the pages of one file, up to limit in all.
func (r *Reader) readSource(ctx context.Context, source server.Source, limit int, s *sheets) error {
	doc, err := r.intake.Open(ctx, source.Path)
	if err != nil {
		return err
	}
	defer func() { _ = doc.Close() }()
	s.total += doc.Pages()
	for n := 0; n < doc.Pages() && len(s.pages) < limit; n++ {
		w, h, err := doc.Size(n)
		if err != nil {
			return fmt.Errorf("page %d: %w", n+1, err)
		}
		page, err := r.readPage(ctx, doc, n, bound(w, h))
		if err != nil {
			return fmt.Errorf("page %d: %w", n+1, err)
		}
		s.pages = append(s.pages, page)
		s.sizes = append(s.sizes, server.PageSize{Width: w, Height: h})
	}
	return nil
}

// bound is the longer side at which a page of w x h pixels is rendered.
func bound(w, h int) int {
	scale := min(1, math.Sqrt(maxPixels/(float64(max(w, 1))*float64(max(h, 1)))))
	return max(1, int(float64(max(w, h))*scale))
}

// readPage gives the lines of a page: as the PDF says them where it can be
// relied on, else as they look.
func (r *Reader) readPage(ctx context.Context, doc *intake.Document, n, maxSide int) (text.Page, error) {
	if page, ok, err := doc.Text(ctx, n, maxSide); err != nil || ok {
		return page, err
	}
	// The bound holds for the rendered picture too: it is the larger part of
	// the memory when many receipts wait for their turn.
	select {
	case r.pages <- struct{}{}:
		defer func() { <-r.pages }()
	case <-ctx.Done():
		return text.Page{}, ctx.Err()
	}
	if large(doc, n) {
		freeMemory() // what looking for text in a PDF has left
	}
	engine, err := r.open(ctx)
	if err != nil {
		return text.Page{}, err
	}
	defer r.rest()
	img, err := render(ctx, engine, doc, n, maxSide)
	if err != nil {
		return text.Page{}, err
	}
	return engine.Read(ctx, img)
}

// render gives the picture of a page. Where that takes much memory it makes
// room for it first, and returns afterwards what it left behind.
func render(ctx context.Context, engine *ocr.Engine, doc *intake.Document, n, maxSide int) (*image.RGBA, error) {
	if !large(doc, n) {
		return doc.Page(ctx, n, maxSide)
	}
	if err := engine.Rest(); err != nil {
		return nil, fmt.Errorf("make room for a large picture: %w", err)
	}
	defer freeMemory()
	return doc.Page(ctx, n, maxSide)
}

// freeMemory gives back all that is not in use. What has a finalizer or lies in
// a pool goes in the second round only.
func freeMemory() {
	runtime.GC()
	debug.FreeOSMemory()
}

// large tells whether rendering a page takes as much memory as reading it.
func large(doc *intake.Document, n int) bool {
	switch doc.Kind() {
	case intake.PDF, intake.HEIC, intake.AVIF:
		return true // WebAssembly renders them, in memory of its own
	}
	w, h, err := doc.Size(n)
	return err == nil && w*h >= largePage
}

// refusal turns what intake has against a file into words for the sender.
func refusal(source server.Source, err error) error {
	var refused *intake.Refusal
	var unsupported *intake.UnsupportedError
	switch {
	case errors.As(err, &refused):
		return &server.Refusal{Reason: source.Name + ": " + refused.Text()}
	case errors.As(err, &unsupported):
		return &server.Refusal{Reason: source.Name + ": " + unsupported.Error()}
	}
	return fmt.Errorf("read %s: %w", source.Name, err)
}
