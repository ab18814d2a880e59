package fields

import (
	"strings"
)

// nameNeighbours lends a label that stands alone to the figures of a bare row
// below, or else above.
func (d *document) nameNeighbours(i int, byRow [][]*amount) {
	if len(d.labels[i]) == 0 || len(byRow[i]) > 0 {
		return
	}
	n := d.naming(i, d.labels[i])
	if !n.known || n.role == "ignore" || n.role == "count" || n.role == "taxhead" || len(d.labels[i]) > 3 {
		return
	}
	for _, k := range []int{i + 1, i - 1} {
		if k < 0 || k >= len(d.rows) || d.rows[k].page != d.rows[i].page || len(byRow[k]) == 0 || len(byRow[k]) > 2 || !d.bareRow(k, byRow[k]) {
			continue
		}
		dy := d.rows[k].y - d.rows[i].y
		if dy < 0 {
			dy = -dy
		}
		a := byRow[k][len(byRow[k])-1]
		if dy > 2.6*max(d.rows[i].h, d.rows[k].h) || a.role != "" {
			continue
		}
		a.take(n, 0)
		a.borrow = true
		return
	}
}

// bareRow tells whether a row holds nothing but its amounts and currencies.
func (d *document) bareRow(i int, amounts []*amount) bool {
	t := []byte(d.rows[i].text)
	for _, a := range amounts {
		for k := a.n.lo; k < a.n.hi && k < len(t); k++ {
			t[k] = ' '
		}
	}
	for _, f := range strings.Fields(string(t)) {
		f = strings.Trim(f, "():=*-.")
		if f != "" && f != "$" && d.v.symbols[strings.ToUpper(f)] == nil {
			return false
		}
	}
	return true
}

// promotePaid takes what was paid for the total where nothing is called one and
// all such figures are the same.
func (d *document) promotePaid() {
	var paid []*amount
	for _, a := range d.amounts {
		switch {
		case a.role == "total" && a.weight >= 4, a.role == "change", a.role == "tip":
			return
		case a.role == "paid" && a.ordinal == 0 && !a.n.each:
			if len(paid) > 0 && a.key != paid[0].key {
				return
			}
			paid = append(paid, a)
		}
	}
	for _, a := range paid {
		a.role, a.weight = "total", min(6, a.weight)
	}
}

// partOfAnother tells whether an amount is the tax, at its row's rate, in
// another amount.
func (d *document) partOfAnother(a *amount) bool {
	for _, o := range d.amounts {
		if o.value.GreaterThan(a.value) && d.taxOf(o.value.Sub(a.value), a.value, a.rate) {
			return true
		}
	}
	return false
}
