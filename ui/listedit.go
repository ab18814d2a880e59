package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
)

// cellEdit is the line that lies over a cell of the list while it is edited,
// and what there is to say about what is typed.
type cellEdit struct {
	list   *list
	acts   cellActs
	on     bool
	id     int64 // of the receipt
	column columnName
	was    string

	input *input
	line  fyne.CanvasObject
	says  *paragraph
	note  *card // around says
}

// cellActs is what the list asks the window to do with cells.
type cellActs struct {
	// begin calls start once the cell may be edited, else it says why not.
	begin func(e *entry, c columnName, start func())
	// commit takes a text; the error says in words why it cannot be taken.
	commit func(e *entry, c columnName, text string) error
	above  func() // copies from the receipt above
	lost   func(id int64, c columnName, text string)
	key    func(*fyne.KeyEvent)
	short  func(fyne.Shortcut) bool
}

const (
	leastLine float32 = 132 // how wide the line is at least
	noteWidth float32 = 250 // of what is said under it, at most
)

func newCellEdit(l *list) *cellEdit {
	c := &cellEdit{list: l, input: newInput(), says: newParagraph("", theme.SizeNameCaptionText, colorBlue)}
	c.input.tabs = true
	c.line = bare(c.input)
	c.note = newSurface(inset(6, 6, gapSmall, gapSmall, c.says), colorCard, colorBorder, 6)
	c.line.Hide()
	c.note.Hide()
	c.input.OnSubmitted = func(string) { c.submit(1) }
	c.input.OnChanged = func(string) { c.foresee() }
	c.input.onKey, c.input.onShortcut = c.typedKey, c.typedShortcut
	c.input.onScroll = func(ev *fyne.ScrollEvent) { l.scroll.Scrolled(ev) }
	c.input.complete = func(text string) string { return l.book.completeCell(c.entry(), c.column, text) }
	c.input.onFocus = func(gained bool) {
		if !gained && c.on {
			c.commit()
		}
	}
	return c
}

func (c *cellEdit) entry() *entry { return c.list.book.get(c.id) }

// begin edits a cell of the current receipt. typed replaces its text; with ""
// the text is there, selected.
func (c *cellEdit) begin(column columnName, typed string) {
	l := c.list
	if !c.commit() { // what is wrong elsewhere is mended first
		c.focus()
		return
	}
	if l.index() < 0 {
		l.step(1, false)
	}
	i := l.index()
	if i < 0 || column == "" {
		return
	}
	e := l.rows[i]
	l.setCell(column)
	c.acts.begin(e, column, func() { c.open(e.id(), column, typed) })
}

// open lays the line over the cell.
func (c *cellEdit) open(id int64, column columnName, typed string) {
	c.id, c.column = id, column
	e := c.entry()
	if e == nil {
		return
	}
	c.was = c.list.book.cellText(e, column)
	c.on = true
	c.line.Show()
	c.say("", colorBlue)
	c.list.goTo(c.list.indexOf(id), false)
	c.input.SetText(c.was)
	c.focus()
	if typed != "" {
		c.input.SetText(typed)
		c.input.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) // behind it, with nothing selected
	}
	c.foresee()
}

// again opens a cell with a text that could not be taken, and says why.
func (c *cellEdit) again(id int64, column columnName, text string, err error) {
	if c.on && !c.commit() {
		return
	}
	c.list.setCell(column)
	c.open(id, column, text)
	c.say(sentence(err), colorRed)
}

func (c *cellEdit) focus() {
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c.list); canvas != nil {
		canvas.Focus(c.input)
	}
}

// foresee shows what the typed text comes to.
func (c *cellEdit) foresee() {
	if e := c.entry(); c.on && e != nil {
		means := ""
		if c.input.Text != c.was {
			means = c.list.book.cellMeaning(e, c.column, c.input.Text)
		}
		c.say(means, colorBlue)
	}
}

// say shows a sentence under the line; "" takes it away.
func (c *cellEdit) say(text string, color fyne.ThemeColorName) {
	c.says.set(text, color)
	c.place()
}

// place lays the line and what is said over the cell, wherever it is now. A
// receipt that is not in the list any more keeps what was typed in its form.
func (c *cellEdit) place() {
	l := c.list
	l.body.frame.show()
	if !c.on {
		return
	}
	pos, size, ok := l.cellPlace(l.indexOf(c.id), c.column)
	if !ok {
		text := c.input.Text
		c.cancel()
		if text != c.was {
			c.acts.lost(c.id, c.column, text)
		}
		return
	}
	right := l.body.width - gapTiny
	width := min(max(size.Width+columnGap, leastLine), right-gapTiny)
	x := pos.X - columnGap/2
	if l.rightOf(c.column) { // it grows to where its figures stand
		x += size.Width + columnGap - width
	}
	x = max(gapTiny, min(x, right-width))
	c.line.Move(fyne.NewPos(x, pos.Y+(rowHeight-controlHeight)/2-1))
	c.line.Resize(fyne.NewSize(width, controlHeight))
	c.note.Hidden = c.says.text == ""
	if !c.note.Hidden {
		c.placeNote(fyne.NewPos(x, pos.Y), width)
	}
	canvas.Refresh(l.body)
}

// placeNote lays what is said under the line, or over it at the foot of the list.
func (c *cellEdit) placeNote(at fyne.Position, width float32) {
	l := c.list
	text := fyne.MeasureText(c.says.text, themeSize(theme.SizeNameCaptionText), fyne.TextStyle{}).Width + 2*gapSmall + 4
	width = min(max(width, min(text, noteWidth)), l.body.width-2*gapTiny)
	height := heightOf(c.note, width)
	y := at.Y + rowHeight - 2
	if y+height > l.scroll.Offset.Y+l.scroll.Size().Height && at.Y-height > l.scroll.Offset.Y {
		y = at.Y - height
	}
	c.note.Move(fyne.NewPos(max(gapTiny, min(at.X, l.body.width-gapTiny-width)), y))
	c.note.Resize(fyne.NewSize(width, height))
	c.note.Refresh()
}

// commit hands the typed text on; it tells whether that was taken. What was
// not stays to be mended.
func (c *cellEdit) commit() bool {
	if !c.on {
		return true
	}
	text, e := c.input.Text, c.entry()
	c.cancel() // first: the desk may say no at once
	if text == c.was || e == nil {
		return true
	}
	if err := c.acts.commit(e, c.column, text); err != nil {
		c.on = true
		c.line.Show()
		c.say(sentence(err), colorRed)
		return false
	}
	return true
}

// cancel puts the line away.
func (c *cellEdit) cancel() {
	c.on = false
	c.line.Hide()
	c.note.Hidden = true
	c.says.set("", colorBlue)
	c.list.body.frame.show()
	canvas.Refresh(c.list.body)
}

// submit takes the text and goes up or down, to the receipt that stood there
// before: what was changed may sort the list anew.
func (c *cellEdit) submit(by int) {
	l := c.list
	next := c.id
	if i := l.indexOf(c.id) + by; i >= 0 && i < len(l.shown) {
		next = l.shown[i]
	}
	if c.commit() {
		l.focus()
		l.goTo(l.indexOf(next), false)
	}
}

// side takes the text and edits the next cell to the side, from the end of a
// receipt on to the next one.
func (c *cellEdit) side(by int) {
	l := c.list
	names := l.cellColumns()
	at, index := 0, l.indexOf(c.id)
	for i, name := range names {
		if name == c.column {
			at = i + by
		}
	}
	if at < 0 {
		at, index = len(names)-1, index-1
	} else if at >= len(names) {
		at, index = 0, index+1
	}
	if index < 0 || index >= len(l.shown) {
		c.submit(0)
		return
	}
	next := l.shown[index]
	if c.commit() {
		l.focus()
		l.goTo(l.indexOf(next), false)
		c.begin(names[at], "")
	}
}

// empty takes out what the cell of the cursor says.
func (c *cellEdit) empty() {
	l := c.list
	i := l.index()
	if i < 0 || l.book.cellText(l.rows[i], l.cell) == "" {
		return
	}
	e := l.rows[i]
	c.acts.begin(e, l.cell, func() {
		if err := c.acts.commit(e, l.cell, ""); err != nil {
			c.again(e.id(), l.cell, "", err)
		}
	})
}

// typedKey takes the keys of the list while a cell is edited.
func (c *cellEdit) typedKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyEscape:
		c.cancel()
		c.list.focus()
	case fyne.KeyDown:
		c.submit(1)
	case fyne.KeyUp:
		c.submit(-1)
	case fyne.KeyTab:
		by := 1
		if c.input.shift {
			by = -1
		}
		c.side(by)
	case fyne.KeyF5:
		c.acts.above()
	case fyne.KeyF1:
		c.acts.key(ev)
	case fyne.KeyPageDown, fyne.KeyPageUp, fyne.KeyF6, fyne.KeyF8, fyne.KeyF9:
		if c.commit() {
			c.list.focus()
			c.list.TypedKey(ev)
		}
	default:
		return false
	}
	return true
}

// typedShortcut takes the window's shortcuts: what is typed is taken first.
func (c *cellEdit) typedShortcut(s fyne.Shortcut) bool {
	switch s := s.(type) {
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo: // the typing is undone first, then what was saved
		if c.input.Text != c.was {
			return false
		}
		c.cancel()
		c.list.focus()
		return c.acts.short(s)
	case *desktop.CustomShortcut:
		if s.KeyName == fyne.KeyD || s.KeyName == fyne.KeyApostrophe {
			c.acts.above()
			return true
		}
		if c.commit() {
			c.list.focus()
			return c.acts.short(s)
		}
		return true
	}
	return false
}
