package main

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/gomonobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/gofont/gosmallcaps"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"github.com/spindle-receipts/spindle/assets"
)

// A face is a font at a size, perhaps narrowed as till printers do.
type face struct {
	font  *sfnt.Font
	size  float64 // pixels per em
	width float64 // horizontal scale, 1 is as designed
	track float64 // extra pixels between letters
	dots  bool    // printed by needles
}

func parse(data []byte) *sfnt.Font {
	f, err := sfnt.Parse(data)
	if err != nil {
		panic(err) // the fonts are part of the program
	}
	return f
}

var (
	mono      = parse(gomono.TTF)
	monoBold  = parse(gomonobold.TTF)
	sans      = parse(goregular.TTF)
	sansBold  = parse(gobold.TTF)
	caps      = parse(gosmallcaps.TTF)
	inter     = parse(assets.InterRegular)
	interSemi = parse(assets.InterSemiBold)
)

// advance is the width of the text in pixels.
func (f face) advance(s string) float64 {
	var buf sfnt.Buffer
	ppem := fixed.Int26_6(f.size * 64)
	x := 0.0
	for _, r := range s {
		g, err := f.font.GlyphIndex(&buf, r)
		if err != nil || g == 0 {
			panic("no glyph for " + string(r))
		}
		a, err := f.font.GlyphAdvance(&buf, g, ppem, font.HintingNone)
		if err != nil {
			panic(err)
		}
		x += float64(a)/64*f.width + f.track
	}
	return x
}

// draw sets the text with its baseline's left end at x, y and gives the x
// after it.
func (f face) draw(dst *image.Alpha, x, y float64, s string) float64 {
	var buf sfnt.Buffer
	ppem := fixed.Int26_6(f.size * 64)
	for _, r := range s {
		g, err := f.font.GlyphIndex(&buf, r)
		if err != nil || g == 0 {
			panic("no glyph for " + string(r))
		}
		segs, err := f.font.LoadGlyph(&buf, g, ppem, nil)
		if err != nil {
			panic(err)
		}
		f.fill(dst, x, y, segs)
		a, err := f.font.GlyphAdvance(&buf, g, ppem, font.HintingNone)
		if err != nil {
			panic(err)
		}
		x += float64(a)/64*f.width + f.track
	}
	return x
}

func (f face) fill(dst *image.Alpha, x, y float64, segs sfnt.Segments) {
	if len(segs) == 0 {
		return
	}
	ox, oy := int(x)-int(f.size), int(y)-int(f.size*1.5)
	w, h := int(f.size*3.5), int(f.size*2.2)
	z := vector.NewRasterizer(w, h)
	at := func(p fixed.Point26_6) (float32, float32) {
		return float32(x - float64(ox) + float64(p.X)/64*f.width), float32(y - float64(oy) + float64(p.Y)/64)
	}
	for _, s := range segs {
		ax, ay := at(s.Args[0])
		bx, by := at(s.Args[1])
		cx, cy := at(s.Args[2])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			z.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			z.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			z.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			z.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	z.ClosePath()
	cell := image.Rect(ox, oy, ox+w, oy+h)
	if !f.dots {
		z.Draw(dst, cell, image.Opaque, image.Point{})
		return
	}
	glyph := image.NewAlpha(image.Rect(0, 0, w, h))
	z.Draw(glyph, glyph.Bounds(), image.Opaque, image.Point{})
	draw.DrawMask(dst, cell, image.Opaque, image.Point{}, needles(glyph, f.size), image.Point{}, draw.Over)
}

// needles turns a letter into the round dots that a needle printer makes.
func needles(glyph *image.Alpha, size float64) *image.Alpha {
	b := glyph.Bounds()
	out := image.NewAlpha(b)
	pitch := size / 11
	radius := pitch * 0.7
	for gy := 0.0; gy < float64(b.Dy()); gy += pitch {
		for gx := 0.0; gx < float64(b.Dx()); gx += pitch * 0.8 {
			if covered(glyph, gx, gy, pitch/2) < 0.34 {
				continue
			}
			for py := int(gy - radius - 1); py <= int(gy+radius+1); py++ {
				for px := int(gx - radius - 1); px <= int(gx+radius+1); px++ {
					dx, dy := float64(px)-gx, float64(py)-gy
					a := (radius*radius-dx*dx-dy*dy)/(radius*radius)*1.4 + 0.35
					v := uint8(max(0, min(a, 1)) * 255)
					if v > out.AlphaAt(px, py).A {
						out.SetAlpha(px, py, color.Alpha{v})
					}
				}
			}
		}
	}
	return out
}

// covered is the share of a small square that the letter fills.
func covered(glyph *image.Alpha, x, y, half float64) float64 {
	sum, n := 0, 0
	for py := int(y - half + 0.5); py <= int(y+half); py++ {
		for px := int(x - half + 0.5); px <= int(x+half); px++ {
			sum += int(glyph.AlphaAt(px, py).A)
			n++
		}
	}
	return float64(sum) / float64(n*255)
}
