package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// foldHead is the heading of something that can be folded away, by the pointer
// or, with the focus, by Space and Enter.
type foldHead struct {
	widget.BaseWidget
	title  *phrase
	count  *phrase
	arrow  *glyph
	open   bool
	tapped func()
	onKey  func(*fyne.KeyEvent) bool // keys that it does not use; may be nil
}

func newFoldHead(title string, tapped func()) *foldHead {
	h := &foldHead{title: newPhrase(title, theme.SizeNameCaptionText, theme.ColorNameForeground, true),
		count: newPhrase("", theme.SizeNameCaptionText, colorMuted, false), arrow: newGlyph(iconNext, colorMuted, 14), tapped: tapped}
	h.ExtendBaseWidget(h)
	return h
}

func (h *foldHead) show(open bool, count string) {
	h.open = open
	h.light(h.title.color == colorOnSelected)
	h.count.set(count)
}

func (h *foldHead) light(on bool) {
	name, ink := iconNext, fyne.ThemeColorName(theme.ColorNameForeground)
	if h.open {
		name = iconDown
	}
	h.arrow.set(name, colorMuted)
	if on {
		ink = colorOnSelected
		h.arrow.set(name, colorOnSelected)
	}
	if h.title.color != ink {
		h.title.color = ink
		h.title.Refresh()
	}
}

func (h *foldHead) Tapped(*fyne.PointEvent) { h.tapped() }
func (h *foldHead) TypedRune(rune)          {}
func (h *foldHead) FocusGained()            { h.light(true) }
func (h *foldHead) FocusLost()              { h.light(false) }

func (h *foldHead) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		h.tapped()
	default:
		if h.onKey != nil {
			h.onKey(ev)
		}
	}
}

func (h *foldHead) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(inset(gapTiny, gapTiny, 0, 0, across(6, middle(h.arrow), h.title, h.count)))
}
