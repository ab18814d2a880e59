package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
)

// Document is an original held in memory for rendering; the file on disk is
// not kept open. It may be used from many goroutines; Close comes after them.
type Document struct {
	intake *Intake
	kind   Kind
	data   []byte
	frames []frame // its pages
}

// Open reads a file for rendering. Errors are a *Refusal when the fault lies
// with the file, an *UnsupportedError when it cannot be shown here.
func (in *Intake) Open(ctx context.Context, path string) (*Document, error) {
	if err := regular(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	d, err := in.OpenBytes(ctx, data)
	return d, named(path, err)
}

// OpenBytes is Open for a file that is in memory already; data must not change afterwards.
func (in *Intake) OpenBytes(ctx context.Context, data []byte) (*Document, error) {
	if len(data) > MaxBytes {
		return nil, tooMuch(int64(len(data)))
	}
	if len(data) == 0 {
		return nil, emptyFile()
	}
	kind, ok := Sniff(data[:min(len(data), sniffLen)])
	if !ok {
		return nil, notReceipt(data)
	}
	d := &Document{intake: in, kind: kind, data: data}
	if err := d.measure(ctx); err != nil {
		return nil, err
	}
	return d, nil
}

// measure counts the pages and reads their sizes, without decoding pictures.
func (d *Document) measure(ctx context.Context) (err error) {
	if d.kind == PDF {
		d.frames, err = d.intake.pdf.measure(ctx, d.data)
		return err
	}
	if d.frames, err = frames(d.kind, d.data); err != nil {
		return pictureError(d.kind, err)
	}
	for _, f := range d.frames {
		if f.width <= 0 || f.height <= 0 {
			return damaged(d.kind)
		}
		if f.pixels() > maxPixels {
			return refuse(fmt.Sprintf("the picture is too large: %d by %d pixels", f.width, f.height),
				"Save it smaller: 2000 pixels along the longer side are plenty for a receipt.")
		}
	}
	return nil
}

// Kind is the format of the document.
func (d *Document) Kind() Kind { return d.kind }

// Pages is the number of pages; an animation has one.
func (d *Document) Pages() int { return len(d.frames) }

// Size gives the upright size of page n, from 0, as Page renders it without a
// bound, in pixels.
func (d *Document) Size(n int) (width, height int, err error) {
	if err := d.has(n); err != nil {
		return 0, 0, err
	}
	f := d.frames[n]
	width, height = turnedSize(f.width, f.height, f.orientation)
	return width, height, nil
}

// Page renders page n, from 0, upright and on white, its longer side at most
// maxSide pixels. A picture is never enlarged; a maxSide of 0 gives it in full,
// and a PDF at 200 dots per inch.
func (d *Document) Page(ctx context.Context, n, maxSide int) (*image.RGBA, error) {
	if err := d.has(n); err != nil {
		return nil, err
	}
	if d.kind == PDF {
		return d.intake.pdf.render(ctx, d.data, n, maxSide)
	}
	f := d.frames[n]
	done, err := d.intake.decoding(ctx, f.cost(d.kind))
	if err != nil {
		return nil, err
	}
	if d.kind == HEIC {
		return d.heicPage(ctx, done, f, maxSide)
	}
	defer done()
	img, err := decodePicture(ctx, d.kind, d.data, f)
	return finish(ctx, d.kind, img, err, f, maxSide)
}

// heicPage is Page for a picture whose decoder cannot be stopped and takes
// seconds. One who has stopped waiting gets his error at once; the decoder then
// goes on alone to its end, and its memory counts until then.
func (d *Document) heicPage(ctx context.Context, done func(), f frame, maxSide int) (*image.RGBA, error) {
	type result struct {
		img image.Image
		err error
	}
	decoded := make(chan result)
	go func(data []byte) {
		img, err := decodePicture(ctx, HEIC, data, f)
		select {
		case decoded <- result{img, err}:
		case <-ctx.Done():
			done()
		}
	}(d.data)
	select {
	case r := <-decoded:
		defer done()
		return finish(ctx, HEIC, r.img, r.err, f, maxSide)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// finish makes a page of a decoded picture, or words of why it could not be decoded.
func finish(ctx context.Context, k Kind, img image.Image, err error, f frame, maxSide int) (*image.RGBA, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err != nil {
		return nil, pictureError(k, err)
	}
	w, h := fit(img.Bounds().Dx(), img.Bounds().Dy(), maxSide)
	small, err := shrink(ctx, img, w, h)
	if err != nil {
		return nil, err
	}
	return upright(small, f.orientation), nil
}

// Close lets go of the file's bytes.
func (d *Document) Close() error {
	d.data, d.frames = nil, nil
	return nil
}

func (d *Document) has(n int) error {
	if n < 0 || n >= len(d.frames) {
		return fmt.Errorf("there is no page %d: the document has %d", n+1, len(d.frames))
	}
	return nil
}

// pictureError turns a decoder's error into words.
func pictureError(k Kind, err error) error {
	var r *Refusal
	if errors.As(err, &r) {
		return r
	}
	if u, ok := unsupported(err); ok {
		return u
	}
	return damaged(k)
}

// named puts the path into a refusal that was made without it.
func named(path string, err error) error {
	var r *Refusal
	if errors.As(err, &r) && r.Path == "" {
		with := *r
		with.Path = path
		return &with
	}
	return err
}

// blank tells whether a file holds nothing but zeros, as a failed copy leaves it.
func blank(data []byte) bool { return len(bytes.Trim(data, "\x00")) == 0 }
