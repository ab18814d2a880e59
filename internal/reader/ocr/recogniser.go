package ocr

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/internal/reader/models"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

const (
	minLineWidth  = 48   // of a line in the recogniser's pixels; narrower ones are padded
	maxLineWidth  = 3200 // longer lines are squeezed
	maxBatchWidth = 640  // the sum of the widths in one batch: bounds memory, most of it for the answer over a whole alphabet
	batchSpread   = 1.2  // the widest line of a batch over the narrowest: bounds padding
)

// recogniser reads lines: an SVTR network with CTC
// (https://arxiv.org/abs/2205.00159).
type recogniser struct {
	trunk   *session // sees a line
	latin   head     // spells it in Latin letters
	all     head     // spells it with every sign; without a session where the trunk itself does so, and then there is no latin
	spec    models.Recogniser
	workers int // how many batches are read at the same time
}

// load opens the recogniser of a set. Lines are read side by side, with one
// thread each: that scales better than many threads on one line.
func (r *recogniser) load(set models.Set) error {
	model, err := os.ReadFile(set.Recogniser)
	if err != nil {
		return fmt.Errorf("read the recogniser: %w", err)
	}
	parts, err := split(model)
	if errors.Is(err, errNoHead) {
		parts, err = &splitModel{trunk: model}, nil
	}
	if err != nil {
		return fmt.Errorf("take the model %s apart: %w", set.Recogniser, err)
	}
	if r.trunk, err = openSession(set.Recogniser, parts.trunk, 1); err != nil {
		return err
	}
	if r.all.alphabet, err = loadAlphabet(set, r.trunk); err != nil || len(parts.weights) == 0 {
		return err
	}
	if signs := len(r.all.alphabet.chars); signs != parts.classes() {
		return fmt.Errorf("the model %s tells %d signs apart and its alphabet has %d", set.Recogniser, parts.classes(), signs)
	}
	if r.all.session, err = openSession(set.Recogniser, parts.head(nil), 1); err != nil {
		return err
	}
	r.latin.alphabet = r.all.alphabet.latinOnly()
	r.latin.session, err = openSession(set.Recogniser, parts.head(r.all.alphabet.latin), 1)
	return err
}

// strip is one line to read: where it lies on the page, and how long it is.
type strip struct {
	quad           text.Quad // in the coordinates of the pyramid's level 0
	length, height float64
}

// width is the strip's length at the recogniser's height.
func (r *recogniser) width(s strip) int {
	w := math.Round(float64(r.spec.Height) * s.length / max(1, s.height))
	return int(min(max(w, 1), maxLineWidth))
}

// recognise reads strips and gives the results in the order of the strips.
func (r *recogniser) recognise(ctx context.Context, p *pyramid, strips []strip) ([]decoded, error) {
	out := make([]decoded, len(strips))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(r.workers)
	for _, batch := range r.batches(strips) {
		for _, i := range batch {
			p.levelFor(r.scale(strips[i])) // made here, since a pyramid is not for many at a time
		}
		g.Go(func() error { return r.readBatch(ctx, p, strips, batch, out) })
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}

// batches groups the indices of strips of like width, the widest first.
func (r *recogniser) batches(strips []strip) [][]int {
	order := make([]int, len(strips))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.width(strips[b]), r.width(strips[a])) })
	var batches [][]int
	widest := 0
	for _, i := range order {
		w := max(minLineWidth, r.width(strips[i]))
		last := len(batches) - 1
		if last < 0 || float64(widest) > batchSpread*float64(w) || (len(batches[last])+1)*widest > maxBatchWidth {
			batches = append(batches, nil)
			last++
			widest = w
		}
		batches[last] = append(batches[last], i)
	}
	return batches
}

func (r *recogniser) readBatch(ctx context.Context, p *pyramid, strips []strip, batch []int, out []decoded) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	height, width := r.spec.Height, minLineWidth
	for _, i := range batch {
		width = max(width, r.width(strips[i]))
	}
	width = (width + 7) / 8 * 8
	size := 3 * height * width
	data := make([]float32, len(batch)*size)
	for n, i := range batch {
		r.cut(data[n*size:(n+1)*size], width, p, strips[i])
	}
	shape := []int64{int64(len(batch)), 3, int64(height), int64(width)}
	return r.trunk.run(ctx, shape, data, func(shape []int64, seen []float32) error {
		if len(shape) != 3 || shape[0] != int64(len(batch)) {
			return fmt.Errorf("the recogniser answered with the shape %v to %d lines", shape, len(batch))
		}
		used := make([]float64, len(batch))
		for n, i := range batch {
			used[n] = float64(r.width(strips[i])) / float64(width)
		}
		texts, err := r.spell(ctx, shape, seen, used)
		for n, d := range texts {
			out[batch[n]] = d
		}
		return err
	})
}

// scale is how many of the recogniser's pixels one pixel of the page becomes.
func (r *recogniser) scale(s strip) float64 {
	return float64(r.spec.Height) / max(1, s.height)
}

// cut lays one strip out as planes of the given width, straightened; the rest
// of the width stays zero, as in training. Between the corners places are
// interpolated, which is exact for the rectangles that the detector gives.
func (r *recogniser) cut(dst []float32, width int, p *pyramid, s strip) {
	level, f := p.levelFor(r.scale(s))
	scale, offset := normalisation(r.spec.Mean, r.spec.Std)
	w, h := r.width(s), r.spec.Height
	plane := h * width
	q := s.quad
	for y := range h {
		v := (float64(y) + 0.5) / float64(h)
		lx, ly := q[0].X+(q[3].X-q[0].X)*v, q[0].Y+(q[3].Y-q[0].Y)*v
		rx, ry := q[1].X+(q[2].X-q[1].X)*v, q[1].Y+(q[2].Y-q[1].Y)*v
		for x := range w {
			u := (float64(x) + 0.5) / float64(w)
			b, g, rd := level.sample((lx+(rx-lx)*u)*f, (ly+(ry-ly)*u)*f)
			i := y*width + x
			dst[i] = b*scale[0] + offset[0]
			dst[i+plane] = g*scale[1] + offset[1]
			dst[i+2*plane] = rd*scale[2] + offset[2]
		}
	}
}
