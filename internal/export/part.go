package export

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// The kinds of parts, as files name them.
const (
	goods      = "goods"
	item       = "item"
	taxPart    = "tax"
	tip        = "tip"
	fees       = "fees"
	discount   = "discount"
	rounding   = "rounding"
	difference = "difference" // what the printed figures leave open
	paid       = "paid"       // the other side of all that
)

// part is a piece of a receipt. The parts of a receipt always add up to its
// total, to the last digit.
type part struct {
	kind            string
	text            string
	quantity, price receipt.Amount
	net, tax        receipt.Amount
	rate            receipt.Amount // percent; unknown when it is not printed
	taxed           bool
}

func (p part) total() receipt.Amount { return p.net.Add(p.tax) }

// parts cuts a receipt up by the grain of a profile. A receipt without a total
// is one part.
func parts(f *receipt.Fields, grain string) []part {
	if !f.Total.Known() {
		return []part{{kind: goods, net: f.Subtotal, tax: taxOf(f), taxed: taxOf(f).Sign() != 0}}
	}
	switch grain {
	case "taxes":
		return taxParts(f)
	case "items":
		return itemParts(f)
	case "postings":
		return append(postingParts(f), part{kind: paid, net: f.Total.Neg()})
	}
	tax := taxOf(f)
	whole := part{kind: goods, net: f.Total.Sub(tax), tax: tax, taxed: tax.Sign() != 0}
	if len(f.TaxLines) == 1 {
		whole.rate = f.TaxLines[0].Rate
	}
	return []part{whole}
}

// taxOf is the tax of a receipt; what the tax lines come to where no tax is
// printed.
func taxOf(f *receipt.Fields) receipt.Amount {
	if f.Tax.Known() {
		return f.Tax
	}
	total, _ := linesTotal(f)
	return total
}

func linesTotal(f *receipt.Fields) (total receipt.Amount, ok bool) {
	for _, l := range f.TaxLines {
		if !l.Total.Known() {
			return receipt.Amount{}, false
		}
		total = total.Add(l.Total)
	}
	return total, len(f.TaxLines) > 0
}

// taxLines are the tax lines where they explain the tax, and else the whole
// tax as one line.
func taxLines(f *receipt.Fields) []receipt.TaxLine {
	tax := taxOf(f)
	if total, ok := linesTotal(f); ok && total.Equal(tax) {
		return f.TaxLines
	}
	if tax.Sign() == 0 {
		return nil
	}
	whole := receipt.TaxLine{Total: tax}
	if len(f.TaxLines) == 1 {
		whole.Rate = f.TaxLines[0].Rate
	}
	return []receipt.TaxLine{whole}
}

// cents tells whether an amount is at most n units of the currency's last digit.
func cents(a receipt.Amount, currency string, n int64) bool {
	digits, _ := receipt.Digits(currency)
	return a.Decimal().Cmp(decimal.New(n, -int32(digits))) <= 0
}

// exact is the amount of a decimal; unknown for one beyond what amounts hold.
func exact(d decimal.Decimal) receipt.Amount {
	a, err := receipt.ParseAmount(d.String())
	if err != nil {
		return receipt.Amount{}
	}
	return a
}

// reading is one way in which printed figures make the total: receipts say
// seldom whether tax and discount are already in what they print above.
type reading struct{ tax, discount receipt.Amount }

func readings(f *receipt.Fields) []reading {
	tax, none := taxOf(f), receipt.Amount{}
	return []reading{{tax, f.Discount}, {none, f.Discount}, {tax, none}, {none, none}}
}

func (r reading) open(f *receipt.Fields, above receipt.Amount) receipt.Amount {
	return f.Total.Sub(above).Sub(r.tax).Sub(f.Tip).Sub(f.Fees).Add(r.discount).Sub(f.Rounding)
}

// explain finds the reading under which what is printed above makes the total,
// and what is left open under the plain one when none does.
func explain(f *receipt.Fields, above receipt.Amount) (reading, receipt.Amount) {
	all := readings(f)
	for _, r := range all {
		if open := r.open(f, above); open.Sign() == 0 {
			return r, open
		}
	}
	return all[0], all[0].open(f, above)
}

// itemParts are the line items and what makes the total of them.
func itemParts(f *receipt.Fields) []part {
	var list []part
	var above receipt.Amount
	for _, l := range f.LineItems {
		amount := l.Total
		if !amount.Known() && l.Quantity.Known() && l.Price.Known() {
			amount = exact(l.Quantity.Decimal().Mul(l.Price.Decimal()))
		}
		above = above.Add(amount)
		list = append(list, part{kind: item, text: l.Description, quantity: l.Quantity, price: l.Price, net: amount})
	}
	if len(list) == 0 {
		return postingParts(f)
	}
	r, open := explain(f, above)
	return append(list, extras(f, r, open)...)
}

// postingParts are what goes to different accounts.
func postingParts(f *receipt.Fields) []part {
	tax := taxOf(f)
	if !f.Subtotal.Known() {
		plain := reading{tax, f.Discount}
		return append([]part{{kind: goods, net: plain.open(f, receipt.Amount{})}}, extras(f, plain, receipt.Amount{})...)
	}
	r, open := explain(f, f.Subtotal)
	net := f.Subtotal
	if !r.tax.Known() && tax.Known() { // the tax is in the subtotal: books want it apart
		net, r.tax = net.Sub(tax), tax
	}
	return append([]part{{kind: goods, net: net}}, extras(f, r, open)...)
}

// extras are the parts beside what was bought, those that are not zero.
func extras(f *receipt.Fields, r reading, open receipt.Amount) []part {
	var list []part
	add := func(kind string, amount receipt.Amount) {
		if amount.Sign() != 0 {
			list = append(list, part{kind: kind, text: title(kind), net: amount})
		}
	}
	add(discount, r.discount.Neg())
	add(fees, f.Fees)
	add(tip, f.Tip)
	if r.tax.Known() {
		for _, l := range taxLines(f) {
			if l.Total.Sign() != 0 {
				list = append(list, part{kind: taxPart, text: taxWords(l), net: l.Total, rate: l.Rate, taxed: true})
			}
		}
	}
	add(rounding, f.Rounding)
	add(difference, open)
	return list
}

func title(kind string) string { return strings.ToUpper(kind[:1]) + kind[1:] }

// taxWords names a tax line: "VAT 20%", "Tax".
func taxWords(l receipt.TaxLine) string {
	words := l.Name
	if words == "" {
		words = "Tax"
	}
	if rate := percent(l.Rate); rate != "" && !strings.Contains(words, "%") {
		words += " " + rate + "%"
	}
	return words
}

// percent is a rate without zeros that say nothing: "20", "5.5"; "" for unknown.
func percent(rate receipt.Amount) string {
	if !rate.Known() {
		return ""
	}
	return rate.Decimal().String()
}
