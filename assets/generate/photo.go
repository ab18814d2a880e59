package main

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// A shot is how a paper lies and how it is photographed.
type shot struct {
	width, height int     // of the picture
	turn          float64 // degrees, clockwise
	tiltX, tiltY  float64 // degrees away from facing the camera
	fill          float64 // the share of the picture that the paper may take
	moveX, moveY  float64 // of the centre, in shares of the picture
	table         table
	paper         color.RGBA
	ink           color.RGBA
	crumple       float64 // 0 flat, 1 from the bottom of a pocket
	folds         int
	shade         float64 // strength of the shadow that falls over the picture
	light         color.RGBA
	blur          float64 // in pixels
	grain         float64 // standard deviation, of 255
	seed          uint64
}

var (
	thermalWhite = color.RGBA{246, 245, 241, 255}
	oldWhite     = color.RGBA{240, 234, 218, 255}
	coolWhite    = color.RGBA{244, 247, 250, 255}
	black        = color.RGBA{34, 33, 36, 255}
	blueBlack    = color.RGBA{44, 48, 82, 255}
	violet       = color.RGBA{82, 62, 110, 255}
	daylight     = color.RGBA{252, 253, 255, 255}
	lamplight    = color.RGBA{255, 244, 224, 255}
	tube         = color.RGBA{246, 255, 248, 255}
)

type rgb struct{ r, g, b float64 }

func (c rgb) times(k float64) rgb { return rgb{c.r * k, c.g * k, c.b * k} }
func (c rgb) mix(o rgb, k float64) rgb {
	return rgb{c.r + (o.r-c.r)*k, c.g + (o.g-c.g)*k, c.b + (o.b-c.b)*k}
}
func light(c color.RGBA) rgb { return rgb{float64(c.R), float64(c.G), float64(c.B)} }

// take photographs the printed paper.
func (s shot) take(ink *image.Alpha) *image.RGBA {
	sheet := ink.Bounds()
	v := s.view(float64(sheet.Dx()), float64(sheet.Dy()))
	crumpled := s.creases(float64(sheet.Dx()), float64(sheet.Dy()))
	ground := newNoise(s.seed + 1)
	pixels := make([]rgb, s.width*s.height)
	paper, inkColor, lamp := light(s.paper), light(s.ink), light(s.light).times(1.0/255)
	unit := v.unit
	shadowX, shadowY := unit*14, unit*20
	for y := range s.height {
		for x := range s.width {
			fx, fy := float64(x)+0.5, float64(y)+0.5
			px, py := v.onPaper(fx, fy)
			slope := crumpled.slope(px, py)
			px, py = px+slope.x*9*s.crumple, py+slope.y*9*s.crumple
			edge := s.inside(px, py, sheet, ground)
			c := s.table.at(fx/float64(s.width), fy/float64(s.width), ground)
			sx, sy := v.onPaper(fx-shadowX, fy-shadowY)
			c = c.times(1 - 0.55*soft(s.distance(sx, sy, sheet), 26))
			if edge > 0 {
				a := sample(ink, px, py)
				q := paper.mix(inkColor, a)
				q = q.times(1 + slope.x*0.26*s.crumple + slope.y*0.36*s.crumple + (ground.at(px/3, py/3)-0.5)*0.012)
				c = c.mix(q, edge)
			}
			c = c.times(s.exposure(fx, fy, ground))
			pixels[y*s.width+x] = rgb{c.r * lamp.r, c.g * lamp.g, c.b * lamp.b}
		}
	}
	return s.develop(pixels)
}

// inside is 1 on the paper, 0 off it; the ends of the roll are torn.
func (s shot) inside(x, y float64, sheet image.Rectangle, n *noise) float64 {
	teeth := math.Abs(math.Mod(x+1000, 13)-6.5) * 0.9
	dx := min(x, float64(sheet.Dx())-x)
	dy := min(y-teeth, float64(sheet.Dy())-teeth*0.8-y-2*n.at(x/40, 3))
	return max(0, min(1, min(dx, dy)+0.5))
}

// distance is how deep inside the sheet the place lies, negative outside.
func (s shot) distance(x, y float64, sheet image.Rectangle) float64 {
	return min(min(x, float64(sheet.Dx())-x), min(y, float64(sheet.Dy())-y))
}

func soft(depth, width float64) float64 {
	return smooth(max(0, min(1, depth/width+0.5)))
}

// exposure is the light at a place: falling off to the corners, and a shadow
// of the hand that holds the phone.
func (s shot) exposure(x, y float64, n *noise) float64 {
	u, v := x/float64(s.width)-0.5, y/float64(s.height)-0.5
	k := 1.03 - 0.32*(u*u+v*v) - 0.1*u*(n.table[5]-0.5)*2
	if s.shade > 0 {
		a := n.table[7] * 2 * math.Pi
		depth := u*math.Cos(a) + v*math.Sin(a) + 0.12*(n.at(u*3+9, v*3)-0.5) - 0.04
		k *= 1 - s.shade*smooth(max(0, min(1, depth*5+0.5)))
	}
	return k
}

// sample reads the ink between its pixels.
func sample(ink *image.Alpha, x, y float64) float64 {
	x, y = x-0.5, y-0.5
	i, j := int(math.Floor(x)), int(math.Floor(y))
	u, v := x-float64(i), y-float64(j)
	at := func(i, j int) float64 { return float64(ink.AlphaAt(i, j).A) / 255 }
	return (at(i, j)*(1-u)+at(i+1, j)*u)*(1-v) + (at(i, j+1)*(1-u)+at(i+1, j+1)*u)*v
}

// develop blurs, adds grain and clips.
func (s shot) develop(pixels []rgb) *image.RGBA {
	pixels = blur(pixels, s.width, s.height, s.blur)
	rng := rand.New(rand.NewPCG(s.seed, 5))
	out := image.NewRGBA(image.Rect(0, 0, s.width, s.height))
	for i, c := range pixels {
		g := rng.NormFloat64() * s.grain
		out.Pix[4*i] = clip(c.r + g + rng.NormFloat64()*s.grain*0.35)
		out.Pix[4*i+1] = clip(c.g + g)
		out.Pix[4*i+2] = clip(c.b + g + rng.NormFloat64()*s.grain*0.5)
		out.Pix[4*i+3] = 255
	}
	return out
}

func clip(v float64) uint8 { return uint8(max(0, min(255, v+0.5))) }

// blur is a Gaussian of the standard deviation sigma.
func blur(in []rgb, w, h int, sigma float64) []rgb {
	if sigma <= 0 {
		return in
	}
	n := int(math.Ceil(sigma * 2.5))
	kernel := make([]float64, 2*n+1)
	sum := 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		sum += kernel[i]
	}
	pass := func(in []rgb, dx, dy int) []rgb {
		out := make([]rgb, len(in))
		for y := range h {
			for x := range w {
				var c rgb
				for i, k := range kernel {
					px := max(0, min(w-1, x+(i-n)*dx))
					py := max(0, min(h-1, y+(i-n)*dy))
					q := in[py*w+px]
					k /= sum
					c.r, c.g, c.b = c.r+q.r*k, c.g+q.g*k, c.b+q.b*k
				}
				out[y*w+x] = c
			}
		}
		return out
	}
	return pass(pass(in, 1, 0), 0, 1)
}
