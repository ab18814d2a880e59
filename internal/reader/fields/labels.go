package fields

import (
	"strings"

	"github.com/shopspring/decimal"
)

// nameAmounts gives each amount the label that stands before it in its row, or
// alone in the row above or below.
func (d *document) nameAmounts() {
	byRow := d.byRow()
	suggesting := -100
	for i := range d.rows {
		for _, l := range d.labels[i] {
			if l.meaning == "suggest" {
				suggesting = i
			}
			if l.meaning == "refund" && l.weight > 0 {
				d.refund = true
			}
		}
		d.nameRow(i, byRow[i])
		if i-suggesting < 8 {
			for _, a := range byRow[i] {
				if i == suggesting || d.hasPercent(i) {
					a.role, a.weight = "ignore", 5
				}
			}
		}
	}
	for i := range d.rows {
		d.nameNeighbours(i, byRow)
	}
	d.nameByPlace(byRow)
	d.promotePaid()
	var largest decimal.Decimal
	for _, a := range d.amounts {
		if a.role == "total" && a.weight >= 7 && a.value.Abs().GreaterThan(largest) {
			largest = a.value.Abs()
		}
	}
	for _, a := range d.amounts {
		if a.role == "total" && a.hasRate && a.incl && d.partOfAnother(a) {
			a.role, a.weight = "tax", 8 // "Total included GST @ 6%: 1.42"
		}
		if a.role == "total" && a.weight <= 4 && a.hasRate && (a.value.Abs().Mul(decimal.NewFromInt(3)).LessThan(largest) || d.partOfAnother(a)) {
			a.role, a.weight = "tax", 5 // "incl. BTW 21%  0,53"
		}
		if a.role == "rounding" && a.value.Abs().GreaterThanOrEqual(d.roundingLimit()) && a.lead > 2 {
			a.role, a.weight = "", 0 // "Pinsel rund 12,90"
		} else if a.role == "rounding" && a.value.Abs().GreaterThanOrEqual(d.roundingLimit()) {
			a.role, a.weight, a.rounded = "total", 9, true // "Rounding RM 52.10" names the rounded total
		}
	}
}

// byRow gives each row's amounts.
func (d *document) byRow() [][]*amount {
	rows := make([][]*amount, len(d.rows))
	for _, a := range d.amounts {
		rows[a.row] = append(rows[a.row], a)
	}
	return rows
}

func (d *document) hasPercent(i int) bool {
	for _, n := range d.numerals[i] {
		if n.percent {
			return true
		}
	}
	return false
}

// naming is what a run of labels says about the figure that follows.
type naming struct {
	role                         string
	weight                       int
	loose, rounded, refund, incl bool
	known                        bool
}

func (d *document) nameRow(i int, amounts []*amount) {
	var group []label
	var current naming
	ordinal, next, named := 0, 0, false
	labels := d.labels[i]
	for k, a := range amounts {
		fresh := false
		for next < len(labels) && labels[next].lo < a.n.lo {
			if !fresh {
				group, fresh = nil, true
			}
			group = append(group, labels[next])
			next++
		}
		if fresh {
			current, ordinal = d.naming(i, group), 0
		}
		if fresh && current.known && current.role != "ignore" && d.strays(i, group, a.n.lo) {
			current.weight = max(1, current.weight-3)
		}
		if ordinal > 0 && current.known && current.role == "tax" && d.ratedAfresh(a, amounts[max(0, k-1)]) {
			ordinal = 0 // "VAT 7% 0.12  19% 0.42"
		}
		if ordinal > 0 && current.known && single[current.role] && !(current.role == "discount" && a.n.minus) {
			current.known = false
		}
		if current.known && !(a.n.each && current.role != "paid" && len(amounts) != 1) {
			a.take(current, ordinal)
			a.lead = letterCount(d.rows[i].text[:group[0].lo])
			named = true
		}
		ordinal++
	}
	for _, a := range amounts {
		if n, ok := d.percentOf(a); ok {
			a.rate, a.hasRate = number(strings.ReplaceAll(n.value(), ",", ".")), true
		}
	}
	if !named && next < len(labels) && len(amounts) == 1 { // "12.00 TOTAL"
		if n := d.naming(i, labels[next:]); n.known && n.role == "total" {
			n.weight = max(1, n.weight-3)
			amounts[0].take(n, 0)
		}
	}
}

// ratedAfresh tells whether a percentage stands between an amount and the one
// before it in the row.
func (d *document) ratedAfresh(a, before *amount) bool {
	n, ok := d.percentOf(a)
	return ok && n.lo > before.n.lo && n.lo < a.n.lo
}

// percentOf is the percentage of an amount's row that belongs to it: the last
// before it, else the first behind it.
func (d *document) percentOf(a *amount) (numeral, bool) {
	var best numeral
	found := false
	for _, n := range d.numerals[a.row] {
		if n.percent && (!found || n.lo < a.n.lo) {
			best, found = n, true
		}
	}
	return best, found
}

// single are the labels that name one figure only.
var single = map[string]bool{"taxhead": true, "discount": true, "ignore": true, "count": true, "service": true, "tip": true, "rounding": true}

// strays tells whether other words stand between labels and their figure:
// "Balance Brot 0,99" is bread, "Total 6% supplies 15.26" a part.
func (d *document) strays(row int, group []label, hi int) bool {
	letters, at := 0, group[0].hi
	count := func(lo, hi int) {
		for _, f := range strings.Fields(d.rows[row].text[min(lo, hi):hi]) {
			f = strings.Trim(f, "()[]:=*-.,")
			if d.v.symbols[strings.ToUpper(f)] == nil {
				letters += letterCount(f)
			}
		}
	}
	for _, l := range group[1:] {
		count(at, min(l.lo, hi))
		at = max(at, l.hi)
	}
	count(at, hi)
	return letters >= 5
}

// value is the number as a literal whatever its decimal sign.
func (n numeral) value() string {
	if n.shape == grouped {
		return strings.Replace(n.raw, string(n.mark), ".", 1)
	}
	return n.digits
}

func (a *amount) take(n naming, ordinal int) {
	a.role, a.weight, a.ordinal, a.loose, a.rounded, a.refund, a.incl = n.role, n.weight, ordinal, n.loose, n.rounded, n.refund, n.incl
}

// naming understands a run of labels: the first names the figure, the others
// change it.
func (d *document) naming(row int, group []label) naming {
	var n naming
	var excl bool
	var main []label
	lead := 0 // a leading "(Excluded GST)" or "Incl. VAT" describes what comes after it
	if len(group) >= 3 && (group[0].meaning == "excl" || group[0].meaning == "incl") && group[1].meaning == "tax" {
		switch group[2].meaning {
		case "total", "subtotal":
			lead = 2
			excl = group[0].meaning == "excl"
			n.incl = !excl
		}
	}
	for _, l := range group[lead:] {
		switch l.meaning {
		case "incl":
			n.incl = true
		case "excl":
			excl = true
		case "rounded":
			n.rounded = true
		case "refund":
			n.refund = true
			if len(group) == 1 {
				n.role, n.weight, n.known = "total", 6, true
			}
		case "suggest", "gross":
			if l.meaning == "gross" {
				main = append(main, l)
			}
		default:
			main = append(main, l)
		}
	}
	if len(main) == 0 {
		if n.rounded {
			n.role, n.weight, n.known = "rounding", 9, true // "Rounded 158.00"
		}
		return n
	}
	first := main[0]
	if len(main) > 1 {
		first = d.leading(row, main, n.incl)
	}
	n.role, n.weight, n.loose, n.known = first.meaning, first.weight, first.loose, true
	switch {
	case n.role == "gross":
		n.role, n.weight = "total", 4
	case n.role == "total" && excl:
		n.role, n.weight = "net", 7
	case n.role == "total" && n.rounded:
		n.weight = 10
	case n.role == "total" && n.incl && n.weight < 9:
		n.weight = min(9, n.weight+1)
	}
	return n
}

// leading picks the label that names the figure out of several.
func (d *document) leading(row int, main []label, incl bool) label {
	first, second := main[0], main[1]
	if first.meaning == "total" && second.meaning == "total" && second.weight > first.weight {
		return second
	}
	between := d.rows[row].text[min(first.hi, second.lo):second.lo]
	close := !hasLetter(between)
	switch {
	case first.meaning == "total" && first.weight < 9 && close && !incl && (second.meaning == "tax" || second.meaning == "discount" || second.meaning == "change" || second.meaning == "tip" || second.meaning == "service"):
		return second
	case first.meaning == "ignore" || first.meaning == "count" || first.meaning == "taxhead":
		for _, l := range main[1:] {
			if l.meaning == "total" && l.weight >= 8 || l.meaning == "subtotal" {
				return l
			}
		}
	case first.meaning == "tax" && (second.meaning == "net" || second.meaning == "subtotal") && close:
		return second
	}
	return first
}
