package ocr

import (
	"image"
	"image/color"
	"math"
)

// raster is an opaque picture of 8-bit red, green, blue and a byte that does
// not matter, as image.RGBA has them, so that a picture that comes like this
// need not be copied.
type raster struct {
	w, h, stride int
	pix          []uint8
}

func newRaster(w, h int) *raster {
	return &raster{w: w, h: h, stride: 4 * w, pix: make([]uint8, 4*w*h)}
}

// toRaster gives a picture as a raster, shrunk by the smallest whole factor that
// brings it to at most maxPixels, and that factor. Transparent parts become
// white, as paper is. A picture that fits as it is is shared, not copied.
func toRaster(src image.Image, maxPixels int) (*raster, int) {
	b := src.Bounds()
	factor := max(1, int(math.Ceil(math.Sqrt(float64(b.Dx())*float64(b.Dy())/float64(maxPixels)))))
	if m, ok := src.(*image.RGBA); ok && factor == 1 && m.Opaque() {
		return &raster{w: b.Dx(), h: b.Dy(), stride: m.Stride, pix: m.Pix[m.PixOffset(b.Min.X, b.Min.Y):]}, 1
	}
	w, h := max(1, b.Dx()/factor), max(1, b.Dy()/factor)
	dst := newRaster(w, h)
	row := make([]uint8, 4*b.Dx())
	sum := make([]uint32, 4*w)
	for y := range h {
		clear(sum)
		area := uint32(0)
		for dy := range factor {
			sy := y*factor + dy
			if sy >= b.Dy() {
				break
			}
			copyRow(row, src, b.Min.Y+sy)
			for x := range w {
				for dx := 0; dx < factor && x*factor+dx < b.Dx(); dx++ {
					p := row[4*(x*factor+dx):]
					sum[4*x] += uint32(p[0])
					sum[4*x+1] += uint32(p[1])
					sum[4*x+2] += uint32(p[2])
				}
			}
			area += uint32(min(factor, b.Dx()))
		}
		out := dst.pix[dst.stride*y : dst.stride*(y+1)]
		for i := range out {
			out[i] = uint8((sum[i] + area/2) / area)
		}
	}
	return dst, factor
}

// copyRow fills row with one row of src, of four bytes a pixel.
func copyRow(row []uint8, src image.Image, y int) {
	b := src.Bounds()
	switch m := src.(type) {
	case *image.YCbCr:
		for x := b.Min.X; x < b.Max.X; x++ {
			c := m.COffset(x, y)
			p := row[4*(x-b.Min.X):]
			p[0], p[1], p[2] = color.YCbCrToRGB(m.Y[m.YOffset(x, y)], m.Cb[c], m.Cr[c])
		}
	case *image.Gray:
		line := m.Pix[m.PixOffset(b.Min.X, y):]
		for x := range b.Dx() {
			p := row[4*x:]
			p[0], p[1], p[2] = line[x], line[x], line[x]
		}
	case *image.RGBA:
		overWhite(row, m.Pix[m.PixOffset(b.Min.X, y):], b.Dx(), true)
	case *image.NRGBA:
		overWhite(row, m.Pix[m.PixOffset(b.Min.X, y):], b.Dx(), false)
	default:
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, a := src.At(x, y).RGBA()
			p := row[4*(x-b.Min.X):]
			p[0], p[1], p[2] = uint8((r+0xffff-a)>>8), uint8((g+0xffff-a)>>8), uint8((bl+0xffff-a)>>8)
		}
	}
}

// overWhite lays n pixels of red, green, blue, alpha over white paper.
func overWhite(row, src []uint8, n int, premultiplied bool) {
	for x := range n {
		p, s := row[4*x:4*x+3], src[4*x:4*x+4]
		a := uint32(s[3])
		for i := range p {
			v := uint32(s[i])
			if !premultiplied && a != 255 {
				v = v * a / 255
			}
			p[i] = uint8(min(255, v+255-a))
		}
	}
}

// half is the picture at half the size, each pixel the mean of four.
func (r *raster) half() *raster {
	w, h := max(1, r.w/2), max(1, r.h/2)
	out := newRaster(w, h)
	for y := range h {
		a := r.pix[r.stride*min(2*y, r.h-1):]
		b := r.pix[r.stride*min(2*y+1, r.h-1):]
		o := out.pix[out.stride*y:]
		for x := range w {
			left, right := 8*x, 4*min(2*x+1, r.w-1)
			for i := range 3 {
				o[4*x+i] = uint8((int(a[left+i]) + int(a[right+i]) + int(b[left+i]) + int(b[right+i]) + 2) / 4)
			}
		}
	}
	return out
}

// pyramid is a picture at 1, 1/2, 1/4 ... of its size, made when first needed.
// It is not safe for concurrent use.
type pyramid struct{ levels []*raster }

func newPyramid(r *raster) *pyramid { return &pyramid{levels: []*raster{r}} }

// level gives the picture shrunk n times by two.
func (p *pyramid) level(n int) *raster {
	for len(p.levels) <= n {
		p.levels = append(p.levels, p.levels[len(p.levels)-1].half())
	}
	return p.levels[n]
}

// levelFor gives the smallest level that still has at least the wanted
// resolution, where scale is wanted pixels per pixel of level 0, and the factor
// from level 0's coordinates to that level's.
func (p *pyramid) levelFor(scale float64) (*raster, float64) {
	n, f := 0, 1.0
	for scale <= f/2 && n < 6 {
		n, f = n+1, f/2
	}
	return p.level(n), f
}

// sample reads the picture between pixels (bilinear); pixel (x, y) covers
// [x, x+1) and has its centre at x+0.5. Outside, the edge goes on.
func (r *raster) sample(x, y float64) (b, g, rd float32) {
	x, y = min(max(x-0.5, 0), float64(r.w-1)), min(max(y-0.5, 0), float64(r.h-1))
	x0, y0 := int(x), int(y)
	fx, fy := float32(x-float64(x0)), float32(y-float64(y0))
	i := y0*r.stride + 4*x0
	dx, dy := 4, r.stride
	if x0 == r.w-1 {
		dx = 0
	}
	if y0 == r.h-1 {
		dy = 0
	}
	tl, tr := r.pix[i:i+3:i+3], r.pix[i+dx:i+dx+3:i+dx+3]
	bl, br := r.pix[i+dy:i+dy+3:i+dy+3], r.pix[i+dx+dy:i+dx+dy+3:i+dx+dy+3]
	w00, w10, w01, w11 := (1-fx)*(1-fy), fx*(1-fy), (1-fx)*fy, fx*fy
	at := func(c int) float32 {
		return w00*float32(tl[c]) + w10*float32(tr[c]) + w01*float32(bl[c]) + w11*float32(br[c])
	}
	return at(2), at(1), at(0)
}
