package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// random makes n receipts of all lands in turn, the same for the same seed.
func random(n int, seed uint64) []*receipt {
	all := lands()
	out := make([]*receipt, n)
	for i := range out {
		out[i] = randomReceipt(rand.New(rand.NewPCG(seed, uint64(i))), &all[i%len(all)], i)
	}
	return out
}

// A purchase is a receipt of a land while it is made and printed.
type purchase struct {
	*receipt
	land    *land
	shop    shop
	rng     *rand.Rand
	tax     taxStyle
	layout  layout
	refund  bool
	cash    bool
	given   decimal.Decimal
	coded   bool // items carry the code of their tax
	symbols bool // figures of items carry the currency
	off     string
	card    string // what it was paid with, as printed
	digits4 string // the card's last
}

// cardNames are the ways to pay as the truth names them, by their first word on paper.
var cardNames = map[string]string{"visa": "visa", "mastercard": "mastercard", "girocard": "girocard", "kartenzahlung": "card", "cb": "card", "carte": "card", "pagamento": "card",
	"bancomat": "debit", "carta": "card", "tarjeta": "card", "pin": "pin", "pinbetaling": "pin", "maestro": "maestro"}

func randomReceipt(rng *rand.Rand, l *land, i int) *receipt {
	s := pick(rng, l.shops)
	day := time.Date(2024, 1, 1, 8, 0, 0, 0, time.UTC).AddDate(0, 0, rng.IntN(1050)).Add(time.Duration(rng.IntN(14*3600)) * time.Second)
	r := &receipt{File: fmt.Sprintf("%s-%04d.jpg", strings.ToLower(l.code), i), Vendor: s.name, Date: day, Currency: l.currency, Country: l.code, TaxIncluded: l.included,
		Category: map[string]string{"grocer": "Food and Groceries", "meal": "Meals & Entertainment", "hardware": "Job Supplies", "pharmacy": "Healthcare"}[s.kind]}
	p := &purchase{receipt: r, land: l, shop: s, rng: rng, cash: chance(rng, 45), layout: pick(rng, layoutsOf(l)), refund: chance(rng, 5), symbols: chance(rng, 30)}
	if chance(rng, 75) {
		r.Number = pick(rng, []string{strconv.Itoa(1000 + rng.IntN(900000)), fmt.Sprintf("%02d-%05d", rng.IntN(99)+1, rng.IntN(99999)), fmt.Sprintf("%c%06d", 'A'+rune(rng.IntN(26)), rng.IntN(999999))})
	}
	p.fill()
	p.settle()
	p.pay()
	if p.refund {
		p.Payment = ""
	}
	p.render = p.draw
	p.lines = func() text.Page { _, page := p.printed(); return page }
	return r
}

// fill buys between one and twelve things.
func (p *purchase) fill() {
	goods := p.land.words.goods[p.shop.kind]
	count := 1 + p.rng.IntN(6)
	if chance(p.rng, 25) {
		count = 6 + p.rng.IntN(7)
	}
	p.coded = len(p.land.rates) > 1 && p.land.rates[0] != p.land.rates[1] && chance(p.rng, 75)
	cheap := p.land.currency == "INR" || p.land.currency == "ZAR"
	for _, k := range p.rng.Perm(len(goods))[:min(count, len(goods))] {
		g := goods[k]
		cents := g.low + p.rng.IntN(g.high-g.low+1)
		if cheap {
			cents *= 9
		}
		if chance(p.rng, 35) {
			cents = cents/10*10 + 9
		}
		price := decimal.New(int64(cents), -2)
		n := decimal.NewFromInt(1)
		switch {
		case g.weighed && p.layout.quantities:
			n = decimal.New(int64(120+p.rng.IntN(1700)), -3)
		case chance(p.rng, 30) && p.layout.quantities:
			n = decimal.NewFromInt(int64(2 + p.rng.IntN(5)))
		}
		if p.refund {
			n = n.Neg()
		}
		code := p.land.rates[min(g.rate, len(p.land.rates)-1)].code
		p.Items = append(p.Items, item{Text: g.text, Qty: n, Price: price, Total: n.Mul(price).Round(2), Code: code, hidden: !p.layout.prices(n)})
		if !p.refund && chance(p.rng, 8) {
			p.off = pick(p.rng, p.land.words.off)
			cut := price.Mul(n).Div(decimal.NewFromInt(int64(5 + p.rng.IntN(10)))).Round(2).Neg()
			p.Items = append(p.Items, item{Text: p.off, Qty: decimal.NewFromInt(1), Price: cut, Total: cut, Code: code, hidden: true})
		}
	}
}

// codes are the tax codes of what was bought, in the land's order.
func (p *purchase) codes() []rate {
	var out []rate
	for i, r := range p.land.rates {
		if i > 0 && r == p.land.rates[i-1] {
			continue
		}
		for _, it := range p.Items {
			if it.Code == r.code {
				out = append(out, r)
				break
			}
		}
	}
	return out
}

// settle works the figures out below the items.
func (p *purchase) settle() {
	codes := p.codes()
	if !p.refund && len(codes) == 1 && chance(p.rng, 15) {
		p.Discount = p.items("").Div(decimal.NewFromInt(int64(5 + p.rng.IntN(15)))).Round(2)
	}
	meal := p.shop.kind == "meal" && !p.refund
	if meal && p.land.service != "" && chance(p.rng, 50) {
		p.Fees = p.items("").Sub(p.Discount).Mul(d(p.land.service)).Div(hundred).Round(2)
	}
	p.tax = pick(p.rng, taxStylesOf(p.land, len(codes)))
	for _, c := range codes {
		if c.percent == "0" && p.tax != inTable {
			continue
		}
		p.addTax(c, len(codes) == 1)
	}
	p.codeless = !p.coded
	p.Subtotal = p.items("")
	p.Total = p.Subtotal.Sub(p.Discount).Add(p.Fees)
	if !p.land.included {
		p.Total = p.Total.Add(p.Tax)
	}
	p.NoSubtotal = p.Discount.IsZero() && p.Fees.IsZero() && p.land.included && chance(p.rng, 50)
	if p.tax == unsaid {
		p.NoTax, p.Taxes, p.Tax = true, nil, decimal.Zero
	}
}

// addTax adds what is due on the goods of a code; whole says that all are of it.
func (p *purchase) addTax(c rate, whole bool) {
	base := p.items(c.code)
	if whole {
		base = base.Sub(p.Discount).Add(p.Fees)
	}
	percent := d(c.percent)
	var t tax
	if p.land.included {
		net := base.Mul(hundred).DivRound(hundred.Add(percent), 2)
		t = tax{Name: c.name, Code: c.code, Rate: percent, Base: net, Amount: base.Sub(net)}
	} else {
		t = tax{Name: c.name, Code: c.code, Rate: percent, Base: base, Amount: base.Mul(percent).Div(hundred).Round(2)}
	}
	if p.land.halves {
		half := percent.Div(decimal.NewFromInt(2))
		amount := base.Mul(half).Div(hundred).Round(2)
		p.Taxes = append(p.Taxes, tax{Name: "CGST", Rate: half, Base: base, Amount: amount}, tax{Name: "SGST", Rate: half, Base: base, Amount: amount})
		p.Tax = p.Tax.Add(amount).Add(amount)
		return
	}
	p.Taxes = append(p.Taxes, t)
	p.Tax = p.Tax.Add(t.Amount)
}

// pay adds the tip, the rounding and how it was paid.
func (p *purchase) pay() {
	if p.land.tips && p.shop.kind == "meal" && !p.refund && !p.cash && chance(p.rng, 60) {
		p.Tip = p.Total.Mul(d("0.15")).Round(0).Add(decimal.NewFromInt(1))
		p.Total = p.Total.Add(p.Tip)
	}
	if p.cash && p.land.step != "" {
		step := d(p.land.step)
		p.Rounding = p.Total.Div(step).Round(0).Mul(step).Sub(p.Total)
		p.Total = p.Total.Add(p.Rounding)
	}
	if p.cash {
		p.Payment = "cash"
		note := decimal.NewFromInt(pick(p.rng, []int64{1, 5, 10, 20, 50}))
		p.given = p.Total.Div(note).Ceil().Mul(note)
		return
	}
	p.card = pick(p.rng, p.land.words.card)
	p.digits4 = fmt.Sprintf("%04d", p.rng.IntN(9000)+1000)
	p.Payment = cardNames[strings.ToLower(strings.Fields(p.card)[0])] + " " + p.digits4
}
