package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestReckoningInAmounts(t *testing.T) {
	point, comma := writingOf(false), writingOf(true)
	tests := []struct {
		w              writing
		text, currency string
		want           string // "" is an error
	}{
		{point, "12.50+3*2", "EUR", "18.50"},
		{comma, "12,50+3*2", "EUR", "18.50"},
		{comma, "1.234,50 + 0,50", "EUR", "1235.00"},
		{point, "(12.50+3)*2", "EUR", "31.00"},
		{point, "100-20-30", "EUR", "50"},
		{point, "100/4/5", "EUR", "5"},
		{point, "10/3", "EUR", "3.33"},
		{point, "10/3*3", "EUR", "10.00"},
		{point, "12.50*1.19", "EUR", "14.88"}, // 14.875: half a cent goes up
		{point, "0.1+0.2", "USD", "0.3"},      // exactly
		{point, "1000/3", "JPY", "333"},
		{point, "1.250/2", "KWD", "0.625"},
		{point, "-3+5", "EUR", "2"},
		{point, "-(3+5)", "EUR", "-8"},
		{point, "2×3÷4", "EUR", "1.5"},
		{point, "3*", "EUR", ""},
		{point, "3+(2", "EUR", ""},
		{point, "3/0", "EUR", ""},
		{point, "3+abc", "EUR", ""},
		{point, "1.234+1", "EUR", ""}, // could be 1234 or 1.23
		{point, "999999999999999*999999999999999", "EUR", ""},
	}
	for _, tt := range tests {
		got, err := tt.w.plain(receipt.FieldTotal, tt.text, receipt.Fields{Currency: tt.currency}, receipt.Date{})
		if (err != nil) != (tt.want == "") {
			t.Errorf("%q: %q, %v, want %q", tt.text, got, err, tt.want)
			continue
		}
		a, err := receipt.ParseAmount(got)
		if err != nil || tt.want != "" && !a.Equal(receipt.MustAmount(tt.want)) {
			t.Errorf("%q: got %q, %v, want %q", tt.text, got, err, tt.want)
		}
	}
}

// FuzzReckon: whatever is typed, what comes out is an amount or an error.
func FuzzReckon(f *testing.F) {
	for _, seed := range []string{"1+2", "(1", "1/0", "--3*-2", "1,5.3+2", "((((((1))))))", "9*9*9*9"} {
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, comma bool) {
		got, err := writingOf(comma).plainAmount(text, "EUR")
		if _, wrong := receipt.ParseAmount(got); err == nil && wrong != nil {
			t.Errorf("%q became %q", text, got)
		}
	})
}

func TestShortDates(t *testing.T) {
	from, today := receipt.Date{Year: 2026, Month: 10, Day: 31}, receipt.DateOf(testNow)
	for _, tt := range []struct {
		text, want string // "" is an error
		comma      bool
	}{
		{"t", "2026-11-24", false},
		{"+", "2026-11-01", false},
		{"++", "2026-11-02", false},
		{"-", "2026-10-30", false},
		{"+10", "2026-11-10", false},
		{"-31", "2026-09-30", false},
		{"]", "2026-11-30", false},
		{"[", "2026-09-30", false},
		{"m", "2026-10-01", false},
		{"h", "2026-10-31", false},
		{"y", "2026-01-01", false},
		{"r", "2026-12-31", false},
		{"15", "2026-10-15", false},
		{"32", "", false},
		{"15/3", "2026-03-15", false},
		{"15.12.", "2025-12-15", false}, // not in the future: last year's
		{"5/3", "", false},              // either way round: asked
		{"5/3", "2026-03-05", true},
		{"29.2.", "2024-02-29", false},
		{"2026-01-02", "2026-01-02", false},
		{"x", "", false},
	} {
		got, err := writingOf(tt.comma).plain(receipt.FieldDate, tt.text, receipt.Fields{Date: from}, today)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%q: got %q, %v, want %q", tt.text, got, err, tt.want)
		}
	}
	if got, err := writingOf(false).plain(receipt.FieldDate, "+", receipt.Fields{}, today); got != "2026-11-25" {
		t.Errorf("without a date, + gives %q, %v", got, err)
	}
}

func TestWhatComesOutIsShownBefore(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(5, false) // #2
	line := retype(w, receipt.FieldTotal, "40+3.8*2")
	if line.message.text != "= 47.60" || !line.message.Visible() {
		t.Errorf("before Enter it says %q", line.message.text)
	}
	key(w, fyne.KeyReturn)
	if line.input.Text != "47.60" || line.means != "" {
		t.Errorf("after Enter the field has %q", line.input.Text)
	}
	if len(d.undo) != 0 {
		t.Error("the same total is no correction")
	}
	line = retype(w, receipt.FieldDate, "+")
	if line.message.text != "= Friday, 20 November 2026" {
		t.Errorf("before Enter it says %q", line.message.text)
	}
	key(w, fyne.KeyReturn)
	if got := d.find(2).Fields.Date.String(); got != "2026-11-20" || line.input.Text != got {
		t.Errorf("the date is %s, the field has %q", got, line.input.Text)
	}
}

func TestCompletion(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(5, false) // #2
	line := retype(w, receipt.FieldVendor, "shel")
	if line.input.ghost.text.Text != "l Station 4711" || line.input.Text != "shel" {
		t.Fatalf("behind %q stands %q", line.input.Text, line.input.ghost.text.Text)
	}
	key(w, fyne.KeyReturn) // Enter takes what was typed, no more
	if got := d.find(2).Fields.Vendor; got != "shel" {
		t.Errorf("Enter made %q of it", got)
	}
	line = retype(w, receipt.FieldVendor, "shell")
	if !line.input.AcceptsTab() {
		t.Error("Tab would leave the field")
	}
	key(w, fyne.KeyTab)
	if line.input.Text != "Shell Station 4711" || line.input.ghost.Visible() || line.input.AcceptsTab() {
		t.Errorf("Tab made %q", line.input.Text)
	}
	key(w, fyne.KeyReturn)
	if got := d.find(2).Fields.Vendor; got != "Shell Station 4711" {
		t.Errorf("the vendor is %q", got)
	}
	category := retype(w, receipt.FieldCategory, "x")
	category.input.SetText("")
	w.list.focus() // an empty field is offered what this vendor had
	w.panel.form.focus(category)
	if category.input.ghost.whole != "Fuel" {
		t.Errorf("for this vendor it offers %q", category.input.ghost.whole)
	}
	key(w, fyne.KeyRight)
	if category.input.Text != "Fuel" {
		t.Errorf("the right arrow made %q", category.input.Text)
	}
}
