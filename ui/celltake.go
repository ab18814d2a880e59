package ui

import (
	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// A click on a word of the picture goes into the cell of a grid that has the
// focus, as it goes into a field: Fyne takes the focus away as soon as a button
// goes down, so the cell is held meanwhile.

// taking tells whether a cell of the grid has the focus, edited or not.
func (c *cells) taking() bool {
	return c.focused || c.editing && c.input.focused
}

// lost is told that the focus leaves the cell; true when it is held.
func (c *cells) lost() bool {
	if c.grid.onLost != nil {
		c.held = c.grid.onLost()
	}
	return c.held
}

// take puts a text into the cell, or behind what is there; it is edited then,
// so that Enter takes it and Esc puts it back. An amount is added.
func (c *cells) take(text string, add bool) {
	c.held = false
	if !c.editing {
		c.edit("")
	} else if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil {
		c.input.clicked = true // the cursor stays where it is
		canvas.Focus(c.input)
		c.input.clicked = false
	}
	between := " "
	if c.column > 0 {
		between = "+"
	}
	c.input.insert(text, add, between)
}

// backIn gives the focus back to a cell that was held.
func (c *cells) backIn() {
	if !c.held {
		return
	}
	c.held = false
	canvas := fyne.CurrentApp().Driver().CanvasForObject(c)
	switch {
	case canvas == nil:
	case c.editing:
		c.input.clicked = true
		canvas.Focus(c.input)
		c.input.clicked = false
	default:
		c.focus()
	}
}

// cellTaker is the grid whose cell a word of the picture goes to, nil for none.
func (f *form) cellTaker() *cells {
	if f.entry == nil || !f.entry.receipt.Status.Read() || f.entry.trashed() {
		return nil
	}
	for _, g := range []*grid{f.items, f.taxes} {
		if g.cells.taking() || g.cells.held {
			return g.cells
		}
	}
	return nil
}

// kindOf is the field that a cell is like: what words it takes.
func (c *cells) kindOf() receipt.Field {
	if c.column == 0 {
		return receipt.FieldNotes // whole runs of words
	}
	return receipt.FieldTotal
}
