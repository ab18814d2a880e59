package main

import (
	"image"
	"strings"

	"github.com/shopspring/decimal"
)

// samples are all receipts, in the order of the truth.
func samples() []*receipt {
	return []*receipt{
		diner(), hardware(), fuel(), outdoor(), pharmacy(), studio(),
		cafe(), foodhall(), bakery(), bookshop(), trattoria(), ironmonger(), bicycles(), drugstore(),
		roastery(), spices(), grocer(), minimart(), stationer(), taxi(),
	}
}

// point writes 1234.5 as 1,234.50.
func (r *receipt) point(v decimal.Decimal) string { return group(r.money(v), ",", ".") }

// comma writes 1234.5 as 1.234,50.
func (r *receipt) comma(v decimal.Decimal) string { return group(r.money(v), ".", ",") }

// apostrophe writes 1234.5 as 1'234.50.
func (r *receipt) apostrophe(v decimal.Decimal) string { return group(r.money(v), "'", ".") }

// blank writes 1234.5 as 1 234,50.
func (r *receipt) blank(v decimal.Decimal) string { return group(r.money(v), " ", ",") }

func group(s, thousands, mark string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, part, has := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thousands + whole[i:]
	}
	if has {
		whole += mark + part
	}
	return sign + whole
}

// qty writes a quantity or a rate without needless zeros.
func qty(v decimal.Decimal, mark string) string { return strings.Replace(v.String(), ".", mark, 1) }

// photo is how most samples are made: the ink, faded, then photographed.
func photo(p *paper, fading float64, quality int, s shot) ([]byte, error) {
	ink := p.torn()
	fade(ink, fading, s.seed)
	return asJPEG(s.take(ink), quality)
}

// flat scans the paper.
func flat(p *paper, fading float64, s scan) *image.Gray {
	ink := p.torn()
	fade(ink, fading, s.seed)
	return s.take(ink)
}
