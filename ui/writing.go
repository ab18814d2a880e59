package ui

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// writing is how the person writes numbers.
type writing struct {
	decimal, group string
}

// DecimalComma tells whether people of a locale, such as "de-AT", write 1,5
// for one and a half.
func DecimalComma(locale string) bool {
	tag, err := language.Parse(locale)
	return err == nil && strings.Contains(message.NewPrinter(tag).Sprint(number.Decimal(1.5)), ",")
}

func writingOf(decimalComma bool) writing {
	if decimalComma {
		return writing{decimal: ",", group: "."}
	}
	return writing{decimal: ".", group: ","}
}

// amount is the amount for reading: "1,234.50", "−3.00", "" for unknown.
func (w writing) amount(a receipt.Amount, currency string) string {
	text := a.In(currency)
	if text == "" {
		return ""
	}
	text, minus := strings.CutPrefix(text, "-")
	whole, fraction, point := strings.Cut(text, ".")
	var b strings.Builder
	if minus {
		b.WriteString("−")
	}
	for i, digit := range whole {
		if left := len(whole) - i; i > 0 && left%3 == 0 {
			b.WriteString(w.group)
		}
		b.WriteRune(digit)
	}
	if point {
		b.WriteString(w.decimal + fraction)
	}
	return b.String()
}

// entry is the amount for editing: as the person would type it.
func (w writing) entry(a receipt.Amount, currency string) string {
	return strings.Replace(a.In(currency), ".", w.decimal, 1)
}

// field is any field of a receipt for editing.
func (w writing) field(f receipt.Fields, name receipt.Field) string {
	if name.Money() {
		return w.entry(f.Amount(name), f.Currency)
	}
	return f.Get(name)
}

// equation is a proof's equation in the person's writing.
func (w writing) equation(text string) string {
	if w.decimal == "," {
		return strings.ReplaceAll(text, ".", ",")
	}
	return text
}
