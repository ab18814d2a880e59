package export

import (
	"strconv"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// entry is one line to be written: a part of a receipt.
type entry struct {
	scribe *scribe
	row    *Row
	part   part
	line   int    // from 1
	number string // printed or made up
	made   bool
}

func (e *entry) fields() *receipt.Fields { return &e.row.Receipt.Fields }

func (e *entry) money(a receipt.Amount) cell { return cell{amount, a.In(e.fields().Currency)} }

// refund tells whether the money came back.
func refund(f *receipt.Fields) bool { return f.Total.Sign() < 0 }

// Field is a value that a profile's columns can have, as {Name}.
type Field struct{ Name, Words string }

// Fields are all that a profile can name, with words for people who make one.
func Fields() []Field {
	list := make([]Field, len(fields))
	for i, f := range fields {
		list[i] = Field{f.name, f.what}
	}
	return list
}

// field is a value that columns and records can have.
type field struct {
	name string
	what string // for people
	of   func(*entry) cell
}

// fields are all that a profile can name. The first are the columns that
// scripts know.
var fields = []field{
	{"file", "the files as they were given", func(e *entry) cell { return cell{text, clean(strings.Join(e.row.paths(), "; "))} }},
	{"status", "where the receipt stands", func(e *entry) cell { return cell{word, status(e.row.Receipt.Status)} }},
	{"vendor", "who was paid", func(e *entry) cell { return cell{text, clean(e.fields().Vendor)} }},
	{"date", "the day on the receipt", func(e *entry) cell { return cell{day, e.fields().Date.String()} }},
	{"currency", "three letters", func(e *entry) cell { return currencyCell(e.fields().Currency) }},
	{"subtotal", "before tax, as printed", func(e *entry) cell { return e.money(e.fields().Subtotal) }},
	{"tax", "all taxes", func(e *entry) cell { return e.money(e.fields().Tax) }},
	{"tip", "the tip", func(e *entry) cell { return e.money(e.fields().Tip) }},
	{"total", "what was paid", func(e *entry) cell { return e.money(e.fields().Total) }},
	{"category", "what kind of purchase", func(e *entry) cell { return cell{text, clean(e.fields().Category)} }},
	{"invoice-number", "the number as printed", func(e *entry) cell { return cell{text, clean(e.fields().InvoiceNumber)} }},
	{"payment", "how it was paid: visa 7373", func(e *entry) cell { return cell{text, clean(e.fields().Payment())} }},
	{"document-id", "the engine's number", func(e *entry) cell { return cell{text, clean(e.row.documentID())} }},
	{"engine", "who read it", func(e *entry) cell { return cell{word, string(e.row.Receipt.Engine)} }},
	{"error", "why it is not ready", func(e *entry) cell { return cell{text, clean(e.row.reasons())} }},

	{"id", "the number that Spindle shows", func(e *entry) cell { return cell{word, strconv.FormatInt(e.row.Receipt.ID, 10)} }},
	{"discount", "what was taken off", func(e *entry) cell { return e.money(e.fields().Discount) }},
	{"fees", "shipping and service", func(e *entry) cell { return e.money(e.fields().Fees) }},
	{"rounding", "what cash rounding added", func(e *entry) cell { return e.money(e.fields().Rounding) }},
	{"net", "the total without tax", func(e *entry) cell { return e.money(e.fields().Total.Sub(taxOf(e.fields()))) }},
	{"notes", "the person's notes", func(e *entry) cell { return cell{text, clean(e.fields().Notes)} }},
	{"payment-type", "visa, cash, ...", func(e *entry) cell { return cell{text, clean(e.fields().PaymentType)} }},
	{"payment-digits", "the card's last digits", func(e *entry) cell { return cell{text, clean(e.fields().PaymentDigits)} }},
	{"number", "the number as printed; a made-up one where there is none", func(e *entry) cell { return cell{text, e.number} }},
	{"due-date", "the day and the choice due-days after it", func(e *entry) cell { return cell{day, e.due().String()} }},
	{"summary", "what was bought, in a few words", func(e *entry) cell { return cell{text, e.summary()} }},
	{"picture", "the name of the picture beside the export", func(e *entry) cell { return cell{text, e.scribe.picture(*e.row)} }},
	{"type", "the word for a purchase or a refund", func(e *entry) cell { return cell{word, e.scribe.typeOf(e)} }},
	{"account", "the account of the category", func(e *entry) cell { return e.scribe.need(e, "account", e.fields().Category) }},
	{"posting-account", "the account of this line", func(e *entry) cell { return cell{word, e.scribe.accountOf(e)} }},
	{"vendor-number", "the vendor's number in the books", func(e *entry) cell { return e.scribe.need(e, "vendor", clean(e.fields().Vendor)) }},
	{"payment-account", "the account that paid", func(e *entry) cell { return e.scribe.need(e, "payment", strings.ToLower(flat(e.fields().PaymentType))) }},
	{"tax-name", "what the books call this line's tax", func(e *entry) cell { return e.scribe.taxName(e) }},

	{"line", "the line's number in the receipt", func(e *entry) cell { return cell{amount, strconv.Itoa(e.line)} }},
	{"line-kind", "goods, item, tax, tip, fees, discount, rounding, difference or paid", func(e *entry) cell { return cell{word, e.part.kind} }},
	{"line-text", "what the line is for", func(e *entry) cell { return cell{text, clean(e.part.text)} }},
	{"line-quantity", "how many", func(e *entry) cell { return cell{amount, e.part.quantity.String()} }},
	{"line-price", "for each", func(e *entry) cell { return e.money(e.part.price) }},
	{"line-net", "the line without tax", func(e *entry) cell { return e.money(e.part.net) }},
	{"line-tax", "the line's tax", func(e *entry) cell { return e.money(e.part.tax) }},
	{"line-total", "the line with tax; the lines of a receipt add up to its total", func(e *entry) cell { return e.money(e.part.total()) }},
	{"line-taxable", "Y or N", func(e *entry) cell { return cell{word, map[bool]string{true: "Y", false: "N"}[e.part.taxed]} }},
	{"line-rate", "the tax in percent", func(e *entry) cell { return cell{amount, percent(e.part.rate)} }},
}

func fieldNames() []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return names
}

func currencyCell(code string) cell {
	if receipt.ValidCurrency(code) {
		return cell{word, code}
	}
	return cell{text, clean(code)}
}

// due is the day on which a bill is to be paid.
func (e *entry) due() receipt.Date {
	date := e.fields().Date
	days, err := strconv.Atoi(e.scribe.choice("due-days"))
	if err != nil || !date.Known() {
		return date
	}
	return receipt.DateOf(date.Time().AddDate(0, 0, days))
}

// summary is what was bought: the first things on the receipt, or the note,
// or the category.
func (e *entry) summary() string {
	const most = 60
	var b strings.Builder
	for i, l := range e.fields().LineItems {
		words := flat(l.Description)
		if words == "" {
			continue
		}
		if b.Len() > 0 && b.Len()+len(words) > most {
			b.WriteString(" +" + strconv.Itoa(len(e.fields().LineItems)-i) + " more")
			break
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString(words)
	}
	for _, other := range []string{e.fields().Notes, e.fields().Category, "Receipt"} {
		if b.Len() == 0 {
			b.WriteString(flat(other))
		}
	}
	return b.String()
}

// flat is text on one line, with single spaces.
func flat(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }
