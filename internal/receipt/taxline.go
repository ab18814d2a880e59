package receipt

import "github.com/shopspring/decimal"

// taxSlack is by how much a tax may differ from base times rate: tills round
// the tax of each item for itself.
var taxSlack = decimal.RequireFromString("0.06")

// rated holds the tax lines against their base and rate, whether the base is
// without the tax or with it.
func (p *Proof) rated(f Fields) {
	hundred := decimal.NewFromInt(100)
	slack := taxSlack
	if n, ok := Digits(f.Currency); ok && n == 0 {
		slack = decimal.NewFromInt(6)
	}
	if n := int64(len(f.LineItems)); n > 12 { // half a cent for each item
		slack = slack.Mul(decimal.NewFromInt(n)).Div(decimal.NewFromInt(12))
	}
	for _, l := range f.TaxLines {
		if !l.Rate.Known() || !l.Base.Known() || !l.Total.Known() {
			continue
		}
		rate, base, tax := l.Rate.value, l.Base.value, l.Total.value
		net := base.Mul(rate).Div(hundred)
		gross := net
		if with := rate.Add(hundred); with.Sign() > 0 {
			gross = base.Mul(rate).DivRound(with, 6)
		}
		if net.Sub(tax).Abs().GreaterThan(slack) && gross.Sub(tax).Abs().GreaterThan(slack) {
			p.doubt(FieldTax, "%s%% of %s is %s, and the tax line says %s", l.Rate, l.Base.In(f.Currency), Amount{value: net.Round(2), known: true}.In(f.Currency), l.Total.In(f.Currency))
		}
	}
}

// coins are the smallest coins where cash is rounded to them by more than ten
// cents. Rounding to the nearest comes to half of it; some round always down.
var coins = map[string]string{"SEK": "1", "NOK": "1", "DKK": "0.50", "CZK": "1", "HUF": "5", "ISK": "1", "INR": "1", "PKR": "1", "LKR": "1", "PHP": "1", "THB": "1", "TRY": "1", "TWD": "1", "IDR": "1000",
	"VND": "1000", "KRW": "10", "JPY": "10", "CLP": "10", "COP": "100", "MXN": "1", "ARS": "10", "BRL": "0.10", "KES": "1", "EGP": "1", "NGN": "1", "RUB": "1", "UAH": "1"}

// rounded bounds what cash rounding may add or take away.
func (p *Proof) rounded(f Fields) {
	if !f.Rounding.Known() {
		return
	}
	coin, ok := coins[f.Currency]
	if !ok {
		coin = "0.10"
	}
	if most := MustAmount(coin); f.Rounding.Abs().Cmp(most) > 0 {
		p.doubt(FieldRounding, "The rounding %s is more than the smallest coin: please compare it with the picture", f.Rounding.In(f.Currency))
	}
}
