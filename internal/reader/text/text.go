// Package text holds what the reader saw on a page before it understands it:
// lines of characters with their place in the picture. It has no I/O.
package text

// Point is a place on a page in pixels, x to the right and y down.
type Point struct{ X, Y float64 }

// Quad is the four corners of a line as it lies on the page, clockwise from
// the corner where reading begins (top left of upright text).
type Quad [4]Point

// Word is a run of characters without blanks, and its part of the line's quad.
type Word struct {
	Text  string
	Score float64 // mean probability of its characters, 0 to 1
	Quad  Quad
}

// Line is one line of text as the recogniser read it.
type Line struct {
	Text  string
	Score float64 // mean probability of its characters, 0 to 1
	Quad  Quad
	Words []Word // in reading order; their texts joined by blanks give Text
}

// Page is everything read on one page.
type Page struct {
	Width, Height int // of the picture that the quads refer to, in pixels
	Turned        int // degrees (0, 90, 180, 270) that the picture must be turned clockwise for its text to stand upright
	Lines         []Line
}

// Upright gives the page as it is after the picture was turned by Turned: the
// quads in the turned picture's frame, Width and Height its size, Turned 0.
func (p Page) Upright() Page {
	if p.Turned == 0 {
		return p
	}
	out := Page{Width: p.Width, Height: p.Height, Lines: make([]Line, len(p.Lines))}
	if p.Turned != 180 {
		out.Width, out.Height = p.Height, p.Width
	}
	for i, l := range p.Lines {
		l.Quad = p.upright(l.Quad)
		words := make([]Word, len(l.Words))
		for n, w := range l.Words {
			w.Quad = p.upright(w.Quad)
			words[n] = w
		}
		l.Words = words
		out.Lines[i] = l
	}
	return out
}

func (p Page) upright(q Quad) Quad {
	w, h := float64(p.Width), float64(p.Height)
	for i, c := range q {
		switch p.Turned {
		case 90:
			q[i] = Point{X: h - c.Y, Y: c.X}
		case 180:
			q[i] = Point{X: w - c.X, Y: h - c.Y}
		case 270:
			q[i] = Point{X: c.Y, Y: w - c.X}
		}
	}
	return q
}
