package export

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// invented is a receipt whose figures may fit or not.
func invented(r *rand.Rand) receipt.Fields {
	currency := []string{"GBP", "JPY", "KWD"}[r.IntN(3)]
	digits, _ := receipt.Digits(currency)
	some := func(most int) receipt.Amount {
		if r.IntN(4) == 0 {
			return receipt.Amount{}
		}
		n := r.IntN(most)
		if digits == 0 {
			return amountOf(fmt.Sprint(n))
		}
		return amountOf(fmt.Sprintf("%d.%0*d", n, digits, r.IntN(1000)%map[int]int{2: 100, 3: 1000}[digits]))
	}
	f := receipt.Fields{Vendor: "V", Date: on(2026, 1, 1), Currency: currency, Subtotal: some(500), Tax: some(50), Tip: some(20), Discount: some(20), Fees: some(9), Rounding: some(1), Total: some(600)}
	if !f.Total.Known() {
		f.Total = amountOf("1")
	}
	for range r.IntN(4) {
		f.TaxLines = append(f.TaxLines, receipt.TaxLine{Rate: some(25), Base: some(300), Total: some(40), Inclusive: r.IntN(2) == 0})
	}
	for range r.IntN(4) {
		f.LineItems = append(f.LineItems, receipt.LineItem{Description: "I", Quantity: some(3), Price: some(30), Total: some(90)})
	}
	switch r.IntN(3) {
	case 0: // one that adds up
		f.Total = f.Subtotal.Add(f.Tax).Add(f.Tip).Add(f.Fees).Sub(f.Discount).Add(f.Rounding)
		if !f.Total.Known() {
			f.Total = amountOf("0")
		}
	case 1: // a refund
		f.Subtotal, f.Tax, f.Tip, f.Fees, f.Total = f.Subtotal.Neg(), f.Tax.Neg(), f.Tip.Neg(), f.Fees.Neg(), f.Total.Neg()
	}
	return f
}

// Not a cent is lost or made, whatever is printed: the parts of every grain
// come to the total, and postings to zero.
func TestPartsComeToTheTotal(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	for range 3_000 {
		f := invented(r)
		for _, grain := range []string{"receipts", "taxes", "items", "postings"} {
			sum, want := amountOf("0"), f.Total
			for _, p := range parts(&f, grain) {
				sum = sum.Add(p.total())
			}
			if grain == "postings" {
				want = amountOf("0")
			}
			if !sum.Equal(want) {
				t.Fatalf("seed %d: %s of %+v come to %s, not to %s", seed, grain, f, sum, want)
			}
		}
	}
}

// What is in the file itself comes to zero, too.
func TestJournalsBalance(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 2))
	var rows []Row
	for i := range 300 {
		f := invented(r)
		f.Currency = "GBP"
		if len(fmt.Sprint(f.Total.Decimal().Exponent())) > 2 || f.Total.Decimal().Exponent() < -2 {
			continue
		}
		rows = append(rows, Row{Receipt: receipt.Receipt{ID: int64(i + 1), Status: receipt.Ready, Fields: f}})
	}
	choices := books("quickbooks-iif")
	choices.Accounts[""] = "Other"
	plan := rehearse(t, "quickbooks-iif", choices, rows)
	if plan.Receipts < 50 {
		t.Fatalf("only %d receipts are taken: %v", plan.Receipts, plan.Problems[:3])
	}
	sum := amountOf("0")
	for line := range strings.Lines(string(written(t, plan, 0))) {
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		switch cells[0] {
		case "TRNS", "SPL":
			a, err := receipt.ParseAmount(cells[7])
			if err != nil || !a.Known() {
				t.Fatalf("seed %d: %q has the amount %q", seed, line, cells[7])
			}
			sum = sum.Add(a)
		case "ENDTRNS":
			if sum.Sign() != 0 {
				t.Fatalf("seed %d: a transaction comes to %s", seed, sum)
			}
		}
	}
}

func TestTaxParts(t *testing.T) {
	for _, c := range []struct {
		name string
		f    receipt.Fields
		want string // net+tax@rate
	}{
		{"one rate, its base not printed", receipt.Fields{Currency: "GBP", Total: amountOf("60"), Tax: amountOf("10"), TaxLines: []receipt.TaxLine{taxLine("", "20", "", "10")}}, "50.00+10.00@20"},
		{"the tip is not taxed", receipt.Fields{Currency: "GBP", Total: amountOf("65"), Tax: amountOf("10"), Tip: amountOf("5"), TaxLines: []receipt.TaxLine{taxLine("", "20", "", "10")}}, "50.00+10.00@20 5.00+@none"},
		{"the fee is taxed", receipt.Fields{Currency: "GBP", Total: amountOf("60"), Tax: amountOf("10"), Fees: amountOf("5"), TaxLines: []receipt.TaxLine{taxLine("", "20", "", "10")}}, "50.00+10.00@20"},
		{"bases with the tax in them", receipt.Fields{Currency: "EUR", Total: amountOf("22.60"), Tax: amountOf("2.60"), TaxLines: []receipt.TaxLine{taxLine("", "19", "11.90", "1.90"), taxLine("", "7", "10.70", "0.70")}}, "10.00+1.90@19 10.00+0.70@7"},
		{"small bases with the tax in them", receipt.Fields{Currency: "CHF", Total: amountOf("65.79"), Tax: amountOf("4.00"), TaxLines: []receipt.TaxLine{taxLine("", "8.1", "46.98", "3.52"), taxLine("", "2.6", "18.81", "0.48")}}, "43.46+3.52@8.1 18.33+0.48@2.6"},
		{"small bases without the tax in them", receipt.Fields{Currency: "CHF", Total: amountOf("66.28"), Tax: amountOf("4.01"), TaxLines: []receipt.TaxLine{taxLine("", "8.1", "43.46", "3.52"), taxLine("", "2.6", "18.81", "0.49")}}, "43.46+3.52@8.1 18.81+0.49@2.6"},
		{"one of two bases is printed, with a small tax in it", receipt.Fields{Currency: "CHF", Total: amountOf("65.80"), Rounding: amountOf("-0.02"), Tax: amountOf("4.00"), TaxLines: []receipt.TaxLine{taxLine("", "8.1", "", "3.52"), taxLine("", "2.6", "18.81", "0.48")}}, "43.47+3.52@8.1 18.33+0.48@2.6"},
		{"two taxes on all that was bought", receipt.Fields{Currency: "CAD", Total: amountOf("63.34"), Tax: amountOf("6.79"), TaxLines: []receipt.TaxLine{taxLine("GST", "5", "", "2.83"), taxLine("PST", "7", "", "3.96")}}, "56.55+2.83@5 56.55+3.96@7 -56.55+@none"},
		{"a cent of rounding between the rates", receipt.Fields{Currency: "EUR", Total: amountOf("22.61"), Tax: amountOf("2.60"), TaxLines: []receipt.TaxLine{taxLine("", "19", "10.00", "1.90"), taxLine("", "7", "10.00", "0.70")}}, "10.01+1.90@19 10.00+0.70@7"},
		{"two rates without bases", receipt.Fields{Currency: "EUR", Total: amountOf("22.60"), Tax: amountOf("2.60"), TaxLines: []receipt.TaxLine{taxLine("", "19", "", "1.90"), taxLine("", "7", "", "0.70")}}, "10.00+1.90@19 10.00+0.70@7"},
		{"lines that do not make the tax", receipt.Fields{Currency: "EUR", Total: amountOf("12"), Tax: amountOf("2"), TaxLines: []receipt.TaxLine{taxLine("", "19", "", "1.90"), taxLine("", "7", "", "0.70")}}, "10.00+2.00@?"},
		{"a tax alone", receipt.Fields{Currency: "USD", Total: amountOf("108.88"), Tax: amountOf("8.88")}, "100.00+8.88@?"},
		{"no tax", receipt.Fields{Currency: "JPY", Total: amountOf("500")}, "500+@none"},
		{"in the prices", receipt.Fields{Currency: "JPY", Subtotal: amountOf("1100"), Total: amountOf("1100"), TaxLines: []receipt.TaxLine{{Rate: amountOf("10"), Total: amountOf("100"), Inclusive: true}}}, "1000+100@10"},
	} {
		var got []string
		for _, p := range taxParts(&c.f) {
			rate := percent(p.rate)
			if rate == "" {
				rate = map[bool]string{true: "?", false: "none"}[p.taxed]
			}
			got = append(got, p.net.In(c.f.Currency)+"+"+p.tax.In(c.f.Currency)+"@"+rate)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %s, want %s", c.name, strings.Join(got, " "), c.want)
		}
	}
}
