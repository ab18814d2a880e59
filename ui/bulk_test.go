package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func controlShift(k fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift}
}

// A field is set on all selected receipts as one step, by keys alone.
func TestSetAFieldOfMany(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	press(t, w, 1, 0)
	press(t, w, 6, fyne.KeyModifierShift) // #6 could not be read: there is nothing to set
	shortcut(w, control(fyne.KeyB))
	if w.sheet == nil {
		t.Fatal("Ctrl+B asks nothing")
	}
	typeText(w, "tra")
	key(w, fyne.KeyTab)
	key(w, fyne.KeyReturn)
	key(w, fyne.KeyReturn) // #4 is exported: it is changed all the same
	for id := int64(1); id <= 6; id++ {
		if got := d.find(id).Fields.Category; got != "Travel" && id != 6 || id == 6 && got != "" {
			t.Errorf("#%d has the category %q", id, got)
		}
	}
	if w.toast.text() != "Set the category of 5 receipts to Travel." || len(d.undo) != 1 {
		t.Errorf("it says %q after %d steps", w.toast.text(), len(d.undo))
	}
	w.toast.action.press()
	if d.find(1).Fields.Category != "Meals" || d.find(3).Fields.Category != "Fuel" {
		t.Error("Undo does not take it back from all")
	}
}

func TestFillDownAndCopyFromAbove(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	press(t, w, 3, 0)
	press(t, w, 5, fyne.KeyModifierShift)
	shortcut(w, control(fyne.KeyD))
	key(w, fyne.KeyReturn) // #4 is exported: it is changed all the same
	if d.find(4).Fields.Category != "Fuel" || d.find(5).Fields.Category != "Fuel" || len(d.undo) != 1 {
		t.Errorf("filled down: %q, %q", d.find(4).Fields.Category, d.find(5).Fields.Category)
	}
	press(t, w, 2, 0) // one alone takes it from above
	shortcut(w, control(fyne.KeyD))
	if got := d.find(2).Fields.Category; got != "Meals" {
		t.Errorf("#2 has %q, want that of #1", got)
	}
	line := w.panel.form.fields[receipt.FieldDate]
	w.panel.form.focus(line)
	shortcut(w, control(fyne.KeyApostrophe))
	if line.input.Text != "2026-11-20" || d.find(2).Fields.Date.String() != "2026-11-19" {
		t.Errorf("the field has %q, the receipt %s", line.input.Text, d.find(2).Fields.Date)
	}
	key(w, fyne.KeyReturn)
	if d.find(2).Fields.Date.String() != "2026-11-20" {
		t.Errorf("the date is %s", d.find(2).Fields.Date)
	}
}

// The columns, the order and the sides come back as they were left.
func TestTheWindowIsAsItWasLeft(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	vendor := func(w *Window) place {
		return w.list.places[slices.IndexFunc(w.list.places, func(p place) bool { return p.name == columnVendor })]
	}
	p := vendor(w)
	drag := func(from, by float32) {
		w.head.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(from+by, 10)}, Dragged: fyne.NewDelta(by, 0)})
		w.head.DragEnd()
	}
	drag(p.x+p.w+columnGap/2, -40)
	if got := vendor(w).w; got != p.w-40 {
		t.Errorf("the vendor is %v wide, want %v", got, p.w-40)
	}
	date := w.list.places[2]
	drag(date.x+10, -200) // to the left of the vendor
	if w.list.places[1].name != columnDate || w.list.places[2].name != columnVendor {
		t.Errorf("the date does not stand before the vendor: %v", w.list.places)
	}
	all := slices.Clone(w.head.columns)
	all[w.head.index(columnTax)].hidden = true
	w.setColumns(all)
	w.head.order = order{columnTotal, true}
	w.head.onOrder(w.head.order)
	w.sides.grip.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(60, 0)})
	w.sides.grip.DragEnd()
	share := w.sides.share
	if share == 0.555 {
		t.Error("the sides cannot be dragged")
	}

	again := openWindow(t, d, large)
	if again.sides.share != share || again.query.order != (order{columnTotal, true}) || again.list.shown[0] != 5 {
		t.Errorf("it opens with %v and %v", again.sides.share, again.query.order)
	}
	if again.list.places[1].name != columnDate || vendor(again).w != vendor(w).w ||
		slices.ContainsFunc(again.list.places, func(p place) bool { return p.name == columnTax }) {
		t.Errorf("the columns are %v", again.list.places)
	}
	// What another version has written does no harm.
	d.layout = desk.Layout{Columns: []desk.Column{{Name: "Nonsense"}, {Name: "Total", Width: -5}, {Name: "Total"}}, Sort: "Nonsense", Split: 7}
	odd := openWindow(t, d, large)
	if len(odd.head.columns) != len(columns) || odd.query.order.column != "" || odd.sides.share != 0.555 {
		t.Errorf("it has %v", odd.head.columns)
	}
}

// The menu of filters writes them as words, one of each kind.
func TestFilterMenuWritesWords(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), large)
	w.search.SetText("acme")
	w.filterBy("date:2026-11")
	w.filterBy("date:2026-10")
	if w.search.Text != "acme date:2026-10" {
		t.Errorf("the search says %q", w.search.Text)
	}
	w.filterBy("date:2026-10")
	w.filterBy(`vendor:"blue bottle coffee"`)
	if w.search.Text != `acme vendor:"blue bottle coffee"` {
		t.Errorf("the search says %q", w.search.Text)
	}
	w.showFilters()
	if w.window.Canvas().Overlays().Top() == nil {
		t.Error("there is no menu")
	}
}

// Every key of the sheet is written once, and F1 shows it wherever the focus is.
func TestKeySheet(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), large)
	w.list.goTo(5, false)
	w.panel.form.focus(w.panel.form.fields[receipt.FieldVendor])
	key(w, fyne.KeyF1)
	if w.sheet == nil {
		t.Fatal("F1 shows nothing")
	}
	key(w, fyne.KeyEscape)
	if w.sheet != nil {
		t.Error("Esc does not close it")
	}
	seen := make(map[string]bool)
	for _, g := range keyGroups {
		for _, k := range g.keys {
			if seen[g.title+k.keys] || strings.TrimSpace(k.does) == "" {
				t.Errorf("%q is there twice, or without words", k.keys)
			}
			seen[g.title+k.keys] = true
		}
	}
}
