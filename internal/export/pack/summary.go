package pack

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// summary is what the control slip says.
type summary struct {
	names       *Names
	count       int // receipts in the files
	leftOut     int
	pictures    int
	review      int // of count: still to be looked at
	first, last receipt.Date
	undated     int
	currencies  []*currencySum
	rates       []*rateSum
}

// currencySum is what the receipts of one currency come to.
type currencySum struct {
	Currency                  string
	Count, Refunds            int
	Subtotal, Tax, Tip, Total receipt.Amount
}

// rateSum is the tax of one rate in one currency.
type rateSum struct {
	Currency  string
	Rate      receipt.Amount // percent; unknown where no rate is printed
	Lines     int
	Base, Tax receipt.Amount
}

func summarize(ctx context.Context, c Config) (*summary, error) {
	s := &summary{names: newNames()}
	for row, err := range c.Rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		s.names.add(row.Receipt)
		s.pictures += len(kept(row.Receipt))
		if c.LeftOut(row) != "" {
			s.leftOut++
			continue
		}
		s.add(row)
	}
	slices.SortFunc(s.currencies, func(a, b *currencySum) int { return strings.Compare(a.Currency, b.Currency) })
	slices.SortFunc(s.rates, func(a, b *rateSum) int {
		known := func(r *rateSum) int { // those without a rate last
			if r.Rate.Known() {
				return 0
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.Currency, b.Currency), known(a)-known(b), b.Rate.Cmp(a.Rate))
	})
	return s, nil
}

func (s *summary) add(row export.Row) {
	f := row.Receipt.Fields
	s.count++
	if row.Receipt.Status == receipt.Review {
		s.review++
	}
	if d := f.Date; !d.Known() {
		s.undated++
	} else {
		if !s.first.Known() || d.Time().Before(s.first.Time()) {
			s.first = d
		}
		if !s.last.Known() || d.Time().After(s.last.Time()) {
			s.last = d
		}
	}
	sum := s.currency(f.Currency)
	sum.Count++
	if f.Total.Sign() < 0 {
		sum.Refunds++
	}
	sum.Subtotal, sum.Tip, sum.Total = sum.Subtotal.Add(f.Subtotal), sum.Tip.Add(f.Tip), sum.Total.Add(f.Total)
	sum.Tax = sum.Tax.Add(s.addTax(f))
}

// addTax adds the tax to its rates and gives it. What is printed as tax but is
// in no tax line has no rate, so that the rates always come to the tax.
func (s *summary) addTax(f receipt.Fields) receipt.Amount {
	var lines receipt.Amount
	for _, l := range f.TaxLines {
		r := s.rate(f.Currency, l.Rate)
		r.Lines++
		r.Base, r.Tax = r.Base.Add(l.Base), r.Tax.Add(l.Total)
		lines = lines.Add(l.Total)
	}
	if !f.Tax.Known() {
		return lines
	}
	if rest := f.Tax.Sub(lines); rest.Sign() != 0 {
		r := s.rate(f.Currency, receipt.Amount{})
		r.Lines++
		r.Tax = r.Tax.Add(rest)
	}
	return f.Tax
}

func (s *summary) currency(code string) *currencySum {
	for _, c := range s.currencies {
		if c.Currency == code {
			return c
		}
	}
	c := &currencySum{Currency: code}
	s.currencies = append(s.currencies, c)
	return c
}

func (s *summary) rate(currency string, rate receipt.Amount) *rateSum {
	for _, r := range s.rates {
		if r.Currency == currency && r.Rate.Equal(rate) {
			return r
		}
	}
	r := &rateSum{Currency: currency, Rate: rate}
	s.rates = append(s.rates, r)
	return r
}

// time is that of the last receipt.
func (s *summary) time() time.Time {
	if !s.last.Known() {
		return zipTime(time.Time{})
	}
	return zipTime(s.last.Time())
}
