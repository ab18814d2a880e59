package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// listHead is the row of headings over the list. A click sorts by a column,
// a second one turns the order round, a third goes back to the order of intake.
type listHead struct {
	widget.BaseWidget
	order     order
	onOrder   func(order)
	columns   []column
	onColumns func([]column) // they were moved, or made wider
	onMenu    func(fyne.Position)
	grabbed   columnName // what is being dragged; "" for nothing
	widening  bool       // its right edge is
	tapped    columnName // whose edge was clicked last
	tappedAt  time.Time
	now       func() time.Time
	onFit     func(columnName) // make it as wide as what is in it

	places  []place
	hovered columnName
	pointer float32        // where the pointer is
	onMoved func([]column) // while it goes on
	texts   map[columnName]*canvas.Text
	arrow   *canvas.Image
	rule    *canvas.Rectangle
}

const headHeight float32 = 36

func newListHead(onOrder func(order)) *listHead {
	h := &listHead{onOrder: onOrder, now: time.Now, columns: slices.Clone(columns), texts: make(map[columnName]*canvas.Text), arrow: &canvas.Image{FillMode: canvas.ImageFillContain},
		rule: canvas.NewRectangle(clearColor)}
	for _, c := range columns {
		h.texts[c.name] = canvas.NewText(tr(string(c.name)), nil)
	}
	h.ExtendBaseWidget(h)
	return h
}

// next is the order after a click on a column.
func (o order) next(c columnName) order {
	switch {
	case o.column != c:
		return order{column: c}
	case !o.descending:
		return order{column: c, descending: true}
	}
	return order{}
}

func (h *listHead) at(x float32) columnName {
	for _, p := range h.places {
		if x >= p.x-columnGap/2 && x < p.x+p.w+columnGap/2 {
			return p.name
		}
	}
	return ""
}

func (h *listHead) Tapped(ev *fyne.PointEvent) {
	if c := h.edge(ev.Position.X); c != "" {
		h.edgeTapped(c)
		return
	}
	if c := h.at(ev.Position.X); c != "" {
		h.order = h.order.next(c)
		h.Refresh()
		h.onOrder(h.order)
	}
}

func (h *listHead) MouseIn(ev *desktop.MouseEvent) { h.MouseMoved(ev) }

func (h *listHead) MouseMoved(ev *desktop.MouseEvent) {
	h.pointer = ev.Position.X
	if c := h.at(ev.Position.X); c != h.hovered {
		h.hovered = c
		h.Refresh()
	}
}

func (h *listHead) MouseOut() {
	h.hovered = ""
	h.Refresh()
}

func (h *listHead) MinSize() fyne.Size { return fyne.NewSize(0, headHeight) }

func (h *listHead) CreateRenderer() fyne.WidgetRenderer {
	r := &headRenderer{h: h, objects: []fyne.CanvasObject{h.rule, h.arrow}}
	for _, c := range columns {
		r.objects = append(r.objects, h.texts[c.name])
	}
	return r
}

type headRenderer struct {
	h       *listHead
	objects []fyne.CanvasObject
}

func (r *headRenderer) Destroy()                     {}
func (r *headRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *headRenderer) MinSize() fyne.Size           { return r.h.MinSize() }

func (r *headRenderer) Layout(size fyne.Size) {
	h := r.h
	h.places = arrange(h.columns, size.Width)
	h.rule.Move(fyne.NewPos(0, size.Height-1))
	h.rule.Resize(fyne.NewSize(size.Width, 1))
	r.Refresh()
}

func (r *headRenderer) Refresh() {
	h := r.h
	h.rule.FillColor = themeColor(theme.ColorNameSeparator)
	h.arrow.Hidden = true
	for _, t := range h.texts {
		t.Hidden = true
	}
	for _, p := range h.places {
		t := h.texts[p.name]
		t.Hidden = false
		t.TextSize, t.TextStyle = themeSize(sizePill), fyne.TextStyle{Bold: true}
		t.Color = themeColor(colorMuted)
		if p.name == h.hovered || p.name == h.order.column {
			t.Color = themeColor(theme.ColorNameForeground)
		}
		size := t.MinSize()
		x := p.x
		if p.right {
			x = p.x + p.w - size.Width
		}
		t.Move(fyne.NewPos(x, (headHeight-size.Height)/2))
		t.Resize(size)
		if p.name == h.order.column {
			h.point(x, size.Width, p.right)
		}
	}
	canvas.Refresh(h)
}

// point sets the arrow beside the heading that the list is sorted by.
func (h *listHead) point(x, width float32, right bool) {
	const side = 13
	name := iconUp
	if h.order.descending {
		name = iconDown
	}
	h.arrow.Hidden = false
	h.arrow.Resource = drawn(name, themeColor(theme.ColorNameForeground))
	at := x + width + 2
	if right {
		at = x - side - 2
	}
	h.arrow.Move(fyne.NewPos(at, (headHeight-side)/2))
	h.arrow.Resize(fyne.NewSquareSize(side))
	h.arrow.Refresh()
}
