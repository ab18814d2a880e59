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
