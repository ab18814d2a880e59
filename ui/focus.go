package ui

import (
	"fyne.io/fyne/v2"

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

func (f *form) focus(line *field) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(line.input); c != nil {
		c.Focus(line.input)
	}
}
