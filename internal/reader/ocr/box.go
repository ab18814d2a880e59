package ocr

import (
	"cmp"
	"math"
	"slices"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// box is a rectangle of any slant around one line of text. It does not say in
// which of four directions the text runs.
type box struct {
	x, y   float64 // the centre
	ux, uy float64 // the unit vector of that side which is nearest to the x axis, pointing right
	w, h   float64 // the sides along (ux, uy) and across
	score  float64 // how sure the detector was, 0 to 1
}

// tall says that the box is clearly longer across than along.
func (b box) tall() bool { return b.h >= 1.5*b.w }

// wide says that the box is clearly longer along than across.
func (b box) wide() bool { return b.w >= 1.5*b.h }

// scaled maps the box to a picture sx times as wide and sy times as high. The
// two differ by rounding only, so that a rectangle stays one.
func (b box) scaled(sx, sy float64) box {
	vx, vy := -b.uy, b.ux
	lu, lv := math.Hypot(b.ux*sx, b.uy*sy), math.Hypot(vx*sx, vy*sy)
	return box{x: b.x * sx, y: b.y * sy, ux: b.ux * sx / lu, uy: b.uy * sy / lu, w: b.w * lu, h: b.h * lv, score: b.score}
}

// reading gives the box as a line that reads upright once the picture is turned
// clockwise by turn degrees: its quad, and its length and height as read.
func (b box) reading(turn int) (quad text.Quad, length, height float64) {
	dx, dy := b.ux, b.uy // the direction of reading
	length, height = b.w, b.h
	switch turn {
	case 90:
		dx, dy, length, height = b.uy, -b.ux, b.h, b.w
	case 180:
		dx, dy = -b.ux, -b.uy
	case 270:
		dx, dy, length, height = -b.uy, b.ux, b.h, b.w
	}
	ax, ay := dx*length/2, dy*length/2
	ex, ey := -dy*height/2, dx*height/2 // down, as the reader sees it
	return text.Quad{
		{X: b.x - ax - ex, Y: b.y - ay - ey},
		{X: b.x + ax - ex, Y: b.y + ay - ey},
		{X: b.x + ax + ex, Y: b.y + ay + ey},
		{X: b.x - ax + ex, Y: b.y - ay + ey},
	}, length, height
}

// smallestBox is the rectangle of the smallest area around points, by rotating
// calipers over their convex hull. At least one point is needed.
func smallestBox(points []text.Point) box {
	hull := convexHull(points)
	best, bestArea := box{}, math.Inf(1)
	for i, p := range hull {
		q := hull[(i+1)%len(hull)]
		l := math.Hypot(q.X-p.X, q.Y-p.Y)
		if l == 0 {
			continue
		}
		if b := boxAlong(hull, (q.X-p.X)/l, (q.Y-p.Y)/l); b.w*b.h < bestArea {
			best, bestArea = b, b.w*b.h
		}
	}
	if math.IsInf(bestArea, 1) {
		return boxAlong(hull, 1, 0)
	}
	return best
}

// boxAlong is the rectangle around points with a side along a unit vector.
func boxAlong(points []text.Point, ux, uy float64) box {
	// Of the four directions along the sides take the one nearest to +x.
	switch {
	case math.Abs(uy) > math.Abs(ux) && uy > 0:
		ux, uy = uy, -ux
	case math.Abs(uy) > math.Abs(ux):
		ux, uy = -uy, ux
	case ux < 0:
		ux, uy = -ux, -uy
	}
	u0, u1, v0, v1 := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, p := range points {
		u, v := p.X*ux+p.Y*uy, -p.X*uy+p.Y*ux
		u0, u1, v0, v1 = min(u0, u), max(u1, u), min(v0, v), max(v1, v)
	}
	cu, cv := (u0+u1)/2, (v0+v1)/2
	return box{x: cu*ux - cv*uy, y: cu*uy + cv*ux, ux: ux, uy: uy, w: u1 - u0, h: v1 - v0}
}

// convexHull is Andrew's monotone chain. It may reorder points.
func convexHull(points []text.Point) []text.Point {
	slices.SortFunc(points, func(a, b text.Point) int {
		return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y))
	})
	points = slices.Compact(points)
	if len(points) < 3 {
		return points
	}
	hull := make([]text.Point, 0, 16)
	chain := func(p text.Point, floor int) {
		for len(hull) >= floor+2 && cross(hull[len(hull)-2], hull[len(hull)-1], p) <= 0 {
			hull = hull[:len(hull)-1]
		}
		hull = append(hull, p)
	}
	for _, p := range points {
		chain(p, 0)
	}
	floor := len(hull) - 1
	for i := len(points) - 2; i >= 0; i-- {
		chain(points[i], floor)
	}
	return hull[:len(hull)-1]
}

func cross(o, a, b text.Point) float64 {
	return (a.X-o.X)*(b.Y-o.Y) - (a.Y-o.Y)*(b.X-o.X)
}
