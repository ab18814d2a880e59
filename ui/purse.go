package ui

import (
	"strconv"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// purse adds up the money of one currency, exactly. Whole numbers of the last
// digit are added by themselves, one sum for every number of decimals.
type purse struct {
	units [14]int64
	rest  receipt.Amount
}

// fullPurse is where a sum is put to the rest, long before it overflows.
const fullPurse = int64(1e14)

func (p *purse) add(e *entry) {
	if e.places < 0 {
		p.rest = p.rest.Add(e.receipt.Fields.Total)
		return
	}
	n := &p.units[e.places]
	*n += e.units
	if *n > fullPurse || *n < -fullPurse {
		p.rest = p.rest.Add(amountOf(*n, int(e.places)))
		*n = 0
	}
}

func (p *purse) total() receipt.Amount {
	total := receipt.MustAmount("0").Add(p.rest)
	for places, n := range p.units {
		if n != 0 {
			total = total.Add(amountOf(n, places))
		}
	}
	return total
}

// amountOf is n / 10^places.
func amountOf(n int64, places int) receipt.Amount {
	sign, digits := "", strconv.FormatInt(n, 10)
	if n < 0 {
		sign, digits = "-", digits[1:]
	}
	if places > 0 {
		if missing := places + 1 - len(digits); missing > 0 {
			digits = strings.Repeat("0", missing) + digits
		}
		digits = digits[:len(digits)-places] + "." + digits[len(digits)-places:]
	}
	a, err := receipt.ParseAmount(sign + digits)
	if err != nil { // cannot be: at most fifteen digits
		return receipt.Amount{}
	}
	return a
}

// totalsOf are the sums of the totals by currency; those of different money
// are never mixed.
func totalsOf(entries []*entry) map[string]receipt.Amount {
	purses := make(map[string]*purse)
	var last *purse
	code := ""
	for _, e := range entries {
		f := &e.receipt.Fields
		if e.places < 0 && !f.Total.Known() {
			continue
		}
		if last == nil || f.Currency != code {
			code = f.Currency
			if last = purses[code]; last == nil {
				last = &purse{}
				purses[code] = last
			}
		}
		last.add(e)
	}
	totals := make(map[string]receipt.Amount, len(purses))
	for code, p := range purses {
		totals[code] = p.total()
	}
	return totals
}
