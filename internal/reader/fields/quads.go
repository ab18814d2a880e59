package fields

import (
	"strings"
	"unicode/utf8"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// part is the stretch of a quad between two fractions of its length.
func part(q text.Quad, from, to float64) text.Quad {
	between := func(a, b text.Point, t float64) text.Point {
		return text.Point{X: a.X + (b.X-a.X)*t, Y: a.Y + (b.Y-a.Y)*t}
	}
	return text.Quad{between(q[0], q[1], from), between(q[0], q[1], to), between(q[3], q[2], to), between(q[3], q[2], from)}
}

// divided splits a line whose words the recogniser did not place, as if all
// letters were of one width.
func divided(l text.Line) []text.Word {
	n := float64(utf8.RuneCountInString(l.Text))
	var words []text.Word
	at := 0
	for _, f := range strings.Fields(l.Text) {
		lo := strings.Index(l.Text[at:], f) + at
		at = lo + len(f)
		a := float64(utf8.RuneCountInString(l.Text[:lo])) / n
		b := float64(utf8.RuneCountInString(l.Text[:at])) / n
		words = append(words, text.Word{Text: f, Score: l.Score, Quad: part(l.Quad, a, b)})
	}
	return words
}
