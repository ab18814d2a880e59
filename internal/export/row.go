package export

import (
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// columns are the columns that scripts know by name, in their order.
var columns = []string{"file", "status", "vendor", "date", "currency", "subtotal", "tax", "tip", "total",
	"category", "invoice_number", "payment", "document_id", "engine", "error"}

// kind is what a cell holds: it decides what a spreadsheet may make of it.
type kind int

const (
	text   kind = iota // from a receipt or a file name: never to be believed
	word               // one of our own words
	amount             // a decimal literal
	day                // YYYY-MM-DD
)

// cell is one value of a row; an empty value is not known.
type cell struct {
	kind  kind
	value string
}

// cells are the values of the row, one for each column.
func (r Row) cells() []cell {
	f := r.Receipt.Fields
	currency := cell{text, clean(f.Currency)}
	if receipt.ValidCurrency(f.Currency) {
		currency.kind = word
	}
	money := func(a receipt.Amount) cell { return cell{amount, a.In(f.Currency)} }
	return []cell{
		{text, clean(strings.Join(r.paths(), "; "))},
		{word, status(r.Receipt.Status)},
		{text, clean(f.Vendor)},
		{day, f.Date.String()},
		currency,
		money(f.Subtotal), money(f.Tax), money(f.Tip), money(f.Total),
		{text, clean(f.Category)},
		{text, clean(f.InvoiceNumber)},
		{text, clean(f.Payment())},
		{text, clean(r.documentID())},
		{word, string(r.Receipt.Engine)},
		{text, clean(r.reasons())},
	}
}

// paths are the files as they were given.
func (r Row) paths() []string {
	paths := make([]string, len(r.Receipt.Originals))
	for i, o := range r.Receipt.Originals {
		paths[i] = clean(o.Path)
	}
	return paths
}

func (r Row) reasons() string { return strings.Join(r.Receipt.Reasons, "; ") }

// documentID of a duplicate is the one of the receipt that it repeats.
func (r Row) documentID() string {
	if r.Receipt.DocumentID == "" && r.Receipt.Status == receipt.Held {
		return r.DuplicateDocumentID
	}
	return r.Receipt.DocumentID
}

// status is the word for scripts, which knows fewer states than we do.
func status(s receipt.Status) string {
	switch s {
	case receipt.Sending, receipt.Reading:
		return string(receipt.Waiting)
	case receipt.Exported:
		return string(receipt.Ready)
	case receipt.Held:
		return "duplicate"
	}
	return string(s)
}

// clean makes text fit for any file: UTF-8, without the control characters
// that XML and some CSV readers refuse, and with one kind of line end.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == '\t' || r == '\n':
			return r
		case r < ' ' || r == 0x7F || r == 0xFFFE || r == 0xFFFF:
			return -1
		}
		return r
	}, s)
}
