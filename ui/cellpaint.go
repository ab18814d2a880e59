package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// cellsRenderer keeps one text for every cell, made when it is first needed.
type cellsRenderer struct {
	c     *cells
	texts []*canvas.Text
	used  int
}

func (r *cellsRenderer) Destroy()           {}
func (r *cellsRenderer) MinSize() fyne.Size { return r.c.MinSize() }
func (r *cellsRenderer) Layout(fyne.Size)   { r.Refresh() }

func (r *cellsRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.c.frame}
	for _, t := range r.texts[:r.used] {
		objects = append(objects, t)
	}
	return append(objects, r.c.entry)
}

func (r *cellsRenderer) Refresh() {
	c := r.c
	r.used = 0
	for i, col := range c.columns {
		r.write(-1, i, tr(col.head), colorMuted)
	}
	for y, row := range c.rows {
		for x, text := range row {
			r.write(y, x, text, theme.ColorNameForeground)
		}
	}
	r.write(len(c.rows), 0, tr("Add a line…"), theme.ColorNamePlaceHolder)
	pos, size := c.place(c.row, c.column)
	c.frame.Hidden = !c.focused || c.editing
	ring := nrgba(theme.ColorNamePrimary)
	c.frame.StrokeColor, c.frame.StrokeWidth, c.frame.CornerRadius = ring, 1.5, 5
	ring.A = 0x14
	c.frame.FillColor = ring
	c.frame.Move(pos.SubtractXY(4, 0))
	c.frame.Resize(size.AddWidthHeight(8, 0))
	canvas.Refresh(c)
}

func (r *cellsRenderer) write(row, column int, text string, color fyne.ThemeColorName) {
	if r.used == len(r.texts) {
		r.texts = append(r.texts, canvas.NewText("", nil))
	}
	t := r.texts[r.used]
	r.used++
	size := themeSize(theme.SizeNameCaptionText)
	pos, room := r.c.place(row, column)
	text = elide(text, room.Width, size, false)
	t.Alignment = fyne.TextAlignLeading
	if column > 0 {
		t.Alignment = fyne.TextAlignTrailing
	}
	if ink := themeColor(color); t.Text != text || t.Color != ink || t.TextSize != size {
		t.Text, t.Color, t.TextSize = text, ink, size
		t.Refresh()
	}
	height := t.MinSize().Height
	t.Move(pos.AddXY(0, (cellHeight-height)/2))
	t.Resize(fyne.NewSize(room.Width, height))
}
