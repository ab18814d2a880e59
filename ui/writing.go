package ui

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// writing is how the person writes numbers and dates.
type writing struct {
	decimal, group string
	date           string // the layout of a day, "" for 2006-01-02
}

// writingIn is how people of a locale, such as "de-CH", write.
func writingIn(locale string, decimalComma bool) writing {
	w := writingOf(decimalComma)
	tag, err := language.Parse(locale)
	if err != nil {
		return w
	}
	base, _ := tag.Base()
	region, sure := tag.Region()
	if sure < language.Exact { // "en" alone is no country's
		return w
	}
	if signs := strings.Trim(message.NewPrinter(tag).Sprint(number.Decimal(12345)), "0123456789"); signs != "" {
		w.group = signs
	}
	w.date = dateLayouts[base.String()]
	if layout, ok := dateLayouts[base.String()+"-"+region.String()]; ok {
		w.date = layout
	}
	return w
}

// dateLayouts are the short dates of languages and countries, from the Common
// Locale Data Repository; years have all four digits.
var dateLayouts = map[string]string{
	"de": "02.01.2006", "da": "02.01.2006", "nb": "02.01.2006", "no": "02.01.2006", "fi": "02.01.2006", "pl": "02.01.2006", "cs": "02.01.2006",
	"ru": "02.01.2006", "uk": "02.01.2006", "tr": "02.01.2006", "ro": "02.01.2006",
	"en": "02/01/2006", "fr": "02/01/2006", "es": "02/01/2006", "it": "02/01/2006", "pt": "02/01/2006", "el": "02/01/2006",
	"en-US": "01/02/2006", "en-CA": "", "fr-CA": "", "en-ZA": "", "en-SE": "", "fr-CH": "02.01.2006", "it-CH": "02.01.2006", "nl": "02-01-2006",
}

// day is a day for reading and for editing; "" for unknown.
func (w writing) day(d receipt.Date) string {
	if w.date == "" || !d.Known() {
		return d.String()
	}
	return d.Time().Format(w.date)
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
	if name == receipt.FieldDate {
		return w.day(f.Date)
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
