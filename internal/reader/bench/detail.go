package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api/server"
)

// itemTruth is a line item as it is printed; what is not printed is "".
type itemTruth struct{ description, quantity, price, total, code string }

// taxTruth is a tax line as it is printed.
type taxTruth struct{ rate, base, amount string }

// readDetails adds the line items and the tax lines to truths, from
// DIR/items.csv and DIR/taxes.csv where they exist.
func readDetails(dir string, truths []truth) error {
	at := map[string]int{}
	for i := range truths {
		at[truths[i].file] = i
	}
	err := eachRow(filepath.Join(dir, "items.csv"), func(get func(string) string) {
		if i, ok := at[get("file")]; ok {
			truths[i].items = append(truths[i].items, itemTruth{get("description"), get("quantity"), get("price"), get("total"), get("tax_code")})
		}
	})
	if err != nil {
		return err
	}
	return eachRow(filepath.Join(dir, "taxes.csv"), func(get func(string) string) {
		for k := range truths {
			truths[k].taxed = true
		}
		if i, ok := at[get("file")]; ok {
			truths[i].taxes = append(truths[i].taxes, taxTruth{get("rate"), get("base"), get("amount")})
		}
	})
}

// eachRow calls do for the rows of a table; one that does not exist has none.
func eachRow(name string, do func(get func(string) string)) error {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("reading %s: %w", filepath.Base(name), err)
	}
	column := map[string]int{}
	for i, row := range rows {
		if i == 0 {
			for k, name := range row {
				column[name] = k
			}
			continue
		}
		do(func(name string) string {
			if k, ok := column[name]; ok {
				return strings.TrimSpace(row[k])
			}
			return ""
		})
	}
	return nil
}

// detail counts how line items and tax lines were read.
type detail struct {
	receipts, proved         int // proved: with a list of items that adds up
	want, got, right, priced int // items; priced: of those that are right, with quantity and price as printed
	several                  int // right items of which the price is printed
	taxed, exact             int // receipts whose tax lines are all exactly as printed
}

func (d *detail) add(x outcome) {
	d.receipts++
	if len(x.reading.LineItems) > 0 {
		d.proved++
	}
	d.want, d.got = d.want+len(x.truth.items), d.got+len(x.reading.LineItems)
	used := make([]bool, len(x.reading.LineItems))
	for _, want := range x.truth.items {
		for k, got := range x.reading.LineItems {
			if used[k] || !sameNumber(got.Total.Text, want.total) || ratio(squeezed(got.Description.Text), squeezed(want.description)) < 0.8 {
				continue
			}
			used[k] = true
			d.right++
			if want.price != "" {
				d.several++
				if sameNumber(strings.TrimPrefix(got.Quantity.Text, "-"), strings.TrimPrefix(want.quantity, "-")) && sameNumber(got.Price.Text, want.price) {
					d.priced++
				}
			}
			break
		}
	}
	if x.truth.taxed {
		d.taxed++
		if exactTaxes(x.reading.TaxLines, x.truth.taxes) {
			d.exact++
		}
	}
}

// exactTaxes tells whether the tax lines are those of the truth, to the cent.
func exactTaxes(got []server.TaxLine, want []taxTruth) bool {
	if len(got) != len(want) {
		return false
	}
	used := make([]bool, len(got))
next:
	for _, w := range want {
		for k, g := range got {
			if !used[k] && sameNumber(g.Total.Text, w.amount) && sameNumber(g.Rate.Text, w.rate) && (w.base == "" || sameNumber(g.Base.Text, w.base)) {
				used[k] = true
				continue next
			}
		}
		return false
	}
	return true
}

func sameNumber(a, b string) bool {
	x, errX := decimal.NewFromString(a)
	y, errY := decimal.NewFromString(b)
	return errX == nil && errY == nil && x.Equal(y)
}

// f1 is the harmonic mean of how many of the items were found and of how many
// that were found are right.
func (d detail) f1() float64 {
	if d.want+d.got == 0 {
		return 0
	}
	return 2 * float64(d.right) / float64(d.want+d.got)
}

// printDetails shows line items and tax lines by country, where the truth has them.
func (r *report) printDetails(w io.Writer) {
	byCountry := map[string]*detail{}
	var all detail
	for _, x := range r.outcomes {
		if len(x.truth.items) == 0 {
			continue
		}
		key := x.truth.more["country"]
		if byCountry[key] == nil {
			byCountry[key] = &detail{}
		}
		byCountry[key].add(x)
		all.add(x)
	}
	if all.receipts == 0 {
		return
	}
	keys := make([]string, 0, len(byCountry))
	for k := range byCountry {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	fmt.Fprintf(w, "%-8s %8s %8s %8s %12s %10s\n", "country", "receipts", "items F1", "lists", "qty x price", "tax lines")
	line := func(name string, d detail) {
		share := func(n, of int) string {
			if of == 0 {
				return "-"
			}
			return fmt.Sprintf("%.3f", float64(n)/float64(of))
		}
		fmt.Fprintf(w, "%-8s %8d %8.3f %8s %12s %10s\n", name, d.receipts, d.f1(), share(d.proved, d.receipts), share(d.priced, d.several), share(d.exact, d.taxed))
	}
	for _, k := range keys {
		line(k, *byCountry[k])
	}
	line("all", all)
}

// printDetailMisses shows what differs on the receipts whose items or taxes
// are not as printed.
func (r *report) printDetailMisses(w io.Writer) {
	for _, x := range r.outcomes {
		var d detail
		if len(x.truth.items) == 0 {
			continue
		}
		d.add(x)
		if d.right == d.want && d.got == d.want && d.priced == d.several && d.exact == d.taxed {
			continue
		}
		fmt.Fprintf(w, "%s: items %d of %d, found %d, priced %d of %d; tax lines exact: %v\n", x.truth.file, d.right, d.want, d.got, d.priced, d.several, d.exact == d.taxed)
		for _, l := range x.reading.LineItems {
			fmt.Fprintf(w, "    %s | %s x %s = %s %s\n", l.Description.Text, l.Quantity.Text, l.Price.Text, l.Total.Text, l.TaxCode.Text)
		}
		for _, l := range x.reading.TaxLines {
			fmt.Fprintf(w, "    tax %s: %s%% of %s = %s\n", l.Name.Text, l.Rate.Text, l.Base.Text, l.Total.Text)
		}
		fmt.Fprintf(w, "    is %v, taxes %v\n", x.truth.items, x.truth.taxes)
	}
}
