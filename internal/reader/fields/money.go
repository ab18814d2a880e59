package fields

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api/server"
)

// money fills in the total and the figures around it.
func (d *document) money(out *server.Reading) {
	items := d.findItems()
	d.itemRows = map[int]bool{}
	for _, it := range items {
		d.itemRows[it.row] = true
	}
	ranked := d.candidates(d.itemSums(items))
	if len(ranked) == 0 || ranked[0].label == 0 && ranked[0].evidence() == 0 {
		return
	}
	best := ranked[0]
	margin := 5.0
	if len(ranked) > 1 {
		margin = best.score - ranked[1].score
	}
	score, doubt := totalScore(best, margin), ""
	lower := func(to float64, why string) {
		if to < score {
			score, doubt = to, why
		}
	}
	if margin < 1 && score < 0.9 {
		doubt = fmt.Sprintf("it may be %s instead", d.figure(ranked[1], ranked[1].value))
	} else if best.strength() < 1 {
		doubt = "no other figure on the receipt confirms it"
	} else if best.label < 4 {
		doubt = "no words call it the total"
	}
	if rival := d.disputed(best, ranked[1:]); rival != nil {
		lower(0.7, fmt.Sprintf("%s may be the total too", d.figure(rival, rival.value)))
	}
	if best.repaired {
		lower(0.75, d.instead(best))
	}
	if d.tipByHand() {
		lower(0.55, "there is room for a tip and a total written by hand")
	}
	out.Total = d.valueOf(best.shown, d.signed(best), score)
	out.Total.Doubt = doubt
	d.balance(out, best, score)
	d.taxes(out, best, score)
	d.addItems(out, items)
}

// disputed is another total for which the figures speak as well: by stronger
// evidence, or because it is larger and called a total too; nil for none.
func (d *document) disputed(best *candidate, rivals []*candidate) *candidate {
	strength := best.strength()
	for _, r := range rivals {
		if r.before || r.coins {
			continue
		}
		if r.strength() > max(2, strength) || strength < 2.4 && r.label >= 7 && r.value.Abs().GreaterThan(best.value.Abs()) {
			return r
		}
	}
	return nil
}

// tipByHand tells whether the paper leaves room for a tip and a new total,
// which a pen fills in and this reader can't read.
func (d *document) tipByHand() bool {
	tip := false
	for i, labels := range d.labels {
		if len(d.numerals[i]) > 0 || len(labels) != 1 {
			continue
		}
		switch labels[0].meaning {
		case "tip":
			tip = tip || len(d.rows[i].words) <= 3
		case "total":
			if tip && len(d.rows[i].words) <= 4 && !d.lent(i) {
				return true
			}
		}
	}
	return false
}

// lent tells whether the label of a row names a figure above or below it.
func (d *document) lent(row int) bool {
	for _, a := range d.amounts {
		if a.borrow && (a.row == row+1 || a.row == row-1) {
			return true
		}
	}
	return false
}

// signed is the total below zero when money went back to the buyer.
func (d *document) signed(c *candidate) decimal.Decimal {
	if c.value.Sign() > 0 && (c.shown.refund || d.creditNote()) {
		return c.value.Neg()
	}
	return c.value
}

// totalScore is the probability that the total is right, measured by what
// speaks for it on receipts with known totals.
func totalScore(c *candidate, margin float64) float64 {
	n := c.strength()
	var steps []float64 // by the strength of the evidence: none, 1, 2, 3, 4
	switch {
	case c.label >= 7:
		steps = []float64{0.76, 0.92, 0.97, 0.985, 0.99}
	case c.label >= 3.5:
		steps = []float64{0.6, 0.84, 0.93, 0.97, 0.98}
	default:
		steps = []float64{0.15, 0.5, 0.78, 0.9, 0.96}
	}
	k := int(math.Min(n, 3.99))
	p := steps[k] + (steps[k+1]-steps[k])*(math.Min(n, 4)-float64(k))
	if margin < 1 {
		p -= 0.25 * (1 - margin)
	}
	if c.before {
		p *= 0.7
	}
	if c.shown.n.mended || c.shown.bare {
		p -= 0.08
	}
	if c.shown.score < 0.9 && n < 2 {
		p *= 0.8 + 0.2*c.shown.score
	}
	return max(0.05, p)
}

// valueOf is an amount as a value: its number is never changed but for the sign.
func (d *document) valueOf(a *amount, v decimal.Decimal, score float64) server.Value {
	r := d.rows[a.row]
	places := int32(d.style.decimals)
	if e := -v.Exponent(); e > places {
		places = e
	}
	switch {
	case a.n.shape == money && a.n.mark != 0:
		places = 2
	case a.n.shape != money && d.style.decimals != 3:
		places = 0 // printed without
	}
	return server.Value{Text: v.StringFixed(places), Score: score, Page: r.page, Box: a.box}
}

// optionValue is a figure of an equation: printed once, or a sum of several
// with the place of all.
func (d *document) optionValue(o option, score float64) server.Value {
	if len(o.parts) == 0 || o.value.IsZero() {
		return server.Value{}
	}
	v := d.valueOf(o.parts[0], o.value, score)
	for _, a := range o.parts[1:] {
		if d.rows[a.row].page == v.Page {
			v.Box = united(v.Box, a.box)
		}
	}
	return v
}

// balance fills in the figures that lead to the total.
func (d *document) balance(out *server.Reading, best *candidate, score float64) {
	e := best.how
	if best.sum && e.terms > 0 { // without a term it says no more than a coincidence
		p := min(0.95, score+0.05)
		if len(e.subtotal.parts) > 0 {
			out.Subtotal = d.optionValue(e.subtotal, p)
		}
		out.Tax = d.optionValue(e.tax, p)
		out.Shipping = d.optionValue(e.service, p)
		out.Tip = d.optionValue(e.tip, p)
		out.Discount = d.optionValue(e.discount, p)
		out.Rounding = d.optionValue(e.rounding, p)
		return
	}
	if best.equal {
		out.Subtotal = d.optionValue(e.subtotal, min(0.9, score))
		return
	}
	if score >= 0.9 {
		return // the total stands on other grounds; a subtotal that leads nowhere is none
	}
	if o := d.labelled(0, "subtotal"); len(o) > 0 && o[0].value.Abs().LessThan(best.value.Abs()) {
		out.Subtotal = d.optionValue(o[0], 0.5)
	}
}
