package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// An exported receipt is in books that a change here does not reach.
func TestAnExportedReceiptIsChangedOnlyWhenAskedFor(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	var id int64
	for _, r := range d.receipts {
		if r.Status == receipt.Exported {
			id = r.ID
			break
		}
	}
	before := d.find(id).Fields.Vendor
	w.show(id)
	line := w.panel.form.order[slices.IndexFunc(w.panel.form.order, func(f *field) bool { return f.name == receipt.FieldVendor })]
	typeIn := func(text string) {
		w.window.Canvas().Focus(line.input)
		line.input.SetText(text)
		w.panel.form.commit(line)
	}

	typeIn("Another Shop")
	if w.sheet == nil {
		t.Fatal("it does not ask")
	}
	test.Tap(w.sheetButtons()["Leave it"])
	if got := d.find(id).Fields.Vendor; got != before || line.input.Text != before {
		t.Errorf("left alone it is %q, and the line says %q", got, line.input.Text)
	}

	typeIn("Another Shop")
	test.Tap(w.sheetButtons()["Change it"])
	if got := d.find(id).Fields.Vendor; got != "Another Shop" {
		t.Errorf("changed it is %q", got)
	}
	typeIn("A Third Shop")
	if w.sheet != nil {
		t.Error("it asks once more")
	}
	if asked := strings.Join(d.asked, "\n"); !strings.Contains(asked, "A Third Shop") {
		t.Errorf("asked of the desk was\n%s", asked)
	}
}
