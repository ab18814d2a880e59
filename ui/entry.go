package ui

import (
	"maps"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// entry is a receipt with what the list needs of it, made once per change.
// There may be a hundred thousand, so it holds only what a search, a filter or
// a sum asks of all of them; the rest is worked out for those in sight.
type entry struct {
	search  string // what a search looks through, as fold writes it
	views   views  // which of the views show it
	gone    bool   // it was replaced or removed
	places  int8   // the total is units / 10^places; -1 where it is not known, or too large for that
	units   int64
	first   int64 // the first receipt of its batch, which is its place in the list
	receipt receipt.Receipt
	state   state
	book    *book

	proved *receipt.Proof // what proof gave
	alone  *bool          // what provesAlone gave
}

func (e *entry) id() int64     { return e.receipt.ID }
func (e *entry) trashed() bool { return !e.receipt.Trashed.IsZero() }

// file is the name of the first file of a receipt.
func file(r receipt.Receipt) string {
	if len(r.Originals) == 0 {
		return ""
	}
	path := r.Originals[0].Path
	if strings.Contains(path, `\`) {
		path = strings.ReplaceAll(path, `\`, "/")
	}
	return filepath.Base(filepath.FromSlash(path))
}

// newEntry works out what the list needs of a receipt. It touches nothing of
// the book but what never changes, so that it may run on any goroutine.
func (b *book) newEntry(r receipt.Receipt) *entry {
	e := &entry{receipt: r, state: stateOf(r), first: r.ID, book: b, places: -1}
	e.views = viewsOf(r)
	e.measure()
	f := &e.receipt.Fields
	var s strings.Builder
	for i, part := range [...]string{f.Vendor, f.InvoiceNumber, f.Date.String(), b.writing.day(f.Date), f.Total.In(f.Currency), b.writing.amount(f.Total, f.Currency),
		b.writing.amount(f.Tax, f.Currency), f.Currency, f.Category, file(r), f.Notes, strings.Join(r.Tags, "\n"), e.state.word} {
		if i > 0 {
			s.WriteByte('\n')
		}
		s.WriteString(part)
	}
	e.search = fold(s.String())
	return e
}

// measure keeps the total as a whole number of its last digit: adding up a
// hundred thousand of those takes a moment, and is as exact.
func (e *entry) measure() {
	total := e.receipt.Fields.Total
	if !total.Known() {
		return
	}
	whole, fraction, _ := strings.Cut(total.String(), ".")
	if len(whole)+len(fraction) > 13 {
		return
	}
	if n, err := strconv.ParseInt(whole+fraction, 10, 64); err == nil {
		e.units, e.places = n, int8(len(fraction))
	}
}

// text is what a column says of the receipt; "" for nothing.
func (e *entry) text(c columnName) string {
	f := &e.receipt.Fields
	switch c {
	case columnState:
		return e.state.word
	case columnVendor:
		return f.Vendor
	case columnDate:
		return e.book.writing.day(f.Date)
	case columnTotal:
		return e.book.writing.amount(f.Total, f.Currency)
	case columnCurrency:
		return f.Currency
	case columnTax:
		return e.book.writing.amount(f.Tax, f.Currency)
	case columnCategory:
		return f.Category
	case columnFile:
		return file(e.receipt)
	case columnNumber:
		return f.InvoiceNumber
	case columnTags:
		return strings.Join(e.receipt.Tags, ", ")
	case columnSubtotal:
		return e.book.writing.amount(f.Subtotal, f.Currency)
	case columnTip:
		return e.book.writing.amount(f.Tip, f.Currency)
	case columnPaid:
		return f.PaymentType
	case columnNotes:
		return strings.ReplaceAll(f.Notes, "\n", " ")
	}
	return ""
}

// proof is the arithmetic of a receipt that has been read, worked out when it
// is first asked for.
func (e *entry) proof() receipt.Proof {
	if e.proved == nil {
		var p receipt.Proof
		if r := &e.receipt; r.Status.Read() {
			p = receipt.Prove(r.Fields, r.Evidence, r.Corrected, e.book.today())
		}
		e.proved = &p
	}
	return *e.proved
}

// doubts is what is doubtful about the fields of a receipt to be reviewed.
func (e *entry) doubts() map[receipt.Field]string {
	doubts := make(map[receipt.Field]string)
	if e.receipt.Status == receipt.Review {
		for _, d := range e.proof().Doubts {
			if _, ok := doubts[d.Field]; !ok {
				doubts[d.Field] = told(d.Words)
			}
		}
	}
	return doubts
}

// provesAlone tells that nothing is in doubt but what the arithmetic settles:
// the figures add up to the last digit, and vendor and day were read with
// certainty. All such receipts can be accepted together.
func (e *entry) provesAlone() bool {
	if e.trashed() || e.receipt.Status != receipt.Review {
		return false
	}
	if e.alone == nil {
		alone := e.settled()
		e.alone = &alone
	}
	return *e.alone
}

func (e *entry) settled() bool {
	r := &e.receipt
	if !e.proof().Holds || r.Fields.Total.Sign() == 0 || len(unsaid(e)) > 0 {
		return false
	}
	vouched := maps.Clone(r.Corrected)
	if vouched == nil {
		vouched = make(map[receipt.Field]bool)
	}
	for _, name := range []receipt.Field{receipt.FieldTotal, receipt.FieldTax} {
		if r.Evidence[name].Doubt != "" { // the engine has a reason of its own
			return false
		}
		vouched[name] = true
	}
	return receipt.Prove(r.Fields, r.Evidence, vouched, e.book.today()).Ready()
}

// neededFields are those without which a receipt cannot be accepted.
var neededFields = []receipt.Field{receipt.FieldVendor, receipt.FieldDate, receipt.FieldTotal, receipt.FieldCurrency}
