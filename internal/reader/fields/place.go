package fields

import (
	"math"
	"regexp"
	"sort"
	"strings"
)

// place is where a receipt comes from and what money it counts in.
type place struct {
	country, currency           string
	countryScore, currencyScore float64
	symbolRow                   int // where the currency is printed, -1 for nowhere
	symbolSpan                  [2]int
}

var (
	reWeb   = regexp.MustCompile(`(?i)(?:[a-z0-9\-]{2,}\.)+([a-z]{2,4})(?:\.([a-z]{2}))?\b`)
	rePhone = regexp.MustCompile(`(?:\+ ?\(?|\b00 ?)(\d{1,3})[ \-.(/)]{0,2}\d`)
)

// countryOf is the country, or one that uses the currency when only that is
// known.
func (v *vocabulary) countryOf(currency, code string) *country {
	if c := v.countries[code]; c != nil && (c.currency == currency || currency == "") {
		return c
	}
	if currency == "" {
		return nil
	}
	for _, k := range v.codes {
		if v.countries[k].currency == currency {
			return v.countries[k]
		}
	}
	return nil
}

// whereabouts weighs everything that speaks for a country or a currency. The
// points are logarithms of odds, roughly.
func (d *document) whereabouts() place {
	points := map[string]float64{}
	d.placePoints(points)
	money := map[string]float64{}
	p := place{symbolRow: -1}
	dollars := d.symbolPoints(money, &p)
	if d.hints.Country != "" {
		if c := d.v.countries[strings.ToUpper(d.hints.Country)]; c != nil {
			points[c.code] += 2.5
		}
	}
	best := map[string]float64{} // currency -> its best country
	for _, code := range d.v.codes {
		c := d.v.countries[code]
		if points[code] > best[c.currency] {
			best[c.currency] = points[code]
		}
	}
	scores := map[string]float64{}
	for _, code := range d.v.codes {
		c := d.v.countries[code]
		s := 1.5*best[c.currency] + money[c.currency]
		if c.dollar && dollars > 0 {
			s += 2.5
			if c.currency == "USD" && !d.otherDollar(best) {
				s += 1.2 // a bare $ and nothing else
			}
		}
		scores[c.currency] = s
	}
	p.currency, p.currencyScore = likeliest(scores, 1.6)
	for code, c := range d.v.countries {
		if c.currency == p.currency && p.currency != "" {
			points[code] += 2
		}
	}
	p.country, p.countryScore = likeliest(points, 3.5)
	if c := d.v.countries[p.country]; c != nil && c.currency != p.currency && p.currencyScore > 0.9 {
		p.countryScore *= 0.6
	}
	return p
}

// otherDollar tells whether the place speaks clearly for a country whose
// dollar is not the American one, and less for America.
func (d *document) otherDollar(best map[string]float64) bool {
	for _, c := range d.v.countries {
		if c.dollar && c.currency != "USD" && best[c.currency] >= 2.4 && best[c.currency] > best["USD"]+1 {
			return true
		}
	}
	return false
}

// likeliest is the key with the most points and its share of the probability;
// "" when it has less than the least.
func likeliest(points map[string]float64, least float64) (string, float64) {
	keys := make([]string, 0, len(points))
	for k := range points {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	best, sum := "", math.Exp(1.2) // something unknown
	for _, k := range keys {
		if best == "" || points[k] > points[best] {
			best = k
		}
	}
	for _, k := range keys {
		if points[k] > 0.5 {
			sum += math.Exp(min(points[k], 60) * 0.9)
		}
	}
	if best == "" || points[best] < least {
		return "", 0
	}
	return best, min(0.995, math.Exp(min(points[best], 60)*0.9)/sum)
}

// placePoints collects what speaks for countries.
func (d *document) placePoints(points map[string]float64) {
	seen := map[string]bool{}
	once := func(code, kind string, n float64) {
		if !seen[code+kind] {
			seen[code+kind] = true
			points[code] += n
		}
	}
	share := func(m mark, kind string, n float64) {
		codes := map[string]bool{}
		for _, e := range m.entries {
			codes[e.meaning] = true
		}
		for c := range codes {
			once(c, kind, n/math.Pow(float64(len(codes)), 0.7))
		}
	}
	for i, r := range d.rows {
		for _, m := range d.v.places.find(r.text, r.signs, false) {
			if m.length < 3 {
				continue
			}
			kind := "place " + r.text[m.lo:m.hi]
			share(m, kind, 1.5)
		}
		for _, m := range d.v.legal.find(r.text, r.signs, false) {
			if m.length >= 4 || legalEnd(r, m) && i < 14 && letterCount(r.text[m.lo:m.hi]) > 0 {
				share(m, "legal", 1.8)
			}
		}
		for _, m := range d.v.taxes.find(r.text, r.signs, false) {
			share(m, "tax"+r.text[m.lo:m.hi], 1.2)
		}
		line := r.line()
		for _, m := range reWeb.FindAllStringSubmatch(line, -1) {
			d.domainPoints(strings.ToLower(m[1]), strings.ToLower(m[2]), once)
		}
		for _, m := range rePhone.FindAllStringSubmatch(line, -1) {
			if strings.HasPrefix(m[0], "00") && !strings.ContainsAny(m[0], " -./(") {
				continue // a number that only begins with noughts
			}
			d.phonePoints(m[1], once)
		}
	}
	lines := d.edges()
	rates := d.taxRates()
	for _, code := range d.v.codes {
		c := d.v.countries[code]
		for _, e := range c.eras {
			if rates[e.rate.String()] {
				once(code, "rate"+e.rate.String(), 0.6)
			}
		}
		for k, re := range c.patterns {
			for _, line := range lines {
				if re.MatchString(line) {
					once(code, "pattern"+string(rune('a'+k)), 2.4)
					break
				}
			}
		}
		for _, l := range c.languages {
			if l != "en" && d.speaks(l) && d.tongues[l] >= 1.5 {
				points[code] += min(1.5, d.tongues[l]/4)
			}
		}
	}
}

// taxRates are the percentages printed beside the words of a tax.
func (d *document) taxRates() map[string]bool {
	rates := map[string]bool{}
	for i, r := range d.rows {
		if len(d.v.taxes.find(r.text, r.signs, false)) == 0 && !d.hasLabel(i, "tax") {
			continue
		}
		for _, n := range d.numerals[i] {
			if n.percent {
				rates[number(n.value()).String()] = true
			}
		}
	}
	return rates
}

// edges are the rows at the top and the bottom, where shops print who they
// are; all of them but for endless receipts.
func (d *document) edges() []string {
	const most = 100
	var lines []string
	for i, r := range d.rows {
		if i < most || i >= len(d.rows)-most {
			lines = append(lines, r.line())
		}
	}
	return lines
}

// legalEnd tells whether a short legal form ends a name of several words.
func legalEnd(r *row, m mark) bool {
	return m.hi >= len(strings.TrimRight(r.text, " .,")) && m.lo > 4
}

func (d *document) domainPoints(first, second string, once func(code, kind string, n float64)) {
	for _, code := range d.v.codes {
		for _, dom := range d.v.countries[code].domains {
			if second != "" && dom == first+"."+second || dom == second || second == "" && dom == first {
				once(code, "domain", 2)
			}
		}
	}
}

func (d *document) phonePoints(digits string, once func(code, kind string, n float64)) {
	for n := len(digits); n > 0; n-- {
		hit := false
		for _, code := range d.v.codes {
			if d.v.countries[code].phone == digits[:n] {
				once(code, "phone", 2.5)
				hit = true
			}
		}
		if hit {
			return
		}
	}
}
