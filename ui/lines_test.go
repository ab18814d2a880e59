package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// typeText types a text where the focus is.
func typeText(w *Window, text string) {
	for _, r := range text {
		w.window.Canvas().Focused().TypedRune(r)
	}
}

// Line items and tax lines are edited by the keyboard alone, and the proof
// tells what comes of it.
func TestLinesByKeyboard(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(5, false) // #2: 5 x 5.00 and 10 x 1.50 make 40.00
	cells := w.panel.form.items.cells
	w.window.Canvas().Focus(cells)
	items := func() []receipt.LineItem { return d.find(2).Fields.LineItems }
	key(w, fyne.KeyRight)
	typeText(w, "4+2")
	if got := w.panel.form.items.wrong; got.text != "= 6" || !got.Visible() {
		t.Errorf("before Enter it says %q", got.text)
	}
	key(w, fyne.KeyReturn)
	if got := items()[0]; got.Quantity.String() != "6" || got.Total.String() != "30" || cells.row != 1 {
		t.Errorf("6 x 5.00 is %s, at row %d", got.Total, cells.row)
	}
	if doubt := w.panel.form.fields[receipt.FieldSubtotal].doubt; doubt == "" {
		t.Error("the proof does not react")
	}
	shortcut(w, &fyne.ShortcutUndo{})
	if got := items()[0]; got.Total.String() != "25.00" || cells.rows[0][3] != "25.00" {
		t.Errorf("after undo the total is %s, the cell %q", got.Total, cells.rows[0][3])
	}
	// A new line at the end, cell by cell with Tab.
	key(w, fyne.KeyDown)
	key(w, fyne.KeyHome)
	typeText(w, "Stapler")
	for _, text := range []string{"1", "5.00"} {
		key(w, fyne.KeyTab)
		retypeCell(w, text)
	}
	key(w, fyne.KeyReturn)
	if got := items(); len(got) != 3 || got[2].Description != "Stapler" || got[2].Total.String() != "5" {
		t.Fatalf("there are %+v", got)
	}
	// What is no amount stays to be mended.
	key(w, fyne.KeyUp)
	typeText(w, "x5")
	key(w, fyne.KeyReturn)
	if !w.panel.form.items.wrong.Visible() || !cells.editing || len(items()) != 3 {
		t.Error("a price that cannot be was taken")
	}
	key(w, fyne.KeyEscape)
	if cells.editing || w.panel.form.items.wrong.Visible() {
		t.Error("Esc does not put it back")
	}
	cells.row = 2
	shortcut(w, control(fyne.KeyDelete))
	if len(items()) != 2 || len(cells.rows) != 2 {
		t.Errorf("after Ctrl+Delete there are %d", len(items()))
	}
	// Taxes: the rate, and that it is part of the prices.
	taxes := w.panel.form.taxes.cells
	w.window.Canvas().Focus(taxes)
	key(w, fyne.KeySpace)
	if !d.find(2).Fields.TaxLines[0].Inclusive || taxes.rows[0][0] != "VAT"+inPrices {
		t.Errorf("the tax line is %+v", d.find(2).Fields.TaxLines[0])
	}
	key(w, fyne.KeyRight)
	typeText(w, "7%")
	key(w, fyne.KeyReturn)
	if got := d.find(2).Fields.TaxLines[0]; got.Rate.String() != "7" || got.Name != "VAT" {
		t.Errorf("the tax line is %+v", got)
	}
	key(w, fyne.KeyEscape)
	if w.window.Canvas().Focused() != fyne.Focusable(w.list) {
		t.Error("Esc does not leave the grid")
	}
}

// retypeCell replaces what the cell says that is edited.
func retypeCell(w *Window, text string) {
	w.window.Canvas().Focused().(*input).SetText(text)
}

func TestLinesInTheHistoryAreWords(t *testing.T) {
	got := changeWords(desk.Change{Person: true, What: "corrected", Field: "line_items", After: `[{"description":"A","quantity":null,"price":null,"total":"2.50"},{"quantity":null,"price":null,"total":"3.00"}]`})
	if want := "You: corrected line items, none → 2 lines making 5.50"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	got = changeWords(desk.Change{What: "read", Field: "tax_lines", Before: `[{"name":"VAT","rate":"19","base":null,"total":null}]`, After: ""})
	if want := "Spindle: read tax lines, 1 line → none"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
}

// A receipt without lines gets some, too.
func TestFirstLine(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(4, false) // #1 has none
	g := w.panel.form.items
	if g.open {
		t.Fatal("an empty grid takes room")
	}
	w.window.Canvas().Focus(g.head)
	key(w, fyne.KeyReturn)
	w.window.Canvas().Focus(g.cells)
	typeText(w, "Rolls")
	key(w, fyne.KeyTab)
	if got := d.find(1).Fields.LineItems; len(got) != 1 || got[0].Description != "Rolls" {
		t.Errorf("it has %+v", got)
	}
}
