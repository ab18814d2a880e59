package fields

import (
	"math"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// slowest is far more than a receipt takes, on any computer.
const slowest = 20 * time.Second

// scattered lays lines out as a recogniser may: some tilted, some over each
// other, some without extent or off the page.
func scattered(receipt string, seed int64) []text.Page {
	page := pageOf(receipt)
	rng := rand.New(rand.NewSource(seed))
	if seed == 0 {
		return []text.Page{page}
	}
	for i := range page.Lines {
		l := &page.Lines[i]
		l.Score = rng.Float64()
		switch rng.Intn(8) {
		case 0:
			l.Quad = text.Quad{}
		case 1:
			for k := range l.Quad {
				l.Quad[k].Y += rng.NormFloat64() * 40
			}
		case 2:
			l.Quad[rng.Intn(4)].X = []float64{math.NaN(), math.Inf(1), -1e300, 1e300}[rng.Intn(4)]
		case 3:
			l.Words = []text.Word{{Text: l.Text, Score: rng.Float64(), Quad: l.Quad}, {Text: "\xff 1,00", Quad: text.Quad{}}}
		}
	}
	return []text.Page{page, {}, page}
}

// FuzzUnderstand holds that no lines make the reader fall over, take for ever,
// or give a value that its users can't rely on.
func FuzzUnderstand(f *testing.F) {
	for i, c := range countries {
		f.Add(c.receipt, int64(i%3))
	}
	for _, c := range traps {
		f.Add(c.receipt, int64(1))
	}
	f.Add("TOTAL - ( ) 1.2.3,4 5 %\n.5 ,5 '5 5,- 5.- -5.00- (5.00)\n99/99/9999 31.02.20 20:61", int64(0))
	for _, s := range []string{"", " ", "\t\t\n", "TOTAL", "1.000.000.000.000,00 TOTAL 9,9,9", "TOTAL -(-$-1.00-)-", "31.02.2024 99:99 Mon", "3 x 1,00 3 x 1,00 3 x 1,00", "€€€ £1 ¥¥ 1 Rp", "\xff\xfe 12.00"} {
		f.Add(s, int64(1))
	}
	f.Fuzz(func(t *testing.T, receipt string, seed int64) {
		if len(receipt) > 32<<10 {
			return
		}
		began := time.Now()
		r := Understand(scattered(receipt, seed), server.Hints{})
		if took := time.Since(began); took > slowest {
			t.Errorf("it took %v", took)
		}
		for name, v := range values(r) {
			checkValue(t, name, v)
		}
		for _, l := range r.LineItems {
			checkValue(t, "item", l.Description)
			checkMoney(t, l.Total, l.Price, l.Quantity)
		}
		for _, l := range r.TaxLines {
			checkValue(t, "tax", l.Name)
			checkMoney(t, l.Total, l.Base, l.Rate)
		}
		checkMoney(t, r.Total, r.Subtotal, r.Tax, r.Tip, r.Discount, r.Shipping, r.Rounding)
		NewMemory(nil).Recall(&r)
	})
}

func checkValue(t *testing.T, name string, v server.Value) {
	t.Helper()
	if math.IsNaN(v.Score) || v.Score < 0 || v.Score > 1 {
		t.Errorf("%s %q has the score %v", name, v.Text, v.Score)
	}
	for _, b := range v.Box {
		if math.IsNaN(b) || b < 0 || b > 1 {
			t.Errorf("%s %q lies at %v", name, v.Text, v.Box)
		}
	}
	if !strings.EqualFold(strings.ToValidUTF8(v.Text, ""), v.Text) {
		t.Errorf("%s %q is no text", name, v.Text)
	}
}

func checkMoney(t *testing.T, values ...server.Value) {
	t.Helper()
	for _, v := range values {
		if _, err := decimal.NewFromString(v.Text); v.Known() && err != nil {
			t.Errorf("%q is no number", v.Text)
		}
		checkValue(t, "amount", v)
	}
}
