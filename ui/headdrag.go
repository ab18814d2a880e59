package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

const (
	edgeReach  float32 = 6 // how near to a column's right edge one takes hold of it
	leastWidth float32 = 36
)

// edge is the column whose right edge is there; "" for none.
func (h *listHead) edge(x float32) columnName {
	for _, p := range h.places {
		if e := p.x + p.w + columnGap/2; x > e-edgeReach && x < e+edgeReach {
			return p.name
		}
	}
	return ""
}

// Cursor tells that an edge can be dragged.
func (h *listHead) Cursor() desktop.Cursor {
	if h.widening || h.grabbed == "" && h.edge(h.pointer) != "" {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// Dragged makes a column wider by its right edge, or moves it by its name.
func (h *listHead) Dragged(ev *fyne.DragEvent) {
	x := ev.Position.X
	if h.grabbed == "" {
		from := x - ev.Dragged.DX
		if h.grabbed = h.edge(from); h.grabbed != "" {
			h.widening = true
		} else if h.grabbed = h.at(from); h.grabbed == "" {
			return
		}
	}
	if h.widening {
		h.widen(x)
	} else {
		h.move(x)
	}
}

func (h *listHead) DragEnd() {
	grabbed := h.grabbed
	h.grabbed, h.widening = "", false
	if grabbed != "" {
		h.onColumns(h.columns)
	}
}

func (h *listHead) index(name columnName) int {
	return slices.IndexFunc(h.columns, func(c column) bool { return c.name == name })
}

func (h *listHead) widen(x float32) {
	for _, p := range h.places {
		if p.name == h.grabbed {
			h.setWidth(p.name, x-p.x-columnGap/2)
			return
		}
	}
}

// move takes the column past the ones that the pointer has passed the middle of.
func (h *listHead) move(x float32) {
	at := slices.IndexFunc(h.places, func(p place) bool { return p.name == h.grabbed })
	for i, p := range h.places {
		middle := p.x + p.w/2
		if i < at && x < middle || i > at && x > middle {
			c := h.columns[h.index(h.grabbed)]
			to := h.index(p.name)
			h.columns = slices.DeleteFunc(h.columns, func(other column) bool { return other.name == c.name })
			h.columns = slices.Insert(h.columns, to, c)
			h.show()
			return
		}
	}
}

// show shows the columns as they now are, in the list too.
func (h *listHead) show() {
	h.places = arrange(h.columns, h.Size().Width)
	h.Refresh()
	h.onMoved(h.columns)
}

// useColumns shows other columns.
func (h *listHead) useColumns(c []column) {
	h.columns = c
	h.places = arrange(c, h.Size().Width)
	h.Refresh()
}

// TappedSecondary shows which columns there are.
func (h *listHead) TappedSecondary(ev *fyne.PointEvent) {
	if h.onMenu != nil {
		h.onMenu(ev.AbsolutePosition)
	}
}
