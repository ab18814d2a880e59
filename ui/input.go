package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// input is a line to type in that leaves the window's keys to the window.
type input struct {
	widget.Entry
	onFocus    func(gained bool)
	onKey      func(*fyne.KeyEvent) bool // true when the key is used up
	onShortcut func(fyne.Shortcut) bool  // true when the shortcut is used up
	onScroll   func(*fyne.ScrollEvent)
	complete   func(text string) string // what a text may become; "" for nothing
	icon       iconName                 // at its beginning, "" for none
	clicked    bool                     // the focus comes by the pointer
	focused    bool
	shift      bool // held down
	tabs       bool // it keeps the Tab key
	ghost      *ghost
}

func newInput() *input {
	i := &input{ghost: newGhost()}
	i.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	i.ExtendBaseWidget(i)
	return i
}

func (i *input) Refresh() {
	if i.icon != "" {
		i.Icon = drawn(i.icon, themeColor(theme.ColorNamePlaceHolder))
	}
	i.Entry.Refresh()
}

// put changes the text; the same text costs nothing.
func (i *input) put(text string) {
	if i.Text != text {
		i.SetText(text)
	}
}

// MouseDown sets the cursor where the pointer is.
func (i *input) MouseDown(ev *desktop.MouseEvent) {
	i.clicked = true
	i.Entry.MouseDown(ev)
	i.clicked = false
}

// FocusGained selects all, so that typing replaces it, when the focus comes by
// a key.
func (i *input) FocusGained() {
	i.focused = true
	i.Entry.FocusGained()
	if !i.clicked {
		i.selectAll()
	}
	i.suggest()
	if i.onFocus != nil {
		i.onFocus(true)
	}
}

func (i *input) FocusLost() {
	i.focused, i.shift = false, false
	i.suggest()
	i.Entry.FocusLost()
	if i.onFocus != nil {
		i.onFocus(false)
	}
}

func (i *input) TypedKey(ev *fyne.KeyEvent) {
	if i.takes(ev) || i.onKey != nil && i.onKey(ev) {
		return
	}
	i.Entry.TypedKey(ev)
	i.suggest()
}

func (i *input) TypedRune(r rune) {
	i.Entry.TypedRune(r)
	i.suggest()
}

func (i *input) KeyDown(ev *fyne.KeyEvent) {
	i.shift = i.shift || ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight
	i.Entry.KeyDown(ev)
}

func (i *input) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		i.shift = false
	}
	i.Entry.KeyUp(ev)
}

func (i *input) TypedShortcut(s fyne.Shortcut) {
	if i.onShortcut != nil && i.onShortcut(s) {
		return
	}
	i.Entry.TypedShortcut(s)
}

// selectAll selects the text.
func (i *input) selectAll() { i.Entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

func (i *input) MinSize() fyne.Size {
	return fyne.NewSize(40, controlHeight)
}
