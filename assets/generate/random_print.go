package main

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// A layout is how items stand on the paper.
type layout struct {
	name       string
	quantities bool // other counts than one can be printed
}

var layouts = []layout{{"plain", false}, {"before", true}, {"under", true}, {"above", true}, {"two lines", true}, {"columns", true}}

func layoutsOf(l *land) []layout {
	if l.code == "MY" || l.code == "IN" { // names stand alone more often
		return append(layouts[:6:6], layouts[4], layouts[5], layouts[4])
	}
	return append(layouts[:6:6], layouts[0], layouts[1], layouts[2])
}

// prices tells whether the layout prints the price of one beside its total.
func (l layout) prices(n decimal.Decimal) bool {
	switch l.name {
	case "under", "above":
		return !n.Equal(decimal.NewFromInt(1))
	case "two lines", "columns":
		return true
	}
	return l.name == "before" && !n.Equal(n.Truncate(0))
}

// taxStyle is where the taxes are printed.
type taxStyle int

const (
	inLines taxStyle = iota // a line each
	inTable
	unsaid // not at all
)

func taxStylesOf(l *land, rates int) []taxStyle {
	switch {
	case !l.included:
		return []taxStyle{inLines}
	case l.code == "AU" || l.code == "ZA":
		return []taxStyle{inLines, inLines, inTable}
	case rates > 1:
		return []taxStyle{inTable, inTable, inTable, inLines}
	}
	return []taxStyle{inLines, inTable, inTable, unsaid}
}

// figure writes an amount as the land does.
func (p *purchase) figure(v decimal.Decimal) string { return p.land.amount(p.receipt, v) }

// sum is a figure with the currency.
func (p *purchase) sum(v decimal.Decimal) string {
	if v.Sign() < 0 {
		return "-" + p.land.before + p.figure(v.Neg()) + p.land.after
	}
	return p.land.before + p.figure(v) + p.land.after
}

func (p *purchase) mark() string {
	if p.land.currency == "EUR" {
		return ","
	}
	return "."
}

// print puts everything on the paper from the top down.
func (p *purchase) print(a *paper) {
	p.head(a)
	a.rule(pick(p.rng, []string{"-", "=", "-"}))
	if p.layout.name == "columns" {
		p.heads(a)
	}
	for _, it := range p.Items {
		p.item(a, it)
	}
	a.rule("-")
	p.foot(a)
	a.gap(0.6)
	if p.tax == inTable {
		p.table(a)
		a.gap(0.5)
	}
	if chance(p.rng, 30) {
		a.left(a.plain, fmt.Sprintf("%s: %d", pick(p.rng, p.land.words.count), len(p.Items)))
	}
	a.centre(a.plain, pick(p.rng, p.land.words.thanks))
	if p.shop.web != "" {
		a.centre(a.plain, p.shop.web)
	}
}

func (p *purchase) head(a *paper) {
	name := p.shop.name
	if chance(p.rng, 25) {
		name = strings.ToUpper(name)
	}
	f := a.bold.times(1 + 0.25*float64(p.rng.IntN(3)))
	if f.advance(name) < float64(a.width)-2*a.margin {
		a.centre(f, name)
	} else if words := strings.Fields(name); len(words) > 2 {
		a.centre(f, strings.Join(words[:2], " "), strings.Join(words[2:], " "))
	} else {
		a.centre(a.bold, name)
	}
	a.centre(a.plain, p.shop.street, p.shop.town)
	if chance(p.rng, 70) {
		a.centre(a.plain, pick(p.rng, []string{"Tel ", "", "Tel: "})+p.shop.phone)
	}
	if chance(p.rng, 60) {
		a.centre(a.plain, fmt.Sprintf(p.land.register, p.shopNumber()))
	}
	a.gap(0.4)
	w := p.land.words
	day := p.Date.Format(pick(p.rng, p.land.dates))
	clock := p.Date.Format(pick(p.rng, p.land.clocks))
	if label := pick(p.rng, w.date); label != "" {
		day = label + ": " + day
	}
	switch p.rng.IntN(3) {
	case 0:
		a.pair(a.plain, day, clock)
		if p.Number != "" {
			a.left(a.plain, pick(p.rng, w.number)+" "+p.Number)
		}
	case 1:
		if p.Number != "" {
			a.left(a.plain, pick(p.rng, w.number)+": "+p.Number)
		}
		a.left(a.plain, day+" "+clock)
	default:
		a.left(a.plain, day+"  "+clock)
		if p.Number != "" {
			a.pair(a.plain, pick(p.rng, w.number), p.Number)
		}
	}
	if chance(p.rng, 50) {
		a.left(a.plain, pick(p.rng, w.served))
	}
}

// shopNumber is the shop's number in its register, the same on all its receipts.
func (p *purchase) shopNumber() string {
	n := seed(p.shop.name) % 1000000000
	switch p.land.code {
	case "DE":
		return fmt.Sprintf("DE%09d", n)
	case "AT":
		return fmt.Sprintf("ATU%08d", n%100000000)
	case "CH":
		return fmt.Sprintf("CHE-%03d.%03d.%03d", n/1000000, n/1000%1000, n%1000)
	case "NL":
		return fmt.Sprintf("NL%09dB01", n)
	case "ES":
		return fmt.Sprintf("B%08d", n%100000000)
	case "IT":
		return fmt.Sprintf("%011d", n*7)
	case "FR":
		return fmt.Sprintf("%09d00012", n)
	case "IN":
		return fmt.Sprintf("29ABCDE%04dF1Z5", n%10000)
	}
	return fmt.Sprintf("%03d %03d %03d", n/1000000, n/1000%1000, n%1000)
}

// count writes a quantity as the land does: weights with three decimals.
func (p *purchase) count(n decimal.Decimal) string {
	if n.Equal(n.Truncate(0)) {
		return n.String()
	}
	return strings.Replace(n.StringFixed(3), ".", p.mark(), 1) + " " + p.land.words.kilo
}

func (p *purchase) heads(a *paper) {
	h := map[string][]string{"DE": {"Artikel", "Menge", "Preis", "Betrag"}, "AT": {"Artikel", "Menge", "Preis", "Betrag"}, "CH": {"Artikel", "Menge", "Preis", "Total"}, "FR": {"Désignation", "Qté", "P.U.", "Montant"},
		"IT": {"Descrizione", "Qtà", "Prezzo", "Importo"}, "ES": {"Descripción", "Cant.", "Precio", "Importe"}, "NL": {"Omschrijving", "Aantal", "Prijs", "Bedrag"}}[p.land.code]
	if h == nil {
		h = []string{"Item", "Qty", "Price", pick(p.rng, []string{"Amount", "Total"})}
	}
	a.row(a.plain, from(0, h[0]), upTo(0.58, h[1]), upTo(0.78, h[2]), upTo(1, h[3]))
}
