package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	cellHeight float32 = 28
	cellGap    float32 = 8
)

// cells are the cells of a grid: plain texts, a frame around the current one,
// and an entry that lies over it while it is edited.
type cells struct {
	widget.BaseWidget
	grid    *grid
	columns []gridColumn
	rows    [][]string
	row     int // len(rows) is the empty line at the end
	column  int
	focused bool
	editing bool
	held    bool   // it keeps the focus while the picture is clicked
	was     string // the cell's text before it is edited

	input *input
	entry fyne.CanvasObject
	frame *canvas.Rectangle
}

func newCells(g *grid, columns []gridColumn) *cells {
	c := &cells{grid: g, columns: columns, input: newInput(), frame: canvas.NewRectangle(clearColor)}
	c.input.tabs = true
	c.entry = bare(c.input)
	c.entry.Hide()
	c.input.OnSubmitted = func(string) { c.submit(1, 0) }
	c.input.onKey = c.editKey
	c.input.OnChanged = func(text string) {
		if c.editing {
			g.foresee(c.column, text)
		}
	}
	c.input.onFocus = func(gained bool) {
		if !gained && c.editing && !c.lost() {
			c.commit()
		}
	}
	c.input.onShortcut = func(s fyne.Shortcut) bool {
		if _, ok := s.(*desktop.CustomShortcut); ok && c.commit() {
			c.focus()
			return g.onShort(s)
		}
		return false
	}
	c.ExtendBaseWidget(c)
	return c
}

// place is where a cell lies.
func (c *cells) place(row, column int) (fyne.Position, fyne.Size) {
	fixed := cellGap * float32(len(c.columns)-1)
	for _, col := range c.columns {
		fixed += col.width
	}
	x := float32(0)
	for i, col := range c.columns {
		w := col.width
		if w == 0 {
			w = max(40, c.Size().Width-fixed)
		}
		if i == column {
			return fyne.NewPos(x, float32(row+1)*cellHeight), fyne.NewSize(w, cellHeight)
		}
		x += w + cellGap
	}
	return fyne.Position{}, fyne.Size{}
}

func (c *cells) at(pos fyne.Position) (row, column int) {
	row = max(0, min(len(c.rows), int(pos.Y/cellHeight)-1))
	for i := range c.columns {
		if p, s := c.place(0, i); pos.X < p.X+s.Width+cellGap/2 {
			return row, i
		}
	}
	return row, len(c.columns) - 1
}

// Tapped goes to a cell; a tap on the current one edits it.
func (c *cells) Tapped(ev *fyne.PointEvent) {
	row, column := c.at(ev.Position)
	again := c.focused && row == c.row && column == c.column || row == len(c.rows)
	if c.editing && !c.commit() {
		return
	}
	c.row, c.column = min(row, len(c.rows)), column
	c.focus()
	if again {
		c.edit("")
		return
	}
	c.moved()
}

func (c *cells) focus() {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil && canvas.Focused() != fyne.Focusable(c) {
		canvas.Focus(c)
	}
}

func (c *cells) FocusGained() { c.focused = true; c.moved() }

func (c *cells) FocusLost() {
	c.focused = false
	if !c.editing { // else its entry has the focus now
		c.lost()
	}
	c.Refresh()
}

// moved shows the current cell.
func (c *cells) moved() {
	c.Refresh()
	if c.grid.onReveal != nil {
		pos, size := c.place(c.row, c.column)
		c.grid.onReveal(c, pos.Y, size.Height)
	}
}

// go moves by rows and columns, from the end of a row to the next.
func (c *cells) step(rows, columns int) {
	c.row, c.column = c.row+rows, c.column+columns
	if c.column >= len(c.columns) {
		c.row, c.column = c.row+1, 0
	} else if c.column < 0 {
		c.row, c.column = c.row-1, len(c.columns)-1
	}
	c.row = max(0, min(c.row, len(c.rows)))
	c.moved()
}

func (c *cells) text() string {
	if c.row < len(c.rows) {
		return c.rows[c.row][c.column]
	}
	return ""
}

// edit lays the entry over the current cell. typed replaces the text; with ""
// the text is there, selected.
func (c *cells) edit(typed string) {
	c.editing, c.was = true, c.text()
	pos, size := c.place(c.row, c.column)
	c.entry.Move(pos.SubtractXY(4, (controlHeight-size.Height)/2))
	c.entry.Resize(fyne.NewSize(size.Width+8, controlHeight))
	c.entry.Show()
	c.input.SetText(c.was)
	c.moved()
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil {
		canvas.Focus(c.input)
	}
	if typed != "" {
		c.input.SetText(typed)
		c.input.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) // behind it, with nothing selected
	}
}

// commit hands the edited text on; it tells whether that was taken. What was
// not stays to be mended.
func (c *cells) commit() bool {
	if !c.editing {
		return true
	}
	if text := c.input.Text; text != c.was {
		if err := c.grid.onCell(c.row, c.column, text); err != nil {
			c.grid.say(sentence(err))
			return false
		}
	}
	c.cancel()
	return true
}

// cancel puts the entry away.
func (c *cells) cancel() {
	c.editing = false
	c.grid.say("")
	if c.entry.Visible() {
		c.entry.Hide()
		c.Refresh()
	}
}

// submit takes the text and goes on.
func (c *cells) submit(rows, columns int) {
	if c.commit() {
		c.step(rows, columns)
		c.focus()
	}
}

// editKey takes the keys of the grid while a cell is edited.
func (c *cells) editKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyEscape:
		c.cancel()
		c.focus()
	case fyne.KeyDown:
		c.submit(1, 0)
	case fyne.KeyUp:
		c.submit(-1, 0)
	case fyne.KeyTab:
		by := 1
		if c.input.shift {
			by = -1
		}
		if c.row == len(c.rows) && c.input.Text == "" { // nothing more to add: on to what comes after
			c.leave(by)
		} else if c.commit() {
			c.step(0, by)
			c.focus()
			c.edit("")
		}
	case fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyF8:
		if c.commit() {
			c.focus()
			c.grid.onKey(ev)
		}
	default:
		return false
	}
	return true
}

// leave leaves the grid for what stands after it, or before it.
func (c *cells) leave(by int) {
	c.cancel()
	c.focus()
	canvas := fyne.CurrentApp().Driver().CanvasForObject(c)
	switch {
	case canvas == nil:
	case by > 0:
		canvas.FocusNext()
	default:
		canvas.FocusPrevious()
	}
}

// TypedKey takes a key while no cell is edited.
func (c *cells) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		c.step(0, -1)
	case fyne.KeyRight:
		c.step(0, 1)
	case fyne.KeyUp:
		c.step(-1, 0)
	case fyne.KeyDown:
		c.step(1, 0)
	case fyne.KeyHome:
		c.step(0, -c.column)
	case fyne.KeyEnd:
		c.step(0, len(c.columns)-1-c.column)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyF2:
		c.edit("")
	case fyne.KeyDelete, fyne.KeyBackspace:
		c.empty()
	case fyne.KeySpace:
		if c.grid.onSpace != nil && c.row < len(c.rows) {
			c.grid.onSpace(c.row)
		}
	default:
		c.grid.onKey(ev)
	}
}

// empty empties the current cell.
func (c *cells) empty() {
	if c.text() != "" {
		if err := c.grid.onCell(c.row, c.column, ""); err != nil {
			c.grid.say(sentence(err))
		}
	}
}

func (c *cells) TypedRune(r rune) {
	if r != ' ' {
		c.edit(string(r))
	}
}

func (c *cells) TypedShortcut(s fyne.Shortcut) {
	if k, ok := s.(*desktop.CustomShortcut); ok && (k.KeyName == fyne.KeyDelete || k.KeyName == fyne.KeyBackspace || k.KeyName == fyne.KeyMinus) {
		if c.row < len(c.rows) {
			c.grid.onRemove(c.row)
		}
		return
	}
	c.grid.onShort(s)
}

func (c *cells) MinSize() fyne.Size {
	return fyne.NewSize(120, float32(len(c.rows)+2)*cellHeight)
}

func (c *cells) CreateRenderer() fyne.WidgetRenderer {
	r := &cellsRenderer{c: c}
	r.Refresh()
	return r
}
