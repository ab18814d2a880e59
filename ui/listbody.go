package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// listBody is the whole height of the list, with the rows in sight.
type listBody struct {
	widget.BaseWidget
	list  *list
	rows  []*row // in sight, in any order
	spare []*row
	frame *cellFrame
	width float32
}

func (b *listBody) MinSize() fyne.Size {
	return fyne.NewSize(0, float32(len(b.list.shown))*rowHeight+gapTiny)
}

func (b *listBody) Resize(size fyne.Size) {
	b.BaseWidget.Resize(size)
	if size.Width != b.width {
		b.width = size.Width
		b.list.places = arrange(b.list.columns, size.Width)
		b.fill(true)
		b.list.edit.place()
		return
	}
	b.fill(false)
}

// fill brings the rows in sight into being. With all, rows that are there
// already are drawn anew.
func (b *listBody) fill(all bool) {
	l := b.list
	height := l.scroll.Size().Height
	if b.width == 0 || height == 0 {
		return
	}
	first := max(0, int(l.scroll.Offset.Y/rowHeight))
	last := min(len(l.shown)-1, int((l.scroll.Offset.Y+height)/rowHeight))
	there := make(map[int]bool, last-first+1)
	kept, changed := b.rows[:0], false
	for _, r := range b.rows {
		if r.index < first || r.index > last {
			r.hovered = false
			b.spare = append(b.spare, r)
			changed = true
			continue
		}
		there[r.index] = true
		kept = append(kept, r)
		if all {
			b.show(r, r.index)
		}
	}
	b.rows = kept
	for i := first; i <= last; i++ {
		if !there[i] {
			r := b.take()
			b.show(r, i)
			b.rows = append(b.rows, r)
			changed = true
		}
	}
	if changed || all {
		canvas.Refresh(b)
	}
}

func (b *listBody) take() *row {
	if n := len(b.spare); n > 0 {
		r := b.spare[n-1]
		b.spare = b.spare[:n-1]
		return r
	}
	return newRow(b.list)
}

func (b *listBody) show(r *row, index int) {
	r.show(index, b.list.rows[index], b.list.selection.ids[b.list.shown[index]])
	r.Move(fyne.NewPos(0, float32(index)*rowHeight+gapTiny/2))
	r.Resize(fyne.NewSize(b.width, rowHeight))
}

func (b *listBody) CreateRenderer() fyne.WidgetRenderer { return bodyRenderer{b} }

type bodyRenderer struct{ b *listBody }

func (r bodyRenderer) Destroy()           {}
func (r bodyRenderer) Layout(fyne.Size)   {}
func (r bodyRenderer) Refresh()           {}
func (r bodyRenderer) MinSize() fyne.Size { return r.b.MinSize() }

func (r bodyRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, len(r.b.rows)+3)
	for _, row := range r.b.rows {
		objects = append(objects, row)
	}
	edit := r.b.list.edit
	return append(objects, r.b.frame.box, edit.note, edit.line)
}

func nrgba(name fyne.ThemeColorName) color.NRGBA {
	return color.NRGBAModel.Convert(themeColor(name)).(color.NRGBA)
}
