package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Columns are made wider and moved by keys too: those of the column with the
// cell cursor.

const (
	widthStep  float32 = 16
	mostWidth  float32 = 420 // that a column gets by itself
	fitRows            = 2000
	doubleTime         = 500 * time.Millisecond
)

// setWidth gives a column a width.
func (h *listHead) setWidth(name columnName, width float32) {
	for _, p := range h.places {
		if p.name != name {
			continue
		}
		if p.joined {
			width -= joinedWidth
		}
		h.columns[h.index(name)].set = max(leastWidth, width)
	}
	h.show()
}

// widenBy makes a column wider, or narrower.
func (h *listHead) widenBy(name columnName, by float32) {
	for _, p := range h.places {
		if p.name == name {
			h.setWidth(name, p.w+by)
			return
		}
	}
}

// shift moves a column past the next one in sight on one side.
func (h *listHead) shift(name columnName, by int) {
	at := slices.IndexFunc(h.places, func(p place) bool { return p.name == name })
	to := at + by
	if at < 0 || to < 0 || to >= len(h.places) {
		return
	}
	c, i := h.columns[h.index(name)], h.index(h.places[to].name)
	h.columns = slices.DeleteFunc(slices.Clone(h.columns), func(other column) bool { return other.name == name })
	h.columns = slices.Insert(h.columns, i, c)
	h.show()
}

// edgeTapped takes a click on the right edge of a column: the second one soon
// after makes it as wide as what is in it. (Fyne's own double click would have
// every click on a heading wait.)
func (h *listHead) edgeTapped(name columnName) {
	now := h.now()
	if h.tapped == name && now.Sub(h.tappedAt) < doubleTime {
		h.tapped = ""
		h.onFit(name)
		return
	}
	h.tapped, h.tappedAt = name, now
}

// widest is how wide a column has to be for what is in it, and for its heading.
func (l *list) widest(name columnName) float32 {
	width := newRuler(themeSize(sizePill), true).width(string(name)) + 18 // and the arrow of the order
	if name == columnState {
		for _, e := range l.rows[:min(fitRows, len(l.rows))] {
			width = max(width, l.ruler.width(e.state.word)+40) // its icon and its sides
		}
		return width
	}
	for _, p := range l.places {
		if p.name != name {
			continue
		}
		for _, e := range l.rows[:min(fitRows, len(l.rows))] {
			text, _ := l.words(e, p)
			w := l.ruler.width(text)
			if name == columnTotal {
				w *= 1.08 // bold
			}
			width = max(width, w+1)
		}
	}
	return min(width, mostWidth)
}

// fitColumn makes a column as wide as what is in it.
func (w *Window) fitColumn(name columnName) {
	w.head.setWidth(name, w.list.widest(name))
	w.keepLayout()
}

// columnKey takes the keys of the column with the cell cursor.
func (w *Window) columnKey(s *desktop.CustomShortcut) bool {
	if s.Modifier&^fyne.KeyModifierShift != fyne.KeyModifierAlt {
		return false
	}
	name := w.list.column()
	if name == "" {
		return false
	}
	moves := s.Modifier&fyne.KeyModifierShift != 0
	by := 1
	switch s.KeyName {
	case fyne.KeyLeft:
		by = -1
	case fyne.KeyRight, fyne.KeyUp, fyne.KeyDown:
	default:
		return false
	}
	w.list.setCell(name)
	switch {
	case s.KeyName == fyne.KeyUp:
		w.head.order = w.head.order.next(name)
		w.head.Refresh()
		w.head.onOrder(w.head.order)
	case s.KeyName == fyne.KeyDown:
		w.fitColumn(name)
	case moves:
		w.head.shift(name, by)
	default:
		w.head.widenBy(name, float32(by)*widthStep)
	}
	w.keepLayout()
	return true
}
