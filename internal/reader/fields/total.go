package fields

import (
	"math"
	"sort"

	"github.com/shopspring/decimal"
)

// candidate is a printed figure that may be the total, with what speaks for it.
type candidate struct {
	value decimal.Decimal
	shown *amount // where it is printed best

	label   float64 // the best label's weight, 0 for none
	labels  int     // rows that call it a total
	repeats int     // how often it is printed
	change  bool    // cash less change
	paid    bool    // what a card paid, or cash without change
	sum     bool    // subtotal and others add up to it
	taxed   bool    // net and tax add up to it
	items   bool    // the items add up to it
	equal   bool    // equal to the subtotal, nothing to add
	largest bool
	alone   bool // nothing else on the receipt could be the total
	parts   bool // two other totals add up to it, of goods with and without tax
	before  bool // another figure follows from it by rounding or tip
	coins   bool // what was paid of another figure that is called the total

	repaired bool // with another digit than was read
	how      equation
	score    float64
}

// evidence counts what speaks for a candidate beside its label.
func (c *candidate) evidence() int {
	n := 0
	for _, b := range []bool{c.change, c.paid, c.sum, c.taxed, c.items, c.parts, c.labels > 1 || c.equal || c.repeats > 1} {
		if b {
			n++
		}
	}
	return n
}

// strength weighs what speaks for a candidate beside its label, where 1 is one
// independent witness.
func (c *candidate) strength() float64 {
	s := 0.0
	for _, e := range []struct {
		is bool
		n  float64
	}{{c.change, 2}, {c.sum, 1.4}, {c.taxed, 1.4}, {c.parts, 1.4}, {c.items, 1}, {c.paid, 1}, {c.alone, 0.8}, {c.labels > 1 || c.equal, 0.6}, {c.repeats > 1, 0.5}} {
		if e.is {
			s += e.n
		}
	}
	return s
}

// candidates weighs every printed figure, the best first.
func (d *document) candidates(items []option) []*candidate {
	byKey := map[string]*candidate{}
	var list []*candidate
	for _, a := range d.amounts {
		if a.n.each && a.role == "" || a.value.IsZero() && a.role != "total" {
			continue
		}
		c := byKey[a.key]
		if c == nil {
			c = &candidate{value: a.value, shown: a}
			byKey[a.key] = c
			list = append(list, c)
		}
		c.see(a)
	}
	list = d.weigh(byKey, list, items)
	sort.SliceStable(list, func(i, j int) bool { return list[i].score > list[j].score })
	return list
}

// see adds one place where a figure is printed.
func (c *candidate) see(a *amount) {
	c.repeats++
	worth := labelWorth(a)
	if a.role == "total" && worth >= 3 {
		c.labels++
	}
	if a.role == "paid" || a.role == "tendered" {
		c.paid = true
	}
	if worth > c.label || c.repeats == 1 {
		c.label, c.shown = worth, a
		if a.role == "total" {
			c.value = a.value
		}
	}
}

// labelWorth is how surely a label names the total, 0 to 10.
func labelWorth(a *amount) float64 {
	w := 0.0
	switch a.role {
	case "total":
		w = float64(a.weight)
	case "paid":
		w = 2.5
	case "tendered":
		w = 1.2
	case "subtotal":
		w = 2
	case "net":
		w = 1
	case "":
		w = 0.6
	}
	if a.loose {
		w -= 0.7
	}
	if a.borrow {
		w -= 0.5
	}
	if a.table && w > 1 {
		w = 1
	}
	if a.n.mended {
		w -= 0.5
	}
	return max(0, w-2.5*float64(a.ordinal))
}

func (d *document) weigh(byKey map[string]*candidate, list []*candidate, items []option) []*candidate {
	ways := d.equations(d.gather(), items)
	change, taxed := d.changes(), d.netAndTax()
	var largest decimal.Decimal
	for _, c := range list {
		if c.label > 0 && c.shown.role != "tendered" && c.value.Abs().GreaterThan(largest) {
			largest = c.value.Abs()
		}
	}
	sums := map[string]bool{}
	for _, o := range items {
		sums[o.value.Abs().String()] = true
	}
	list = d.addRepaired(byKey, list, func(key string) bool {
		return change[key] || taxed[key] || sums[key] && len(d.itemRows) > 1 || ways[key].terms > 0
	})
	for key, c := range byKey {
		if e, ok := ways[key]; ok {
			c.how = e
			c.sum = e.terms > 0
			c.equal = e.terms == 0 && len(e.subtotal.parts) > 0 && e.subtotal.parts[0].role == "subtotal" && c.label >= 3
		}
		c.change, c.taxed, c.items = change[key], taxed[key] || d.holdsTax(c), sums[key]
		c.alone = d.alone(c)
		c.largest = c.value.Abs().Equal(largest)
	}
	for _, c := range list {
		if !c.sum || (c.how.rounding.value.IsZero() && c.how.tip.value.IsZero()) || c.label < 3 && !c.change && !c.paid {
			continue
		}
		before := c.value.Sub(c.how.rounding.value).Sub(c.how.tip.value)
		b := byKey[before.Abs().String()]
		if b == nil || b == c || !c.how.rounding.value.IsZero() && (!d.round(c.value) || d.round(before)) {
			continue
		}
		if d.coins(c, b) {
			continue
		}
		b.before = true
		if c.tipped() {
			c.taxed, c.items = c.taxed || b.taxed, c.items || b.items
		}
	}
	d.findParts(list)
	d.findRounded(list)
	for _, c := range list {
		c.score = d.worthOf(c)
	}
	return list
}

// tipped tells whether a figure that was paid, or one below the tip that no
// word names, is the bill and the tip together.
func (c *candidate) tipped() bool {
	if !c.sum || c.how.tip.value.IsZero() {
		return false
	}
	tip := c.how.tip.parts
	return c.paid || c.shown.role == "" && len(tip) > 0 && c.shown.row > tip[0].row
}

// worthOf weighs a candidate; the weights were set on one half of a
// development set and held on the other.
func (d *document) worthOf(c *candidate) float64 {
	s := 0.5 * c.label
	add := func(b bool, n float64) {
		if b {
			s += n
		}
	}
	add(c.change, 3)
	add(c.sum, 1.5+0.4*math.Min(3, float64(c.how.terms)))
	add(c.taxed, 1.7)
	add(c.items, 1.2)
	add(c.parts, 2)
	add(c.paid, 0.8)
	add(c.equal, 0.5)
	add(c.largest, 0.6)
	add(c.before || c.coins, -2.5)
	add(c.tipped(), 2.5)                      // the bill, the guest's tip, what the card paid
	add(c.value.IsZero() && d.paidSome(), -4) // "Balance due 0.00"
	s += 0.4 * math.Min(3, float64(max(0, c.labels-1)))
	s += 0.15 * math.Min(3, float64(c.repeats-1))
	switch c.shown.role {
	case "ignore", "count", "change", "discount", "tip", "rounding", "tax", "service", "shipping":
		s -= 2
	}
	if c.label < 3 && c.shown.role == "subtotal" {
		s -= 0.5
	}
	s -= 1 - c.shown.score
	return s
}
