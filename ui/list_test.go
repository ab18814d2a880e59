package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// many are n receipts, all different.
func many(n int) []receipt.Receipt {
	base := pile()
	all := make([]receipt.Receipt, n)
	for i := range all {
		r := base[i%10]
		r.ID, r.Batch = int64(i+1), fmt.Sprint(i/40)
		r.Fields.InvoiceNumber = fmt.Sprintf("INV-%d", i)
		if r.Fields.Vendor != "" {
			r.Fields.Vendor = fmt.Sprintf("%s %d", r.Fields.Vendor, i)
		}
		all[i] = r
	}
	return all
}

func TestOnlyRowsInSightExist(t *testing.T) {
	w := openWindow(t, newFakeDesk(many(3000)...), medium)
	most := int(w.list.scroll.Size().Height/rowHeight) + 2
	for _, at := range []int{0, 1500, 2999, 3} {
		w.list.goTo(at, false)
		if n := len(w.list.body.rows); n == 0 || n > most {
			t.Errorf("at %d there are %d rows, at most %d fit", at, n, most)
		}
		found := false
		for _, r := range w.list.body.rows {
			if r.entry.id() != w.list.shown[r.index] {
				t.Errorf("row %d shows receipt %d", r.index, r.entry.id())
			}
			found = found || r.index == at && r.selected
		}
		if !found {
			t.Errorf("row %d is not in sight", at)
		}
	}
	w.tabs.choose(string(showExported))
	for _, r := range w.list.body.rows {
		if r.index >= len(w.list.shown) || r.entry.receipt.Status != receipt.Exported {
			t.Errorf("row %d is left over", r.index)
		}
	}
}

func TestColumnsForEveryWidth(t *testing.T) {
	for width := float32(200); width < 2000; width += 7 {
		places := arrange(columns, width)
		end := rowSide
		for i, p := range places {
			if p.x < end-0.5 || p.w < 0 {
				t.Fatalf("at %v the column %s lies on the one before", width, p.name)
			}
			end = p.x + p.w
			if i > 0 && p.joined && p.name != columnTotal {
				t.Errorf("the currency is joined to %s", p.name)
			}
		}
		if width > 440 && end > width-rowSide+1 {
			t.Errorf("at %v the columns end at %v", width, end)
		}
		if places[0].name != columnState || places[1].name != columnVendor {
			t.Errorf("at %v status or vendor is missing", width)
		}
	}
}

func TestElide(t *testing.T) {
	openWindow(t, newFakeDesk(), small)
	r := newRuler(13, false)
	long := "Süddeutsche Großhandelsgesellschaft für Bürobedarf mbH"
	got := r.fit(long, 150)
	if w := fyne.MeasureText(got, 13, fyne.TextStyle{}).Width; w > 151 || w < 120 {
		t.Errorf("%q is %v wide, 150 are free", got, w)
	}
	if got := r.fit("Rewe", 150); got != "Rewe" {
		t.Errorf("a text that fits became %q", got)
	}
	if got := r.fit(long, 1); got != "…" {
		t.Errorf("without room it is %q", got)
	}
}
