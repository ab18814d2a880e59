package fields

import (
	"github.com/shopspring/decimal"
)

// equation is one way in which printed figures add up to a total:
// subtotal + tax + service + shipping + tip - discount + rounding.
type equation struct {
	subtotal, tax, service, tip, discount, rounding option
	total                                           decimal.Decimal
	terms                                           int // that are not zero, without the subtotal
	score                                           float64
}

// option is a figure that may take a part in an equation: printed once, or the
// sum of several that are.
type option struct {
	value decimal.Decimal
	parts []*amount
	lines []taxRow // of a tax
	score float64
}

// options are the figures of each part.
type options struct {
	subtotals, taxes, services, tips, discounts, roundings []option
}

const mostOptions = 4

// gather collects the figures by their labels.
func (d *document) gather() options {
	var o options
	o.subtotals = d.labelled(3, "subtotal", "net")
	for _, t := range d.labelled(0, "total") {
		t.score = 1
		o.subtotals = append(o.subtotals, t)
	}
	o.taxes = d.taxOptions()
	o.services = withSum(d.labelled(0, "service", "shipping"))
	o.tips = d.labelled(0, "tip")
	o.discounts = withSum(absolute(d.labelled(0, "discount")))
	most := d.mostRounding()
	for _, r := range d.labelled(0, "rounding") {
		if r.value.Abs().GreaterThan(most) {
			continue // a misread figure
		}
		o.roundings = append(o.roundings, r)
		if r.value.Sign() > 0 { // the sign is often not printed
			r.value, r.score = r.value.Neg(), r.score-0.2
			o.roundings = append(o.roundings, r)
		}
	}
	o.subtotals = first(o.subtotals, 8)
	return o
}

func first(o []option, n int) []option { return o[:min(n, len(o))] }

// labelled gives the amounts with one of the roles, each value once.
func (d *document) labelled(bonus float64, roles ...string) []option {
	var out []option
	seen := map[string]bool{}
	for _, role := range roles {
		for _, a := range d.amounts {
			if a.role != role || a.value.IsZero() || seen[a.value.String()] || a.table && role != "subtotal" {
				continue
			}
			seen[a.value.String()] = true
			out = append(out, option{value: a.value, parts: []*amount{a}, score: bonus + float64(a.weight)/10 - float64(a.ordinal)})
		}
	}
	return first(out, 8)
}

func absolute(o []option) []option {
	for i := range o {
		o[i].value = o[i].value.Abs()
	}
	return o
}

// withSum adds the sum of all as one more option.
func withSum(o []option) []option {
	o = first(o, mostOptions)
	if len(o) < 2 {
		return o
	}
	var sum option
	for _, x := range o {
		sum.value = sum.value.Add(x.value)
		sum.parts = append(sum.parts, x.parts...)
	}
	return append(o, sum)
}

// taxOptions are the printed taxes, the sum of a table's rows, and the sum of
// the labelled ones (CGST and SGST).
func (d *document) taxOptions() []option {
	var out []option
	var table option
	for _, t := range d.taxRows {
		if !t.sum {
			table.value = table.value.Add(t.whole())
			table.parts, table.lines = append(table.parts, t.figures()...), append(table.lines, t)
		}
	}
	if len(table.parts) > 0 {
		table.score = 1
		out = append(out, table)
	}
	single := d.labelled(0, "tax")
	if len(single) <= mostOptions {
		// the same tax twice in rows of their own (CGST 2.50, SGST 2.50) counts twice
		var all option
		for _, a := range d.amounts {
			if a.role == "tax" && !a.table && !a.value.IsZero() && a.ordinal == 0 {
				all.value = all.value.Add(a.value)
				all.parts = append(all.parts, a)
			}
		}
		if len(all.parts) > 1 && len(all.parts) <= 6 {
			all.score = 0.3
			out = append(out, all)
		}
	}
	for _, t := range d.taxRows {
		out = append(out, option{value: t.whole(), parts: t.figures(), lines: []taxRow{t}, score: 0.5})
	}
	return first(append(out, single...), 6)
}

// equations gives for each total that the figures add up to the best way.
func (d *document) equations(o options, items []option) map[string]equation {
	out := map[string]equation{}
	none := option{}
	with := func(x []option) []option { return append([]option{none}, first(x, 4)...) }
	footed := d.footed(o.discounts)
	for k, sub := range append(append([]option(nil), o.subtotals...), items...) {
		discounts := o.discounts
		if k >= len(o.subtotals) {
			discounts = footed // those under an item are among the items
		}
		for _, tax := range append([]option{none}, o.taxes...) {
			for _, service := range with(o.services) {
				for _, tip := range with(o.tips) {
					for _, discount := range with(discounts) {
						for _, rounding := range with(o.roundings) {
							e := equation{sub, tax, service, tip, discount, rounding, decimal.Zero, 0, 0}
							e.add()
							key := e.total.Abs().String()
							if old, ok := out[key]; !ok || e.score > old.score {
								out[key] = e
							}
						}
					}
				}
			}
		}
	}
	return out
}

// footed are the discounts that stand in no item's row.
func (d *document) footed(discounts []option) []option {
	var out []option
	for _, o := range discounts {
		below := true
		for _, a := range o.parts {
			below = below && !d.itemRows[a.row]
		}
		if below {
			out = append(out, o)
		}
	}
	return out
}

// add computes the total and how far the equation convinces: the more labelled
// figures take part the better.
func (e *equation) add() {
	e.total = e.subtotal.value
	e.score = e.subtotal.score
	for i, o := range []option{e.tax, e.service, e.tip, e.discount, e.rounding} {
		if o.value.IsZero() {
			continue
		}
		if i == 3 {
			e.total = e.total.Sub(o.value)
		} else {
			e.total = e.total.Add(o.value)
		}
		e.terms++
		e.score += 2 + o.score
	}
}

// changes gives the totals that cash given less change comes to.
func (d *document) changes() map[string]bool {
	out := map[string]bool{}
	var given, back []*amount
	for _, a := range d.amounts {
		switch {
		case a.role == "tendered" || a.role == "paid":
			given = append(given, a)
		case a.role == "change" && !a.value.IsZero():
			back = append(back, a)
		}
	}
	for _, g := range given[:min(8, len(given))] {
		for _, b := range back[:min(4, len(back))] {
			if v := g.value.Abs().Sub(b.value.Abs()); v.Sign() > 0 {
				out[v.String()] = true
			}
		}
	}
	return out
}

// netAndTax gives the totals that a table of taxes comes to.
func (d *document) netAndTax() map[string]bool {
	out := map[string]bool{}
	var sum decimal.Decimal
	n := 0
	for _, t := range d.taxRows {
		gross := t.whole()
		switch {
		case t.gross != nil:
			gross = t.gross.value
		case t.net != nil:
			gross = gross.Add(t.net.value)
		}
		if t.printed || t.sum || t.headed || t.net != nil && t.gross != nil {
			out[gross.Abs().String()] = true // a pair that fits some usual rate proves nothing
		}
		if !t.sum {
			sum = sum.Add(gross)
			n++
		}
	}
	if n > 1 {
		out[sum.Abs().String()] = true
	}
	return out
}

// mostRounding is what cash rounding comes to at most: the smallest coin.
func (d *document) mostRounding() decimal.Decimal {
	most := number("0.10")
	c := d.v.countryOf(d.home.currency, d.home.country)
	switch {
	case c != nil && c.decimals == 0:
		return d.roundingLimit()
	case c != nil && c.rounding.GreaterThan(most):
		return c.rounding
	}
	return most
}

// roundingLimit is more than any cash rounding comes to.
func (d *document) roundingLimit() decimal.Decimal {
	if c := d.v.countryOf(d.home.currency, d.home.country); c != nil && c.decimals == 0 {
		return decimal.NewFromInt(1000)
	}
	return decimal.NewFromInt(1)
}
