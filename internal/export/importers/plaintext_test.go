package importers

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// vendors are names that must come through whole.
var vendors = []string{"Office World", "株式会社 ローソン", "Café Zürich ☕"}

// amounts reads "-60.00 GBP, 1 EUR".
func amounts(t *testing.T, text, separator string) sums {
	t.Helper()
	s := sums{}
	for part := range strings.SplitSeq(text, separator) {
		part = strings.TrimSpace(part)
		if part == "" || part == "0" {
			continue
		}
		number, currency, _ := strings.Cut(part, " ")
		a, err := receipt.ParseAmount(number)
		if err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		s.add(strings.Trim(currency, `"`), a)
	}
	return s
}

func TestHledger(t *testing.T) {
	hledger := program(t, "hledger", "hledger")
	for _, profile := range []string{"hledger", "hledger-csv"} {
		t.Run(profile, func(t *testing.T) {
			e := write(t, profile, export.Choices{})
			e.atLeast(t, 11)
			f := e.paths[0]
			run(t, hledger, "-f", f, "check")
			balance := func(account string) sums {
				out := run(t, hledger, "-f", f, "balance", account, "--no-total", "--flat", "-O", "csv")
				lines, err := csv.NewReader(strings.NewReader(out)).ReadAll()
				if err != nil || len(lines) != 2 {
					t.Fatalf("%v, %s", err, out)
				}
				return amounts(t, lines[1][1], ",")
			}
			check(t, "Liabilities:Card", balance("Liabilities:Card"), sumOf(e.in(0), owed))
			check(t, "Assets:VAT receivable", balance("Assets:VAT receivable"), sumOf(e.in(0), tax))
			names := strings.Split(run(t, hledger, "-f", f, "payees"), "\n")
			for _, v := range vendors {
				if !slices.Contains(names, v) {
					t.Errorf("%q is not among %q", v, names)
				}
			}
			if n := strings.Count(run(t, hledger, "-f", f, "register", "Liabilities:Card", "-O", "csv"), "\n") - 1; n < len(e.in(0)) {
				t.Errorf("%d postings for %d receipts", n, len(e.in(0)))
			}
		})
	}
}

func check(t *testing.T, what string, got, want sums) {
	t.Helper()
	if !got.equal(want) {
		t.Errorf("%s comes to %v, want %v", what, got, want)
	}
}

func TestLedger(t *testing.T) {
	ledger := program(t, "ledger", "ledger")
	e := write(t, "ledger", export.Choices{})
	e.atLeast(t, 11)
	args := func(more ...string) []string { return append([]string{"--args-only", "-f", e.paths[0]}, more...) }
	balance := func(account string) sums {
		return amounts(t, run(t, ledger, args("balance", "--flat", "--no-total", "--format", "%(amount)\n", account)...), "\n")
	}
	check(t, "Liabilities:Card", balance("Liabilities:Card"), sumOf(e.in(0), owed))
	check(t, "Assets:VAT receivable", balance("Assets:VAT receivable"), sumOf(e.in(0), tax))
	check(t, "everything", amounts(t, run(t, ledger, args("balance", "--depth", "0", "--format", "%(total)\n")...), "\n"), sums{})
	names := strings.Split(run(t, ledger, args("payees")...), "\n")
	for _, v := range vendors {
		if !slices.Contains(names, v) {
			t.Errorf("%q is not among %q", v, names)
		}
	}
}

func TestBeancount(t *testing.T) {
	check := program(t, "beancount", "bean-check")
	e := write(t, "beancount", export.Choices{})
	e.atLeast(t, 11)
	book := filepath.Join(filepath.Dir(e.paths[0]), "book.beancount")
	var b strings.Builder
	for _, account := range []string{"Expenses:Unsorted", "Liabilities:Card", "Assets:VAT:Receivable", "Expenses:Rounding"} {
		fmt.Fprintf(&b, "2020-01-01 open %s\n", account)
	}
	fmt.Fprintf(&b, "include %q\n", filepath.Base(e.paths[0]))
	if err := os.WriteFile(book, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, check, book)
	var result struct {
		Errors   []string
		Payees   []string
		Balances map[string]map[string]string
	}
	python(t, "python3-beancount", "beancount", &result, "testdata/beancount_sums.py", book)
	if len(result.Errors) > 0 {
		t.Errorf("beancount says %q", result.Errors)
	}
	balance := func(account string) sums {
		s := sums{}
		for currency, number := range result.Balances[account] {
			s.add(currency, amountOf(number))
		}
		return s
	}
	checkSums := func(account string, want sums) {
		if got := balance(account); !got.equal(want) {
			t.Errorf("%s comes to %v, want %v", account, got, want)
		}
	}
	checkSums("Liabilities:Card", sumOf(e.in(0), owed))
	checkSums("Assets:VAT:Receivable", sumOf(e.in(0), tax))
	for _, v := range vendors {
		if !slices.Contains(result.Payees, v) {
			t.Errorf("%q is not among %q", v, result.Payees)
		}
	}
	if len(result.Payees) != len(e.in(0)) {
		t.Errorf("%d transactions for %d receipts", len(result.Payees), len(e.in(0)))
	}
}
