package fields

import (
	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api/server"
)

// taxes fills in the tax that the prices hold, and a line for each tax that is
// printed.
func (d *document) taxes(out *server.Reading, best *candidate, score float64) {
	tax, lines := best.how.tax, best.how.tax.lines
	added := out.Tax.Known()
	if !added {
		tax, lines = d.inclusiveTax(best)
		out.Tax = d.optionValue(tax, d.taxScore(tax, lines, best, score))
		if len(tax.lines) > 0 {
			lines = tax.lines
		}
	}
	if !out.Tax.Known() {
		return
	}
	if !out.Subtotal.Known() {
		if net := d.netOf(best, tax); net != nil {
			out.Subtotal = d.valueOf(net, net.value, out.Tax.Score)
		}
	}
	inclusive := !added || d.priced(best)
	if len(lines) == 0 {
		parts := tax.parts
		if added && len(parts) == 1 {
			parts = d.partsOf(parts[0])
		}
		for _, a := range parts {
			out.TaxLines = append(out.TaxLines, d.labelledTax(a, out.Tax.Score, inclusive))
		}
		return
	}
	for _, t := range d.withZeros(lines) {
		out.TaxLines = append(out.TaxLines, d.tableTax(t, out.Tax.Score, inclusive)...)
	}
}

// labelledTax is a tax that stands in a row of its own.
func (d *document) labelledTax(a *amount, score float64, inclusive bool) server.TaxLine {
	l := server.TaxLine{Name: d.taxName(a.row, a.n.lo), Total: d.valueOf(a, a.value, score), Inclusive: inclusive}
	if n, ok := d.rateBeside(a); ok {
		l.Rate = d.printed(number(n.value()).String(), 0.95*d.rows[a.row].certainty(n.lo, n.hi), a.row, n.lo, n.hi)
	}
	return l
}

// tableTax is a row of a table as lines: two for a tax in two equal parts.
func (d *document) tableTax(t taxRow, score float64, inclusive bool) []server.TaxLine {
	var out []server.TaxLine
	for _, a := range t.figures() {
		l := server.TaxLine{Total: d.valueOf(a, a.value, score), Inclusive: inclusive}
		if t.twin == nil {
			l.Name = d.taxName(t.row, len(d.rows[t.row].text))
		}
		l.Rate = d.rateOf(t)
		if t.net != nil {
			l.Base = d.valueOf(t.net, t.net.value, score)
		}
		out = append(out, l)
	}
	return out
}

// withZeros adds the rows of goods without tax that stand in the same table, in
// the order of the paper.
func (d *document) withZeros(lines []taxRow) []taxRow {
	var out []taxRow
	for _, t := range d.taxRows {
		in := false
		for _, l := range lines {
			in = in || l.row == t.row
		}
		if zero := t.tax.value.IsZero() && !t.sum && t.headed && t.net != nil; in && !t.tax.value.IsZero() || zero && d.rateOf(t).Known() {
			out = append(out, t)
		}
	}
	return out
}

// rateBeside is the percentage printed in the row of a tax.
func (d *document) rateBeside(a *amount) (numeral, bool) {
	n, ok := d.percentOf(a)
	rate := number(n.value())
	return n, ok && rate.Sign() > 0 && rate.LessThanOrEqual(number("40"))
}

// partsOf are the printed parts of a tax that is their sum; else itself.
func (d *document) partsOf(sum *amount) []*amount {
	var parts []*amount
	total := decimal.Zero
	for _, a := range d.amounts {
		if a.role == "tax" && !a.table && a.ordinal == 0 && a.row != sum.row && !a.value.IsZero() {
			parts, total = append(parts, a), total.Add(a.value)
		}
	}
	if len(parts) > 1 && total.Equal(sum.value) {
		return parts
	}
	return []*amount{sum}
}

// netOf is the net amount of a table whose tax makes it the total.
func (d *document) netOf(best *candidate, tax option) *amount {
	for _, t := range d.taxRows {
		if t.net != nil && t.net.value.Add(tax.value).Equal(best.value) {
			return t.net
		}
	}
	return nil
}

// taxScore is how surely a tax that is part of the total is right: a table's
// rows were checked by their rates; of a single figure only its own rate can be.
func (d *document) taxScore(o option, lines []taxRow, best *candidate, total float64) float64 {
	if len(lines) > 0 {
		return min(0.95, total)
	}
	if len(o.parts) == 1 {
		a := o.parts[0]
		if n, ok := d.rateBeside(a); ok && d.taxOf(best.value.Sub(a.value), a.value, number(n.value())) {
			return min(0.92, total)
		}
	}
	return min(0.8, total)
}

// rateOf is a tax's rate if it is printed.
func (d *document) rateOf(t taxRow) server.Value {
	for _, percent := range []bool{true, false} {
		for _, n := range d.numerals[t.row] {
			fits := t.printed && number(n.value()).Equal(t.rate) || !t.printed && percent && t.tax.value.IsZero() && number(n.value()).IsZero()
			if fits && (n.percent || !percent) {
				return d.printed(number(n.value()).String(), 0.97*d.rows[t.row].certainty(n.lo, n.hi), t.row, n.lo, n.hi)
			}
		}
	}
	for row := t.row - 1; t.headed && !t.printed && row >= max(0, t.row-3); row-- { // "MwSt 19,00%  Netto  MwSt  Brutto"
		for _, n := range d.numerals[row] {
			if n.percent && number(n.value()).Equal(t.rate) && d.headsTaxes(row) {
				return d.printed(t.rate.String(), 0.9*d.rows[row].certainty(n.lo, n.hi), row, n.lo, n.hi)
			}
		}
	}
	return server.Value{}
}

// priced tells whether the tax that was added is also part of the prices: net
// and tax are shown after the total, or the words say so.
func (d *document) priced(c *candidate) bool {
	e := c.how
	for _, a := range e.tax.parts {
		if a.incl || a.row > c.shown.row {
			return true
		}
	}
	for _, a := range e.subtotal.parts {
		if a.row > c.shown.row {
			return true
		}
	}
	return false
}

// inclusiveTax finds the tax that is part of the total: a table's, or the
// labelled figures that are a usual part of it.
func (d *document) inclusiveTax(best *candidate) (option, []taxRow) {
	var table option
	for _, t := range d.taxRows {
		if !t.sum {
			table.value = table.value.Add(t.whole())
			table.parts, table.lines = append(table.parts, t.figures()...), append(table.lines, t)
		}
	}
	if len(table.parts) > 0 && table.value.Abs().LessThan(best.value.Abs()) {
		return table, table.lines
	}
	if several, ok := d.severalTaxes(best); ok {
		return several, nil
	}
	for _, o := range d.labelled(0, "tax") {
		part := o.value.Abs()
		if part.Mul(decimal.NewFromInt(3)).LessThan(best.value.Abs()) && o.parts[0].ordinal == 0 {
			return o, nil
		}
	}
	return option{}, nil
}

// severalTaxes are the taxes of different rates that stand in rows of their
// own, each with its rate: "IVA 21% 2,18", "IVA 10% 3,64".
func (d *document) severalTaxes(best *candidate) (option, bool) {
	var o option
	rates := map[string]bool{}
	for _, a := range d.amounts {
		if a.role != "tax" || a.table || a.ordinal != 0 || a.value.IsZero() {
			continue
		}
		n, ok := d.rateBeside(a)
		if !ok || rates[number(n.value()).String()] {
			continue // a sum of them, or the same again
		}
		rates[number(n.value()).String()] = true
		o.value = o.value.Add(a.value)
		o.parts = append(o.parts, a)
	}
	return o, len(o.parts) > 1 && o.value.Abs().Mul(decimal.NewFromInt(3)).LessThan(best.value.Abs())
}

// taxName is the tax's name as printed before its figure.
func (d *document) taxName(row, before int) server.Value {
	r := d.rows[row]
	name, lo, hi := "", 0, 0
	for _, m := range d.v.taxes.find(r.text, r.signs, false) {
		if m.lo <= before && letterCount(r.text[m.lo:m.hi]) > 1 {
			name, lo, hi = r.text[m.lo:m.hi], m.lo, m.hi
		}
	}
	if name == "" {
		for _, l := range d.labels[row] {
			if l.meaning == "tax" && l.lo <= before {
				name, lo, hi = r.text[l.lo:l.hi], l.lo, l.hi
			}
		}
	}
	if name == "" {
		return server.Value{}
	}
	return d.printed(name, 0.85, row, lo, hi)
}
