package ui

import (
	"fyne.io/fyne/v2"
)

// ruler knows how wide the characters of a font are. Shaping a text costs a
// hundred times more than adding up; for ending a line in an ellipsis the sum
// is exact enough.
type ruler struct {
	size   float32
	bold   bool
	widths map[rune]float32
}

func newRuler(size float32, bold bool) *ruler {
	return &ruler{size: size, bold: bold, widths: make(map[rune]float32)}
}

func (r *ruler) rune(c rune) float32 {
	w, ok := r.widths[c]
	if !ok {
		w = fyne.MeasureText(string(c), r.size, fyne.TextStyle{Bold: r.bold}).Width
		r.widths[c] = w
	}
	return w
}

func (r *ruler) width(text string) float32 {
	var sum float32
	for _, c := range text {
		sum += r.rune(c)
	}
	return sum
}

// fit is the text, cut and ended in an ellipsis where it is wider than width.
func (r *ruler) fit(text string, width float32) string {
	var sum float32
	room := width - r.rune('…')
	cut := 0 // the bytes that fit beside an ellipsis
	for i, c := range text {
		w := r.rune(c)
		if sum <= room {
			cut = i
		}
		if sum+w > width+0.5 {
			if cut == 0 {
				return "…"
			}
			return text[:cut] + "…"
		}
		sum += w
	}
	return text
}

// elide is the text as it fits into width.
func elide(text string, width, size float32, bold bool) string {
	if fyne.MeasureText(text, size, fyne.TextStyle{Bold: bold}).Width <= width+0.5 {
		return text
	}
	return newRuler(size, bold).fit(text, width)
}
