package main

import (
	"math/rand/v2"

	"github.com/shopspring/decimal"
)

// A land is how the shops of a country print. Its words are what is seen on
// receipts there; they are not taken from what the reader knows.
type land struct {
	code, currency string
	words          *words
	amount         func(*receipt, decimal.Decimal) string
	before, after  string   // the currency beside a figure
	dates, clocks  []string // layouts of package time
	included       bool     // prices hold the tax
	rates          []rate   // the first is the usual one
	halves         bool     // each tax is printed as two equal ones
	step           string   // cash is rounded to it; empty for none
	tips           bool
	service        string // percent in restaurants; empty for none
	register       string // how the shop's number is printed
	shops          []shop
}

type rate struct{ code, name, percent string }

type shop struct{ name, street, town, phone, web, kind string }

// A good is something to buy: what it costs in cents, between low and high,
// which of the land's rates it bears, and whether it is weighed.
type good struct {
	text      string
	low, high int
	rate      int
	weighed   bool
}

// words are one language's on receipts, each in the ways that shops choose from.
type words struct {
	subtotal, total, cash, change, card, discount, off, tip, service, rounding []string
	number, served, thanks, refund, count, date                                []string
	included, table                                                            []string // "incl. VAT", the heads of a table of taxes: rate, net, tax, gross
	times                                                                      []string // between a quantity and a price
	kilo                                                                       string
	goods                                                                      map[string][]good
}

func pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

// chance is true in so many of a hundred cases.
func chance(rng *rand.Rand, percent int) bool { return rng.IntN(100) < percent }

// lands are the countries of which random receipts are made.
func lands() []land {
	var all []land
	all = append(all, englishLands()...)
	all = append(all, germanLands()...)
	return append(all, romanceLands()...)
}
