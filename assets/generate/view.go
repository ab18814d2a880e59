package main

import (
	"math"
	"math/rand/v2"
)

// A view maps a pixel of the picture to the place on the paper under it.
type view struct {
	m    [9]float64
	unit float64 // pixels of the picture for one of the paper, at its centre
}

// view places a paper of w by h pixels in front of the camera.
func (s shot) view(w, h float64) view {
	turn, tx, ty := s.turn*math.Pi/180, s.tiltX*math.Pi/180, s.tiltY*math.Pi/180
	bw := math.Abs(w*math.Cos(turn)) + math.Abs(h*math.Sin(turn))
	bh := math.Abs(w*math.Sin(turn)) + math.Abs(h*math.Cos(turn))
	unit := s.fill * min(float64(s.width)/bw, float64(s.height)/bh)
	focal := 1.35 * float64(max(s.width, s.height))
	// The paper's axes: turned in its plane, then tilted about both others.
	axis := func(x, y float64) [3]float64 {
		x, y = x*math.Cos(turn)-y*math.Sin(turn), x*math.Sin(turn)+y*math.Cos(turn)
		y, z := y*math.Cos(tx), y*math.Sin(tx)
		x, z = x*math.Cos(ty)+z*math.Sin(ty), -x*math.Sin(ty)+z*math.Cos(ty)
		return [3]float64{x * unit, y * unit, z * unit}
	}
	u, v := axis(1, 0), axis(0, 1)
	centre := [3]float64{s.moveX * float64(s.width), s.moveY * float64(s.height), focal}
	var c [3]float64
	for i := range c {
		c[i] = centre[i] - u[i]*w/2 - v[i]*h/2
	}
	// A pixel's ray is [u v c] times (x, y, 1) of the paper: invert.
	ray := [9]float64{u[0], v[0], c[0], u[1], v[1], c[1], u[2] / focal, v[2] / focal, c[2] / focal}
	shift := [9]float64{1, 0, -float64(s.width) / 2, 0, 1, -float64(s.height) / 2, 0, 0, 1}
	return view{product(inverse(ray), shift), unit}
}

func (v view) onPaper(x, y float64) (float64, float64) {
	w := v.m[6]*x + v.m[7]*y + v.m[8]
	return (v.m[0]*x + v.m[1]*y + v.m[2]) / w, (v.m[3]*x + v.m[4]*y + v.m[5]) / w
}

func inverse(m [9]float64) [9]float64 {
	a, b, c, d, e, f, g, h, i := m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]
	det := a*(e*i-f*h) - b*(d*i-f*g) + c*(d*h-e*g)
	out := [9]float64{e*i - f*h, c*h - b*i, b*f - c*e, f*g - d*i, a*i - c*g, c*d - a*f, d*h - e*g, b*g - a*h, a*e - b*d}
	for k := range out {
		out[k] /= det
	}
	return out
}

func product(a, b [9]float64) (out [9]float64) {
	for r := range 3 {
		for c := range 3 {
			for k := range 3 {
				out[r*3+c] += a[r*3+k] * b[k*3+c]
			}
		}
	}
	return out
}

// creases are the folds of a crumpled paper: each is a line where the slope
// turns, so that between them lie flat facets that catch the light differently.
type creases struct {
	folds []fold
	bumps *noise
	long  float64
}

type fold struct {
	nx, ny, at float64 // the line nx*x + ny*y = at
	width      float64 // how sharp
	height     float64
	reach      float64 // the fold dies away beyond this distance
}

func (s shot) creases(w, h float64) creases {
	rng := rand.New(rand.NewPCG(s.seed, 9))
	c := creases{bumps: newNoise(s.seed + 2), long: w}
	for range s.folds {
		a := rng.Float64() * math.Pi
		x, y := rng.Float64()*w, rng.Float64()*h
		nx, ny := math.Cos(a), math.Sin(a)
		c.folds = append(c.folds, fold{nx, ny, nx*x + ny*y, 3 + rng.Float64()*9, (rng.Float64() - 0.5) * 1.6, w * (0.12 + 0.35*rng.Float64())})
	}
	return c
}

// slope is the tilt of the paper's surface at a place.
func (c creases) slope(x, y float64) point {
	var p point
	if len(c.folds) == 0 {
		return p
	}
	for _, f := range c.folds {
		dist := f.nx*x + f.ny*y - f.at
		k := f.height * math.Tanh(dist/f.width) * math.Exp(-math.Abs(dist)/f.reach)
		p.x += f.nx * k
		p.y += f.ny * k
	}
	const e = 2.0
	scale := c.long / 5
	b := c.bumps.rough(x/scale, y/scale, 3)
	p.x += (c.bumps.rough((x+e)/scale, y/scale, 3) - b) * 22
	p.y += (c.bumps.rough(x/scale, (y+e)/scale, 3) - b) * 22
	return point{math.Tanh(p.x*0.7) / 0.9, math.Tanh(p.y*0.7) / 0.9}
}
