package export

import (
	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// taxParts are one part for each rate of tax, and one for what is not taxed.
// A cent or two that printed bases leave over goes to the biggest.
func taxParts(f *receipt.Fields) []part {
	lines := taxLines(f)
	left := f.Total.Sub(taxOf(f))
	if len(lines) == 0 {
		return []part{{kind: goods, net: left, tax: taxOf(f)}}
	}
	list := make([]part, 0, len(lines)+1)
	biggest, bases := 0, basesOf(f, lines)
	whole, stacked := stackedOn(f, lines)
	for i, l := range lines {
		if l.Base.Known() && (bases == withTax || bases == unclear && rounds(l, l.Base.Sub(l.Total), f.Currency) && !rounds(l, l.Base, f.Currency)) {
			l.Base = l.Base.Sub(l.Total)
		}
		net := whole
		if !stacked {
			net = baseOf(f, l, len(lines) == 1)
		}
		left = left.Sub(net)
		list = append(list, part{kind: goods, text: l.Name, net: net, tax: l.Total, rate: l.Rate, taxed: true})
		if net.Abs().Cmp(list[biggest].net.Abs()) > 0 {
			biggest = i
		}
	}
	switch {
	case left.Sign() == 0:
	case !cents(left.Abs(), f.Currency, int64(len(lines)+1)):
		list = append(list, part{kind: goods, net: left})
	default:
		list[biggest].net = list[biggest].net.Add(left)
	}
	return list
}

// bases is how the bases of a receipt's tax lines are printed.
type bases int

const (
	unclear bases = iota
	withTax
	withoutTax
)

// basesOf tells it where all bases are printed and come to the total with the
// tax or without. Of a small tax the rate alone does not tell.
func basesOf(f *receipt.Fields, lines []receipt.TaxLine) bases {
	var sum receipt.Amount
	for _, l := range lines {
		if !l.Base.Known() {
			return unclear
		}
		sum = sum.Add(l.Base)
	}
	comes := func(sum receipt.Amount) bool {
		return cents(f.Total.Sub(f.Tip).Sub(f.Rounding).Sub(sum).Abs(), f.Currency, int64(len(lines)+1))
	}
	switch with, without := comes(sum), comes(sum.Add(taxOf(f))); {
	case with && !without:
		return withTax
	case without && !with:
		return withoutTax
	}
	return unclear
}

// stackedOn is what several taxes were each taken on, such as GST and PST,
// where it is all that was bought. Their lines have it once each, and a line
// that is not taxed takes it back, so that all come to the total.
func stackedOn(f *receipt.Fields, lines []receipt.TaxLine) (whole receipt.Amount, ok bool) {
	whole = f.Total.Sub(taxOf(f)).Sub(f.Tip).Sub(f.Fees).Sub(f.Rounding)
	for _, l := range lines {
		if l.Base.Known() || l.Rate.Sign() <= 0 || !fits(whole, l.Rate, l.Total, f.Currency) {
			return whole, false
		}
	}
	return whole, len(lines) > 1
}

// rounds tells whether the rate makes exactly the tax of the base, rounded.
func rounds(l receipt.TaxLine, base receipt.Amount, currency string) bool {
	return l.Rate.Known() && half(part{net: base, tax: l.Total, rate: l.Rate}, currency)
}

// baseOf is what a tax was taken on, without the tax. Receipts print the base
// with the tax in it, or without, or not at all.
func baseOf(f *receipt.Fields, l receipt.TaxLine, only bool) receipt.Amount {
	if l.Base.Known() {
		if l.Rate.Known() && !fits(l.Base, l.Rate, l.Total, f.Currency) && fits(l.Base.Sub(l.Total), l.Rate, l.Total, f.Currency) {
			return l.Base.Sub(l.Total)
		}
		return l.Base
	}
	bought := f.Total.Sub(taxOf(f)).Sub(f.Tip).Sub(f.Fees).Sub(f.Rounding)
	if !l.Rate.Known() {
		return bought.Add(f.Fees) // of several lines the first has it all: nothing tells them apart
	}
	if only {
		for _, base := range []receipt.Amount{bought, bought.Add(f.Fees), bought.Add(f.Fees).Add(f.Tip), bought.Add(f.Tip), f.Subtotal} {
			if base.Known() && fits(base, l.Rate, l.Total, f.Currency) {
				return base
			}
		}
	}
	if l.Rate.Sign() == 0 {
		return receipt.MustAmount("0")
	}
	digits, _ := receipt.Digits(f.Currency)
	return exact(l.Total.Decimal().Mul(decimal.NewFromInt(100)).DivRound(l.Rate.Decimal(), int32(digits)))
}

// fits tells whether the rate makes the tax of the base, to a unit of the
// currency's last digit.
func fits(base, rate, tax receipt.Amount, currency string) bool {
	off := base.Decimal().Mul(rate.Decimal()).Shift(-2).Sub(tax.Decimal()).Abs()
	digits, _ := receipt.Digits(currency)
	return off.Cmp(decimal.New(1, -int32(digits))) <= 0
}
