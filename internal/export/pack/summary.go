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

// rateSum is what there is of one rate of tax in one currency.
type rateSum struct {
	Currency string
	Rate     string // as export.TaxSum has it
	Lines    int
	Net, Tax receipt.Amount
}

// order is the highest rate first, then what is not printed and not taxed.
func (r *rateSum) order() (last int, rate receipt.Amount) {
	switch r.Rate {
	case "":
		return 1, receipt.Amount{}
	case "none":
		return 2, receipt.Amount{}
	}
	return 0, receipt.MustAmount(r.Rate)
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
		lastA, rateA := a.order()
		lastB, rateB := b.order()
		return cmp.Or(strings.Compare(a.Currency, b.Currency), lastA-lastB, rateB.Cmp(rateA))
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

// addTax adds what there is of each rate, as the files have it, and gives the
// whole tax. Printed bases are not added: some have the tax in them, and some
// lines have none.
func (s *summary) addTax(f receipt.Fields) (tax receipt.Amount) {
	for _, of := range export.TaxSums(&f) {
		if !of.Net.Known() && !of.Tax.Known() {
			continue
		}
		r := s.rate(f.Currency, of.Rate)
		r.Lines++
		r.Net, r.Tax = r.Net.Add(of.Net), r.Tax.Add(of.Tax)
		tax = tax.Add(of.Tax)
	}
	return tax
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

func (s *summary) rate(currency, rate string) *rateSum {
	for _, r := range s.rates {
		if r.Currency == currency && r.Rate == rate {
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
