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
	icon       iconName // at its beginning, "" for none
	clicked    bool     // the focus comes by the pointer
}

func newInput() *input {
	i := &input{}
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
	i.Entry.FocusGained()
	if !i.clicked {
		i.selectAll()
	}
	if i.onFocus != nil {
		i.onFocus(true)
	}
}

func (i *input) FocusLost() {
	i.Entry.FocusLost()
	if i.onFocus != nil {
		i.onFocus(false)
	}
}

func (i *input) TypedKey(ev *fyne.KeyEvent) {
	if i.onKey != nil && i.onKey(ev) {
		return
	}
	i.Entry.TypedKey(ev)
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
