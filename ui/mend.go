package ui

import (
	"slices"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// mend is the one change that would make the figures of a receipt add up, and
// why it is likely.
type mend struct {
	field receipt.Field
	to    receipt.Amount
	why   string // a sentence, may be ""
}

// mendOf looks for a figure that is wrong by itself: the lines say another, a
// tax is counted twice or not at all, two digits were swapped. Where nothing
// speaks for one of them it is the total, which the others make.
func mendOf(f receipt.Fields) (mend, bool) {
	if !f.Total.Known() || !f.Subtotal.Known() {
		return mend{}, false
	}
	made := f.Subtotal.Add(f.Tax).Add(f.Tip).Add(f.Fees).Sub(f.Discount).Add(f.Rounding)
	off := f.Total.Sub(made)
	if off.Sign() == 0 {
		return mend{}, false
	}
	items, taxes := itemSum(f.LineItems), taxSum(f.TaxLines)
	money := func(a receipt.Amount) string { return a.In(f.Currency) }
	switch {
	case items.Known() && !items.Equal(f.Subtotal) && items.Sub(f.Subtotal).Equal(off):
		return mend{receipt.FieldSubtotal, items, tr("The line items come to %s.", money(items))}, true
	case taxes.Known() && !taxes.Equal(f.Tax) && taxes.Sub(f.Tax).Equal(off):
		return mend{receipt.FieldTax, taxes, tr("The tax lines come to %s.", money(taxes))}, true
	case f.Tax.Sign() != 0 && off.Equal(f.Tax.Neg()) && !taxes.Equal(f.Tax):
		return mend{receipt.FieldSubtotal, f.Subtotal.Sub(f.Tax), tr("The subtotal seems to hold the tax already.")}, true
	case !f.Tax.Known() && off.Sign()*f.Total.Sign() > 0 && off.Abs().Add(off.Abs()).Add(off.Abs()).Cmp(f.Subtotal.Abs()) <= 0:
		return mend{receipt.FieldTax, off, tr("The tax seems to be missing.")}, true
	case swapped(money(f.Total), money(made)):
		return mend{receipt.FieldTotal, made, tr("Two digits of the total may be swapped.")}, true
	case timesTen(f.Total, 2).Equal(made) || timesTen(made, 2).Equal(f.Total) || timesTen(f.Total, 1).Equal(made) || timesTen(made, 1).Equal(f.Total):
		return mend{receipt.FieldTotal, made, tr("The total's point may stand in the wrong place.")}, true
	case f.Tip.Sign() == 0 && off.Sign() > 0 && items.Equal(f.Subtotal) && taxes.Equal(f.Tax):
		return mend{receipt.FieldTip, off, tr("The lines prove all but the total: a tip may be missing.")}, true
	}
	return mend{receipt.FieldTotal, made, ""}, true
}

// timesTen is an amount with its point so many places to the right.
func timesTen(a receipt.Amount, places int) receipt.Amount {
	for range places {
		twice := a.Add(a)
		a = twice.Add(twice).Add(twice).Add(twice).Add(twice)
	}
	return a
}

// swapped tells whether two texts are the same but for two digits that stand
// next to each other the other way round.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	digits := func(s string) string { return strings.NewReplacer(".", "", "-", "").Replace(s) }
	x, y := []byte(digits(a)), []byte(digits(b))
	for i := 0; i+1 < len(x) && len(x) == len(y); i++ {
		if x[i] != y[i] {
			x[i], x[i+1] = x[i+1], x[i]
			return slices.Equal(x, y)
		}
	}
	return false
}

func itemSum(items []receipt.LineItem) receipt.Amount {
	var sum receipt.Amount
	for _, l := range items {
		if !l.Total.Known() {
			return receipt.Amount{}
		}
		sum = sum.Add(l.Total)
	}
	return sum
}

func taxSum(lines []receipt.TaxLine) receipt.Amount {
	var sum receipt.Amount
	for _, l := range lines {
		if !l.Total.Known() {
			return receipt.Amount{}
		}
		sum = sum.Add(l.Total)
	}
	return sum
}
