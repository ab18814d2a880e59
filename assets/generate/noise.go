package main

import (
	"math"
	"math/rand/v2"
)

// A noise is smooth random ground, the same for the same seed.
type noise struct{ table [1024]float64 }

func newNoise(n uint64) *noise {
	rng := rand.New(rand.NewPCG(n, 3))
	var v noise
	for i := range v.table {
		v.table[i] = rng.Float64()
	}
	return &v
}

func (n *noise) grid(x, y int) float64 {
	h := uint32(x)*374761393 + uint32(y)*668265263
	h = (h ^ h>>13) * 1274126177
	return n.table[(h^h>>16)&1023]
}

// at is between 0 and 1, changing over a distance of about 1.
func (n *noise) at(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	i, j := int(fx), int(fy)
	u, v := smooth(x-fx), smooth(y-fy)
	top := n.grid(i, j)*(1-u) + n.grid(i+1, j)*u
	low := n.grid(i, j+1)*(1-u) + n.grid(i+1, j+1)*u
	return top*(1-v) + low*v
}

// rough adds finer layers to at.
func (n *noise) rough(x, y float64, layers int) float64 {
	sum, weight, k := 0.0, 0.0, 1.0
	for range layers {
		sum += n.at(x, y) * k
		weight += k
		x, y, k = x*2+17.3, y*2+5.1, k*0.5
	}
	return sum / weight
}

func smooth(t float64) float64 { return t * t * (3 - 2*t) }
