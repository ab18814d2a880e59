package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestWhatWouldMendTheFigures(t *testing.T) {
	fields := func(subtotal, tax, tip, total string) receipt.Fields {
		f := receipt.Fields{Currency: "EUR"}
		f.Subtotal, _ = receipt.ParseAmount(subtotal)
		f.Tax, _ = receipt.ParseAmount(tax)
		f.Tip, _ = receipt.ParseAmount(tip)
		f.Total, _ = receipt.ParseAmount(total)
		return f
	}
	items := func(f receipt.Fields, totals ...string) receipt.Fields {
		for _, a := range totals {
			f.LineItems = append(f.LineItems, receipt.LineItem{Total: receipt.MustAmount(a)})
		}
		return f
	}
	taxes := func(f receipt.Fields, totals ...string) receipt.Fields {
		for _, a := range totals {
			f.TaxLines = append(f.TaxLines, receipt.TaxLine{Total: receipt.MustAmount(a)})
		}
		return f
	}
	tests := []struct {
		name  string
		f     receipt.Fields
		field receipt.Field // "" for no mend
		to    string
		why   string
	}{
		{"it holds", fields("50.00", "10.00", "", "60.00"), "", "", ""},
		{"no subtotal", fields("", "10.00", "", "66.00"), "", "", ""},
		{"the total stands alone", fields("50.00", "10.00", "", "66.00"), receipt.FieldTotal, "60.00", ""},
		{"the items say another subtotal", items(fields("50.00", "10.00", "", "66.00"), "26.00", "30.00"), receipt.FieldSubtotal, "56.00", "line items come to 56.00"},
		{"the tax lines say another tax", taxes(fields("50.00", "10.00", "", "66.00"), "7.00", "9.00"), receipt.FieldTax, "16.00", "tax lines come to 16.00"},
		{"the prices hold the tax", fields("60.00", "10.00", "", "60.00"), receipt.FieldSubtotal, "50.00", "hold the tax already"},
		{"no tax was found", fields("50.00", "", "", "59.50"), receipt.FieldTax, "9.50", "missing"},
		{"no tax, and too far off for one", fields("50.00", "", "", "95.00"), receipt.FieldTotal, "50.00", ""},
		{"swapped digits", fields("50.00", "13.00", "", "36.00"), receipt.FieldTotal, "63.00", "swapped"},
		{"the point", fields("50.00", "10.00", "", "6000"), receipt.FieldTotal, "60.00", "point"},
		{"a tip", taxes(items(fields("50.00", "10.00", "", "65.00"), "50.00"), "10.00"), receipt.FieldTip, "5.00", "tip"},
	}
	for _, tt := range tests {
		m, ok := mendOf(tt.f)
		if ok != (tt.field != "") {
			t.Errorf("%s: %+v, %v", tt.name, m, ok)
			continue
		}
		if !ok {
			continue
		}
		if m.field != tt.field || !m.to.Equal(receipt.MustAmount(tt.to)) || !strings.Contains(m.why, tt.why) || tt.why == "" && m.why != "" {
			t.Errorf("%s: make the %s %s because %q; want the %s %s because %q", tt.name, m.field, m.to, m.why, tt.field, tt.to, tt.why)
		}
		if err := tt.f.Set(m.field, m.to.String()); err != nil {
			t.Fatal(err)
		}
		if p := receipt.Prove(tt.f, nil, nil, receipt.Date{}); !p.Holds {
			t.Errorf("%s: after it, %s does not hold", tt.name, p.Equation)
		}
	}
}

func TestOneKeyMends(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(11, false) // Hotel Adler: 310.00 + 11.78 ≠ 327.78
	p := w.panel.form.proof
	if got := p.banner.text; got != "310.00 + 11.78 ≠ 327.78: off by 6.00." || p.use.Hidden || !strings.Contains(p.use.text, "321.78") {
		t.Fatalf("it says %q, the button %q", got, p.use.text)
	}
	key(w, fyne.KeyF9)
	if got := d.find(8); got.Fields.Total.String() != "321.78" || got.Status != receipt.Ready || !p.use.Hidden {
		t.Errorf("after F9 the total is %s, %s", got.Fields.Total, got.Status)
	}
	if p.banner.text != "310.00 + 11.78 = 321.78" {
		t.Errorf("it says %q", p.banner.text)
	}
	key(w, fyne.KeyF9)
	if !strings.Contains(w.toast.text(), "nothing to mend") {
		t.Errorf("the toast says %q", w.toast.text())
	}
	shortcut(w, &fyne.ShortcutUndo{})
	if d.find(8).Fields.Total.String() != "327.78" {
		t.Error("it cannot be undone")
	}
}
