package ui

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// aim tells which words, from the one at a place in a page's words, a field
// would take, and as what text. ok is false for what is nothing for the field:
// that is not lit, and a click on it does nothing.
func (w writing) aim(words []desk.Word, at int, name receipt.Field, f receipt.Fields, today receipt.Date) (from, to int, text string, ok bool) {
	word := words[at].Text
	switch {
	case name.Money():
		text, ok = w.amountIn(word, f.Currency)
	case name == receipt.FieldDate:
		return aimDate(words, at, f.Currency, today)
	case name == receipt.FieldCurrency:
		text, ok = currencyIn(word)
	case name == receipt.FieldPaymentDigits:
		digits := strings.Map(onlyDigit, word)
		text, ok = digits[max(0, len(digits)-4):], len(digits) >= 4
	case name == receipt.FieldInvoiceNumber:
		text = strings.Trim(word, ":;,.#()[]")
		ok = text != ""
	default:
		return aimRun(words, at)
	}
	return at, at + 1, text, ok
}

// aimCell is aim for the cell of a grid: quantities and rates are printed with
// signs that money does not have.
func (w writing) aimCell(words []desk.Word, at, column int, name receipt.Field, f receipt.Fields, today receipt.Date) (from, to int, text string, ok bool) {
	if column == 1 {
		word := strings.TrimRight(words[at].Text, "%xX×*")
		text, ok = w.amountIn(word, "")
		return at, at + 1, text, ok
	}
	return w.aim(words, at, name, f, today)
}

// aimRun takes the words that stand side by side.
func aimRun(words []desk.Word, at int) (from, to int, text string, ok bool) {
	from, to = at, at+1
	for from > 0 && words[from-1].Line == words[at].Line {
		from--
	}
	for to < len(words) && words[to].Line == words[at].Line {
		to++
	}
	parts := make([]string, 0, to-from)
	for _, word := range words[from:to] {
		parts = append(parts, word.Text)
	}
	return from, to, strings.Join(parts, " "), true
}

func onlyDigit(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

// amountIn is the amount in a word, such as "€12,50*", as a person would type
// it. What may be two amounts stays as it is printed: the field asks.
func (w writing) amountIn(word, currency string) (string, bool) {
	core := strings.TrimFunc(word, func(r rune) bool {
		return !unicode.IsDigit(r) && !strings.ContainsRune("-−+()", r)
	})
	if !strings.ContainsFunc(core, unicode.IsDigit) || strings.ContainsAny(word, "%:/") {
		return "", false
	}
	plain, err := w.plainNumber(core, currency)
	if err != nil {
		return core, !strings.ContainsFunc(core, unicode.IsLetter) && strings.ContainsAny(core, ".,")
	}
	return strings.Replace(plain, ".", w.decimal, 1), true
}

// currencyIn is the currency that a word names or is printed with.
func currencyIn(word string) (string, bool) {
	sign := strings.TrimFunc(word, func(r rune) bool { return unicode.IsDigit(r) || unicode.IsPunct(r) || unicode.IsSpace(r) })
	code, err := plainCurrency(sign)
	return code, err == nil && sign != ""
}

var dateLike = regexp.MustCompile(`^\d{1,4}[./-]\d{1,2}[./-]\d{2,4}$`)

// printedDates is how receipts in a currency write a day in figures, where that
// is sure: the day is first nearly everywhere, but not in the United States and
// the Philippines, and Canada and South Africa write it in more than one way.
func printedDates(currency string) writing {
	switch currency {
	case "USD", "PHP":
		return writing{date: "01/02/2006"}
	case "EUR", "GBP", "CHF", "AUD", "NZD", "INR", "SGD", "MYR", "IDR", "THB", "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "ILS", "AED", "SAR", "EGP", "TRY",
		"DKK", "NOK", "ISK", "CZK", "PLN", "RON", "BGN", "RSD", "UAH", "RUB", "NGN", "HKD":
		return writing{date: "02/01/2006"}
	}
	return writing{}
}

// askDay at the end of a date has a field ask which day it is, whatever way
// round the person's country writes: the receipt may be from another one.
const askDay = "?"

// aimDate takes a word that is a date, or up to four words side by side that
// are one with the name of its month.
func aimDate(words []desk.Word, at int, currency string, today receipt.Date) (from, to int, text string, ok bool) {
	word := strings.Trim(words[at].Text, ",;:()[]")
	if dateLike.MatchString(word) {
		plain, err := printedDates(currency).plainDate(word, today)
		if err != nil {
			return at, at + 1, word + askDay, true
		}
		return at, at + 1, plain, true
	}
	for n := 4; n > 0; n-- {
		for from := max(0, at-n+1); from <= at && from+n <= len(words); from++ {
			if plain, ok := namedDate(words[from:from+n], today); ok {
				return from, from + n, plain, true
			}
		}
	}
	return 0, 0, "", false
}

// namedDate reads words as a date with the name of its month.
func namedDate(words []desk.Word, today receipt.Date) (string, bool) {
	parts := make([]string, len(words))
	for i, word := range words {
		if word.Line != words[0].Line {
			return "", false
		}
		parts[i] = strings.Trim(word.Text, ",;:()[].")
	}
	text := strings.NewReplacer("-", " ", ".", " ", "/", " ").Replace(strings.Join(parts, " "))
	if !strings.ContainsFunc(text, unicode.IsLetter) || !strings.ContainsFunc(text, unicode.IsDigit) {
		return "", false
	}
	plain, err := (writing{}).plainDate(text, today)
	return plain, err == nil
}
