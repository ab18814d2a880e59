package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// row draws one receipt of the list. Rows are few and used again while the
// list scrolls, so a row keeps to plain texts and does nothing twice.
type row struct {
	widget.BaseWidget
	list     *list
	index    int
	entry    *entry
	selected bool
	hovered  bool

	back    *canvas.Rectangle
	rule    *canvas.Rectangle
	pill    pillParts
	second  *canvas.Image // marks a second reading
	cells   map[columnName]*canvas.Text
	objects []fyne.CanvasObject
}

func newRow(l *list) *row {
	r := &row{list: l, index: -1, back: canvas.NewRectangle(clearColor), rule: canvas.NewRectangle(clearColor),
		pill: newPillParts(), second: &canvas.Image{}, cells: make(map[columnName]*canvas.Text)}
	r.back.CornerRadius = 8
	r.second.FillMode = canvas.ImageFillContain
	r.second.Hide()
	r.objects = append(r.objects, r.rule, r.back)
	r.objects = append(r.objects, r.second)
	r.objects = append(r.objects, r.pill.objects()...)
	for _, c := range columns {
		if c.name != columnState {
			t := canvas.NewText("", nil)
			r.cells[c.name] = t
			r.objects = append(r.objects, t)
		}
	}
	r.ExtendBaseWidget(r)
	return r
}

// show makes the row the one of an entry.
func (r *row) show(index int, e *entry, selected bool) {
	r.index, r.entry, r.selected = index, e, selected
	r.paint()
}

func (r *row) paint() {
	if r.entry == nil {
		return
	}
	fill := clearColor
	switch {
	case r.selected:
		fill = nrgba(colorSelected)
	case r.hovered:
		fill = nrgba(theme.ColorNameHover)
	}
	if r.back.FillColor != fill {
		r.back.FillColor = fill
		r.back.Refresh()
	}
	if c := nrgba(theme.ColorNameSeparator); r.rule.FillColor != c {
		r.rule.FillColor = c
		r.rule.Refresh()
	}
	r.pill.paint(r.entry.state, r.list.icons.get)
	r.markSecond()
	r.write()
}

// markSecond marks, before the state, that the receipt is read a second time.
func (r *row) markSecond() {
	icon, ink := secondMark(r.entry.receipt)
	if icon == "" {
		if !r.second.Hidden {
			r.second.Hide()
		}
		return
	}
	const size = 11
	if res := r.list.icons.get(icon, themeColor(ink)); r.second.Resource != res || r.second.Hidden {
		r.second.Resource, r.second.Hidden = res, false
		r.second.Refresh()
	}
	r.second.Move(fyne.NewPos((rowSide-size)/2+1, (rowHeight-size)/2))
	r.second.Resize(fyne.NewSquareSize(size))
}

// write puts the texts into their columns.
func (r *row) write() {
	size := themeSize(theme.SizeNameText)
	seen := 0
	for _, p := range r.list.places {
		if p.name == columnState {
			r.pill.layout(fyne.NewPos(p.x, (rowHeight-pillHeight)/2), r.pill.width())
			continue
		}
		seen++
		cell := r.cells[p.name]
		text, ink := r.list.words(r.entry, p)
		if p.grow > 0 || len(text) > 9 {
			text = r.list.ruler.fit(text, p.w)
		}
		color := nrgba(ink)
		bold := p.name == columnTotal
		if cell.Text != text || cell.Color != color || cell.TextSize != size || cell.Hidden {
			cell.Text, cell.Color, cell.TextSize, cell.Hidden = text, color, size, false
			cell.TextStyle = fyne.TextStyle{Bold: bold}
			cell.Refresh()
		}
		cell.Alignment = p.align()
		cell.Move(fyne.NewPos(p.x, (rowHeight-r.list.lineHeight)/2))
		cell.Resize(fyne.NewSize(p.w, r.list.lineHeight))
	}
	if seen < len(r.cells) {
		r.hideOthers()
	}
}

func (r *row) hideOthers() {
	for name, cell := range r.cells {
		shown := false
		for _, p := range r.list.places {
			shown = shown || p.name == name
		}
		if !shown && !cell.Hidden {
			cell.Hide()
		}
	}
}

func (r *row) MouseIn(*desktop.MouseEvent)    { r.hovered = true; r.paint() }
func (r *row) MouseMoved(*desktop.MouseEvent) {}
func (r *row) MouseOut()                      { r.hovered = false; r.paint() }

// MouseDown selects at once, not when the button is let go: it feels quicker.
func (r *row) MouseDown(ev *desktop.MouseEvent) {
	r.list.pressed(r.index, ev.Modifier, ev.Button)
	if c := r.list.columnAt(ev.Position.X); c != "" && r.list.cell != "" {
		r.list.setCell(c)
	}
}

func (r *row) MouseUp(*desktop.MouseEvent) {}

// Tapped is there so that the list behind is not asked.
func (r *row) Tapped(*fyne.PointEvent) {}

// DoubleTapped edits the cell that is there.
func (r *row) DoubleTapped(ev *fyne.PointEvent) {
	if c := r.list.columnAt(ev.Position.X); c != "" {
		r.list.edit.begin(c, "")
	}
}

// TappedSecondary shows what can be done with the selected receipts.
func (r *row) TappedSecondary(ev *fyne.PointEvent) {
	if r.list.onMenu != nil {
		r.list.onMenu(ev.AbsolutePosition)
	}
}

func (r *row) Refresh() {
	r.paint()
	r.BaseWidget.Refresh()
}

func (r *row) CreateRenderer() fyne.WidgetRenderer { return rowRenderer{r} }

type rowRenderer struct{ r *row }

func (r rowRenderer) Destroy()                     {}
func (r rowRenderer) Refresh()                     {}
func (r rowRenderer) Objects() []fyne.CanvasObject { return r.r.objects }
func (r rowRenderer) MinSize() fyne.Size           { return fyne.NewSize(0, rowHeight) }

func (r rowRenderer) Layout(size fyne.Size) {
	r.r.back.Move(fyne.NewPos(gapTiny+1, 1))
	r.r.back.Resize(fyne.NewSize(size.Width-2*gapTiny-2, size.Height-2))
	r.r.rule.Move(fyne.NewPos(rowSide, size.Height-1))
	r.r.rule.Resize(fyne.NewSize(size.Width-2*rowSide, 1))
	r.r.paint()
}
