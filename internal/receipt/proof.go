package receipt

import (
	"fmt"
	"strings"
	"time"
)

// SureScore is the score from which a field that the exports need is taken
// without a person's look. The reader's scores are calibrated against it.
const SureScore = 0.80

// Doubt is one reason to look at a receipt.
type Doubt struct {
	Field Field  // where to look
	Words string // what is wrong, for a person
}

// Proof is the arithmetic of a receipt, and what speaks against trusting it.
type Proof struct {
	Equation string // "50.00 + 10.00 = 60.00"; "" when there is nothing to add up
	Holds    bool   // the equation is right to the last digit
	Doubts   []Doubt
}

// Ready tells whether nothing is left for a person to look at.
func (p Proof) Ready() bool { return len(p.Doubts) == 0 }

// Reasons are the doubts in words.
func (p Proof) Reasons() []string {
	words := make([]string, len(p.Doubts))
	for i, d := range p.Doubts {
		words[i] = d.Words
	}
	return words
}

// Prove checks what a receipt says: the fields that every export needs
// (vendor, date, currency, total) are there and were read with certainty or by
// a person, and the figures add up exactly: subtotal + tax + tip + fees -
// discount + rounding = total, tax lines = tax, base times rate = tax line, line items = subtotal. Taxes
// that are part of the prices are not added again. Figures that no sum proves
// need a score that is sure, and all must be likely. today bounds the date.
func Prove(f Fields, evidence map[Field]Evidence, corrected map[Field]bool, today Date) Proof {
	var p Proof
	p.needed(f)
	p.certain(f, evidence, corrected)
	p.dated(f, today)
	proved := p.balanced(f)
	p.taxed(f)
	p.rated(f)
	p.rounded(f)
	itemised := p.itemised(f)
	p.vouched(f, evidence, corrected, proved, itemised)
	p.likely(f, corrected)
	return p
}

func (p *Proof) doubt(field Field, format string, args ...any) {
	p.Doubts = append(p.Doubts, Doubt{field, fmt.Sprintf(format, args...)})
}

func (p *Proof) needed(f Fields) {
	for _, name := range []Field{FieldTotal, FieldDate, FieldVendor, FieldCurrency} {
		if f.Get(name) == "" {
			p.doubt(name, "The %s was not found", name.Words())
		}
	}
	if f.Currency != "" && !ValidCurrency(f.Currency) {
		p.doubt(FieldCurrency, "%q is not a currency code", f.Currency)
	}
}

func (p *Proof) certain(f Fields, evidence map[Field]Evidence, corrected map[Field]bool) {
	for _, name := range []Field{FieldTotal, FieldDate, FieldVendor, FieldCurrency} {
		e, ok := evidence[name]
		if !ok || corrected[name] || e.Score == nil || f.Get(name) == "" {
			continue
		}
		if *e.Score < SureScore {
			p.uncertain(name, e)
		}
	}
}

// uncertain doubts a field that the engine is not sure of, with its reason.
func (p *Proof) uncertain(name Field, e Evidence) {
	if e.Doubt != "" {
		p.doubt(name, "The %s is uncertain, as %v: please compare it with the picture", name.Words(), e.Doubt)
		return
	}
	p.doubt(name, "The %s is uncertain: please compare it with the picture", name.Words())
}

func (p *Proof) dated(f Fields, today Date) {
	if !f.Date.Known() || !today.Known() {
		return
	}
	day := f.Date.Time()
	switch {
	case day.After(today.Time().Add(24 * time.Hour)): // a day ahead is today somewhere
		p.doubt(FieldDate, "The date %s is in the future", f.Date)
	case day.Before(today.Time().AddDate(-15, 0, 0)):
		p.doubt(FieldDate, "The date %s is more than 15 years ago", f.Date)
	}
}

// balanced adds up to the total. Where a tax is marked as part of the prices,
// the subtotal may already hold it; where the line items show that a discount
// is already in the subtotal, it is not taken off twice. It returns the terms
// that make the total; none when it is not proved.
func (p *Proof) balanced(f Fields) []term {
	if !f.Total.Known() || !f.Subtotal.Known() {
		return nil
	}
	terms := []term{{FieldSubtotal, f.Subtotal, false}, {FieldTax, f.Tax, false}, {FieldTip, f.Tip, false}, {FieldFees, f.Fees, false},
		{FieldDiscount, f.Discount, true}, {FieldRounding, f.Rounding, false}}
	readings := [][]term{terms}
	if inclusive(f.TaxLines) {
		readings = append(readings, without(terms, FieldTax))
	}
	if items, ok := itemsTotal(f.LineItems); ok && f.Discount.Known() && items.Sub(f.Discount).Equal(f.Subtotal) {
		for _, r := range readings[:len(readings):len(readings)] {
			readings = append(readings, without(r, FieldDiscount))
		}
	}
	for _, r := range readings {
		if sum(r).Equal(f.Total) {
			p.Equation, p.Holds = equation(r, f.Total, f.Currency), true
			return r
		}
	}
	p.Equation = equation(terms, f.Total, f.Currency)
	off := sum(terms).Sub(f.Total)
	p.doubt(FieldTotal, "The figures do not add up: %s is off by %s", strings.Replace(p.Equation, " = ", " ≠ ", 1), off.Abs().In(f.Currency))
	return nil
}

type term struct {
	field  Field
	amount Amount
	minus  bool
}

func without(terms []term, field Field) []term {
	var kept []term
	for _, t := range terms {
		if t.field != field {
			kept = append(kept, t)
		}
	}
	return kept
}

func sum(terms []term) Amount {
	total := MustAmount("0")
	for _, t := range terms {
		if t.minus {
			total = total.Sub(t.amount)
		} else {
			total = total.Add(t.amount)
		}
	}
	return total
}

func equation(terms []term, total Amount, currency string) string {
	var b strings.Builder
	for _, t := range terms {
		if !t.amount.Known() || (t.amount.Sign() == 0 && t.field != FieldSubtotal) {
			continue
		}
		minus := t.minus != (t.amount.Sign() < 0)
		switch {
		case b.Len() > 0 && minus:
			b.WriteString(" − ")
		case b.Len() > 0:
			b.WriteString(" + ")
		case minus:
			b.WriteString("−")
		}
		b.WriteString(t.amount.Abs().In(currency))
	}
	fmt.Fprintf(&b, " = %s", strings.Replace(total.In(currency), "-", "−", 1))
	return b.String()
}

func inclusive(lines []TaxLine) bool {
	for _, l := range lines {
		if !l.Inclusive {
			return false
		}
	}
	return len(lines) > 0
}

// taxed holds the tax lines against the tax, and the tax against the total.
func (p *Proof) taxed(f Fields) {
	if f.Tax.Known() && f.Total.Known() && f.Tax.Abs().Cmp(f.Total.Abs()) > 0 {
		p.doubt(FieldTax, "The tax is more than the total")
	}
	total := MustAmount("0")
	for _, l := range f.TaxLines {
		if !l.Total.Known() {
			return
		}
		total = total.Add(l.Total)
	}
	switch {
	case len(f.TaxLines) == 0:
	case !f.Tax.Known() && total.Sign() != 0:
		p.doubt(FieldTax, "The tax lines come to %s, and no tax was found", total.In(f.Currency))
	case f.Tax.Known() && !total.Equal(f.Tax):
		p.doubt(FieldTax, "The tax lines come to %s, the tax is %s", total.In(f.Currency), f.Tax.In(f.Currency))
	}
}

// itemised holds the line items against the subtotal, or the total where no
// subtotal is printed. Items may be printed before the discount, and with the
// taxes that are part of the prices. It tells whether they fit.
func (p *Proof) itemised(f Fields) bool {
	items, ok := itemsTotal(f.LineItems)
	if !ok {
		return false
	}
	target := f.Subtotal
	if !target.Known() {
		target = f.Total.Sub(f.Tip).Sub(f.Fees).Sub(f.Rounding)
	}
	if !target.Known() {
		return false
	}
	fits := []Amount{target, target.Add(f.Discount)}
	if inclusive(f.TaxLines) {
		fits = append(fits, target.Add(f.Tax), target.Add(f.Tax).Add(f.Discount))
	} else if !f.Subtotal.Known() {
		fits = append(fits, target.Sub(f.Tax), target.Sub(f.Tax).Add(f.Discount))
	}
	for _, fit := range fits {
		if items.Equal(fit) {
			return true
		}
	}
	p.doubt(FieldSubtotal, "The line items come to %s, not to %s", items.In(f.Currency), target.In(f.Currency))
	return false
}

// itemsTotal adds the line items up; false when there are none or one has no total.
func itemsTotal(items []LineItem) (Amount, bool) {
	total := MustAmount("0")
	for _, item := range items {
		if !item.Total.Known() {
			return Amount{}, false
		}
		total = total.Add(item.Total)
	}
	return total, len(items) > 0
}

// Words is the field's name in a sentence.
func (f Field) Words() string {
	switch f {
	case FieldInvoiceNumber:
		return "invoice number"
	case FieldPaymentType:
		return "payment"
	case FieldPaymentDigits:
		return "card's last digits"
	}
	return string(f)
}
