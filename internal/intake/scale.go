package intake

import (
	"context"
	"image"
	"image/color"
	"image/draw"
)

// fit gives the size of a w by h picture whose longer side is at most maxSide.
// It never enlarges; maxSide of 0 or less is no bound.
func fit(w, h, maxSide int) (int, int) {
	long := max(w, h)
	if maxSide <= 0 || long <= maxSide {
		return w, h
	}
	scale := func(n int) int { return max(1, int((int64(n)*int64(maxSide)+int64(long)/2)/int64(long))) }
	return scale(w), scale(h)
}

// shrink copies src onto white paper of w by h pixels, each the mean of the
// pixels that it covers. Means keep thin strokes legible, and it needs no more
// memory than the result and a row.
func shrink(ctx context.Context, src image.Image, w, h int) (*image.RGBA, error) {
	b := src.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	if b.Dx() == w && b.Dy() == h {
		draw.Draw(dst, dst.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
		draw.Draw(dst, dst.Bounds(), src, b.Min, draw.Over)
		return dst, ctx.Err()
	}
	rows := newRowReader(src)
	columns := spans(b.Dx(), w)
	sum := make([]uint64, w*3)
	for y, span := range spans(b.Dy(), h) {
		if y%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		clear(sum)
		for sy := span.first; sy <= span.last; sy++ {
			addRow(sum, rows.row(sy), columns, span.weight(sy))
		}
		writeRow(dst.Pix[y*dst.Stride:], sum, uint64(b.Dx())*uint64(b.Dy()))
	}
	return dst, nil
}

// span is the source pixels under one target pixel along one axis. Lengths are
// counted so that a source pixel is `to` long and a target pixel `from`.
type span struct {
	first, last int
	head, tail  uint64 // how much of the first and the last lies under the target
	full        uint64 // and of those between
}

func (s span) weight(i int) uint64 {
	switch i {
	case s.first:
		return s.head
	case s.last:
		return s.tail
	}
	return s.full
}

func spans(from, to int) []span {
	list := make([]span, to)
	for i := range list {
		begin, end := int64(i)*int64(from), int64(i+1)*int64(from)
		s := span{first: int(begin / int64(to)), last: int((end - 1) / int64(to)), full: uint64(to)}
		if s.first == s.last {
			s.head = uint64(end - begin)
		} else {
			s.head = uint64(int64(s.first+1)*int64(to) - begin)
			s.tail = uint64(end - int64(s.last)*int64(to))
		}
		list[i] = s
	}
	return list
}

// addRow adds a source row's colours to the sums of the target row.
func addRow(sum []uint64, row []uint8, columns []span, weight uint64) {
	for x, c := range columns {
		var r, g, b uint64
		for i, p := c.first, c.first*4; i <= c.last; i, p = i+1, p+4 {
			w := c.weight(i)
			r += w * uint64(row[p])
			g += w * uint64(row[p+1])
			b += w * uint64(row[p+2])
		}
		sum[x*3] += weight * r
		sum[x*3+1] += weight * g
		sum[x*3+2] += weight * b
	}
}

// writeRow divides the sums by the whole weight, which is the same for every
// pixel: (width under a target pixel) x (height), that is the source's area.
func writeRow(pix []uint8, sum []uint64, area uint64) {
	for i, p := 0, 0; i < len(sum); i, p = i+3, p+4 {
		pix[p] = uint8((sum[i] + area/2) / area)
		pix[p+1] = uint8((sum[i+1] + area/2) / area)
		pix[p+2] = uint8((sum[i+2] + area/2) / area)
		pix[p+3] = 0xff
	}
}

// rowReader gives the rows of a picture as RGBA on white, one at a time.
type rowReader struct {
	src   image.Image
	strip *image.RGBA
}

func newRowReader(src image.Image) *rowReader {
	return &rowReader{src, image.NewRGBA(image.Rect(0, 0, src.Bounds().Dx(), 1))}
}

func (r *rowReader) row(y int) []uint8 {
	at := r.src.Bounds().Min.Add(image.Pt(0, y))
	draw.Draw(r.strip, r.strip.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(r.strip, r.strip.Bounds(), r.src, at, draw.Over)
	return r.strip.Pix
}

// upright turns and mirrors a picture as its EXIF orientation says.
func upright(src *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dw, dh := turnedSize(w, h, orientation)
	dst := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range dh {
		for x := range dw {
			sx, sy := unturn(x, y, w, h, orientation)
			copy(dst.Pix[y*dst.Stride+x*4:][:4], src.Pix[sy*src.Stride+sx*4:])
		}
	}
	return dst
}

func turnedSize(w, h, orientation int) (int, int) {
	if orientation >= 5 && orientation <= 8 {
		return h, w
	}
	return w, h
}

// unturn tells where in the stored w by h picture an upright pixel lies
// (EXIF 2.32, 4.6.4 A, Orientation).
func unturn(x, y, w, h, orientation int) (sx, sy int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, h - 1 - x
	case 7:
		return w - 1 - y, h - 1 - x
	case 8:
		return w - 1 - y, x
	}
	return x, y
}
