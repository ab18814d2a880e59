// Package ocr turns the picture of a page into lines of text with their place
// on the page. It runs the models that package models names on the ONNX
// Runtime; what the lines mean is not its business.
package ocr

import (
	"context"
	"errors"
	"fmt"
	"image"
	"runtime"
	"runtime/debug"

	"github.com/spindle-receipts/spindle/internal/reader/models"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

const (
	maxPagePixels = 12 << 20 // larger pictures are shrunk first: 600 dpi tells nothing that 300 dpi does not
	largePixels   = 1 << 20  // pictures beside which the detector's memory is not kept while their lines are read
	minLineScore  = 0.5      // lines less sure than this are dirt, logos and handwriting
)

// Engine reads pages. It may be used by many goroutines at the same time; each
// page being read costs some hundred megabytes.
type Engine struct {
	detector   detector
	recogniser recogniser
}

// Open loads the library and the models of a set, which takes about half a
// second. Close gives the memory back. All engines of a process must use the
// same runtime library.
func Open(set models.Set) (*Engine, error) {
	if err := acquireLibrary(set.Runtime); err != nil {
		return nil, err
	}
	cores := runtime.NumCPU()
	e := &Engine{detector: newDetector(set, cores), recogniser: recogniser{spec: set.RecogniserSpec, workers: cores}}
	err := e.load(set)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the reader: %w", err), e.Close())
	}
	return e, nil
}

// load opens the models, the detector to see whether it can be: it is opened
// again for the first page.
func (e *Engine) load(set models.Set) error {
	defer debug.FreeOSMemory() // the models' files
	_, done, err := e.detector.session.borrow(context.Background())
	if err != nil {
		return err
	}
	done()
	return e.recogniser.load(set)
}

// Rest gives back the memory that finding lines keeps from one page to the
// next, some 200 MB. To be called before something else takes as much, and when
// there is nothing to read; the next page then takes a tenth of a second more.
func (e *Engine) Rest() error {
	err := e.detector.session.rest()
	trimHeap()
	return err
}

// Close frees the models. The engine must not be in use.
func (e *Engine) Close() error {
	errs := []error{e.detector.session.close()}
	for _, s := range []*session{e.recogniser.trunk, e.recogniser.latin.session, e.recogniser.all.session} {
		if s != nil {
			errs = append(errs, s.close())
		}
	}
	return errors.Join(append(errs, releaseLibrary())...)
}

// Read reads one page; img must not change meanwhile. The quads of the result are in the pixels of img, counted
// from its top left corner, even when the page lies on its side or head: then
// Turned says by how much. A page without text is no error.
func (e *Engine) Read(ctx context.Context, img image.Image) (text.Page, error) {
	size := img.Bounds().Size()
	page := text.Page{Width: size.X, Height: size.Y}
	if size.X <= 0 || size.Y <= 0 {
		return page, nil
	}
	picture, factor := toRaster(img, maxPagePixels)
	p := newPyramid(picture)
	defer trimHeap()
	boxes, err := e.detector.detect(ctx, p)
	if err != nil {
		return text.Page{}, fmt.Errorf("find the lines: %w", err)
	}
	if size.X*size.Y >= largePixels {
		if err := e.Rest(); err != nil {
			return text.Page{}, fmt.Errorf("let go of the detector: %w", err)
		}
	}
	reading, err := e.recogniser.readPage(ctx, p, boxes)
	if err != nil {
		return text.Page{}, fmt.Errorf("read the lines: %w", err)
	}
	page.Turned = reading.turn
	page.Lines = reading.lines(float64(factor))
	return page, nil
}
