package ui

import (
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	point, comma := writingOf(false), writingOf(true)
	tests := []struct {
		w              writing
		text, currency string
		want           string // "" is an error
	}{
		{point, "12.50", "EUR", "12.50"},
		{point, "12,50", "EUR", "12.50"},
		{comma, "12,50 €", "EUR", "12.50"},
		{comma, "12.50", "EUR", "12.50"},
		{point, "1,234.50", "USD", "1234.50"},
		{point, "1.234,50", "EUR", "1234.50"},
		{comma, "1.234.567,8", "EUR", "1234567.8"},
		{point, "1,234", "USD", "1234"},
		{comma, "1.234", "EUR", "1234"},
		{point, "1.234", "EUR", ""}, // could be 1234 or 1.23
		{comma, "1,234", "EUR", ""},
		{point, "1.250", "KWD", "1.250"}, // three decimals are right there
		{comma, "1,250", "KWD", "1.250"},
		{point, "0.125", "USD", "0.125"},
		{point, "1234.567", "USD", "1234.567"},
		{point, "1'234.50", "CHF", "1234.50"},
		{comma, "1 234,50", "EUR", "1234.50"},
		{comma, "1\u00a0234,50", "EUR", "1234.50"},
		{point, "-3.20", "EUR", "-3.20"},
		{point, "−3.20", "EUR", "-3.20"},
		{point, "3.20-", "EUR", "-3.20"},
		{point, "(3.20)", "USD", "-3.20"},
		{point, "$ 3.20", "USD", "3.20"},
		{point, "EUR 3.20", "EUR", "3.20"},
		{point, "3.20 eur", "EUR", "3.20"},
		{point, ".5", "USD", "0.5"},
		{point, "1100", "JPY", "1100"},
		{point, "", "USD", ""},
		{point, "abc", "USD", ""},
		{point, "12.3.4", "USD", ""},
		{point, "1,23,4.5", "USD", ""},
		{point, "--3", "USD", ""},
		{point, "3,", "USD", "3"},
		{point, "12 x", "USD", ""},
	}
	for _, tt := range tests {
		got, err := tt.w.plain(receipt.FieldTotal, tt.text, receipt.Fields{Currency: tt.currency}, receipt.Date{})
		if tt.text == "" {
			if got != "" || err != nil {
				t.Errorf("blank gives %q, %v", got, err)
			}
			continue
		}
		if (err != nil) != (tt.want == "") || got != tt.want {
			t.Errorf("%q with %q decimals in %s: got %q, %v, want %q", tt.text, tt.w.decimal, tt.currency, got, err, tt.want)
		}
		if err == nil {
			if _, err := receipt.ParseAmount(got); err != nil {
				t.Errorf("%q became %q, which the desk does not take: %v", tt.text, got, err)
			}
		}
	}
}

func TestDatesAsPeopleWriteThem(t *testing.T) {
	today := receipt.DateOf(testNow)
	tests := []struct{ text, want string }{
		{"2026-03-15", "2026-03-15"},
		{"2026-3-5", "2026-03-05"},
		{"15.3.2026", "2026-03-15"},
		{"5.3.2026", "2026-03-05"}, // points are day first everywhere
		{"15/3/26", "2026-03-15"},
		{"3/15/2026", "2026-03-15"},
		{"5/5/2026", "2026-05-05"},
		{"3/5/2026", ""}, // either way round: asked
		{"15 Mar 2026", "2026-03-15"},
		{"March 15, 2026", "2026-03-15"},
		{"t", "2026-11-24"},
		{"31.2.2026", ""},
		{"yesterday", ""},
		{"2026", ""},
	}
	for _, tt := range tests {
		got, err := (writing{}).plainDate(tt.text, today)
		if got != tt.want || (err != nil) != (tt.want == "") {
			t.Errorf("%q: got %q, %v, want %q", tt.text, got, err, tt.want)
		}
	}
	if _, err := (writing{}).plainDate("3/5/2026", today); !strings.Contains(err.Error(), "2026-05-03") || !strings.Contains(err.Error(), "2026-03-05") {
		t.Errorf("the question does not name both days: %v", err)
	}
}

func TestCurrenciesAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{"eur": "EUR", "€": "EUR", "USD": "USD", "$": "", "euros": ""} {
		got, err := plainCurrency(text)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestAmountsForReading(t *testing.T) {
	tests := []struct {
		comma          bool
		text, currency string
		read, edit     string
	}{
		{false, "1234567.5", "USD", "1,234,567.50", "1234567.50"},
		{true, "1234.5", "EUR", "1.234,50", "1234,50"},
		{false, "-3", "EUR", "−3.00", "-3.00"},
		{false, "1100", "JPY", "1,100", "1100"},
		{false, "1.25", "KWD", "1.250", "1.250"},
		{false, "123.4", "", "123.4", "123.4"},
		{false, "", "EUR", "", ""},
	}
	for _, tt := range tests {
		w := writingOf(tt.comma)
		a, err := receipt.ParseAmount(tt.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.amount(a, tt.currency); got != tt.read {
			t.Errorf("%s %s reads %q, want %q", tt.text, tt.currency, got, tt.read)
		}
		edit := w.entry(a, tt.currency)
		if edit != tt.edit {
			t.Errorf("%s %s is edited as %q, want %q", tt.text, tt.currency, edit, tt.edit)
		}
		back, err := w.plain(receipt.FieldTotal, edit, receipt.Fields{Currency: tt.currency}, receipt.Date{})
		if again, _ := receipt.ParseAmount(back); err != nil || !again.Equal(a) {
			t.Errorf("%s %s comes back from its entry as %q, %v", tt.text, tt.currency, back, err)
		}
	}
}

func TestDecimalComma(t *testing.T) {
	for locale, want := range map[string]bool{"en-US": false, "en": false, "de-DE": true, "fr": true, "de-CH": false, "es-MX": false, "": false, "nonsense!": false} {
		if got := DecimalComma(locale); got != want {
			t.Errorf("%q: %v", locale, got)
		}
	}
}
