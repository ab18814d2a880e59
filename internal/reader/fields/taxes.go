package fields

import (
	"regexp"

	"github.com/shopspring/decimal"
)

// taxRow is a row of a table of taxes, or of any row that shows what was
// taxed, the tax and perhaps their sum; the arithmetic tells which is which.
type taxRow struct {
	row             int
	net, tax, gross *amount
	twin            *amount         // the other half of a tax in two equal parts (CGST and SGST)
	rate            decimal.Decimal // percent
	printed         bool            // the rate is
	sum             bool            // the table's last row
	headed          bool            // under the heads of a table
}

// whole is the tax with both of its halves.
func (t taxRow) whole() decimal.Decimal {
	if t.twin != nil {
		return t.tax.value.Add(t.twin.value)
	}
	return t.tax.value
}

// figures are where the tax is printed.
func (t taxRow) figures() []*amount {
	if t.twin != nil {
		return []*amount{t.tax, t.twin}
	}
	return []*amount{t.tax}
}

// usualRates are the rates of taxes on sales, in percent, by which a tax is
// known when its rate is not printed.
var usualRates = decimals("1", "2", "2.1", "2.5", "2.6", "3", "3.7", "3.8", "4", "4.8", "5", "5.5", "6", "6.5", "7", "7.7", "8", "8.1", "9", "9.5", "10", "11", "12", "13", "13.5", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "25.5", "26", "27", "28")

func decimals(literals ...string) []decimal.Decimal {
	out := make([]decimal.Decimal, len(literals))
	for i, l := range literals {
		out[i] = number(l)
	}
	return out
}

var reLongNumber = regexp.MustCompile(`\d{5}|\d{2}[ .\-]?\d{3}`)

var hundred = decimal.NewFromInt(100)

// cent is the smallest step of the document's amounts.
func (d *document) cent() decimal.Decimal {
	return decimal.New(1, int32(-d.style.decimals))
}

// taxOf tells whether tax is the rate's part of the net amount, to a cent or two.
func (d *document) taxOf(net, tax, rate decimal.Decimal) bool {
	off := net.Mul(rate).Div(hundred).Sub(tax).Abs()
	return off.LessThanOrEqual(d.cent().Mul(decimal.New(16, -1)))
}

// findTaxRows looks for rows whose figures are net, tax and gross.
func (d *document) findTaxRows() {
	byRow := d.byRow()
	head, body := -100, false
	for i, amounts := range byRow {
		if len(amounts) == 0 && d.headsTaxes(i) {
			head, body = i, false
		}
		under := i-head <= 8 && i > head
		if under && body && len(amounts) < 2 {
			head, under = -100, false // the table has ended
		}
		if t, ok := d.taxRowOf(i, amounts, under); ok {
			t.headed = under
			d.taxRows = append(d.taxRows, t)
			body = body || under
		} else if under && len(amounts) >= 2 {
			body = true
			for _, a := range amounts {
				a.table = true
			}
		}
	}
	d.markSums()
	for _, t := range d.taxRows {
		for _, a := range []*amount{t.net, t.tax, t.gross} {
			if a == nil || a.role == "total" && a.weight >= 8 && a.ordinal == 0 && a == t.gross || a.role == "subtotal" {
				continue
			}
			a.table = true
		}
	}
}

// headsTaxes tells whether a row without figures heads a table of taxes.
func (d *document) headsTaxes(i int) bool {
	tax, others := false, 0
	for _, l := range d.labels[i] {
		switch l.meaning {
		case "taxhead":
			return true
		case "tax":
			tax = true
			others++
		case "net", "gross", "total", "subtotal":
			others++
		}
	}
	r := d.rows[i]
	if reLongNumber.MatchString(r.text) {
		return false // a register's number
	}
	if !tax {
		return len(d.v.taxes.find(r.text, r.signs, false)) > 0 && others > 0
	}
	return others >= 2 || len(d.v.columns.find(r.text, r.signs, false)) > 0 || len(r.words) <= 3
}

func (d *document) taxRowOf(i int, all []*amount, under bool) (taxRow, bool) {
	var amounts []*amount
	for _, a := range all {
		if !a.n.each && !a.bare {
			amounts = append(amounts, a)
		}
	}
	if len(amounts) < 2 || len(amounts) > 5 {
		return taxRow{}, false
	}
	rates, signed := d.ratesIn(i)
	context := under
	for _, l := range d.labels[i] {
		context = context || l.meaning == "tax"
		if l.meaning == "discount" {
			return taxRow{}, false
		}
	}
	for k, rate := range rates {
		if k >= signed && !context {
			break // a count of things and their price
		}
		if t, ok := d.fitRate(i, amounts, rate); ok {
			t.printed = true
			return t, true
		}
	}
	if under {
		if t, ok := d.unrated(i, amounts); ok {
			return t, true
		}
	}
	if len(rates) > 0 && rates[0].IsZero() || !context {
		return taxRow{}, false
	}
	for _, rate := range usualRates {
		if t, ok := d.fitRate(i, amounts, rate); ok && (t.gross != nil || under) {
			return t, true
		}
	}
	return taxRow{}, false
}

// unrated understands the rows of a table that no rate fits: goods without
// tax, and the sum of the rows above.
func (d *document) unrated(i int, amounts []*amount) (taxRow, bool) {
	if len(amounts) == 2 && amounts[0].value.Sign() > 0 && amounts[1].value.IsZero() {
		return taxRow{row: i, net: amounts[0], tax: amounts[1]}, true
	}
	if len(amounts) == 3 && amounts[0].value.Sign() > 0 && amounts[1].value.IsZero() && amounts[2].value.Equal(amounts[0].value) {
		return taxRow{row: i, net: amounts[0], tax: amounts[1], gross: amounts[2]}, true
	}
	var net, tax decimal.Decimal
	for _, t := range d.taxRows {
		if t.headed && i-t.row <= 8 && !t.sum {
			tax = tax.Add(t.tax.value)
			if t.net != nil {
				net = net.Add(t.net.value)
			}
		}
	}
	var t taxRow
	for _, a := range amounts {
		switch {
		case t.tax == nil && !tax.IsZero() && a.value.Equal(tax):
			t.tax = a
		case t.net == nil && !net.IsZero() && a.value.Equal(net):
			t.net = a
		case a.value.Equal(net.Add(tax)):
			t.gross = a
		}
	}
	t.row, t.sum = i, true
	return t, t.tax != nil && (t.net != nil || t.gross != nil)
}

// ratesIn gives the percentages of a row, of which signed have their sign, and
// then numbers that look like one in a table: "SR 6 106.10 6.37".
func (d *document) ratesIn(i int) (rates []decimal.Decimal, signed int) {
	var bare []decimal.Decimal
	for _, n := range d.numerals[i] {
		value := number(n.value())
		switch {
		case n.percent:
			rates = append(rates, value)
		case (n.shape == whole && len(n.digits) <= 2 || (n.shape == money || n.shape == other) && len(n.digits) <= 6 && n.symbol == "") && usual(value):
			bare = append(bare, value)
		}
	}
	return append(rates, bare...), len(rates)
}

func usual(rate decimal.Decimal) bool {
	for _, u := range usualRates {
		if u.Equal(rate) {
			return true
		}
	}
	return false
}

// fitRate finds the net amount and the tax among the figures of a row.
func (d *document) fitRate(row int, amounts []*amount, rate decimal.Decimal) (taxRow, bool) {
	if rate.Sign() <= 0 || rate.GreaterThan(number("40")) {
		return taxRow{}, false
	}
	if t, ok := d.fitNet(row, amounts, rate, true); ok { // "Brutto Netto MwSt": of small figures the gross fits too
		return t, true
	}
	if t, ok := d.fitNet(row, amounts, rate, false); ok {
		return t, true
	}
	for _, tax := range amounts {
		for _, gross := range amounts { // only the gross amount and the tax in it
			if gross != tax && !tax.value.IsZero() && d.taxOf(gross.value.Sub(tax.value), tax.value, rate) && gross.value.Abs().GreaterThan(tax.value.Abs()) {
				return taxRow{row: row, tax: tax, gross: gross, rate: rate}, true
			}
		}
	}
	return taxRow{}, false
}

// fitNet finds a net amount and the rate's part of it, whole with the sum of both.
func (d *document) fitNet(row int, amounts []*amount, rate decimal.Decimal, whole bool) (taxRow, bool) {
	for _, tax := range amounts {
		if tax.value.IsZero() {
			continue
		}
		for _, net := range amounts {
			if net == tax || net.value.Abs().LessThanOrEqual(tax.value.Abs()) || !d.taxOf(net.value, tax.value, rate) {
				continue
			}
			t := taxRow{row: row, net: net, tax: tax, rate: rate}
			for _, g := range amounts {
				if g != net && g != tax && g.value.Equal(tax.value) && d.home.country == "IN" {
					t.twin = g
				}
			}
			for _, g := range amounts {
				if g != net && g != tax && g != t.twin && net.value.Add(t.whole()).Sub(g.value).Abs().LessThanOrEqual(d.cent()) {
					t.gross = g
				}
			}
			if !whole || t.gross != nil {
				return t, true
			}
		}
	}
	return taxRow{}, false
}

// markSums finds the rows that add up the others of their table, and those
// that say the same again.
func (d *document) markSums() {
	for i := range d.taxRows {
		var sum decimal.Decimal
		n := 0
		if d.taxRows[i].sum || d.taxRows[i].tax.value.IsZero() {
			continue
		}
		for k := i - 1; k >= 0 && d.taxRows[i].row-d.taxRows[k].row <= 10+n; k-- {
			if d.taxRows[k].sum {
				continue
			}
			sum = sum.Add(d.taxRows[k].tax.value)
			n++
			if sum.Equal(d.taxRows[i].tax.value) && (n > 1 || d.sameNet(i, k)) {
				d.taxRows[i].sum = true
				break
			}
		}
	}
}

func (d *document) sameNet(i, k int) bool {
	a, b := d.taxRows[i].net, d.taxRows[k].net
	return a == nil || b == nil || a.value.Equal(b.value)
}
