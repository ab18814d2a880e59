package ocr

import (
	"context"
	"fmt"
	"image"
	"math"
	"os"

	"github.com/spindle-receipts/spindle/internal/reader/models"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

const (
	detectorStep = 32   // the detector's sides must be multiples of this
	minBoxSide   = 3    // of a box in the detector's map before it grows; less is dust
	maxBoxes     = 2000 // more than any receipt has; bounds the work on a picture of noise
)

// detector finds the lines of text on a page: a DB network
// (https://arxiv.org/abs/1911.08947), whose map of text pixels becomes boxes.
type detector struct {
	session *lentSession
	spec    models.Detector
}

// newDetector returns a detector that is loaded when it is first used.
func newDetector(set models.Set, threads int) detector {
	open := func() (*session, error) {
		model, err := os.ReadFile(set.Detector)
		if err != nil {
			return nil, fmt.Errorf("read the detector: %w", err)
		}
		return openSession(set.Detector, model, threads)
	}
	return detector{session: &lentSession{open: open}, spec: set.DetectorSpec}
}

// detect gives the boxes of text in the coordinates of the pyramid's level 0.
func (d *detector) detect(ctx context.Context, p *pyramid) ([]box, error) {
	session, done, err := d.session.borrow(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	page := p.level(0)
	var boxes []box
	for _, t := range d.tiles(page.w, page.h) {
		found, err := d.detectIn(ctx, session, p, t.area)
		if err != nil {
			return nil, err
		}
		for _, b := range found {
			if t.owns(b) {
				boxes = append(boxes, b)
			}
		}
	}
	return boxes, nil
}

// detectIn gives the boxes in one part of the page.
func (d *detector) detectIn(ctx context.Context, s *session, p *pyramid, area image.Rectangle) ([]box, error) {
	w, h := d.size(area.Dx(), area.Dy())
	sx, sy := float64(w)/float64(area.Dx()), float64(h)/float64(area.Dy())
	level, f := p.levelFor(max(sx, sy))
	data := tensorOf(level, area, f, w, h, d.spec.Mean, d.spec.Std)
	var boxes []box
	err := s.run(ctx, []int64{1, 3, int64(h), int64(w)}, data, func(shape []int64, out []float32) error {
		if len(out) != w*h {
			return fmt.Errorf("the detector answered with the shape %v to a picture of %d x %d", shape, w, h)
		}
		boxes = d.boxes(textMap{w: w, h: h, prob: out})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range boxes {
		boxes[i] = boxes[i].scaled(1/sx, 1/sy)
		boxes[i].x += float64(area.Min.X)
		boxes[i].y += float64(area.Min.Y)
	}
	return boxes, nil
}

// size is what the detector sees of a page: as large as the bounds allow, never
// enlarged, rounded to the network's step.
func (d *detector) size(w, h int) (int, int) {
	scale := min(1,
		math.Sqrt(float64(d.spec.MaxPixels)/float64(w*h)),
		float64(d.spec.MaxSide)/float64(max(w, h)))
	round := func(n int) int {
		return max(detectorStep, int(math.Round(float64(n)*scale/detectorStep))*detectorStep)
	}
	return round(w), round(h)
}

// tensorOf resizes a part of a picture to w x h and lays it out as planes of
// blue, green and red, less the mean and over the deviation. The part is in the
// coordinates of a picture of which r is f times the size.
func tensorOf(r *raster, area image.Rectangle, f float64, w, h int, mean, std [3]float32) []float32 {
	data := make([]float32, 3*w*h)
	scale, offset := normalisation(mean, std)
	sx, sy := float64(area.Dx())/float64(w), float64(area.Dy())/float64(h)
	x0, y0 := float64(area.Min.X), float64(area.Min.Y)
	for y := range h {
		for x := range w {
			b, g, rd := r.sample((x0+(float64(x)+0.5)*sx)*f, (y0+(float64(y)+0.5)*sy)*f)
			i := y*w + x
			data[i] = b*scale[0] + offset[0]
			data[i+w*h] = g*scale[1] + offset[1]
			data[i+2*w*h] = rd*scale[2] + offset[2]
		}
	}
	return data
}

// normalisation folds (v/255 - mean)/std into v*scale + offset.
func normalisation(mean, std [3]float32) (scale, offset [3]float32) {
	for i := range 3 {
		scale[i] = 1 / (255 * std[i])
		offset[i] = -mean[i] / std[i]
	}
	return scale, offset
}

// textMap is the network's answer: for each pixel how likely it is text.
type textMap struct {
	w, h int
	prob []float32
}

// boxes groups the text pixels and puts a grown rectangle around each group.
// The network was trained on shrunken lines; growing undoes that.
func (d *detector) boxes(m textMap) []box {
	var boxes []box
	m.components(d.spec.Threshold, func(outline []text.Point) bool {
		b := smallestBox(outline)
		if min(b.w, b.h) < minBoxSide {
			return true
		}
		b.score = m.mean(b)
		if b.score < d.spec.BoxThreshold {
			return true
		}
		grow := b.w * b.h * d.spec.Unclip / (b.w + b.h) // twice area x ratio / perimeter: both sides
		b.w, b.h = b.w+grow, b.h+grow
		boxes = append(boxes, b)
		return len(boxes) < maxBoxes
	})
	return boxes
}

// components calls found with points whose hull is the hull of a group of
// touching pixels above the threshold, group by group, until it says false.
func (m textMap) components(threshold float32, found func(outline []text.Point) bool) {
	seen := make([]bool, len(m.prob))
	var stack []int
	left, right := make([]int, m.h), make([]int, m.h)
	for start, p := range m.prob {
		if seen[start] || p <= threshold {
			continue
		}
		top := start / m.w
		bottom := top
		left[top], right[top] = m.w, -1
		seen[start] = true
		stack = append(stack[:0], start)
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := i%m.w, i/m.w
			for ; top > y; top-- {
				left[top-1], right[top-1] = m.w, -1
			}
			for ; bottom < y; bottom++ {
				left[bottom+1], right[bottom+1] = m.w, -1
			}
			left[y], right[y] = min(left[y], x), max(right[y], x)
			for ny := max(0, y-1); ny <= min(m.h-1, y+1); ny++ {
				for nx := max(0, x-1); nx <= min(m.w-1, x+1); nx++ {
					if n := ny*m.w + nx; !seen[n] && m.prob[n] > threshold {
						seen[n] = true
						stack = append(stack, n)
					}
				}
			}
		}
		outline := make([]text.Point, 0, 4*(bottom-top+1))
		for y := top; y <= bottom; y++ {
			l, r, t, b := float64(left[y]), float64(right[y]+1), float64(y), float64(y+1)
			outline = append(outline, text.Point{X: l, Y: t}, text.Point{X: l, Y: b}, text.Point{X: r, Y: t}, text.Point{X: r, Y: b})
		}
		if !found(outline) {
			return
		}
	}
}

// mean is the mean probability of the pixels whose centre is in the box.
func (m textMap) mean(b box) float64 {
	vx, vy := -b.uy, b.ux
	hx := math.Abs(b.ux)*b.w/2 + math.Abs(vx)*b.h/2
	hy := math.Abs(b.uy)*b.w/2 + math.Abs(vy)*b.h/2
	sum, n := 0.0, 0
	for y := max(0, int(b.y-hy)); y <= min(m.h-1, int(b.y+hy)); y++ {
		for x := max(0, int(b.x-hx)); x <= min(m.w-1, int(b.x+hx)); x++ {
			px, py := float64(x)+0.5-b.x, float64(y)+0.5-b.y
			if math.Abs(px*b.ux+py*b.uy) <= b.w/2 && math.Abs(px*vx+py*vy) <= b.h/2 {
				sum += float64(m.prob[y*m.w+x])
				n++
			}
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}
