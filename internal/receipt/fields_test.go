package receipt

import (
	"encoding/json"
	"testing"
)

func TestSetTakesWhatGetGave(t *testing.T) {
	f := good()
	f.Tip, f.Category, f.InvoiceNumber, f.PaymentType, f.PaymentDigits, f.Notes = MustAmount("1.50"), "Travel", "A-1", "visa", "7373", "lunch"
	var copied Fields
	for _, name := range AllFields() {
		if err := copied.Set(name, f.Get(name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if copied.Get(name) != f.Get(name) {
			t.Errorf("%s: %q became %q", name, f.Get(name), copied.Get(name))
		}
	}
	if copied.Payment() != "visa 7373" {
		t.Errorf("payment %q", copied.Payment())
	}
}

func TestSetRefusesWhatMakesNoSense(t *testing.T) {
	for name, text := range map[Field]string{FieldTotal: "twelve", FieldDate: "15/03/2026", FieldCurrency: "pounds", "colour": "red"} {
		f := good()
		before := f.Get(name)
		if err := f.Set(name, text); err == nil {
			t.Errorf("%s took %q", name, text)
		}
		if f.Get(name) != before {
			t.Errorf("%s lost %q", name, before)
		}
	}
	f := good()
	if err := f.Set(FieldCurrency, " eur "); err != nil || f.Currency != "EUR" {
		t.Errorf("currency %q, %v", f.Currency, err)
	}
	if err := f.Set(FieldTotal, ""); err != nil || f.Total.Known() {
		t.Errorf("a total that was cleared is %q, %v", f.Total, err)
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{"2026-03-15": "2026-03-15", "2026-03-15 14:38:27": "2026-03-15", "": ""} {
		if d, err := ParseDate(text); err != nil || d.String() != want {
			t.Errorf("%q: %q, %v", text, d, err)
		}
	}
	for _, text := range []string{"2026-02-30", "15.03.2026", "2026-3-15", "yesterday"} {
		if d, err := ParseDate(text); err == nil {
			t.Errorf("%q was taken as %q", text, d)
		}
	}
	data, err := json.Marshal(Date{2026, 3, 15})
	var back Date
	if err != nil || json.Unmarshal(data, &back) != nil || back != (Date{2026, 3, 15}) {
		t.Errorf("%s came back as %v, %v", data, back, err)
	}
}

func TestSaleKey(t *testing.T) {
	a := good()
	for name, test := range map[string]struct {
		change func(*Fields)
		same   bool
	}{
		"the same":              {func(*Fields) {}, true},
		"other letters":         {func(f *Fields) { f.Vendor = "OFFICE-WORLD." }, true},
		"other digits":          {func(f *Fields) { f.Total = MustAmount("60.0") }, true},
		"another day":           {func(f *Fields) { f.Date.Day++ }, false},
		"another total":         {func(f *Fields) { f.Total = MustAmount("60.01") }, false},
		"another currency":      {func(f *Fields) { f.Currency = "EUR" }, false},
		"a total of nothing":    {func(f *Fields) { f.Total = MustAmount("0") }, false},
		"nothing known of when": {func(f *Fields) { f.Date = Date{} }, false},
	} {
		b := good()
		test.change(&b)
		if got := SaleKey(b) != "" && SaleKey(a) == SaleKey(b); got != test.same {
			t.Errorf("%s: %v, %q and %q", name, got, SaleKey(a), SaleKey(b))
		}
	}
}
