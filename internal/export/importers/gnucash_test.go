package importers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// gnucash is how a book is before the import.
type gnucash struct {
	Separator string               `json:"separator,omitempty"`
	Quoted    bool                 `json:"quoted"`
	Columns   []string             `json:"columns,omitempty"`
	Accounts  map[string][2]string `json:"accounts"`          // type, currency
	Vendors   map[string][2]string `json:"vendors,omitempty"` // by number: name, currency
	Taxes     map[string][2]string `json:"taxes,omitempty"`   // by name: percent, account
}

// into runs one of the scripts that drive GnuCash's importers.
func (g gnucash) into(t *testing.T, script, file string, result any) {
	t.Helper()
	spec, err := json.Marshal(g)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "book.json")
	if err := os.WriteFile(path, spec, 0o644); err != nil {
		t.Fatal(err)
	}
	python(t, "python3-gnucash and gnucash", "gnucash", result, "testdata/"+script, path, file)
}

type bill struct {
	ID, Vendor, Currency, Date string
	Posted                     bool
	Total, Tax, Net            string
	Lines                      []string
}

// GnuCash's own importer takes, checks and posts every bill.
func TestGnuCashBills(t *testing.T) {
	numbers := map[string]string{}
	for _, row := range nasty() {
		if v := row.Receipt.Fields.Vendor; v != "" && numbers[v] == "" {
			numbers[v] = "V" + string(rune('A'+len(numbers)))
		}
	}
	e := write(t, "gnucash-bills", export.Choices{
		Accounts: map[string]string{"": "Expenses:Office"}, Vendors: numbers, Values: map[string]string{"date-order": "DD/MM/YYYY"},
		Taxes: map[string]string{"20": "T20", "10": "T10", "8": "T8", "5": "T5"},
	})
	e.atLeast(t, 11)
	for i, path := range e.paths {
		list := e.in(i)
		currency := list[0].Fields.Currency
		g := gnucash{Separator: ";", Accounts: map[string][2]string{"Expenses:Office": {"expense", currency}, "Assets:VAT": {"asset", currency}, "Liabilities:Accounts Payable": {"payable", currency}},
			Vendors: map[string][2]string{}, Taxes: map[string][2]string{}}
		for _, number := range numbers {
			g.Vendors[number] = [2]string{"vendor " + number, currency}
		}
		for _, rate := range []string{"20", "10", "8", "5"} {
			g.Taxes["T"+rate] = [2]string{rate, "Assets:VAT"}
		}
		var got struct {
			Lines, Fixed, Ignored, Created int
			Unread, Messages               string
			Bills                          []bill
		}
		g.into(t, "gnucash_bills.py", path, &got)
		if got.Unread != "" || got.Ignored != 0 || got.Fixed != 0 || got.Created != len(list) {
			t.Errorf("%s: %d of %d receipts, %d lines corrected, %d left out, not read %q: %s", filepath.Base(path), got.Created, len(list), got.Fixed, got.Ignored, got.Unread, got.Messages)
			continue
		}
		for _, r := range list {
			f := r.Fields
			at := slices.IndexFunc(got.Bills, func(b bill) bool { return b.Date == f.Date.String() && b.Vendor == "vendor "+numbers[f.Vendor] })
			if at < 0 {
				t.Errorf("%s: no bill of %s from %s in %+v", filepath.Base(path), f.Date, f.Vendor, got.Bills)
				continue
			}
			b := got.Bills[at]
			if !b.Posted || b.Currency != currency || amountOf(b.Total).Cmp(f.Total) != 0 || amountOf(b.Tax).Cmp(f.Tax) != 0 {
				t.Errorf("%s: %+v for a receipt of %s, tax %s", filepath.Base(path), b, f.Total, f.Tax)
			}
			if f.InvoiceNumber != "" && !strings.HasPrefix(f.InvoiceNumber, "-") && !strings.Contains(f.InvoiceNumber, ";") && b.ID != f.InvoiceNumber {
				t.Errorf("the bill of %s is %s", f.InvoiceNumber, b.ID)
			}
		}
	}
}

// GnuCash's own importer reads every transaction, and they balance.
func TestGnuCashTransactions(t *testing.T) {
	e := write(t, "gnucash-transactions", export.Choices{})
	e.atLeast(t, 11)
	var vendors []string
	for i, path := range e.paths {
		list := e.in(i)
		currency := list[0].Fields.Currency
		header, _, _ := strings.Cut(string(read(t, path)), "\n")
		columns := strings.Split(strings.ReplaceAll(header, "Transfer Account", ""), ",")
		g := gnucash{Columns: columns, Accounts: map[string][2]string{"Expenses": {"expense", currency}, "Assets:VAT receivable": {"asset", currency}, "Liabilities:Credit Card": {"liability", currency}}}
		var got struct {
			Transactions []string
			Balances     map[string]string
		}
		g.into(t, "gnucash_transactions.py", path, &got)
		if len(got.Transactions) != len(list) {
			t.Errorf("%s: %d transactions of %d receipts: %q", filepath.Base(path), len(got.Transactions), len(list), got.Transactions)
		}
		vendors = append(vendors, got.Transactions...)
		for account, figure := range map[string]func(receipt.Fields) receipt.Amount{"Liabilities:Credit Card": owed, "Assets:VAT receivable": tax} {
			check(t, filepath.Base(path)+", "+account, sums{currency: amountOf(got.Balances[account])}, sumOf(list, figure))
		}
	}
	for _, v := range []string{"Office World", "株式会社 ローソン", "Café Zürich ☕"} {
		if !slices.Contains(vendors, v) {
			t.Errorf("%q is not among %q", v, vendors)
		}
	}
}
