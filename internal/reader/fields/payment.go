package fields

import (
	"regexp"
	"strings"

	"github.com/spindle-receipts/spindle/api/server"
)

var reCard = regexp.MustCompile(`(?:(?:[*xX#•·.…\-]{2,}|[*•…])[ \-]?)+(\d{3,4})\b|\b\d{4,6}[*xX#]{4,}(\d{3,4})\b|(?i:ending(?: in| with)?|ends in) (\d{4})\b`)

// payment fills in how the receipt was paid.
func (d *document) payment(out *server.Reading) {
	order := map[string]int{}
	for i, name := range []string{"visa", "mastercard", "amex", "discover", "diners", "maestro", "jcb", "unionpay", "girocard"} {
		order[name] = 20 - i
	}
	best, bestScore := server.Value{}, 0
	cash := false
	for _, a := range d.amounts {
		if a.role == "change" && !a.value.IsZero() {
			cash = true
		}
	}
	for i, r := range d.rows {
		if i*5 < len(d.rows) { // names at the top are the vendor's
			continue
		}
		money := d.namesMoney(i) && len(d.numerals[i]) > 0
		for _, m := range d.v.payments.find(r.text, r.signs, false) {
			name := m.entries[0].meaning
			score := 1 + order[name]/4
			if money {
				score += 4
			}
			if name == "cash" && (cash || !money) {
				score += map[bool]int{true: 6, false: -4}[cash]
			}
			if m.length <= 2 && !money || d.ignored(i, m.lo) {
				continue
			}
			if score > bestScore {
				best, bestScore = d.printed(name, 0.6+0.05*float64(min(score, 6)), i, m.lo, m.hi), score
			}
		}
		if m := reCard.FindStringSubmatchIndex(r.text); m != nil && !out.CardNumber.Known() {
			g := 2
			for m[g] < 0 {
				g += 2
			}
			out.CardNumber = d.printed(r.text[m[g]:m[g+1]], 0.85, i, m[g], m[g+1])
		}
	}
	out.PaymentType = best
}

// ignored tells whether the words at a place belong to a phrase that names no
// figure ("CASH BILL").
func (d *document) ignored(row, at int) bool {
	for _, l := range d.labels[row] {
		if l.meaning == "ignore" && l.lo <= at && at < l.hi {
			return true
		}
	}
	return false
}

// kind fills in the document's type.
func (d *document) kind(out *server.Reading) {
	if d.creditNote() || strings.HasPrefix(out.Total.Text, "-") {
		out.DocumentType = server.Value{Text: "credit_note", Score: 0.8}
		return
	}
	points := 0
	paid := false
	for i, r := range d.rows {
		for _, m := range d.v.kinds.find(r.text, r.signs, false) {
			if m.entries[0].meaning == "invoice" {
				points++
			}
		}
		for _, l := range d.labels[i] {
			paid = paid || l.meaning == "tendered" || l.meaning == "change" || l.meaning == "paid"
		}
	}
	if points >= 3 && !paid {
		out.DocumentType = server.Value{Text: "invoice", Score: 0.75}
		return
	}
	out.DocumentType = server.Value{Text: "receipt", Score: 0.85}
}

// creditNote tells whether the document calls itself one in its upper half.
func (d *document) creditNote() bool {
	for i, r := range d.rows {
		if i > len(d.rows)/2 {
			break
		}
		for _, m := range d.v.kinds.find(r.text, r.signs, false) {
			if m.entries[0].meaning == "creditnote" && len(d.numerals[i]) <= 2 && len(r.words) <= 4 {
				return true
			}
		}
	}
	return false
}

// where fills in the currency and the country.
func (d *document) where(out *server.Reading) {
	p := d.home
	if p.currency != "" {
		out.Currency = server.Value{Text: p.currency, Score: p.currencyScore}
		out.Currency.Doubt = "none is printed"
		if p.symbolRow >= 0 {
			out.Currency = d.printed(p.currency, p.currencyScore, p.symbolRow, p.symbolSpan[0], p.symbolSpan[1])
			out.Currency.Doubt = "its sign stands for several"
		}
	}
	if p.country != "" {
		out.CountryCode = server.Value{Text: p.country, Score: p.countryScore}
	}
}
