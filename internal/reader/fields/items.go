package fields

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api/server"
)

// item is a thing bought.
type item struct {
	row             int
	name            server.Value
	quantity, price server.Value
	code            server.Value
	total           *amount
	value           decimal.Decimal // signed
	doubtful        bool            // the words of its row rather name another figure
}

// findItems reads the rows above the first subtotal or total as a list of
// things bought: a figure at the right, a name before it or in the rows above,
// and perhaps how many at which price in its row, above it or below it.
func (d *document) findItems() []item {
	byRow := d.byRow()
	var items []item
	var above *multiple // how many of the next item
	named := -1         // the last row whose words were used
	for i := range d.rows {
		amounts := byRow[i]
		if d.endsItems(amounts) {
			if len(items) > 0 {
				break
			}
			continue
		}
		m := d.multipleIn(i, amounts)
		if m != nil && m.total == nil {
			if n := len(items); n > 0 && items[n-1].take(m, d) {
				continue
			}
			above = m
			continue
		}
		a := d.itemAmount(amounts)
		if m != nil {
			a = m.total
		}
		if a == nil {
			continue
		}
		it := item{row: i, total: a, value: a.value}
		if a.role == "discount" && it.value.Sign() > 0 {
			it.value = it.value.Neg()
		}
		it.doubtful = a.role == "ignore" || a.role == "count" || a.role == "paid"
		if m == nil {
			m = d.multipleBeside(i, amounts, a)
		}
		if m != nil {
			it.take(m, d)
		} else if above != nil {
			it.take(above, d)
		}
		above = nil
		it.code = d.itemCode(a)
		row := d.describe(&it, amounts, byRow, m, named)
		if it.name.Known() {
			named = row
			items = append(items, it)
		}
	}
	return items
}

func (d *document) endsItems(amounts []*amount) bool {
	for _, a := range amounts {
		switch a.role {
		case "total", "subtotal", "net", "tendered", "change":
			return a.ordinal == 0 && !a.table
		}
	}
	return false
}

// itemAmount is the figure of a row that can be an item's total: the last.
func (d *document) itemAmount(amounts []*amount) *amount {
	if len(amounts) == 0 {
		return nil
	}
	a := amounts[len(amounts)-1]
	if a.n.each && len(amounts) == 1 || a.bare {
		return nil
	}
	switch a.role {
	case "", "discount", "ignore", "count", "paid":
		return a
	}
	return nil
}

// describe finds the name of an item: in its row, else in the rows above that
// have no figures and gave no other item its name. It gives the name's row.
func (d *document) describe(it *item, amounts []*amount, byRow [][]*amount, m *multiple, named int) int {
	i, r := it.row, d.rows[it.row]
	end := max(1, it.total.n.lo)
	if name := d.nameBefore(i, end, amounts, m); letterCount(name) >= 2 {
		it.name = d.printed(name, itemScore(r, 0, end), i, 0, end)
		return i
	}
	free := func(k int) bool {
		return k >= 0 && k > named && len(byRow[k]) == 0 && d.rows[k].page == r.page && d.rows[k+1].y-d.rows[k].y < 3.2*max(r.h, d.rows[k].h)
	}
	if k := i + 1; k < len(d.rows) && len(byRow[k]) == 0 && d.rows[k].page == r.page && letterCount(d.rows[k].text) >= 3 && (d.namesBelow || d.headsItems(i-1)) {
		d.namesBelow = true
		it.name = d.wholeRow(k, 0.85)
		return k
	}
	if free(i-1) && !d.headsItems(i-1) {
		if letterCount(d.rows[i-1].text) >= 2 {
			it.name = d.wholeRow(i-1, 0.85)
			return i - 1
		}
		if free(i-2) && letterCount(d.rows[i-2].text) >= 3 {
			it.name = d.wholeRow(i-2, 0.75) // a bar code stands between
			return i - 2
		}
	}
	return named
}

// headsItems tells whether a row holds the heads of a list of items.
func (d *document) headsItems(i int) bool {
	if i < 0 {
		return false
	}
	r := d.rows[i]
	letters := 0
	marks := d.v.columns.find(r.text, r.signs, false)
	for _, m := range marks {
		letters += m.length
	}
	return len(marks) >= 2 && 2*letters >= letterCount(r.text)
}

// wholeRow is a row as an item's name, without its number in front.
func (d *document) wholeRow(i int, score float64) server.Value {
	r := d.rows[i]
	name := reListNumber.ReplaceAllString(r.line(), "")
	return d.printed(strings.Join(strings.Fields(name), " "), score*itemScore(r, 0, len(r.text)), i, 0, len(r.text))
}

// itemScore is how surely the words of a stretch are read as printed.
func itemScore(r *row, lo, hi int) float64 {
	return 0.95 * max(0.3, 1-3*max(0, 0.98-r.certainty(lo, hi)))
}

// itemSums are what the items come to, as the start of an equation.
func (d *document) itemSums(items []item) []option {
	if len(items) == 0 || len(items) > 400 {
		return nil
	}
	var out []option
	for k, list := range readings(items) {
		var sum decimal.Decimal
		for _, it := range list {
			sum = sum.Add(it.value)
		}
		seen := false
		for _, o := range out {
			seen = seen || o.value.Equal(sum)
		}
		if !seen {
			out = append(out, option{value: sum, score: 0.5 - 0.1*float64(k)})
		}
	}
	return out
}

// readings are the ways to take a list of items: with the discounts among them
// or without, without the rows that rather say something else, and without the
// first ones, which may be figures of the address.
func readings(items []item) [][]item {
	keep := func(ok func(item) bool) []item {
		var out []item
		for _, it := range items {
			if ok(it) {
				out = append(out, it)
			}
		}
		return out
	}
	goods := func(it item) bool { return it.total.role != "discount" }
	sure := func(it item) bool { return !it.doubtful }
	out := [][]item{items, keep(goods), keep(sure), keep(func(it item) bool { return goods(it) && sure(it) })}
	sum := items[0].value
	for k := 1; k < len(items); k++ { // a sum without a word that names it
		if k > 1 && items[k].value.Equal(sum) && !items[k].quantity.Known() {
			out = append(out, items[:k])
			break
		}
		sum = sum.Add(items[k].value)
	}
	for drop := 1; drop <= 2 && drop < len(items); drop++ {
		if items[drop-1].quantity.Known() {
			break
		}
		out = append(out, out[0][drop:])
		if firm := keep(sure); len(firm) > drop && len(firm) < len(items) {
			out = append(out, firm[drop:])
		}
	}
	return out
}

// addItems gives the items only when they add up: a list with a hole in it
// would be a false proof.
func (d *document) addItems(out *server.Reading, items []item) {
	if len(items) == 0 {
		return
	}
	fits, gross := itemTargets(out)
	tax, discount := number(out.Tax.Text), number(out.Discount.Text)
	inclusive := len(out.TaxLines) > 0 && out.TaxLines[0].Inclusive
	for _, kept := range readings(items) {
		var sum decimal.Decimal
		for _, it := range kept {
			sum = sum.Add(it.value)
		}
		if !inclusive && !tax.IsZero() && (sum.Equal(gross) || sum.Equal(gross.Add(discount))) && len(out.TaxLines) > 0 {
			for i := range out.TaxLines {
				out.TaxLines[i].Inclusive = true // the prices hold the tax
			}
			inclusive = true
			fits = append(fits, sum)
		}
		for _, fit := range fits {
			if !sum.Equal(fit) || sum.IsZero() || len(kept) == 0 {
				continue
			}
			for _, it := range kept {
				out.LineItems = append(out.LineItems, server.LineItem{Description: it.name, Quantity: it.quantity, Price: it.price, TaxCode: it.code,
					Total: d.valueOf(it.total, it.value, min(0.97, 0.5+0.5*it.total.score))})
			}
			return
		}
	}
}

// itemTargets are what the items may come to, by the figures below them; gross
// is the total without what is added behind it.
func itemTargets(out *server.Reading) (fits []decimal.Decimal, gross decimal.Decimal) {
	value := func(v server.Value) decimal.Decimal { return number(v.Text) }
	gross = value(out.Total).Sub(value(out.Tip)).Sub(value(out.Shipping)).Sub(value(out.Rounding))
	target := gross
	if out.Subtotal.Known() {
		target = value(out.Subtotal)
	}
	discount, tax := value(out.Discount), value(out.Tax)
	fits = []decimal.Decimal{target, target.Add(discount)}
	switch {
	case len(out.TaxLines) > 0 && out.TaxLines[0].Inclusive:
		fits = append(fits, target.Add(tax), target.Add(tax).Add(discount))
	case !out.Subtotal.Known():
		fits = append(fits, target.Sub(tax), target.Sub(tax).Add(discount))
	}
	return fits, gross
}
