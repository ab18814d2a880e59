package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// The list has a cell cursor once an arrow to the side asks for one, or a cell
// is edited: typing then goes into that cell, as in a spreadsheet.

// cellColumns are the columns in sight that can be edited, as they stand.
func (l *list) cellColumns() []columnName {
	var names []columnName
	for _, p := range l.places {
		if p.name.edits() {
			names = append(names, p.name)
		}
	}
	return names
}

// column is the column of the cell cursor; the first one that can be edited
// where it is in none, "" where there is no such column.
func (l *list) column() columnName {
	names := l.cellColumns()
	switch {
	case slices.Contains(names, l.cell):
		return l.cell
	case len(names) > 0:
		return names[0]
	}
	return ""
}

// stepCell moves the cell cursor to the side, and shows it when it was not.
func (l *list) stepCell(by int) {
	names := l.cellColumns()
	if len(names) == 0 || len(l.shown) == 0 {
		return
	}
	if l.index() < 0 {
		l.goTo(0, false)
	}
	at := slices.Index(names, l.cell)
	switch {
	case at >= 0:
		at = max(0, min(at+by, len(names)-1))
	case by < 0:
		at = len(names) - 1
	default:
		at = 0
	}
	l.setCell(names[at])
}

// setCell puts the cell cursor into a column; "" hides it.
func (l *list) setCell(c columnName) {
	if l.cell != c {
		l.cell = c
		l.body.frame.show()
		canvas.Refresh(l.body)
	}
}

// columnAt is the column at a place of a row that can be edited; "" for none.
func (l *list) columnAt(x float32) columnName {
	for _, p := range l.places {
		if x >= p.x-columnGap/2 && x < p.x+p.w+columnGap/2 && p.name.edits() {
			return p.name
		}
	}
	return ""
}

// cellPlace is where a cell lies in the body; ok is false where it does not.
func (l *list) cellPlace(index int, c columnName) (pos fyne.Position, size fyne.Size, ok bool) {
	for _, p := range l.places {
		if p.name == c && index >= 0 {
			return fyne.NewPos(p.x, float32(index)*rowHeight+gapTiny/2), fyne.NewSize(p.w, rowHeight), true
		}
	}
	return pos, size, false
}

// rightOf tells whether the figures of a column stand to the right.
func (l *list) rightOf(c columnName) bool {
	return slices.ContainsFunc(l.places, func(p place) bool { return p.name == c && p.right })
}

// cellKey takes the keys of the cell cursor.
func (l *list) cellKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyLeft:
		l.stepCell(-1)
	case fyne.KeyRight:
		l.stepCell(1)
	case fyne.KeyF2:
		l.edit.begin(l.column(), "")
	case fyne.KeyEscape:
		if l.cell == "" {
			return false
		}
		l.setCell("")
	case fyne.KeyDelete, fyne.KeyBackspace:
		if l.cell == "" {
			return false
		}
		l.edit.empty()
	default:
		return false
	}
	return true
}

// cellFrame is the frame around the cell cursor.
type cellFrame struct {
	list *list
	box  *canvas.Rectangle
}

func newCellFrame(l *list) *cellFrame {
	f := &cellFrame{list: l, box: canvas.NewRectangle(clearColor)}
	f.box.StrokeWidth, f.box.CornerRadius = 1.5, 6
	f.box.Hide()
	return f
}

// show puts the frame where the cell cursor is.
func (f *cellFrame) show() {
	l := f.list
	f.box.Hidden = true
	if l.cell == "" || l.edit.on {
		return
	}
	pos, size, ok := l.cellPlace(l.index(), l.cell)
	if !ok {
		return
	}
	f.box.Hidden = false
	ring := nrgba(theme.ColorNamePrimary)
	f.box.StrokeColor = ring
	ring.A = 0x14
	f.box.FillColor = ring
	f.box.Move(pos.AddXY(-columnGap/2+1, 5))
	f.box.Resize(size.AddWidthHeight(columnGap-2, -10))
	f.box.Refresh()
}
