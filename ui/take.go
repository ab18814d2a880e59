package ui

import (
	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// hold keeps the field that has the focus as it is while the picture is
// clicked: Fyne takes the focus away as soon as a button goes down elsewhere.
func (f *form) hold() {
	f.items.cells.held, f.taxes.cells.held = false, false
	f.held, f.holding = nil, f.focused != nil || f.cellTaker() != nil
}

// letGo gives the focus back to the field that had it.
func (f *form) letGo() {
	f.items.cells.backIn()
	f.taxes.cells.backIn()
	line := f.held
	if line != nil {
		line.input.clicked = true // the cursor stays where it is
		f.focus(line)
		line.input.clicked = false
	}
	f.held, f.holding = nil, false
}

// focusMoved is told by a field that it gained or lost the focus.
func (f *form) focusMoved(line *field, gained bool) {
	switch {
	case gained && f.held == line: // it never was away
		f.focused = line
	case gained:
		f.held, f.holding, f.focused = nil, false, line
		f.onFocus(line.name)
		f.reveal(line)
	case f.holding:
		f.held, f.holding, f.focused = line, false, nil
	default:
		f.focused = nil
		f.commit(line)
		f.onFocus("")
	}
}

// taker is the field that a word of the picture goes to, nil for none.
func (f *form) taker() *field {
	line := f.focused
	if line == nil {
		line = f.held
	}
	if line == nil || f.entry == nil || line.input.Disabled() {
		return nil
	}
	return line
}

// aim tells what the field with the focus would take of a page's words. What is
// added to a text is one word at a time, not all that stand beside it.
func (f *form) aim(words []desk.Word, at int, add bool) (from, to int, text string, ok bool) {
	if add && f.takesText() {
		return at, at + 1, words[at].Text, true
	}
	if c := f.cellTaker(); c != nil {
		return f.writing.aimCell(words, at, c.column, c.kindOf(), f.entry.receipt.Fields, f.today())
	}
	line := f.taker()
	if line == nil {
		return 0, 0, "", false
	}
	return f.writing.aim(words, at, line.name, f.entry.receipt.Fields, f.today())
}

// takesText tells whether what has the focus takes runs of words.
func (f *form) takesText() bool {
	if c := f.cellTaker(); c != nil {
		return c.column == 0
	}
	if line := f.taker(); line != nil {
		switch line.name {
		case receipt.FieldVendor, receipt.FieldCategory, receipt.FieldPaymentType, receipt.FieldNotes:
			return true
		}
	}
	return false
}

// take puts a text into the field with the focus, as if it was typed: Ctrl+Z
// takes it back, Enter saves it. With add it comes behind what is there; an
// amount is added to it.
func (f *form) take(text string, add bool) {
	if c := f.cellTaker(); c != nil {
		c.take(text, add)
		return
	}
	line := f.taker()
	if line == nil {
		return
	}
	f.letGo()
	between := " "
	if line.name.Money() {
		between = "+"
	}
	line.input.insert(text, add, between)
}

// insert types a text in place of what is there, or behind it.
func (i *input) insert(text string, add bool, between string) {
	if add && i.Text != "" {
		i.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		text = between + text
	} else {
		i.selectAll()
	}
	i.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: pasteOf(text)})
	i.suggest()
}

// pasteOf is a clipboard of its own: the person's is left alone.
type pasteOf string

func (p pasteOf) Content() string   { return string(p) }
func (p pasteOf) SetContent(string) {}
