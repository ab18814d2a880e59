package main

import (
	"image"
	"math/rand/v2"
	"strings"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// papers are the tills of random receipts, widest letters first: the first on
// which everything fits is taken.
func (p *purchase) papers() []func() *paper {
	kinds := []func() *paper{
		func() *paper { return thermal(640, 23) }, func() *paper { return narrow(560, 25) }, func() *paper { return modern(640, 23) },
		func() *paper { return office(640, 23) }, func() *paper { return needle(680, 22) },
	}
	first := p.rng.IntN(len(kinds))
	return append(append(kinds[first:len(kinds):len(kinds)], kinds[:first]...), func() *paper { return narrow(760, 22) }, func() *paper { return narrow(1000, 22) })
}

// printed is the paper, and the page as a reader without fault would read it.
func (p *purchase) printed() (*paper, text.Page) {
	for _, make := range p.papers() {
		a := make()
		if fits(func() { p.print(a) }) {
			return a, a.page()
		}
	}
	panic(p.File + " fits no paper")
}

// fits tells whether printing found room for every line.
func fits(print func()) (ok bool) {
	defer func() {
		switch s := recover().(type) {
		case nil:
			ok = true
		case string: // from the paper: a line is too wide
		default:
			panic(s)
		}
	}()
	print()
	return true
}

// draw makes a picture of the receipt: mostly photographs, some scans.
func (p *purchase) draw() ([]byte, error) {
	a, _ := p.printed()
	rng := p.rng
	fading := 0.45 * rng.Float64()
	if chance(rng, 35) {
		ink := a.torn()
		fade(ink, fading, rng.Uint64())
		g := scan{turn: rng.Float64()*3 - 1.5, border: 12, grey: 0.02 + 0.06*rng.Float64(), grain: 2 + 4*rng.Float64(), levels: 32, seed: rng.Uint64()}.take(ink)
		return asJPEG(g, 60+rng.IntN(30))
	}
	ink := a.torn()
	fade(ink, fading, rng.Uint64())
	return asJPEG(shotOf(rng, ink).take(ink), 55+rng.IntN(35))
}

func shotOf(rng *rand.Rand, ink *image.Alpha) shot {
	w := 1080
	h := max(1200, min(2600, ink.Bounds().Dy()*w/ink.Bounds().Dx()))
	return shot{width: w, height: h, turn: rng.NormFloat64() * 4, tiltX: rng.Float64()*20 - 10, tiltY: rng.Float64()*16 - 8, fill: 0.8 + 0.14*rng.Float64(),
		table: table(rng.IntN(6)), paper: thermalWhite, ink: black, crumple: 0.8 * rng.Float64(), folds: rng.IntN(14), shade: 0.35 * rng.Float64(),
		light: daylight, blur: 0.5 + 0.6*rng.Float64(), grain: 2 + 2.5*rng.Float64(), seed: rng.Uint64()}
}

// page gives the lines as they were printed.
func (p *paper) page() text.Page {
	return text.Page{Width: p.width, Height: int(p.y + p.margin), Lines: p.lines}
}

// set prints a text and notes it as a line.
func (p *paper) set(f face, x, y float64, s string) float64 {
	end := f.draw(p.ink, x, y, s)
	if t := strings.TrimSpace(s); t != "" && strings.Trim(t, "-=") != "" {
		lead := f.advance(s[:len(s)-len(strings.TrimLeft(s, " "))])
		x0, x1, top, low := x+lead, x+lead+f.advance(t), y-f.size*0.75, y+f.size*0.2
		p.lines = append(p.lines, text.Line{Text: strings.Join(strings.Fields(t), " "), Score: 0.99, Quad: text.Quad{{X: x0, Y: top}, {X: x1, Y: top}, {X: x1, Y: low}, {X: x0, Y: low}}})
	}
	return end
}
