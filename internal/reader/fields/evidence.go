package fields

import (
	"math"

	"github.com/shopspring/decimal"
)

// holdsTax tells whether a tax that is printed with its rate is just that part
// of the total: "Total 8.50", "VAT 8.1% incl. 0.64".
func (d *document) holdsTax(c *candidate) bool {
	if c.label < 4 {
		return false
	}
	least := d.cent().Mul(decimal.NewFromInt(20))
	for _, a := range d.amounts {
		if a.role == "tax" && a.ordinal == 0 && !a.table && a.hasRate && a.rate.Sign() > 0 && a.value.Abs().GreaterThan(least) &&
			d.taxOf(c.value.Sub(a.value), a.value, a.rate) {
			return true
		}
	}
	return false
}

// alone tells whether a clearly read figure that is called the total is the
// only one that could be.
func (d *document) alone(c *candidate) bool {
	if c.label < 4 || c.shown.score < 0.97 || c.shown.bare || c.value.IsZero() {
		return false
	}
	for _, a := range d.amounts {
		switch {
		case a.key == c.shown.key, a.value.IsZero(), a.n.each, a.bare, a.table:
		case a.role == "tax", a.role == "net", a.role == "ignore", a.role == "count":
		default:
			return false
		}
	}
	return true
}

// paidSome tells whether something was paid.
func (d *document) paidSome() bool {
	for _, a := range d.amounts {
		if a.role == "paid" && !a.value.IsZero() {
			return true
		}
	}
	return false
}

// findRounded marks totals that another one rounds for cash without a line
// that says so. The rounded one inherits the evidence.
func (d *document) findRounded(list []*candidate) {
	step := number("0.05")
	if c := d.v.countryOf(d.home.currency, d.home.country); c != nil {
		if step = c.rounding; step.LessThan(number("0.05")) {
			return
		}
	}
	change := false
	for _, a := range d.amounts {
		change = change || a.role == "change" && !a.value.IsZero()
	}
	for _, c := range list {
		if !d.round(c.value) || c.label < 4 && (!c.paid || change) {
			continue
		}
		for _, b := range list {
			if b == c || b.label < 4 || d.round(b.value) || c.value.Sub(b.value).Abs().GreaterThanOrEqual(step) {
				continue
			}
			if d.coins(c, b) {
				continue
			}
			b.before = true
			c.label = math.Max(c.label, b.label-1)
			c.sum, c.taxed, c.items = c.sum || b.sum, c.taxed || b.taxed, c.items || b.items
		}
	}
}

// coins marks a figure as the total b in coins, where the receipt calls b the
// total, names the rounding only below it, if at all, and never calls the
// rounded figure anything but what was paid: "Total 1.38, rounding 0.02, cash
// 1.40". The total is then what it says, and confirmed by what was paid.
func (d *document) coins(c, b *candidate) bool {
	for _, l := range d.labels[c.shown.row] {
		if l.meaning == "total" {
			return false // "Cash total 5.50"
		}
	}
	switch {
	case !c.paid || c.label >= 3 || !c.how.tip.value.IsZero():
		return false
	case b.shown.role != "total" || b.label < 4 || b.shown.row >= c.shown.row:
		return false
	}
	for _, r := range c.how.rounding.parts {
		if r.row <= b.shown.row {
			return false
		}
	}
	c.coins, b.change = true, true
	return true
}

// findParts marks a total that is the sum of two others, and those as parts.
func (d *document) findParts(list []*candidate) {
	var totals []*candidate
	for _, c := range list {
		if (c.shown.role == "total" && c.label >= 4 || c.shown.role == "net" || c.shown.role == "subtotal") && !c.value.IsZero() {
			totals = append(totals, c)
		}
	}
	totals = totals[:min(12, len(totals))]
	for i, a := range totals {
		for _, b := range totals[:i] {
			sum := a.value.Add(b.value)
			for _, c := range totals {
				if c != a && c != b && c.label >= 4 && c.value.Equal(sum) {
					c.parts = true
					a.before, b.before = true, true
				}
			}
		}
	}
}

// round tells whether cash can be given to the last digit.
func (d *document) round(v decimal.Decimal) bool {
	step := number("0.05")
	if c := d.v.countryOf(d.home.currency, d.home.country); c != nil && c.rounding.GreaterThan(step) {
		step = c.rounding
	}
	return v.Mod(step).IsZero()
}
