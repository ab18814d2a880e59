package main

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// A paper is a roll that is printed from the top down and then torn off.
type paper struct {
	ink    *image.Alpha
	width  int
	margin float64
	y      float64 // baseline of the next line, less its height
	lead   float64 // line height in sizes of the face

	plain, bold face
	lines       []text.Line // what was printed, for readers without eyes
}

// roll starts a paper of so many pixels; the text keeps off the margin.
func roll(width int, margin float64, plain, bold face) *paper {
	return &paper{ink: image.NewAlpha(image.Rect(0, 0, width, 9000)), width: width, margin: margin, y: margin, lead: 1.28, plain: plain, bold: bold}
}

// The kinds of till: a thermal printer, one with narrow letters, a needle
// printer, and a modern one with proportional type.
func thermal(width int, size float64) *paper {
	return roll(width, 34, face{font: mono, size: size, width: 0.92}, face{font: monoBold, size: size, width: 0.92})
}

func narrow(width int, size float64) *paper {
	p := roll(width, 30, face{font: mono, size: size, width: 0.78}, face{font: monoBold, size: size, width: 0.78})
	p.lead = 1.2
	return p
}

func needle(width int, size float64) *paper {
	p := roll(width, 38, face{font: mono, size: size, width: 0.95, dots: true}, face{font: monoBold, size: size, width: 0.95, dots: true})
	p.lead = 1.35
	return p
}

func modern(width int, size float64) *paper {
	p := roll(width, 44, face{font: inter, size: size, width: 1}, face{font: interSemi, size: size, width: 1})
	p.lead = 1.5
	return p
}

func office(width int, size float64) *paper {
	p := roll(width, 40, face{font: sans, size: size, width: 1}, face{font: sansBold, size: size, width: 1})
	p.lead = 1.4
	return p
}

func (f face) times(k float64) face { f.size *= k; f.track *= k; return f }

func (p *paper) right() float64 { return float64(p.width) - p.margin }

func (p *paper) feed(f face) float64 {
	p.y += f.size * p.lead
	return p.y - f.size*(p.lead-1)*0.5 - f.size*0.12
}

func (p *paper) gap(lines float64) { p.y += lines * p.plain.size * p.lead }

// centre sets lines in the middle.
func (p *paper) centre(f face, lines ...string) {
	for _, s := range lines {
		w := f.advance(s)
		if w > float64(p.width)-p.margin {
			panic(fmt.Sprintf("%q is too wide", s))
		}
		p.set(f, (float64(p.width)-w)/2, p.feed(f), s)
	}
}

// left sets lines at the left.
func (p *paper) left(f face, lines ...string) {
	for _, s := range lines {
		if p.margin+f.advance(s) > float64(p.width)-p.margin/2 {
			panic(fmt.Sprintf("%q is too wide", s))
		}
		p.set(f, p.margin, p.feed(f), s)
	}
}

// pair sets one text at the left and one at the right of the same line.
func (p *paper) pair(f face, left, right string) {
	lw, rw := f.advance(left), f.advance(right)
	if p.margin+lw+f.size*0.3 > p.right()-rw {
		panic(fmt.Sprintf("%q and %q do not fit on one line", left, right))
	}
	y := p.feed(f)
	p.set(f, p.margin, y, left)
	p.set(f, p.right()-rw, y, right)
}

// A cell is a text at a place of the line: a share of the width between the
// margins, where its left end stands, or its right end when right is true.
type cell struct {
	at    float64
	right bool
	text  string
}

func from(at float64, text string) cell { return cell{at, false, text} }
func upTo(at float64, text string) cell { return cell{at, true, text} }

// row sets cells on one line.
func (p *paper) row(f face, cells ...cell) {
	y := p.feed(f)
	span := p.right() - p.margin
	end := -1.0
	for _, c := range cells {
		x := p.margin + c.at*span
		if c.right {
			x -= f.advance(c.text)
		}
		if x < end || x+f.advance(c.text) > float64(p.width)-2 {
			panic(fmt.Sprintf("%q does not fit", c.text))
		}
		end = p.set(f, x, y, c.text) + 2
	}
}

// rule fills a line with a sign.
func (p *paper) rule(sign string) {
	f := p.plain
	w := f.advance(sign)
	n := int((p.right() - p.margin) / w)
	y := p.feed(f)
	x := (float64(p.width) - float64(n)*w) / 2
	for range n {
		x = p.set(f, x, y, sign)
	}
}

// line draws a thin line over the width.
func (p *paper) line(thick float64) {
	p.y += p.plain.size * 0.5
	p.box(p.margin, p.y, p.right()-p.margin, thick)
	p.y += p.plain.size * 0.35
}

func (p *paper) box(x, y, w, h float64) {
	p.shape([]point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}})
}

type point struct{ x, y float64 }

func (p *paper) shape(outline []point) {
	b := p.ink.Bounds()
	lo, hi := b.Max.Y, 0
	for _, q := range outline {
		lo, hi = min(lo, int(q.y)-1), max(hi, int(q.y)+2)
	}
	z := vector.NewRasterizer(b.Dx(), hi-lo)
	z.MoveTo(float32(outline[0].x), float32(outline[0].y-float64(lo)))
	for _, q := range outline[1:] {
		z.LineTo(float32(q.x), float32(q.y-float64(lo)))
	}
	z.ClosePath()
	z.Draw(p.ink, image.Rect(0, lo, b.Dx(), hi), image.Opaque, image.Point{})
}

// erase takes the ink away inside an outline, for light shapes on dark ones.
func (p *paper) erase(outline []point) {
	keep := p.ink
	p.ink = image.NewAlpha(keep.Bounds())
	p.shape(outline)
	for i, a := range p.ink.Pix {
		if a > 0 {
			keep.Pix[i] = uint8(int(keep.Pix[i]) * (255 - int(a)) / 255)
		}
	}
	p.ink = keep
}

func disc(x, y, radius float64) []point {
	var out []point
	for i := range 48 {
		a := float64(i) / 48 * 2 * math.Pi
		out = append(out, point{x + radius*math.Cos(a), y + radius*math.Sin(a)})
	}
	return out
}

// bars draws something like a bar code, made from the text, with the text below.
func (p *paper) bars(text string, height float64) {
	rng := rand.New(rand.NewPCG(seed(text), 7))
	var widths []float64
	total := 0.0
	for range len(text)*6 + 7 {
		w := []float64{1, 1, 2, 3}[rng.IntN(4)] * 2
		widths = append(widths, w)
		total += w
	}
	scale := min(1, (p.right()-p.margin)/total)
	x := (float64(p.width) - total*scale) / 2
	for i, w := range widths {
		if i%2 == 0 {
			p.box(x, p.y, w*scale, height)
		}
		x += w * scale
	}
	p.y += height
	p.centre(p.plain.times(0.85), text)
}

// square draws something like a two-dimensional code.
func (p *paper) square(text string, module float64) {
	rng := rand.New(rand.NewPCG(seed(text), 11))
	const n = 25
	x0 := (float64(p.width) - n*module) / 2
	finder := func(i, j int) (bool, bool) {
		for _, c := range [][2]int{{0, 0}, {n - 7, 0}, {0, n - 7}} {
			u, v := i-c[0], j-c[1]
			if u < -1 || v < -1 || u > 7 || v > 7 {
				continue
			}
			ring := max(abs(u-3), abs(v-3))
			return true, ring == 3 || ring <= 1
		}
		return false, false
	}
	for j := range n {
		for i := range n {
			in, dark := finder(i, j)
			if !in {
				dark = rng.IntN(2) == 0
			}
			if dark {
				p.box(x0+float64(i)*module, p.y+float64(j)*module, module, module)
			}
		}
	}
	p.y += n*module + p.plain.size*0.5
}

func abs(n int) int { return max(n, -n) }

func seed(text string) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range []byte(text) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
}

// torn cuts the paper below what was printed and gives its ink.
func (p *paper) torn() *image.Alpha {
	h := min(int(p.y+p.margin), p.ink.Bounds().Dy())
	return p.ink.SubImage(image.Rect(0, 0, p.width, h)).(*image.Alpha)
}

// fade thins the ink as an old or hot thermal head does: across, in bands,
// and in patches. Strength 0 leaves it, 1 makes it hard to read.
func fade(ink *image.Alpha, strength float64, n uint64) {
	if strength == 0 {
		return
	}
	b := ink.Bounds()
	patch := newNoise(n)
	for y := range b.Dy() {
		for x := range b.Dx() {
			a := ink.AlphaAt(x, y).A
			if a == 0 {
				continue
			}
			k := 1 - strength*(0.25+0.55*patch.at(float64(x)/130, float64(y)/170)+0.25*patch.at(float64(x)/9+50, float64(y)/900))
			ink.SetAlpha(x, y, color.Alpha{uint8(float64(a) * max(0.12, min(1, k)))})
		}
	}
}
