package main

import (
	"image"
	"image/color"
	"math"
)

// plane maps a place in a distorted picture to its place in the original.
type plane func(x, y float64) (sx, sy float64)

// warp draws src as seen through a plane on a picture of w x h pixels. What
// lies beside src is drawn by table.
func warp(src image.Image, w, h int, at plane, table func(x, y int) color.RGBA) *image.RGBA {
	b := src.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := at(float64(x)+0.5, float64(y)+0.5)
			if sx < 0 || sy < 0 || sx >= float64(b.Dx()) || sy >= float64(b.Dy()) {
				dst.SetRGBA(x, y, table(x, y))
				continue
			}
			dst.SetRGBA(x, y, between4(src, sx-0.5, sy-0.5))
		}
	}
	return dst
}

// between4 is the colour between four pixels.
func between4(src image.Image, x, y float64) color.RGBA {
	b := src.Bounds()
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := x-x0, y-y0
	var sum [3]float64
	for _, c := range []struct{ dx, dy, w float64 }{{0, 0, (1 - fx) * (1 - fy)}, {1, 0, fx * (1 - fy)}, {0, 1, (1 - fx) * fy}, {1, 1, fx * fy}} {
		px := min(max(int(x0+c.dx), 0), b.Dx()-1)
		py := min(max(int(y0+c.dy), 0), b.Dy()-1)
		r, g, bl, _ := src.At(b.Min.X+px, b.Min.Y+py).RGBA()
		sum[0] += c.w * float64(r>>8)
		sum[1] += c.w * float64(g>>8)
		sum[2] += c.w * float64(bl>>8)
	}
	return color.RGBA{uint8(sum[0] + 0.5), uint8(sum[1] + 0.5), uint8(sum[2] + 0.5), 255}
}

// tilt turns a picture clockwise by degrees on a light table large enough for it.
func tilt(src image.Image, degrees float64) image.Image {
	sw, sh := float64(src.Bounds().Dx()), float64(src.Bounds().Dy())
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := math.Round(sw*math.Abs(cos)+sh*math.Abs(sin)), math.Round(sw*math.Abs(sin)+sh*math.Abs(cos))
	at := func(x, y float64) (float64, float64) {
		x, y = x-w/2, y-h/2
		return x*cos + y*sin + sw/2, -x*sin + y*cos + sh/2
	}
	return warp(src, int(w), int(h), at, func(int, int) color.RGBA { return color.RGBA{235, 235, 232, 255} })
}

// shrunk is a picture at a share of its size, each pixel the mean of those
// that it covers, nearly.
func shrunk(src image.Image, share float64) image.Image {
	b := src.Bounds()
	w, h := int(float64(b.Dx())*share), int(float64(b.Dy())*share)
	soft := blurred(src, 1)
	return warp(soft, w, h, func(x, y float64) (float64, float64) { return x / share, y / share }, func(int, int) color.RGBA { return color.RGBA{A: 255} })
}

// photo lays a picture on a wooden table, seen from the side, a little out of
// focus, with the shadow of a hand over its lower part, and noise.
func photo(src image.Image) image.Image {
	sw, sh := float64(src.Bounds().Dx()), float64(src.Bounds().Dy())
	w, h := sw*1.35, sh*1.2
	// Where the corners of the paper are in the photo, clockwise from the top left.
	corners := [4][2]float64{{0.17 * w, 0.07 * h}, {0.80 * w, 0.10 * h}, {0.90 * w, 0.95 * h}, {0.08 * w, 0.90 * h}}
	at := homography(corners, [4][2]float64{{0, 0}, {sw, 0}, {sw, sh}, {0, sh}})
	img := blurred(warp(src, int(w), int(h), at, wood), 1)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			u, v := float64(x)/w, float64(y)/h
			light := 0.95 - 0.2*u
			light -= 0.3 / (1 + math.Exp(-40*(v+0.3*u-0.85))) // the shadow's soft edge
			noise := 10 * (lattice(x, y, 7) - 0.5)
			p := img.Pix[img.PixOffset(x, y):]
			for c, tint := range []float64{1, 0.97, 0.9} {
				p[c] = uint8(min(max(float64(p[c])*light*tint+noise, 0), 255))
			}
		}
	}
	return img
}

func wood(x, y int) color.RGBA {
	grain := lattice(x/40, y/3, 1)*30 + lattice(x/90, y/9, 2)*35
	return color.RGBA{uint8(95 + grain), uint8(65 + grain*0.8), uint8(40 + grain*0.6), 255}
}

// lattice is a number between 0 and 1 that looks random, the same each time.
func lattice(x, y, seed int) float64 {
	n := uint32(x)*374761393 + uint32(y)*668265263 + uint32(seed)*2246822519
	n = (n ^ n>>13) * 1274126177
	return float64((n^n>>16)&0xffff) / 0xffff
}

// blurred is a picture where each pixel is the mean of its square of 2n+1.
func blurred(src image.Image, n int) *image.RGBA {
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	in := warp(src, w, h, func(x, y float64) (float64, float64) { return x, y }, wood)
	out := image.NewRGBA(in.Rect)
	for y := range h {
		for x := range w {
			var sum [3]int
			count := 0
			for yy := max(0, y-n); yy <= min(h-1, y+n); yy++ {
				for xx := max(0, x-n); xx <= min(w-1, x+n); xx++ {
					p := in.Pix[in.PixOffset(xx, yy):]
					sum[0], sum[1], sum[2] = sum[0]+int(p[0]), sum[1]+int(p[1]), sum[2]+int(p[2])
					count++
				}
			}
			out.SetRGBA(x, y, color.RGBA{uint8(sum[0] / count), uint8(sum[1] / count), uint8(sum[2] / count), 255})
		}
	}
	return out
}

// faded is a picture as thermal print that has lain in the sun: black has
// become a light grey.
func faded(src image.Image) image.Image {
	b := src.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			g := color.GrayModel.Convert(src.At(b.Min.X+x, b.Min.Y+y)).(color.Gray).Y
			v := 170 + float64(g)*70/255 + 8*(lattice(x, y, 3)-0.5)
			out.SetRGBA(x, y, color.RGBA{uint8(v), uint8(v - 2), uint8(v - 8), 255})
		}
	}
	return out
}

// homography maps the plane in which from lies to that of to, corner by corner.
func homography(from, to [4][2]float64) plane {
	// Eight equations for the matrix whose last element is 1 (direct linear transformation).
	var m [8][9]float64
	for i := range 4 {
		x, y, u, v := from[i][0], from[i][1], to[i][0], to[i][1]
		m[2*i] = [9]float64{x, y, 1, 0, 0, 0, -u * x, -u * y, u}
		m[2*i+1] = [9]float64{0, 0, 0, x, y, 1, -v * x, -v * y, v}
	}
	solve(&m)
	return func(x, y float64) (float64, float64) {
		d := m[6][8]*x + m[7][8]*y + 1
		return (m[0][8]*x + m[1][8]*y + m[2][8]) / d, (m[3][8]*x + m[4][8]*y + m[5][8]) / d
	}
}

// solve leaves the solution in the last column (Gauss-Jordan with pivots).
func solve(m *[8][9]float64) {
	for c := range 8 {
		best := c
		for r := c; r < 8; r++ {
			if math.Abs(m[r][c]) > math.Abs(m[best][c]) {
				best = r
			}
		}
		m[c], m[best] = m[best], m[c]
		for r := range 8 {
			if r == c {
				continue
			}
			f := m[r][c] / m[c][c]
			for k := c; k < 9; k++ {
				m[r][k] -= f * m[c][k]
			}
		}
		p := m[c][c]
		for k := range 9 {
			m[c][k] /= p
		}
	}
}
