package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// picker is a list to choose one word from that leaves the window's keys to
// the window.
type picker struct {
	widget.Select
	onKey   func(*fyne.KeyEvent) bool // true when the key is used up
	onFocus func()                    // it has got the focus
}

func newPicker(words []string, chosen string, onChoose func(string)) *picker {
	p := &picker{}
	p.Options, p.Selected, p.OnChanged = words, chosen, onChoose
	p.ExtendBaseWidget(p)
	return p
}

func (p *picker) TypedKey(ev *fyne.KeyEvent) {
	if p.onKey != nil && p.onKey(ev) {
		return
	}
	p.Select.TypedKey(ev)
}

func (p *picker) FocusGained() {
	p.Select.FocusGained()
	call(p.onFocus)
}
