package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// wordDesk has the words of receipt 2, where the fake draws its ink.
func wordDesk() *fakeDesk {
	d := newFakeDesk(pile()...)
	at := func(line int, x1, x2, y float64, text string) desk.Word {
		return desk.Word{Text: text, Line: line, Box: [4]float64{x1, y - 0.016, x2, y + 0.016}}
	}
	d.words = map[pageOf][]desk.Word{{2, 0}: {
		at(0, 0.1, 0.2, 0.086, "ACME"), at(0, 0.22, 0.35, 0.086, "Supplies"),
		at(1, 0.1, 0.2, 0.147, "15"), at(1, 0.21, 0.3, 0.147, "Mar"), at(1, 0.31, 0.42, 0.147, "2026,"), at(1, 0.43, 0.5, 0.147, "12:30"),
		at(2, 0.1, 0.2, 0.209, "03/04/2026"), at(3, 0.75, 0.9, 0.209, "18.11.2026"),
		at(4, 0.1, 0.2, 0.332, "10"), at(4, 0.21, 0.3, 0.332, "Gel"), at(4, 0.31, 0.42, 0.332, "pens"), at(5, 0.75, 0.9, 0.332, "15,00"),
		at(6, 0.1, 0.3, 0.578, "TOTAL"), at(7, 0.74, 0.91, 0.578, "€47.60*"), at(8, 0.74, 0.91, 0.701, "1.234"), at(9, 0.1, 0.3, 0.824, "************7373"), at(10, 0.74, 0.9, 0.824, "19%"),
	}}
	d.texts = map[int64]string{2: "ACME Supplies 10 Gel pens"}
	return d
}

// placeOf is where a fraction of the page is on the picture.
func placeOf(w *Window, x, y float64) fyne.Position {
	p := w.panel.viewer.picture
	area := p.area()
	return p.offset.AddXY(float32(x)*area.Width, float32(y)*area.Height)
}

func pointAt(w *Window, x, y float64) {
	w.panel.viewer.picture.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: placeOf(w, x, y)}})
}

// clickAt does what Fyne's driver does: the focus goes when the button is down.
func clickAt(w *Window, x, y float64, m fyne.KeyModifier) {
	p := w.panel.viewer.picture
	ev := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: placeOf(w, x, y)}, Button: desktop.MouseButtonPrimary, Modifier: m}
	p.MouseMoved(ev)
	p.MouseDown(ev)
	w.window.Canvas().Unfocus()
	p.MouseUp(ev)
}

func TestClickAWordIntoAField(t *testing.T) {
	d := wordDesk()
	w := openWindow(t, d, large)
	w.list.goTo(w.place(2), false)
	f := w.panel.form
	f.widen()
	for _, c := range []struct {
		field receipt.Field
		x, y  float64
		want  string // "" where nothing is taken
	}{
		{receipt.FieldVendor, 0.12, 0.086, "ACME Supplies"},
		{receipt.FieldDate, 0.22, 0.147, "2026-03-15"},
		{receipt.FieldDate, 0.12, 0.147, "2026-03-15"},
		{receipt.FieldDate, 0.45, 0.147, ""},           // a time
		{receipt.FieldDate, 0.12, 0.209, "2026-04-03"}, // as receipts in euros write it
		{receipt.FieldDate, 0.8, 0.209, "2026-11-18"},
		{receipt.FieldDate, 0.12, 0.332, ""},
		{receipt.FieldTotal, 0.8, 0.332, "15.00"},
		{receipt.FieldTotal, 0.8, 0.578, "47.60"},
		{receipt.FieldTotal, 0.8, 0.701, "1.234"}, // the field asks which amount
		{receipt.FieldTotal, 0.2, 0.578, ""},
		{receipt.FieldTotal, 0.8, 0.824, ""}, // a rate
		{receipt.FieldTotal, 0.6, 0.45, ""},  // bare paper
		{receipt.FieldCurrency, 0.8, 0.578, "EUR"},
		{receipt.FieldPaymentDigits, 0.2, 0.824, "7373"},
		{receipt.FieldInvoiceNumber, 0.2, 0.209, "03/04/2026"},
	} {
		line := f.fields[c.field]
		f.focus(line)
		before := line.input.Text
		pointAt(w, c.x, c.y)
		if lit := w.panel.viewer.picture.marked != [4]float64{}; lit != (c.want != "") {
			t.Errorf("%s at %v, %v: lit %v", c.field, c.x, c.y, lit)
		}
		clickAt(w, c.x, c.y, 0)
		want := c.want
		if want == "" {
			want = before
		}
		if line.input.Text != want || w.window.Canvas().Focused() != fyne.Focusable(line.input) {
			t.Errorf("%s at %v, %v says %q, want %q; its focus is kept: %v", c.field, c.x, c.y, line.input.Text, want, line.input.focused)
		}
		f.revert(line)
	}
	if len(d.undo) != 0 {
		t.Errorf("something was saved before a field was left: %v", d.asked)
	}
}

func TestAClickIsUndoneLikeTyping(t *testing.T) {
	d := wordDesk()
	w := openWindow(t, d, large)
	w.list.goTo(w.place(2), false)
	f := w.panel.form
	line := f.fields[receipt.FieldTotal]
	f.focus(line)
	before := line.input.Text
	clickAt(w, 0.8, 0.332, 0)
	clickAt(w, 0.8, 0.578, fyne.KeyModifierShift)
	if line.input.Text != "15.00+47.60" || line.means != "= 62.60" {
		t.Errorf("with Shift it says %q, %q", line.input.Text, line.means)
	}
	for range 5 {
		if line.dirty() {
			shortcut(w, &fyne.ShortcutUndo{})
		}
	}
	if line.input.Text != before || len(d.asked) > 0 && slices.Contains(d.asked, "correct 2 total to 62.60") {
		t.Errorf("undone it says %q, want %q; asked %v", line.input.Text, before, d.asked)
	}
	clickAt(w, 0.8, 0.332, 0)
	key(w, fyne.KeyReturn)
	if got := d.find(2).Fields.Total.String(); got != "15.00" {
		t.Errorf("Enter saves %q", got)
	}
	shortcut(w, &fyne.ShortcutUndo{})
	if got := d.find(2).Fields.Total.String(); got != before {
		t.Errorf("Ctrl+Z gives %q, want %q", got, before)
	}
}

// The picture can be moved while a field is typed into, and what is typed goes
// on where it was.
func TestPanningKeepsTheTyping(t *testing.T) {
	d := wordDesk()
	w := openWindow(t, d, large)
	w.list.goTo(w.place(2), false)
	line := retype(w, receipt.FieldTotal, "12")
	p := w.panel.viewer.picture
	ev := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: placeOf(w, 0.8, 0.578)}, Button: desktop.MouseButtonPrimary}
	p.MouseDown(ev)
	w.window.Canvas().Unfocus()
	p.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DX: 30, DY: 10}})
	p.MouseUp(ev)
	typeText(w, ".5")
	if line.input.Text != "12.5" || len(d.undo) != 0 {
		t.Errorf("it says %q; asked %v", line.input.Text, d.asked)
	}
	w.list.focus()
	if got := d.find(2).Fields.Total.String(); got != "12.5" {
		t.Errorf("left, the field is saved as %q", got)
	}
}

func TestWithoutWordsNothingIsLit(t *testing.T) {
	d := wordDesk()
	w := openWindow(t, d, large)
	v := w.panel.viewer
	w.list.goTo(w.place(1), false) // its engine tells no words
	w.panel.form.focus(w.panel.form.fields[receipt.FieldTotal])
	clickAt(w, 0.8, 0.578, 0)
	if v.picture.marked != [4]float64{} || w.panel.form.fields[receipt.FieldTotal].dirty() {
		t.Error("without words something is lit, or taken")
	}
	w.list.focus()
	w.list.goTo(w.place(2), false) // no field has the focus
	clickAt(w, 0.8, 0.578, 0)
	if v.picture.marked != [4]float64{} || len(d.undo) != 0 {
		t.Errorf("without a field something is lit, or changed: %v", d.asked)
	}
	w.turn(2)
	w.panel.form.focus(w.panel.form.fields[receipt.FieldTotal])
	clickAt(w, 1-0.578, 0.8, 0) // the page lies on its side now
	if got := w.panel.form.fields[receipt.FieldTotal].input.Text; got != "47.60" {
		t.Errorf("turned, it takes %q", got)
	}
}

func TestSearchedWordsAreLit(t *testing.T) {
	w := openWindow(t, wordDesk(), large)
	w.search.SetText("gel")
	w.list.goTo(0, false)
	p := w.panel.viewer.picture
	if len(p.hints) != 1 || p.hints[0][0] != 0.21 {
		t.Errorf("lit are %v", p.hints)
	}
	w.search.SetText(`"gel pe"`)
	if len(p.hints) != 2 {
		t.Errorf("of two words lit are %v", p.hints)
	}
	w.search.SetText("")
	if len(p.hints) != 0 {
		t.Errorf("still lit are %v", p.hints)
	}
}

// A day in figures is read as receipts in its currency write it, whatever the
// person's country does; where that is not sure, the field asks.
func TestADayIsReadAsTheReceiptWritesIt(t *testing.T) {
	for _, c := range []struct{ currency, locale, want, saved string }{
		{"USD", "de-DE", "2026-03-04", "2026-03-04"},
		{"EUR", "en-US", "2026-04-03", "2026-04-03"},
		{"CAD", "en-US", "03/04/2026?", ""},
		{"", "de-DE", "03/04/2026?", ""},
	} {
		w := writingIn(c.locale, false)
		_, _, text, ok := w.aim([]desk.Word{{Text: "03/04/2026"}}, 0, receipt.FieldDate, receipt.Fields{Currency: c.currency}, receipt.DateOf(testNow))
		if !ok || text != c.want {
			t.Errorf("%s in %s gives %q", c.currency, c.locale, text)
		}
		saved, err := w.plain(receipt.FieldDate, text, receipt.Fields{}, receipt.DateOf(testNow))
		if saved != c.saved || (err != nil) != (c.saved == "") {
			t.Errorf("%q in %s is saved as %q, %v", text, c.locale, saved, err)
		}
	}
}

func TestShiftAddsOneWord(t *testing.T) {
	d := wordDesk()
	w := openWindow(t, d, large)
	w.list.goTo(w.place(2), false)
	f := w.panel.form
	line := f.fields[receipt.FieldVendor]
	f.focus(line)
	clickAt(w, 0.12, 0.086, 0)
	clickAt(w, 0.35, 0.332, fyne.KeyModifierShift)
	if line.input.Text != "ACME Supplies pens" {
		t.Errorf("it says %q", line.input.Text)
	}
}
