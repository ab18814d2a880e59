package ui

import (
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

func alt(k fyne.KeyName, m fyne.KeyModifier) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt | m}
}

func (w *Window) placeOf(name columnName) place {
	for _, p := range w.list.places {
		if p.name == name {
			return p
		}
	}
	return place{}
}

func TestColumnsByKeys(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(0, false)
	w.list.setCell(columnDate)
	before := w.placeOf(columnDate).w
	shortcut(w, alt(fyne.KeyRight, 0))
	if got := w.placeOf(columnDate).w; got != before+widthStep {
		t.Errorf("the date is %v wide, was %v", got, before)
	}
	shortcut(w, alt(fyne.KeyLeft, 0))
	shortcut(w, alt(fyne.KeyLeft, fyne.KeyModifierShift))
	if w.list.places[1].name != columnDate || w.placeOf(columnDate).w != before {
		t.Errorf("the date does not stand before the vendor: %v", w.list.places)
	}
	shortcut(w, alt(fyne.KeyRight, fyne.KeyModifierShift))
	if w.list.places[2].name != columnDate {
		t.Errorf("the date does not stand behind the vendor: %v", w.list.places)
	}
	w.list.setCell(columnTotal)
	shortcut(w, alt(fyne.KeyUp, 0))
	shortcut(w, alt(fyne.KeyUp, 0))
	if w.query.order != (order{columnTotal, true}) || w.list.shown[0] != 5 {
		t.Errorf("sorted by %v", w.query.order)
	}
	if d.layout.Sort != string(columnTotal) {
		t.Errorf("it keeps %+v", d.layout)
	}
}

// A double click on the edge of a heading, and Alt+Down, make a column as wide
// as its longest text.
func TestFitAColumn(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), huge)
	clock := testNow
	w.head.now = func() time.Time { return clock }
	p := w.placeOf(columnVendor)
	edge := &fyne.PointEvent{Position: fyne.NewPos(p.x+p.w+columnGap/2, 10)}
	w.head.Tapped(edge)
	clock = clock.Add(2 * doubleTime)
	w.head.Tapped(edge)
	if w.placeOf(columnVendor).set != 0 || w.query.order.column != "" {
		t.Error("a slow second click fits, or one on the edge sorts")
	}
	w.head.Tapped(edge)
	got, text := w.placeOf(columnVendor), "ACME Office Supplies GmbH & Co. KG"
	if got.set == 0 || w.list.ruler.fit(text, got.w) != text || got.w > w.list.ruler.width(text)+2 {
		t.Errorf("the vendor is %v wide", got.w)
	}
	w.list.goTo(0, false)
	w.list.setCell(columnTotal)
	shortcut(w, alt(fyne.KeyDown, 0))
	if i := slices.IndexFunc(w.head.columns, func(c column) bool { return c.name == columnTotal }); w.head.columns[i].set == 0 {
		t.Error("Alt+Down does not fit the total")
	}
}
