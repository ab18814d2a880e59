package fields

import (
	"math"
	"strings"
)

// symbolPoints collects the currencies printed beside figures, and as words;
// it gives the number of bare dollar signs.
func (d *document) symbolPoints(points map[string]float64, p *place) (dollars int) {
	count := map[string]int{}
	note := func(symbol string, row, lo, hi int) {
		count[symbol]++
		if p.symbolRow < 0 {
			p.symbolRow, p.symbolSpan = row, [2]int{lo, hi}
		}
	}
	for i, ns := range d.numerals {
		for _, n := range ns {
			if n.symbol != "" && (n.shape != whole || len(n.symbol) > 1 || !letterByte(n.symbol[0])) {
				note(n.symbol, i, n.lo, n.hi)
			}
		}
		r := d.rows[i]
		for k, w := range r.words {
			s := strings.Trim(w.text, "()[]:=.*-")
			if (len(s) == 3 || s == "RM" || s == "Rp" || len(s) > 1 && !letterByte(s[0])) && strings.ToUpper(s) == s || s == "Rp" || s == "€" || s == "£" || s == "₹" {
				if d.v.symbols[strings.ToUpper(s)] != nil {
					note(strings.ToUpper(s), i, r.starts[k], r.starts[k]+len(w.text))
				}
			}
		}
	}
	for symbol, n := range count {
		if symbol == "$" {
			dollars = n
			continue
		}
		currencies := d.v.symbols[symbol]
		weight := 3.5
		if len(symbol) <= 2 && letterByte(symbol[0]) && symbol[0] < 0x80 && symbol != "RM" && symbol != "RP" && symbol != "S$" && symbol != "RS" && symbol != "A$" && symbol != "C$" && symbol != "R$" {
			weight = 0.8
		}
		for _, c := range currencies {
			points[c] += (weight + 0.5*math.Log2(float64(n))) / float64(len(currencies))
			if len(currencies) > 1 {
				points[c] += weight / 3
			}
		}
	}
	return dollars
}

// spends tells whether a currency's letters name the document's: "BD23" is a
// postcode in England.
func (d *document) spends(symbol string) bool {
	for _, c := range d.v.symbols[symbol] {
		if c == d.home.currency {
			return true
		}
	}
	return false
}
