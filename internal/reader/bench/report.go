package main

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// outcome is how one receipt was read.
type outcome struct {
	truth                               truth
	reading                             server.Reading
	total, date, currency, exact, close bool
	ready                               bool
	reasons                             []string
	totalSeen                           bool // the total's figure is somewhere in the text
	took                                spent
	err                                 error
}

// spent is what reading took.
type spent struct{ wall, cpu time.Duration }

type report struct {
	outcomes []outcome
	cpu      time.Duration // of all cores, for all receipts, loading and ending included
	peak     int64         // the most memory, in bytes; 0 when it can't be told
}

func (r *report) add(t truth, reading server.Reading, took spent, err error) {
	o := outcome{truth: t, reading: reading, took: took, err: err, totalSeen: seesAmount(reading.Text, t.total)}
	if v, err := decimal.NewFromString(reading.Total.Text); err == nil {
		o.total = v.Equal(t.total)
	}
	o.date = strings.HasPrefix(reading.Date.Text, t.date) && (t.date != "" || !reading.Date.Known())
	o.currency = reading.Currency.Text == t.currency
	got := squeezed(reading.Vendor.Name.Text)
	for _, name := range strings.Split(t.vendor, "|") {
		want := squeezed(name)
		exact := got == want || t.word && strings.Contains(got, want)
		o.exact = o.exact || exact
		o.close = o.close || exact || !t.word && ratio(got, want) >= 0.9
	}
	o.ready, o.reasons = proved(reading)
	r.outcomes = append(r.outcomes, o)
}

// proved applies the program's own rule for receipts that need no look.
func proved(r server.Reading) (bool, []string) {
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
		if d, err := receipt.ParseDate(r.Date.Text[:10]); err == nil {
			f.Date = d
		}
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

func (r *report) print(w io.Writer, o options) {
	n := len(r.outcomes)
	if n == 0 {
		fmt.Fprintln(w, "no receipts")
		return
	}
	count := func(f func(outcome) bool) int { return counted(r.outcomes, f) }
	fmt.Fprintf(w, "%-34s %18s    odd rows  even rows\n", "", "all")
	rate := func(name string, f func(outcome) bool) {
		c := count(f)
		odd, even := halves(r.outcomes)
		fmt.Fprintf(w, "%-34s %4d of %d  %.3f       %.3f      %.3f\n", name, c, n, float64(c)/float64(n), share(odd, f), share(even, f))
	}
	rate("total", func(x outcome) bool { return x.total })
	rate("date", func(x outcome) bool { return x.date })
	rate("vendor exact", func(x outcome) bool { return x.exact })
	rate("vendor close", func(x outcome) bool { return x.close })
	rate("total, date and vendor close", func(x outcome) bool { return x.total && x.date && x.close })
	rate("currency", func(x outcome) bool { return x.currency })
	rate("ready", func(x outcome) bool { return x.ready })
	rate("  and right", func(x outcome) bool { return x.ready && x.total && x.date && x.currency })
	rate("the total's figure seen", func(x outcome) bool { return x.totalSeen })
	r.printWordsSeen(w)
	r.printTexts(w)
	rate("line items", func(x outcome) bool { return len(x.reading.LineItems) > 0 })
	r.printMore(w)
	ready := count(func(x outcome) bool { return x.ready })
	right := count(func(x outcome) bool { return x.ready && x.total && x.date && x.currency })
	vendors := count(func(x outcome) bool { return x.ready && x.close })
	if ready > 0 {
		fmt.Fprintf(w, "of the ready: total, date, currency %d of %d  %.3f; vendor close %d  %.3f\n", right, ready, float64(right)/float64(ready), vendors, float64(vendors)/float64(ready))
	}
	var sum time.Duration
	for _, x := range r.outcomes {
		sum += x.took.wall
	}
	fmt.Fprintf(w, "%.3f s per receipt (%.3f s of a core), %.1f a minute, peak memory %d MB\n", sum.Seconds()/float64(n), r.cpu.Seconds()/float64(n),
		float64(n)/max(sum.Minutes(), 1e-9), r.peak>>20)
	r.printDetails(w)
	if o.table {
		r.printTable(w)
	}
	if o.details {
		r.printDetailMisses(w)
	}
	if o.verbose {
		r.printMisses(w)
	}
}

// printMore shows the rates of the fields that only some truths name.
func (r *report) printMore(w io.Writer) {
	for _, name := range moreColumns {
		n, right := 0, 0
		for _, x := range r.outcomes {
			if want, ok := x.truth.more[name]; ok {
				n++
				if sameField(name, more(x.reading, name), want) {
					right++
				}
			}
		}
		if n > 0 {
			fmt.Fprintf(w, "  %-32s %4d of %d  %.3f\n", name, right, n, float64(right)/float64(n))
		}
	}
}

// more is a field of a reading as a truth's column writes it.
func more(r server.Reading, name string) string {
	switch name {
	case "subtotal":
		return r.Subtotal.Text
	case "tax":
		return r.Tax.Text
	case "tip":
		return r.Tip.Text
	case "fees":
		return r.Shipping.Text
	case "discount":
		return r.Discount.Text
	case "rounding":
		return r.Rounding.Text
	case "category":
		return r.Category.Text
	case "invoice_number":
		return r.InvoiceNumber.Text
	case "payment":
		return strings.TrimSpace(r.PaymentType.Text + " " + r.CardNumber.Text)
	case "country":
		return r.CountryCode.Text
	case "items":
		return fmt.Sprint(len(r.LineItems))
	}
	return ""
}

func sameField(name, got, want string) bool {
	a, errA := decimal.NewFromString(got)
	b, errB := decimal.NewFromString(want)
	if errA == nil && errB == nil {
		return a.Equal(b)
	}
	if name == "invoice_number" || name == "payment" {
		return squeezed(got) == squeezed(want)
	}
	return got == want
}

// printTable shows for each field and range of scores how many were right.
func (r *report) printTable(w io.Writer) {
	fields := []struct {
		name string
		get  func(outcome) (server.Value, bool)
	}{
		{"total", func(x outcome) (server.Value, bool) { return x.reading.Total, x.total }},
		{"date", func(x outcome) (server.Value, bool) { return x.reading.Date, x.date }},
		{"vendor", func(x outcome) (server.Value, bool) { return x.reading.Vendor.Name, x.close }},
		{"currency", func(x outcome) (server.Value, bool) { return x.reading.Currency, x.currency }},
	}
	limits := []float64{0, 0.3, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 1.01}
	for _, f := range fields {
		fmt.Fprintf(w, "scores of %s:\n", f.name)
		for i := 1; i < len(limits); i++ {
			n, right, sum := 0, 0, 0.0
			for _, x := range r.outcomes {
				v, ok := f.get(x)
				if v.Known() && v.Score >= limits[i-1] && v.Score < limits[i] {
					n++
					sum += v.Score
					if ok {
						right++
					}
				}
			}
			if n > 0 {
				fmt.Fprintf(w, "  %.2f to %.2f: %3d, mean score %.3f, right %.3f\n", limits[i-1], min(1, limits[i]), n, sum/float64(n), float64(right)/float64(n))
			}
		}
	}
}

func (r *report) printMisses(w io.Writer) {
	sort.SliceStable(r.outcomes, func(i, j int) bool { return r.outcomes[i].truth.file < r.outcomes[j].truth.file })
	for _, x := range r.outcomes {
		var words []string
		miss := func(ok bool, name, got, want string, score float64) {
			if !ok {
				words = append(words, fmt.Sprintf("%s %q (%.2f), is %q", name, got, score, want))
			}
		}
		miss(x.total, "total", x.reading.Total.Text, x.truth.total.StringFixed(2), x.reading.Total.Score)
		miss(x.date, "date", x.reading.Date.Text, x.truth.date, x.reading.Date.Score)
		miss(x.close, "vendor", x.reading.Vendor.Name.Text, x.truth.vendor, x.reading.Vendor.Name.Score)
		miss(x.currency, "currency", x.reading.Currency.Text, x.truth.currency, x.reading.Currency.Score)
		for _, name := range moreColumns {
			if want, ok := x.truth.more[name]; ok && name != "items" || ok && len(x.reading.LineItems) > 0 {
				got := more(x.reading, name)
				if !sameField(name, got, want) {
					words = append(words, fmt.Sprintf("%s %q, is %q", name, got, want))
				}
			}
		}
		if x.ready && len(words) > 0 {
			words = append(words, "READY")
		}
		if !x.ready {
			words = append(words, "review: "+strings.Join(x.reasons, "; "))
		}
		if len(words) > 0 {
			fmt.Fprintf(w, "%s: %s\n", x.truth.file, strings.Join(words, "; "))
		}
	}
}
