package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// typeOver types a text in place of what a cell says.
func typeOver(w *Window, text string) {
	f := w.window.Canvas().Focused()
	if i, ok := f.(*input); ok {
		i.selectAll()
	}
	typeText(w, text)
}

// inCell is the text of the cell that is edited; it fails when none is.
func inCell(t *testing.T, w *Window) string {
	t.Helper()
	c := w.list.edit
	if !c.on || w.window.Canvas().Focused() != fyne.Focusable(c.input) || !c.line.Visible() {
		t.Fatal("no cell is edited")
	}
	return c.input.Text
}

func TestEditInTheList(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(w.place(2), false)
	key(w, fyne.KeyRight) // the vendor
	key(w, fyne.KeyF2)
	if got := inCell(t, w); got != "ACME Office Supplies GmbH & Co. KG" {
		t.Errorf("the cell says %q", got)
	}
	typeOver(w, "Acme")
	key(w, fyne.KeyReturn)
	if d.find(2).Fields.Vendor != "Acme" || w.list.selection.current != 3 || w.list.edit.on {
		t.Errorf("the vendor is %q; at #%d", d.find(2).Fields.Vendor, w.list.selection.current)
	}
	key(w, fyne.KeyUp)
	key(w, fyne.KeyRight) // the date
	typeText(w, "+")
	if says := w.list.edit.says.text; says != "= Friday, 20 November 2026" {
		t.Errorf("the date comes to %q", says)
	}
	key(w, fyne.KeyTab) // takes it, and the total is next
	if got := d.find(2).Fields.Date.String(); got != "2026-11-20" {
		t.Errorf("the date is %s", got)
	}
	if got := inCell(t, w); got != "47.60" {
		t.Errorf("the total says %q", got)
	}
	typeOver(w, "40+8,60")
	if says := w.list.edit.says.text; says != "= 48.60" {
		t.Errorf("the total comes to %q", says)
	}
	key(w, fyne.KeyEscape)
	if d.find(2).Fields.Total.String() != "47.60" || w.list.edit.on || w.list.cell != columnTotal {
		t.Error("Esc does not put the cell back")
	}
	typeText(w, "12 bananas")
	key(w, fyne.KeyReturn)
	if got := inCell(t, w); got != "12 bananas" || !strings.Contains(w.list.edit.says.text, "not an amount") {
		t.Errorf("of a wrong amount it keeps %q and says %q", got, w.list.edit.says.text)
	}
	typeOver(w, "49")
	key(w, fyne.KeyReturn)
	if d.find(2).Fields.Total.String() != "49" {
		t.Errorf("the total is %s", d.find(2).Fields.Total)
	}
	w.undo()
	if d.find(2).Fields.Total.String() != "47.60" {
		t.Error("the total cannot be taken back")
	}
	key(w, fyne.KeyEscape) // hides the cell cursor
	typeText(w, "x")
	if w.list.edit.on || w.list.cell != "" {
		t.Error("a letter edits without a cell cursor")
	}
}

func TestDoubleClickEditsTheCell(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, fyne.NewSize(2000, 900))
	click := func(id int64, c columnName) {
		pos, _, _ := w.list.cellPlace(0, c)
		for _, r := range w.list.body.rows {
			if r.entry.id() == id {
				r.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos.AddXY(5, 5)}, Button: desktop.MouseButtonPrimary})
				r.DoubleTapped(&fyne.PointEvent{Position: pos.AddXY(5, 5)})
			}
		}
	}
	click(3, columnCategory)
	if got := inCell(t, w); got != "Fuel" {
		t.Errorf("the category says %q", got)
	}
	typeOver(w, "Off")
	key(w, fyne.KeyTab) // takes the grey rest
	if got := inCell(t, w); got != "Office supplies" {
		t.Errorf("completed, the category is %q", got)
	}
	click(7, columnDate) // saves what is typed elsewhere
	if d.find(3).Fields.Category != "Office supplies" || inCell(t, w) != "2026-11-14" {
		t.Errorf("the category is %q", d.find(3).Fields.Category)
	}
	key(w, fyne.KeyEscape)
	click(13, columnVendor)
	if w.list.edit.on || !strings.Contains(w.toast.text(), "not been read yet") {
		t.Errorf("a receipt that is being read is edited; the toast says %q", w.toast.text())
	}
	click(4, columnVendor) // exported: it asks first
	if w.list.edit.on || w.sheet == nil {
		t.Fatal("an exported receipt is changed without a question")
	}
	w.sheetButtons()["Change it"].tapped()
	if got := inCell(t, w); got != "Blue Bottle Coffee" {
		t.Errorf("the vendor says %q", got)
	}
}

func TestFillACellDownAndCopyItFromAbove(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(w.place(1), false)
	w.list.setCell(columnDate)
	w.list.goTo(w.place(3), true)
	shortcut(w, control(fyne.KeyD))
	for _, id := range []int64{1, 2, 3} {
		if got := d.find(id).Fields.Date.String(); got != "2026-11-20" {
			t.Errorf("the date of #%d is %s", id, got)
		}
	}
	if last := d.asked[len(d.asked)-1]; last != "correct [2 3] date to 2026-11-20" {
		t.Errorf("it is not one step: %s", last)
	}
	w.undo()
	if d.find(3).Fields.Date.String() != "2026-11-18" {
		t.Error("it cannot be taken back")
	}
	w.list.goTo(w.place(2), false)
	key(w, fyne.KeyF2)
	shortcut(w, control(fyne.KeyApostrophe))
	if got := inCell(t, w); got != "2026-11-20" {
		t.Errorf("from above comes %q", got)
	}
	key(w, fyne.KeyEscape)
	w.list.setCell(columnTotal)
	key(w, fyne.KeyF5)
	if got := d.find(2).Fields.Total.String(); got != "23.80" {
		t.Errorf("copied from above, the total is %s", got)
	}
}

func TestTagsInTheList(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, huge)
	all := slices.Clone(columns)
	for i := range all {
		all[i].hidden = all[i].name != columnVendor && all[i].name != columnTags && all[i].name != columnTotal && all[i].name != columnNotes
	}
	w.setColumns(all)
	w.list.goTo(w.place(1), false)
	w.list.setCell(columnTags)
	typeText(w, "trip, tax  2026")
	key(w, fyne.KeyReturn)
	if !slices.Equal(d.find(1).Tags, []string{"tax 2026", "trip"}) {
		t.Errorf("the tags are %q", d.find(1).Tags)
	}
	typeText(w, strings.Repeat("x", 60))
	key(w, fyne.KeyReturn)
	if inCell(t, w); !strings.Contains(w.list.edit.says.text, "longer than 40") {
		t.Errorf("it says %q", w.list.edit.says.text)
	}
	key(w, fyne.KeyEscape)
	w.list.goTo(w.place(1), false)
	w.list.goTo(w.place(3), true)
	shortcut(w, control(fyne.KeyD))
	if !slices.Equal(d.find(3).Tags, []string{"tax 2026", "trip"}) {
		t.Errorf("filled down, the tags are %q", d.find(3).Tags)
	}
	w.list.goTo(w.place(3), false)
	key(w, fyne.KeyDelete)
	if len(d.find(3).Tags) != 0 || d.find(3).Trashed.IsZero() == false {
		t.Errorf("emptied, the tags are %q", d.find(3).Tags)
	}
}

// What the desk does not take is told at the cell, and what was typed stays.
func TestTheDeskRefusesACell(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	d.refused = errors.New("the disk is full. Free some space and try again")
	w.list.goTo(w.place(2), false)
	w.list.setCell(columnVendor)
	var later []func()
	w.run = func(f func()) { later = append(later, f) }
	typeText(w, "Acme")
	key(w, fyne.KeyReturn)
	if w.list.selection.current != 3 {
		t.Errorf("the cursor is at #%d", w.list.selection.current)
	}
	w.run = func(f func()) { f() }
	for _, f := range later {
		f()
	}
	if got := inCell(t, w); got != "Acme" || w.list.edit.id != 2 || !strings.Contains(w.list.edit.says.text, "disk is full") {
		t.Errorf("it keeps %q and says %q", got, w.list.edit.says.text)
	}
	d.refused = nil
	key(w, fyne.KeyReturn)
	if d.find(2).Fields.Vendor != "Acme" {
		t.Errorf("tried again, the vendor is %q", d.find(2).Fields.Vendor)
	}
}

// News while a cell is edited move the line with its receipt, and take
// nothing that was typed.
func TestNewsWhileACellIsEdited(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.query.order = order{column: columnTotal}
	w.ask()
	w.list.goTo(w.place(1), false)
	w.list.setCell(columnTotal)
	before := w.place(1)
	typeText(w, "999")
	d.change("others", []int64{3, 5, 7}, func(r *receipt.Receipt) error { r.Fields.Total = receipt.MustAmount("1"); return nil })
	pos, _, _ := w.list.cellPlace(w.place(1), columnTotal)
	if got := inCell(t, w); got != "999" || w.place(1) == before || w.list.edit.line.Position().Y < pos.Y || w.list.edit.line.Position().Y > pos.Y+rowHeight {
		t.Errorf("the line says %q and is at %v; the receipt is at %v, was at %d", got, w.list.edit.line.Position(), pos, before)
	}
	key(w, fyne.KeyReturn)
	if d.find(1).Fields.Total.String() != "999" {
		t.Errorf("the total is %s", d.find(1).Fields.Total)
	}
}

// Closing the window takes what is typed into a cell; what cannot be taken is
// shown once first.
func TestClosingSavesTheCell(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(w.place(2), false)
	key(w, fyne.KeyRight)
	key(w, fyne.KeyF2)
	typeOver(w, "Acme")
	if may, got := w.mayClose(), d.find(2).Fields.Vendor; got != "Acme" || !may {
		t.Errorf("the vendor is %q, it closes: %v", got, may)
	}

	w.list.focus()
	for range 2 { // the total
		key(w, fyne.KeyRight)
	}
	key(w, fyne.KeyF2)
	typeOver(w, "12,,5")
	if w.mayClose() || inCell(t, w) != "12,,5" || w.toast.text() == "" {
		t.Errorf("it is given up; it says %q", w.toast.text())
	}
	if !w.mayClose() {
		t.Error("the window cannot be closed")
	}
}
