package fields

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api/server"
)

// multiple is how many of a thing at which price: "3 x 1,20", perhaps with what
// that comes to.
type multiple struct {
	row      int
	quantity numeral
	count    decimal.Decimal
	price    *amount // nil when only the number is printed
	total    *amount // nil when it stands elsewhere
}

var (
	// reTimes is the sign between a number and a price, and units beside it.
	reTimes = regexp.MustCompile(`(?i)^\s*(?:[.,]?\s*)(?:kgs?|g|gr|lbs?|oz|l|ltr|stk|stück|st|pcs?|pz|ud|uds|nos|ea|pc|unit[s]?|m|cm)?\.?\s*[x@*]?\s*`)
	// reListNumber counts the rows: "001 ", "2. ", "#3 ".
	reListNumber = regexp.MustCompile(`^\s*(?:0\d{1,2}\s|\d{1,2}[.)]\s+|#\d{1,3}\s)`)
	// reBarCode is a long number before or behind a name.
	reBarCode = regexp.MustCompile(`(?:^|\s)[A-Z]?\d{5,14}(?:\s|$)`)
	reCode    = regexp.MustCompile(`^(?:[A-Z]{1,2}\d?|[*#]{1,2}|\d|\d{1,2}[.,]?\d?%|[A-Z]-?\d)$`)
)

// multipleIn understands a row that holds nothing but how many at which price,
// and perhaps the sum; nil when it is another.
func (d *document) multipleIn(i int, amounts []*amount) *multiple {
	if len(amounts) == 0 || len(amounts) > 2 || amounts[0].role != "" && amounts[0].role != "ignore" && amounts[0].role != "paid" && amounts[0].role != "count" {
		return nil
	}
	r := d.rows[i]
	price := amounts[0]
	if !strings.ContainsAny(r.text[:price.n.lo], "xX@*×") && !(len(amounts) == 1 && price.n.each) && len(amounts) < 2 {
		return nil
	}
	for _, n := range d.numerals[i] {
		if n.percent || n.lo >= price.n.lo {
			continue
		}
		m := &multiple{row: i, quantity: n, count: number(n.value()), price: price}
		if m.count.Sign() <= 0 || letterCount(d.nameBefore(i, price.n.lo, amounts, m)) >= 2 {
			continue
		}
		if len(amounts) == 2 {
			if !d.comesTo(m, amounts[1].value) {
				continue
			}
			m.total = amounts[1]
		}
		return m
	}
	return nil
}

// multipleBeside finds how many at which price among the figures of an item's row.
func (d *document) multipleBeside(i int, amounts []*amount, total *amount) *multiple {
	for _, p := range amounts {
		if p == total || p.value.IsZero() {
			continue
		}
		var best *multiple
		for _, n := range d.numerals[i] {
			if n.percent || n.lo == p.n.lo || n.lo == total.n.lo {
				continue
			}
			m := &multiple{row: i, quantity: n, count: number(n.value()), price: p}
			if m.count.Sign() != 0 && d.comesTo(m, total.value) && (best == nil || n.lo < p.n.lo) {
				best = m // the number next to the price: "Oats 1kg 1 4.60 4.60"
			}
		}
		if best != nil {
			return best
		}
	}
	for _, n := range d.numerals[i] { // "2 Margherita    18.00"
		if n.lo > 4 || n.shape != whole || len(n.digits) > 3 || n.percent || n.lo >= total.n.lo || strings.HasPrefix(n.digits, "0") {
			continue
		}
		rest := d.rows[i].text[n.hi:total.n.lo]
		if hasTimes := reTimesSign.MatchString(rest); hasTimes || strings.HasPrefix(rest, " ") && len(n.digits) <= 2 && (!n.measure || hasTimes) {
			return &multiple{row: i, quantity: n, count: number(n.digits)}
		}
	}
	return nil
}

var reTimesSign = regexp.MustCompile(`^\s?[xX@*]\s`)

// comesTo tells whether the number times the price is a sum, to a cent and
// whatever the sign.
func (d *document) comesTo(m *multiple, sum decimal.Decimal) bool {
	return m.price != nil && m.count.Mul(m.price.value).Abs().Sub(sum.Abs()).Abs().LessThanOrEqual(d.cent())
}

// take gives an item the number and the price of a multiple if they make its
// sum; it tells whether they do.
func (it *item) take(m *multiple, d *document) bool {
	if it.quantity.Known() && it.price.Known() || m.price != nil && !d.comesTo(m, it.value) {
		return false
	}
	r := d.rows[m.row]
	score := 0.95 * r.certainty(m.quantity.lo, m.quantity.hi)
	if m.price == nil {
		score *= 0.9
	} else {
		it.price = d.valueOf(m.price, m.price.value.Abs(), 0.95*m.price.score)
	}
	it.quantity = d.printed(m.count.String(), score, m.row, m.quantity.lo, m.quantity.hi)
	return true
}

// nameBefore is the words of a row up to a place, without its figures, their
// currencies, and the number of a multiple with its sign and unit.
func (d *document) nameBefore(i, end int, amounts []*amount, m *multiple) string {
	r := d.rows[i]
	t := []byte(r.text[:end])
	blank := func(lo, hi int) {
		for k := max(0, lo); k < min(hi, len(t)); k++ {
			t[k] = '\t'
		}
	}
	for _, a := range amounts {
		lo := min(a.n.lo, len(t))
		left := strings.TrimRight(r.text[:lo], " -")
		if s, rest := d.v.symbolEnding(left); s != "" {
			lo = len(rest)
		}
		blank(lo, a.n.hi)
		if s, rest := d.v.symbolStarting(strings.TrimLeft(r.text[a.n.hi:], " ")); s != "" && a.n.hi < end {
			blank(a.n.hi, len(r.text)-len(rest))
		}
	}
	if m != nil && m.row == i {
		lo, hi := m.quantity.lo, m.quantity.hi
		if hi < end {
			hi += len(reTimes.FindString(r.text[hi:end]))
		}
		blank(lo, hi)
		if m.price != nil { // the unit may stand between the sign and the price: "3 Stk x 1,20", "3 x (kg) 1,20"
			if between := strings.TrimFunc(r.text[min(hi, m.price.n.lo):m.price.n.lo], notLetter); utf8.RuneCountInString(between) <= 4 && strings.IndexFunc(between, unicode.IsSpace) < 0 && measures[strings.ToUpper(between)] {
				blank(hi, m.price.n.lo)
			}
		}
	}
	name := reListNumber.ReplaceAllString(string(t), "")
	if cut := reBarCode.ReplaceAllString(name, " "); letterCount(cut) >= 2 {
		name = cut
	}
	var worded []string
	for _, part := range strings.Split(name, "\t") { // columns of numbers are no part of a name
		if letterCount(part) > 0 {
			worded = append(worded, part)
		}
	}
	name = strings.Join(strings.Fields(strings.Join(worded, " ")), " ")
	if f := strings.Fields(name); len(f) > 1 {
		if last := f[len(f)-1]; strings.EqualFold(last, "x") || last == "@" || last == "*" {
			name = strings.Join(f[:len(f)-1], " ")
		}
	}
	return strings.Trim(name, " -:*@$€£.")
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// itemCode is the letter or sign behind an item's figure that names its tax.
func (d *document) itemCode(a *amount) server.Value {
	t := d.rows[a.row].text
	lo := a.n.hi
	if s, rest := d.v.symbolStarting(strings.TrimLeft(t[lo:], " -")); s != "" {
		lo = len(t) - len(rest)
	}
	for lo < len(t) && (t[lo] == ' ' || t[lo] == '\t' || t[lo] == '-') {
		lo++
	}
	code := strings.TrimRight(t[lo:], " \t")
	if !reCode.MatchString(code) {
		return server.Value{}
	}
	return d.printed(code, 0.85*d.rows[a.row].certainty(lo, len(t)), a.row, lo, lo+len(code))
}
