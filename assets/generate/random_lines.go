package main

import (
	"strings"

	"github.com/shopspring/decimal"
)

var one = decimal.NewFromInt(1)

// item prints one thing bought in the purchase's layout.
func (p *purchase) item(a *paper, it item) {
	total := p.figure(it.Total)
	if p.symbols {
		total = p.sum(it.Total)
	}
	if p.coded {
		total += " " + it.Code + strings.Repeat(" ", 3-min(3, len([]rune(it.Code))))
	}
	if it.Total.Sign() < 0 && !p.refund {
		a.pair(a.plain, "  "+it.Text, total)
		return
	}
	times := pick(p.rng, p.land.words.times)
	if !it.Qty.Equal(it.Qty.Truncate(0)) {
		times = "x" // no pieces of a weight
	}
	several := p.count(it.Qty) + " " + strings.TrimSpace(times) + " " + p.figure(it.Price)
	switch p.layout.name {
	case "before":
		name := it.Text
		switch {
		case !it.Qty.Equal(it.Qty.Truncate(0)):
			name = several + " " + it.Text
		case chance(p.rng, 60) || !it.Qty.Equal(one):
			name = it.Qty.String() + pick(p.rng, []string{" ", " x ", "x "}) + it.Text
		}
		if a.plain.advance(name+"  "+total) < a.right()-a.margin {
			a.pair(a.plain, name, total)
		} else {
			a.left(a.plain, several)
			a.pair(a.plain, it.Text, total)
		}
	case "under":
		a.pair(a.plain, it.Text, total)
		if !it.Qty.Equal(one) {
			a.left(a.plain, "    "+several)
		}
	case "above":
		if !it.Qty.Equal(one) {
			a.left(a.plain, "  "+several)
		}
		a.pair(a.plain, it.Text, total)
	case "two lines":
		a.left(a.plain, it.Text)
		a.pair(a.plain, "  "+several, total)
	case "columns":
		a.row(a.plain, from(0, it.Text), upTo(0.58, strings.Replace(it.Qty.String(), ".", p.mark(), 1)), upTo(0.78, p.figure(it.Price)), upTo(1, total))
	default:
		a.pair(a.plain, it.Text, total)
	}
}

// foot prints everything from the subtotal to the change.
func (p *purchase) foot(a *paper) {
	w := p.land.words
	if !p.NoSubtotal {
		a.pair(a.plain, pick(p.rng, w.subtotal), p.sum(p.Subtotal))
	}
	if !p.Discount.IsZero() {
		a.pair(a.plain, pick(p.rng, w.discount), p.sum(p.Discount.Neg()))
	}
	if !p.Fees.IsZero() {
		a.pair(a.plain, w.service[0], p.sum(p.Fees))
	}
	if p.tax == inLines && !p.land.included {
		p.taxLines(a)
	}
	if !p.Tip.IsZero() {
		a.pair(a.plain, pick(p.rng, w.tip), p.sum(p.Tip))
	}
	if !p.Rounding.IsZero() {
		a.pair(a.plain, pick(p.rng, w.rounding), p.figure(p.Rounding))
	}
	label := pick(p.rng, w.total)
	if p.refund {
		label = pick(p.rng, w.refund)
	}
	a.pair(a.bold.times(pick(p.rng, []float64{1, 1.2, 1.4})), label, p.sum(p.Total))
	switch {
	case p.refund:
	case p.cash:
		a.pair(a.plain, pick(p.rng, w.cash), p.sum(p.given))
		if !p.given.Equal(p.Total) || chance(p.rng, 50) {
			a.pair(a.plain, pick(p.rng, w.change), p.sum(p.given.Sub(p.Total)))
		}
	default:
		a.pair(a.plain, p.card, p.sum(p.Total))
		a.left(a.plain, pick(p.rng, []string{"************", "**** **** **** ", "XXXXXXXXXXXX"})+p.digits4)
	}
	if p.tax == inLines && p.land.included {
		p.taxLines(a)
	}
}

// taxLines prints a line for each tax, without what it is due on.
func (p *purchase) taxLines(a *paper) {
	percent := func(t tax) string { return strings.Replace(t.Rate.String(), ".", p.mark(), 1) + "%" }
	for i, t := range p.Taxes {
		p.Taxes[i].noBase = true
		name := t.Name + " " + percent(t)
		if p.land.included {
			word := pick(p.rng, p.land.words.included)
			name = pick(p.rng, []string{word + " " + name, name + " " + word})
		}
		a.pair(a.plain, name, p.sum(t.Amount))
	}
}

// table prints a row for each rate under heads, in the order of the land.
func (p *purchase) table(a *paper) {
	h := p.land.words.table
	swap := p.land.code == "GB" || chance(p.rng, 25)
	at := []float64{0.42, 0.7, 1}
	gross := !swap && chance(p.rng, 60)
	if !gross {
		at = []float64{0.55, 1}
	}
	row := func(f face, first string, figures ...string) {
		cells := []cell{from(0, first)}
		for i, x := range at {
			cells = append(cells, upTo(x, figures[i]))
		}
		a.row(f, cells...)
	}
	row(a.plain, h[0], h[1], h[2], h[3])
	for _, t := range p.Taxes {
		rate := strings.Replace(t.Rate.String(), ".", p.mark(), 1) + "%"
		if t.Code != "" && len(t.Code) == 1 && p.coded {
			rate = t.Code + pick(p.rng, []string{" ", " = ", ": "}) + rate
		}
		row(a.plain, rate, p.figure(t.Base), p.figure(t.Amount), p.figure(t.Base.Add(t.Amount)))
	}
}
