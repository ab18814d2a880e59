package main

import "math"

// A table is what the paper lies on.
type table int

const (
	oak table = iota
	walnut
	linen
	marble
	slate
	desk
)

// at is the colour of the table; u and v are in widths of the picture.
func (t table) at(u, v float64, n *noise) rgb {
	switch t {
	case oak:
		return wood(u, v, n, rgb{206, 164, 112}, rgb{160, 112, 66})
	case walnut:
		return wood(v, u, n, rgb{112, 78, 56}, rgb{66, 42, 30})
	case linen:
		weave := 0.5*math.Sin(u*520)*math.Sin(v*16+n.at(u*30, v*30)*3) + 0.5*math.Sin(v*520)
		k := 0.5 + 0.12*weave + 0.35*(n.rough(u*60, v*60, 3)-0.5)
		return rgb{150, 158, 168}.mix(rgb{205, 209, 214}, k)
	case marble:
		k := math.Abs(n.rough(u*4, v*4, 5)-0.5) * 9
		return rgb{168, 170, 176}.mix(rgb{226, 226, 226}, min(1, 0.25+k))
	case slate:
		k := n.rough(u*22, v*22, 5)
		return rgb{52, 56, 62}.mix(rgb{92, 97, 104}, k)
	}
	k := n.rough(u*120, v*120, 2)
	return rgb{58, 84, 96}.mix(rgb{74, 104, 118}, k)
}

// wood is planks along v with a grain that winds around knots.
func wood(u, v float64, n *noise, light, dark rgb) rgb {
	plank := math.Floor(u * 4.3)
	tone := n.at(plank*7.7, 1.5)*0.35 - 0.17
	x := u*9 + 3*n.at(u*2+plank*11, v*0.9) + plank*5
	rings := 0.5 + 0.5*math.Sin(x*9+5*n.rough(u*5, v*1.2+plank*3, 3))
	fibre := n.at(u*320, v*7)
	k := 0.45*rings + 0.35*fibre + 0.2*n.rough(u*30, v*4, 3) + tone
	c := dark.mix(light, max(0, min(1, k+0.12)))
	seam := math.Abs(u*4.3-math.Round(u*4.3)) / 4.3
	return c.times(1 - 0.6*math.Exp(-seam*420))
}
