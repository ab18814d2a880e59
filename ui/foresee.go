package ui

import (
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// foresee shows what a calculation or a short date comes to, before it is
// taken.
func (f *form) foresee(line *field) {
	means := ""
	if f.entry != nil && line.dirty() && line.input.Text != "" {
		means = f.meaning(line)
	}
	if means == line.means {
		return
	}
	line.means = means
	if line.tell() {
		f.layOut()
	}
}

func (f *form) meaning(line *field) string {
	return f.writing.meaning(line.name, line.input.Text, f.entry.receipt.Fields, f.today())
}

// meaning is what a calculation or a short date comes to; "" for any other
// text, and for what is wrong: that is said once the field is left.
func (w writing) meaning(name receipt.Field, text string, fields receipt.Fields, today receipt.Date) string {
	if !name.Money() && name != receipt.FieldDate || name.Money() && !reckons(text) {
		return ""
	}
	plain, err := w.plain(name, text, fields, today)
	if err != nil || plain == "" || plain == text {
		return ""
	}
	if name.Money() {
		a, err := receipt.ParseAmount(plain)
		if err != nil {
			return ""
		}
		return "= " + w.amount(a, fields.Currency)
	}
	t, err := time.Parse(time.DateOnly, plain)
	if err != nil {
		return ""
	}
	return "= " + weekDay(t)
}

// takeMend makes the change that makes the figures add up.
func (f *form) takeMend(m mend) {
	if f.entry == nil || !f.entry.receipt.Status.Read() {
		return
	}
	line := f.fields[m.field]
	line.input.put(f.writing.entry(m.to, f.entry.receipt.Fields.Currency))
	f.commit(line)
}

// shown is a plain text as the field shows it.
func (f *form) shown(name receipt.Field, plain string) string {
	var fields receipt.Fields
	fields.Currency = f.entry.receipt.Fields.Currency
	if err := fields.Set(name, plain); err != nil {
		return plain
	}
	return f.writing.field(fields, name)
}

// completion is how a field's text may go on; nil where nothing is completed.
func (f *form) completion(name receipt.Field) func(string) string {
	if name != receipt.FieldVendor && name != receipt.FieldCategory {
		return nil
	}
	return func(text string) string {
		if f.entry == nil || f.complete == nil || f.entry.trashed() {
			return ""
		}
		return f.complete(name, text, f.entry.receipt.Fields.Vendor)
	}
}
