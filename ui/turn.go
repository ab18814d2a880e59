package ui

import (
	"image"
	"image/draw"
)

// turn turns a picture clockwise by 0, 90, 180 or 270 degrees.
func turn(m image.Image, degrees int) image.Image {
	degrees = (degrees%360 + 360) % 360
	if m == nil || degrees == 0 {
		return m
	}
	from := toRGBA(m)
	w, h := from.Rect.Dx(), from.Rect.Dy()
	to := image.NewRGBA(image.Rect(0, 0, h, w))
	if degrees == 180 {
		to = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	for y := range h {
		for x := range w {
			tx, ty := h-1-y, x // 90
			switch degrees {
			case 180:
				tx, ty = w-1-x, h-1-y
			case 270:
				tx, ty = y, w-1-x
			}
			copy(to.Pix[to.PixOffset(tx, ty):][:4], from.Pix[from.PixOffset(x, y):][:4])
		}
	}
	return to
}

func toRGBA(m image.Image) *image.RGBA {
	if r, ok := m.(*image.RGBA); ok && r.Rect.Min == (image.Point{}) {
		return r
	}
	b := m.Bounds()
	r := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(r, r.Rect, m, b.Min, draw.Src)
	return r
}

// turnBox turns a box, in fractions of a page, clockwise with the page.
func turnBox(b [4]float64, degrees int) [4]float64 {
	for range ((degrees%360 + 360) % 360) / 90 {
		b = [4]float64{1 - b[3], b[0], 1 - b[1], b[2]}
	}
	return b
}
