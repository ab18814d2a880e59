package export

import (
	"fmt"
	"slices"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// totalsRoom is left below the lines for the totals.
const totalsRoom = 256

// totals are sums by currency, in the order of the alphabet.
type totals struct {
	currencies []string
	count      map[string]int
	sums       map[string][]receipt.Amount // by currency, for each column
}

func (t *totals) add(of sheetData, line []cell) {
	if of.currency < 0 {
		return
	}
	currency := line[of.currency].value
	if t.count == nil {
		t.count, t.sums = map[string]int{}, map[string][]receipt.Amount{}
	}
	if t.count[currency] == 0 {
		at, _ := slices.BinarySearch(t.currencies, currency)
		t.currencies = slices.Insert(t.currencies, at, currency)
		t.sums[currency] = make([]receipt.Amount, len(of.columns))
	}
	t.count[currency]++
	for i, c := range of.columns {
		if !c.sum {
			continue
		}
		if a, err := receipt.ParseAmount(line[i].value); err == nil && line[i].kind == amount {
			t.sums[currency][i] = t.sums[currency][i].Add(a)
		}
	}
}

// totals writes a row of values for each currency with an amount, below an
// empty one, so that neither sorting nor filtering takes them for lines.
func (s *sheet) totals(t totals) {
	room := totalsRoom - 1
	for _, currency := range t.currencies {
		sums := t.sums[currency]
		if room == 0 || !slices.ContainsFunc(sums, receipt.Amount.Known) {
			continue
		}
		if room == totalsRoom-1 {
			s.row++
		}
		room--
		line := make([]cell, len(s.table.columns))
		name, lines := currency, "lines"
		if name == "" {
			name = "without a currency"
		}
		if t.count[currency] == 1 {
			lines = "line"
		}
		line[0] = cell{word, fmt.Sprintf("Total %s (%d %s)", name, t.count[currency], lines)}
		line[s.table.currency] = cell{text, currency}
		for i, sum := range sums {
			if s.table.columns[i].sum {
				line[i] = cell{amount, sum.In(currency)}
			}
		}
		s.line(line, bold)
	}
}
