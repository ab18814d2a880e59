package ui

import (
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// focusDoubt goes to the first doubtful field after one of them, or from the
// top for "". With around it goes on from the top when there is none.
func (f *form) focusDoubt(after receipt.Field, around bool) bool {
	from := 0
	for i, line := range f.order {
		if line.name == after {
			from = i + 1
		}
	}
	n := len(f.order)
	for i := range n {
		at := from + i
		if at >= n && !around {
			return false
		}
		line := f.order[at%n]
		if line.name != after && (line.doubt != "" || line.wrong != "") && !line.input.Disabled() {
			f.focus(line)
			return true
		}
	}
	return false
}

// focus gives a field the focus. The canvas is the window's own: the driver's
// CanvasForObject knows only what was painted, and the first doubt is gone to
// while the form has just come into sight.
func (f *form) focus(line *field) {
	if f.canvas != nil {
		f.canvas().Focus(line.input)
	}
}
