package export

import (
	"cmp"
	"slices"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// sums adds up what is written.
type sums struct {
	byCurrency map[string]*Sum
	byRate     map[[2]string]*TaxSum
}

func (s *sums) add(f *receipt.Fields) {
	if s.byCurrency == nil {
		s.byCurrency, s.byRate = map[string]*Sum{}, map[[2]string]*TaxSum{}
	}
	sum := s.byCurrency[f.Currency]
	if sum == nil {
		sum = &Sum{Currency: f.Currency}
		s.byCurrency[f.Currency] = sum
	}
	sum.Receipts++
	if refund(f) {
		sum.Refunds++
	}
	sum.Total, sum.Tax = sum.Total.Add(f.Total), sum.Tax.Add(taxOf(f))
	if !f.Total.Known() {
		return
	}
	for _, of := range TaxSums(f) {
		key := [2]string{f.Currency, of.Rate}
		if s.byRate[key] == nil {
			s.byRate[key] = &TaxSum{Currency: f.Currency, Rate: of.Rate}
		}
		t := s.byRate[key]
		t.Net, t.Tax = t.Net.Add(of.Net), t.Tax.Add(of.Tax)
	}
}

// TaxSums are what one receipt comes to at each rate of tax, as the profiles
// with a line for each rate write it: net and tax together are its total.
func TaxSums(f *receipt.Fields) []TaxSum {
	var list []TaxSum
	for _, p := range parts(f, "taxes") {
		rate := percent(p.rate)
		if !p.taxed {
			rate = "none"
		}
		list = append(list, TaxSum{f.Currency, rate, p.net, p.tax})
	}
	return list
}

func (s *sums) currencies() []string {
	var list []string
	for c := range s.byCurrency {
		list = append(list, c)
	}
	slices.Sort(list)
	return list
}

func (s *sums) list() ([]Sum, []TaxSum) {
	var list []Sum
	for _, c := range s.currencies() {
		list = append(list, *s.byCurrency[c])
	}
	var taxes []TaxSum
	for _, t := range s.byRate {
		taxes = append(taxes, *t)
	}
	slices.SortFunc(taxes, func(a, b TaxSum) int { return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Rate, b.Rate)) })
	return list, taxes
}

func (s *scribe) unnamedList() []Unnamed {
	var list []Unnamed
	for u := range s.unnamed {
		list = append(list, u)
	}
	slices.SortFunc(list, func(a, b Unnamed) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Key, b.Key)) })
	return list
}
