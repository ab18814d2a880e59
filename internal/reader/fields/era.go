package fields

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// era is when a rate of tax was due in a country.
type era struct {
	name     string // of the tax in canonical form, "" for any
	rate     decimal.Decimal
	from, to string // days, YYYY-MM-DD; to is "" for still
}

// readEra reads "NAME RATE FROM [TO]", with * for any name.
func readEra(line string) (era, error) {
	f := strings.Fields(line)
	if len(f) < 3 || len(f) > 4 {
		return era{}, fmt.Errorf("%q is not a name, a rate, and the days from and to", line)
	}
	var e era
	if f[0] != "*" {
		e.name = canonical(f[0])
	}
	var err error
	if e.rate, err = decimal.NewFromString(f[1]); err != nil {
		return era{}, err
	}
	for _, day := range f[2:] {
		if _, err := time.Parse(time.DateOnly, day); err != nil {
			return era{}, err
		}
	}
	e.from = f[2]
	if len(f) == 4 {
		e.to = f[3]
	}
	return e, nil
}

// taxed is a rate printed on the document, and when it was due.
type taxed struct {
	words string // for people: "GST 6%"
	eras  []era
}

func (t taxed) fits(day string) bool {
	for _, e := range t.eras {
		if day >= e.from && (e.to == "" || day <= e.to) {
			return true
		}
	}
	return false
}

// printedRates are the document's rates of tax whose times are known.
func (d *document) printedRates() []taxed {
	c := d.v.countries[d.home.country]
	if c == nil || len(c.eras) == 0 || d.home.countryScore < 0.8 {
		return nil
	}
	rows := map[int]bool{}
	for _, t := range d.taxRows {
		rows[t.row] = true
	}
	var out []taxed
	for i, ns := range d.numerals {
		var names map[string]bool
		for _, n := range ns {
			if !n.percent {
				continue
			}
			if names == nil {
				names = d.taxNames(i)
			}
			t := taxed{words: n.raw + "%"}
			rate := number(n.value())
			for _, e := range c.eras {
				if e.rate.Equal(rate) && (e.name == "" && (rows[i] || d.hasLabel(i, "tax")) || e.name != "" && names[e.name]) {
					t.eras = append(t.eras, e)
				}
			}
			if len(t.eras) > 0 {
				out = append(out, t)
			}
		}
	}
	return out
}

// taxNames are the canonical names of taxes in a row.
func (d *document) taxNames(row int) map[string]bool {
	r := d.rows[row]
	names := map[string]bool{}
	for _, m := range d.v.dated.find(r.text, r.signs, false) {
		names[canonical(r.text[m.lo:m.hi])] = true
	}
	return names
}

func (d *document) hasLabel(row int, meaning string) bool {
	for _, l := range d.labels[row] {
		if l.meaning == meaning {
			return true
		}
	}
	return false
}
