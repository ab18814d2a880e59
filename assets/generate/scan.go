package main

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// A scan is a paper on the glass of a flatbed scanner.
type scan struct {
	turn   float64 // degrees
	border int     // white around the paper, pixels
	grey   float64 // how grey the paper comes out, 0 is white
	grain  float64
	levels int // shades of grey that are kept
	seed   uint64
}

// take scans the printed paper.
func (s scan) take(ink *image.Alpha) *image.Gray {
	b := ink.Bounds()
	w, h := b.Dx()+2*s.border, b.Dy()+2*s.border
	out := image.NewGray(image.Rect(0, 0, w, h))
	rng := rand.New(rand.NewPCG(s.seed, 13))
	n := newNoise(s.seed)
	sin, cos := math.Sincos(s.turn * math.Pi / 180)
	step := 255 / float64(max(s.levels, 2)-1)
	for y := range h {
		for x := range w {
			dx, dy := float64(x)+0.5-float64(w)/2, float64(y)+0.5-float64(h)/2
			px, py := dx*cos+dy*sin+float64(b.Dx())/2, -dx*sin+dy*cos+float64(b.Dy())/2
			v := 255.0
			if depth := min(min(px, float64(b.Dx())-px), min(py, float64(b.Dy())-py)); depth > 0 {
				v = 255 - 255*s.grey
				if s.grain > 0 { // few greys would show a gradient as steps
					v -= 255 * s.grey * (n.rough(px/260, py/260, 2) - 0.5)
				}
				v = v + (26-v)*sample(ink, px, py)
				if depth < 3 && s.border > 0 {
					v -= 34 * (1 - depth/3)
				}
			}
			v += rng.NormFloat64() * s.grain
			v = math.Round(v/step) * step
			out.SetGray(x, y, color.Gray{clip(v - 0.5)})
		}
	}
	return out
}
