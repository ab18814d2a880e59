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

// moved turns, bends and shifts a page as a photo by hand does.
func moved(p text.Page, degrees, bend float64) text.Page {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(p.Width), float64(p.Height)
	out := text.Page{Width: p.Width * 2, Height: p.Height * 2}
	for _, l := range p.Lines {
		for i, q := range l.Quad {
			narrow := 1 - bend*q.Y/h // the lower end of the paper is further away
			x, y := (q.X-w/2)*narrow, q.Y-h/2+bend*40*(q.X-w/2)/w
			l.Quad[i] = text.Point{X: x*cos - y*sin + w, Y: x*sin + y*cos + h}
		}
		out.Lines = append(out.Lines, l)
	}
	rand.New(rand.NewSource(1)).Shuffle(len(out.Lines), func(i, j int) { out.Lines[i], out.Lines[j] = out.Lines[j], out.Lines[i] })
	return out
}

func TestTiltedPagesReadTheSame(t *testing.T) {
	for _, c := range countries {
		straight := Understand([]text.Page{pageOf(c.receipt)}, server.Hints{})
		for _, m := range []struct{ degrees, bend float64 }{{3, 0}, {-8, 0}, {20, 0}, {90, 0}, {180, 0}, {4, 0.25}} {
			got := Understand([]text.Page{moved(pageOf(c.receipt), m.degrees, m.bend)}, server.Hints{})
			if got.Total.Text != straight.Total.Text || got.Date.Text != straight.Date.Text || got.Tax.Text != straight.Tax.Text {
				t.Errorf("%s at %v degrees, bent %v: total %s, date %s, tax %s; straight: %s, %s, %s", c.name, m.degrees, m.bend,
					got.Total.Text, got.Date.Text, got.Tax.Text, straight.Total.Text, straight.Date.Text, straight.Tax.Text)
			}
		}
	}
}

// values gives all values of a reading by name.
func values(r server.Reading) map[string]server.Value {
	out := map[string]server.Value{
		"vendor": r.Vendor.Name, "address": r.Vendor.Address, "phone": r.Vendor.Phone, "vat": r.Vendor.VATNumber, "reg": r.Vendor.RegNumber,
		"email": r.Vendor.Email, "web": r.Vendor.Web, "date": r.Date, "currency": r.Currency, "subtotal": r.Subtotal, "tax": r.Tax, "tip": r.Tip,
		"discount": r.Discount, "shipping": r.Shipping, "rounding": r.Rounding, "total": r.Total, "category": r.Category, "number": r.InvoiceNumber,
		"type": r.DocumentType, "country": r.CountryCode, "payment": r.PaymentType, "card": r.CardNumber,
	}
	return out
}

func TestScoresAndPlacesAreFractions(t *testing.T) {
	for _, c := range countries {
		for name, v := range values(Understand([]text.Page{pageOf(c.receipt)}, server.Hints{})) {
			if v.Known() != (v.Score > 0) || v.Score > 1 {
				t.Errorf("%s: %s %q has the score %v", c.name, name, v.Text, v.Score)
			}
			b := v.Box
			if b != ([4]float64{}) && (b[0] < 0 || b[1] < 0 || b[2] > 1 || b[3] > 1 || b[0] >= b[2] || b[1] >= b[3]) {
				t.Errorf("%s: %s %q lies at %v", c.name, name, v.Text, b)
			}
		}
	}
}

func TestNoFigureThatIsNotPrinted(t *testing.T) {
	for _, c := range countries {
		r := Understand([]text.Page{pageOf(c.receipt)}, server.Hints{})
		printed := map[string]bool{}
		d := newDocument([]text.Page{pageOf(c.receipt)}, server.Hints{})
		d.readAmounts()
		for _, a := range d.amounts {
			printed[a.key] = true
		}
		for name, v := range map[string]server.Value{"total": r.Total, "subtotal": r.Subtotal, "tip": r.Tip, "rounding": r.Rounding} {
			if v.Known() && !printed[number(v.Text).Abs().String()] {
				t.Errorf("%s: %s %s is not printed", c.name, name, v.Text)
			}
		}
		var sum decimal.Decimal
		for _, l := range r.TaxLines {
			if !printed[number(l.Total.Text).Abs().String()] {
				t.Errorf("%s: tax %s is not printed", c.name, l.Total.Text)
			}
			sum = sum.Add(number(l.Total.Text))
		}
		if r.Tax.Known() && !sum.Equal(number(r.Tax.Text)) {
			t.Errorf("%s: tax %s is neither printed nor the sum of the tax lines", c.name, r.Tax.Text)
		}
	}
}

func TestTotalLiesWhereItIsPrinted(t *testing.T) {
	page := pageOf(countries[0].receipt)
	got := Understand([]text.Page{page}, server.Hints{})
	var want text.Line
	for _, l := range page.Lines {
		if l.Text == "48.90" {
			want = l
		}
	}
	w, h := float64(page.Width), float64(page.Height)
	box := [4]float64{want.Quad[0].X / w, want.Quad[0].Y / h, want.Quad[2].X / w, want.Quad[2].Y / h}
	for i := range box {
		if math.Abs(box[i]-got.Total.Box[i]) > 1e-9 {
			t.Fatalf("the total is boxed at %v, printed at %v", got.Total.Box, box)
		}
	}
}

func TestSecondPage(t *testing.T) {
	first := pageOf("^ Northwind Consulting Ltd\nEdinburgh EH2 3AT\nVAT GB 123 4567 89\nInvoice date: 28 February 2024\nConsulting   1,350.00")
	second := pageOf("Subtotal   £1,350.00\nVAT 20%   £270.00\nTotal due   £1,620.00")
	got := Understand([]text.Page{first, second}, server.Hints{})
	if got.Total.Text != "1620.00" || got.Total.Page != 1 || got.Date.Page != 0 || len(got.Pages) != 2 {
		t.Fatalf("total %q on page %d, date on page %d, %d pages", got.Total.Text, got.Total.Page, got.Date.Page, len(got.Pages))
	}
}

func TestSendersCategories(t *testing.T) {
	page := []text.Page{pageOf(countries[0].receipt)}
	if got := Understand(page, server.Hints{}).Category.Text; got != "Meals & Entertainment" {
		t.Errorf("category is %q", got)
	}
	if got := Understand(page, server.Hints{Categories: []string{"Fuel", "Restaurants and meals"}}).Category.Text; got != "Restaurants and meals" {
		t.Errorf("of the sender's categories %q is taken", got)
	}
	if got := Understand(page, server.Hints{Categories: []string{"Fuel"}}).Category.Text; got != "" {
		t.Errorf("category %q is not one of the sender's", got)
	}
}

func TestNothingToRead(t *testing.T) {
	odd := [][]text.Page{nil, {}, {{}}, {{Width: 10, Height: 10, Lines: []text.Line{{}}}},
		{{Width: 0, Height: -1, Lines: []text.Line{{Text: "TOTAL 1.00"}, {Text: " "}, {Text: "\xff\xfe 1,.2 3"}}}},
		{{Width: 1, Height: 1, Lines: []text.Line{{Text: "Total 5.00", Quad: text.Quad{{X: math.NaN(), Y: math.Inf(1)}}}}}},
		{{Width: 100, Height: 100, Lines: []text.Line{{Text: "....,,,,''''", Quad: text.Quad{{}, {X: 50}, {X: 50, Y: 9}, {Y: 9}}}}}}}
	for i, pages := range odd {
		if got := Understand(pages, server.Hints{Country: "??"}); got.Total.Score > 0.9 {
			t.Errorf("page %d: sure of %q", i, got.Total.Text)
		}
	}
}

func TestLongReceiptsTakeLinearTime(t *testing.T) {
	long := func(rows int) text.Page {
		var b strings.Builder
		b.WriteString("^ ENDLESS STORES LTD\nLondon W1U 4PL\n12/05/2024\n")
		for i := 0; i < rows/2; i++ {
			b.WriteString("A thing of beauty 2 x 1.50   3.00\n")
		}
		b.WriteString("TOTAL   " + decimal.NewFromInt(int64(rows/2*3)).StringFixed(2) + "\n")
		return pageOf(b.String())
	}
	took := func(rows int) time.Duration {
		page := long(rows)
		start := time.Now()
		Understand([]text.Page{page}, server.Hints{})
		return time.Since(start)
	}
	took(50) // reads the vocabulary
	// The computer may do other work in between: the least of some tries counts.
	small, large := time.Hour, time.Hour
	for range 10 {
		small, large = min(small, took(500)), min(large, took(5000))
		if large <= 40*small+time.Second {
			return
		}
	}
	t.Errorf("500 lines took %v, 5000 lines %v", small, large)
}
