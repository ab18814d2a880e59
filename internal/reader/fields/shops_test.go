package fields

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// madeUp is a receipt of testdata and what is printed on it.
type madeUp struct {
	name  string
	page  text.Page
	lines string
	truth map[string]string
}

// shopsOf reads receipts from a file of testdata.
func shopsOf(t *testing.T, name string) []madeUp {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []madeUp
	for _, part := range strings.Split("\n"+string(data), "\n--- ")[1:] {
		title, body, _ := strings.Cut(part, "\n")
		body, truth, ok := strings.Cut(body, "\n= vendor ")
		if !ok {
			t.Fatalf("%s: %s has no truth", name, title)
		}
		truth, _, _ = strings.Cut(truth, "\n")
		m := madeUp{name: title, page: pageOf(body), lines: body, truth: map[string]string{}}
		for _, f := range strings.Split("vendor "+truth, "; ") {
			key, value, _ := strings.Cut(f, " ")
			m.truth[key] = value
		}
		out = append(out, m)
	}
	return out
}

// likeness is 1 less the distance of two names by the longer one's length.
func likeness(a, b string) float64 {
	longer := max(len(a), len(b), 1)
	return 1 - float64(distance(a, b, longer))/float64(longer)
}

func sameVendor(got, want string) bool {
	for _, name := range strings.Split(want, "|") {
		if likeness(canonical(got), canonical(name)) >= 0.9 {
			return true
		}
	}
	return false
}

// readyReading applies the program's own rule for receipts that need no look.
func readyReading(r server.Reading) (bool, []string) {
	amount := func(v server.Value) receipt.Amount {
		a, err := receipt.ParseAmount(v.Text)
		if err != nil {
			return receipt.Amount{}
		}
		return a
	}
	f := receipt.Fields{Vendor: r.Vendor.Name.Text, Currency: r.Currency.Text, Subtotal: amount(r.Subtotal), Tax: amount(r.Tax), Tip: amount(r.Tip),
		Discount: amount(r.Discount), Fees: amount(r.Shipping), Rounding: amount(r.Rounding), Total: amount(r.Total)}
	if len(r.Date.Text) >= 10 {
		f.Date, _ = receipt.ParseDate(r.Date.Text[:10])
	}
	for _, l := range r.TaxLines {
		f.TaxLines = append(f.TaxLines, receipt.TaxLine{Name: l.Name.Text, Rate: amount(l.Rate), Base: amount(l.Base), Total: amount(l.Total), Inclusive: l.Inclusive})
	}
	for _, l := range r.LineItems {
		f.LineItems = append(f.LineItems, receipt.LineItem{Description: l.Description.Text, Quantity: amount(l.Quantity), Price: amount(l.Price), Total: amount(l.Total)})
	}
	evidence := map[receipt.Field]receipt.Evidence{}
	for field, v := range map[receipt.Field]server.Value{receipt.FieldTotal: r.Total, receipt.FieldDate: r.Date, receipt.FieldVendor: r.Vendor.Name, receipt.FieldCurrency: r.Currency} {
		score := v.Score
		evidence[field] = receipt.Evidence{Score: &score, Doubt: v.Doubt}
	}
	p := receipt.Prove(f, evidence, nil, receipt.Date{})
	return p.Ready(), p.Reasons()
}

// tally counts what is read as it is printed.
type tally struct{ right, of map[string]int }

func (c *tally) count(key string, right bool) {
	c.of[key]++
	if right {
		c.right[key]++
	}
}

func (c *tally) share(key string) float64 {
	return float64(c.right[key]) / float64(max(1, c.of[key]))
}

func (c *tally) String() string {
	var b strings.Builder
	for _, key := range []string{"total", "date", "vendor", "three", "currency", "country", "subtotal", "tax", "tip", "fees", "discount", "rounding", "items", "listed", "taxes", "ready", "right"} {
		if c.of[key] > 0 {
			fmt.Fprintf(&b, "%-9s %3d of %3d  %.3f\n", key, c.right[key], c.of[key], c.share(key))
		}
	}
	return b.String()
}

// judge counts one receipt and gives what is wrong on it.
func (c *tally) judge(m madeUp, r server.Reading) []string {
	var wrong []string
	check := func(key, got string, right bool) bool {
		c.count(key, right)
		if !right {
			wrong = append(wrong, fmt.Sprintf("%s %q, is %q", key, got, m.truth[key]))
		}
		return right
	}
	total := check("total", r.Total.Text, number(r.Total.Text).Equal(number(m.truth["total"])))
	date := check("date", r.Date.Text, strings.HasPrefix(r.Date.Text, m.truth["date"]))
	vendor := check("vendor", r.Vendor.Name.Text, sameVendor(r.Vendor.Name.Text, m.truth["vendor"]))
	c.count("three", total && date && vendor)
	currency := check("currency", r.Currency.Text, r.Currency.Text == m.truth["currency"])
	check("country", r.CountryCode.Text, r.CountryCode.Text == m.truth["country"])
	for key, v := range map[string]server.Value{"subtotal": r.Subtotal, "tax": r.Tax, "tip": r.Tip, "fees": r.Shipping, "discount": r.Discount, "rounding": r.Rounding} {
		if want, ok := m.truth[key]; ok {
			check(key, v.Text, number(v.Text).Equal(number(want)))
		}
	}
	if want, ok := m.truth["items"]; ok {
		var got []string
		for _, l := range r.LineItems {
			got = append(got, number(l.Total.Text).StringFixed(2))
		}
		check("items", strings.Join(got, " "), strings.Join(got, " ") == want)
		c.count("listed", len(got) > 0)
	}
	if want, ok := m.truth["taxes"]; ok {
		var got []string
		for _, l := range r.TaxLines {
			base := ""
			if l.Base.Known() {
				base = number(l.Base.Text).StringFixed(2)
			}
			got = append(got, fmt.Sprintf("%s:%s:%s", number(l.Rate.Text), base, number(l.Total.Text).StringFixed(2)))
		}
		check("taxes", strings.Join(got, ","), strings.Join(got, ",") == want)
	}
	ready, reasons := readyReading(r)
	c.count("ready", ready)
	if ready {
		c.count("right", total && date && currency)
		if !(total && date && currency && vendor) {
			wrong = append(wrong, "READY")
		}
	} else if len(wrong) > 0 {
		wrong = append(wrong, "review: "+strings.Join(reasons, "; "))
	}
	return wrong
}

// leastOf are shares that must be reached on each set, a little below what is.
var leastOf = map[string]float64{"total": 0.97, "date": 0.98, "vendor": 0.98, "three": 0.95, "currency": 1, "country": 0.9, "tax": 0.98, "items": 0.9, "taxes": 1, "ready": 0.65, "right": 1}

func TestShops(t *testing.T) {
	for _, name := range []string{"shops_a.txt", "shops_b.txt", "shops_c.txt"} {
		c := &tally{map[string]int{}, map[string]int{}}
		for _, m := range shopsOf(t, name) {
			r := Understand([]text.Page{m.page}, server.Hints{})
			if wrong := c.judge(m, r); len(wrong) > 0 {
				t.Logf("%s: %s", m.name, strings.Join(wrong, "; "))
			}
		}
		t.Logf("%s\n%s", name, c)
		for key, least := range leastOf {
			if c.share(key) < least {
				t.Errorf("%s: %s is right on %d of %d", name, key, c.right[key], c.of[key])
			}
		}
	}
}

func TestShopsPrintEveryFigure(t *testing.T) {
	for _, name := range []string{"shops_a.txt", "shops_b.txt", "shops_c.txt"} {
		for _, m := range shopsOf(t, name) {
			pages := []text.Page{m.page}
			r := Understand(pages, server.Hints{})
			d := newDocument(pages, server.Hints{})
			printed := map[string]bool{}
			for _, ns := range d.numerals {
				for _, n := range ns {
					for _, literal := range []string{n.digits, n.value()} {
						printed[number(literal).Abs().String()] = true
					}
				}
			}
			must := func(what string, v server.Value) {
				if v.Known() && !printed[number(v.Text).Abs().String()] {
					t.Errorf("%s: %s %s is not printed", m.name, what, v.Text)
				}
			}
			must("total", r.Total)
			must("subtotal", r.Subtotal)
			must("tip", r.Tip)
			must("rounding", r.Rounding)
			for _, l := range r.TaxLines {
				must("rate", l.Rate)
				must("base", l.Base)
				must("tax", l.Total)
			}
			for _, l := range r.LineItems {
				must("quantity", l.Quantity)
				must("price", l.Price)
				must("item", l.Total)
			}
			sum := number("0")
			for _, l := range r.TaxLines {
				sum = sum.Add(number(l.Total.Text))
			}
			if r.Tax.Known() && !sum.Equal(number(r.Tax.Text)) {
				must("tax, which is not the sum of its lines,", r.Tax)
			}
		}
	}
}
