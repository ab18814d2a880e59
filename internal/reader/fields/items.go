package fields

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api/server"
)

// reTimes is a count before a name: "2 x".
var reTimes = regexp.MustCompile(`^\s*\d{0,3}\s*[xX@*]\s|\s\d{0,3}\s?[xX@*]\s*$|^\s*\d{1,3}\s+`)

// item is a thing bought.
type item struct {
	row             int
	name            server.Value
	quantity, price server.Value
	total           *amount
	value           decimal.Decimal // signed
}

// findItems reads the rows above the first subtotal or total as a list of
// things bought: a figure at the right, a name before it or in the row above.
func (d *document) findItems() []item {
	byRow := d.byRow()
	var items []item
	for i := range d.rows {
		amounts := byRow[i]
		if d.endsItems(amounts) {
			if len(items) > 0 {
				break
			}
			continue
		}
		a := d.itemAmount(amounts)
		if a == nil {
			continue
		}
		it := item{row: i, total: a, value: a.value}
		if a.role == "discount" && it.value.Sign() > 0 {
			it.value = it.value.Neg()
		}
		d.describe(&it, i, amounts, byRow)
		if it.name.Known() {
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

// describe finds the name, the quantity and the price of an item.
func (d *document) describe(it *item, i int, amounts []*amount, byRow [][]*amount) {
	r := d.rows[i]
	end := it.total.n.lo
	plain := []byte(r.text[:end])
	for _, a := range amounts {
		for k := a.n.lo; k < min(a.n.hi, end); k++ {
			plain[k] = ' '
		}
	}
	for _, l := range d.labels[i] {
		if l.meaning == "discount" && l.lo < end {
			for k := l.lo; k < min(l.hi, end); k++ {
				plain[k] = ' '
			}
		}
	}
	name := strings.Trim(reTimes.ReplaceAllString(string(plain), " "), "\t -:*@$€£")
	if letterCount(name) >= 2 {
		it.name = d.printed(strings.Join(strings.Fields(name), " "), 0.8, i, 0, max(1, end))
	} else if i > 0 && len(byRow[i-1]) == 0 && d.rows[i-1].page == r.page && letterCount(d.rows[i-1].text) >= 2 {
		it.name = d.printed(d.rows[i-1].line(), 0.7, i-1, 0, len(d.rows[i-1].text))
	} else if i > 1 && len(byRow[i-1]) == 0 && len(byRow[i-2]) == 0 && d.rows[i-2].page == r.page && letterCount(d.rows[i-2].text) >= 3 && letterCount(d.rows[i-1].text) < 2 {
		it.name = d.printed(d.rows[i-2].line(), 0.65, i-2, 0, len(d.rows[i-2].text))
	}
	for _, p := range amounts[:len(amounts)-1] {
		if p.value.IsZero() {
			continue
		}
		for _, n := range d.numerals[i] {
			if n.percent || n.lo == p.n.lo || n.lo == it.total.n.lo {
				continue
			}
			q := number(n.value())
			if q.Sign() > 0 && q.Mul(p.value).Sub(it.value).Abs().LessThanOrEqual(d.cent()) {
				it.quantity = d.printed(q.String(), 0.85, i, n.lo, n.hi)
				it.price = d.valueOf(p, p.value, 0.85)
				return
			}
		}
	}
}

// itemSums are what the items come to, as the start of an equation.
func (d *document) itemSums(items []item) []option {
	if len(items) == 0 || len(items) > 400 {
		return nil
	}
	var all, goods decimal.Decimal
	for _, it := range items {
		all = all.Add(it.value)
		if it.total.role != "discount" {
			goods = goods.Add(it.value)
		}
	}
	out := []option{{value: all, score: 0.5}}
	if !goods.Equal(all) {
		out = append(out, option{value: goods, score: 0.4})
	}
	return out
}

// addItems gives the items only when they add up: a list with a hole in it
// would be a false proof.
func (d *document) addItems(out *server.Reading, items []item) {
	if len(items) == 0 {
		return
	}
	value := func(v server.Value) decimal.Decimal { return number(v.Text) }
	target := value(out.Subtotal)
	if !out.Subtotal.Known() {
		target = value(out.Total).Sub(value(out.Tip)).Sub(value(out.Shipping)).Sub(value(out.Rounding))
	}
	discount, tax := value(out.Discount), value(out.Tax)
	inclusive := len(out.TaxLines) > 0 && out.TaxLines[0].Inclusive
	fits := []decimal.Decimal{target, target.Add(discount)}
	switch {
	case inclusive:
		fits = append(fits, target.Add(tax), target.Add(tax).Add(discount))
	case !out.Subtotal.Known():
		fits = append(fits, target.Sub(tax), target.Sub(tax).Add(discount))
	}
	gross := value(out.Total).Sub(value(out.Tip)).Sub(value(out.Shipping)).Sub(value(out.Rounding))
	for _, withDiscounts := range []bool{true, false} {
		var sum decimal.Decimal
		var kept []item
		for _, it := range items {
			if withDiscounts || it.total.role != "discount" {
				sum = sum.Add(it.value)
				kept = append(kept, it)
			}
		}
		if !inclusive && tax.Sign() > 0 && (sum.Equal(gross) || sum.Equal(gross.Add(discount))) && len(out.TaxLines) > 0 {
			for i := range out.TaxLines {
				out.TaxLines[i].Inclusive = true // the prices hold the tax
			}
			fits = append(fits, sum)
		}
		for _, fit := range fits {
			if !sum.Equal(fit) || sum.IsZero() {
				continue
			}
			for _, it := range kept {
				out.LineItems = append(out.LineItems, server.LineItem{Description: it.name, Quantity: it.quantity, Price: it.price, Total: d.valueOf(it.total, it.value, 0.9)})
			}
			return
		}
	}
}
