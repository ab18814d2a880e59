package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// sale is a plain receipt.
func sale(id int64, change func(*receipt.Receipt)) Row {
	r := receipt.Receipt{ID: id, Status: receipt.Ready, Fields: receipt.Fields{Vendor: "Shop", Date: on(2026, 3, 25), Currency: "GBP", Total: amountOf("5"),
		Category: "Office", InvoiceNumber: fmt.Sprint("S-", id)}}
	if change != nil {
		change(&r)
	}
	return Row{Receipt: r}
}

func problems(p *Plan) string {
	var b strings.Builder
	for _, problem := range p.Problems {
		fmt.Fprintf(&b, "%d %s %v: %s\n", problem.Receipt, problem.Kind, problem.Stops, problem.Words)
	}
	return b.String()
}

func TestTooManyForOneFile(t *testing.T) {
	var rows []Row
	for i := range int64(1200) {
		rows = append(rows, sale(i+1, func(r *receipt.Receipt) { r.Fields.Vendor = fmt.Sprintf("Shop %04d %s", i, strings.Repeat("x", 500)) }))
	}
	for name, want := range map[string]string{
		"xero-bank":       "xero-bank-1.csv 1000, xero-bank-2.csv 200",
		"quickbooks-bank": "quickbooks-bank-1.csv 661, quickbooks-bank-2.csv 539",
		"xero-bills":      "xero-bills-1.csv 500, xero-bills-2.csv 500, xero-bills-3.csv 200",
		"sage-accounting": "sage-accounting-1.csv 860, sage-accounting-2.csv 340",
	} {
		plan := rehearse(t, name, books(name), rows)
		var got []string
		limits, all := plan.Profile.Limits, ""
		for i, f := range plan.Files {
			data := written(t, plan, i)
			got = append(got, fmt.Sprintf("%s %d", f.Name, f.Receipts))
			if limits.Bytes > 0 && int64(len(data)) > limits.Bytes {
				t.Errorf("%s has %d bytes, more than %d", f.Name, len(data), limits.Bytes)
			}
			header, rest, _ := bytes.Cut(data, []byte("\r\n"))
			if !bytes.Contains(header, []byte("Date")) || bytes.Count(rest, []byte("\r\n")) != f.Lines {
				t.Errorf("%s: header %q, and %d lines, want %d", f.Name, header, bytes.Count(rest, []byte("\r\n")), f.Lines)
			}
			all += string(rest)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s is divided into %s, want %s", name, strings.Join(got, ", "), want)
		}
		seen := map[string]int{}
		for line := range strings.Lines(all) {
			_, after, _ := strings.Cut(line, "Shop ")
			seen[after[:4]]++
		}
		for i := range 1200 {
			if n := seen[fmt.Sprintf("%04d", i)]; n != 1 {
				t.Fatalf("%s: receipt %d is there %d times", name, i+1, n)
			}
		}
		if words := problems(plan); !strings.Contains(words, fmt.Sprintf("there are %d files", len(plan.Files))) {
			t.Errorf("%s says nothing of the files: %s", name, words)
		}
	}
}

func TestWhatChangedIsNotWritten(t *testing.T) {
	for name, change := range map[string]func([]Row) []Row{
		"another total": func(rows []Row) []Row { rows[1].Receipt.Fields.Total = amountOf("6"); return rows },
		"one is gone":   func(rows []Row) []Row { return rows[:1] },
		"another order": func(rows []Row) []Row { return []Row{rows[1], rows[0]} },
	} {
		for _, format := range []string{"csv", "ledger", "xlsx"} {
			rows := []Row{sale(1, nil), sale(2, nil)}
			p, err := Find(format)
			if err != nil {
				t.Fatal(err)
			}
			plan, err := Rehearse(t.Context(), p, books(format), func(yield func(Row, error) bool) { all(rows)(yield) })
			if err != nil {
				t.Fatal(err)
			}
			if err := plan.Write(t.Context(), 0, io.Discard); err != nil {
				t.Errorf("%s: %v", format, err)
			}
			rows = change(rows)
			if err := plan.Write(t.Context(), 0, io.Discard); !errors.Is(err, ErrChanged) {
				t.Errorf("%s, %s: %v", format, name, err)
			}
		}
	}
}

// A receipt that came in since is not in the plan, and not in the file.
func TestWhatCameSinceIsLeftOut(t *testing.T) {
	rows := []Row{sale(1, nil)}
	p, err := Find("csv")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Rehearse(t.Context(), p, Choices{}, func(yield func(Row, error) bool) { all(rows)(yield) })
	if err != nil {
		t.Fatal(err)
	}
	before := written(t, plan, 0)
	rows = append(rows, sale(2, nil))
	if after := written(t, plan, 0); !bytes.Equal(before, after) {
		t.Errorf("%s became %s", before, after)
	}
}

func TestProblemsOfAllReceipts(t *testing.T) {
	pounds := sale(1, nil)
	yen := sale(2, func(r *receipt.Receipt) { r.Fields.Currency, r.Fields.Total = "JPY", amountOf("500") })
	for _, c := range []struct {
		name, profile string
		change        func(*Choices)
		rows          []Row
		want          string
	}{
		{"no order of dates", "xero-bank", func(c *Choices) { c.Values = nil }, []Row{pounds},
			"0 currency false: The amounts are in GBP, and the file does not say so: import it only where that is the currency\n0 choice true: Please choose first: order of dates: choose one of DD/MM/YYYY, MM/DD/YYYY\n"},
		{"a wrong order of dates", "wave", func(c *Choices) { c.Values = map[string]string{"date-order": "YYYY"} }, []Row{pounds},
			"0 currency false: The amounts are in GBP, and the file does not say so: import it only where that is the currency\n0 choice true: Order of dates cannot be \"YYYY\": choose one of MM/DD/YYYY, DD/MM/YYYY\n"},
		{"two currencies where one is taken", "sage50", nil, []Row{pounds, yen},
			"0 currency true: Sage 50 (UK and Ireland) takes one currency only, and these receipts have 2: choose those of one currency\n"},
		{"nothing to write", "freeagent", nil, []Row{sale(1, func(r *receipt.Receipt) { r.Status = receipt.Failed })},
			"0 empty true: There is no receipt that FreeAgent bank upload would take\n1 status true: It could not be read\n"},
	} {
		choices := books(c.profile)
		if c.change != nil {
			c.change(&choices)
		}
		plan := rehearse(t, c.profile, choices, c.rows)
		if got := problems(plan); got != c.want {
			t.Errorf("%s:\n got %swant %s", c.name, got, c.want)
		}
		if err := plan.Write(t.Context(), 0, io.Discard); !errors.Is(err, ErrStopped) {
			t.Errorf("%s: written all the same: %v", c.name, err)
		}
	}
	if plan := rehearse(t, "xero-bank", Choices{}, []Row{pounds}); !strings.HasSuffix(string(plan.First(2)), "25/03/2026,-5.00,Shop,Receipt S-1,S-1\r\n") {
		t.Errorf("there is nothing to look at before the choice: %q", plan.First(2))
	}
}

func TestProblemsOfAReceipt(t *testing.T) {
	for _, c := range []struct {
		name, profile string
		row           func(*receipt.Receipt)
		choices       func(*Choices)
		want          string // "" for none
	}{
		{"all is well", "sage50", nil, nil, ""},
		{"still in review, and taken all the same", "wave", func(r *receipt.Receipt) { r.Status = receipt.Review }, func(c *Choices) { c.Review = true }, "1 review false: It still needs a look\n"},
		{"a tax code that is none", "sage50", nil, func(c *Choices) { c.Taxes["none"] = "exempt" }, "1 wrong-tax true: Tax code \"exempt\" is not one that Sage 50 (UK and Ireland) takes\n"},
		{"a rate that is none", "sage-accounting", nil, func(c *Choices) { c.Taxes["none"] = "Free" },
			"1 wrong-tax true: VAT rate \"Free\" is not one that Sage Accounting takes: choose one of Standard, Zero Rated, Lower Rate, Exempt, No VAT\n"},
		{"no number of the vendor", "sage50", nil, func(c *Choices) { c.Vendors = nil }, "1 no-vendor true: There is no supplier's account reference for \"Shop\"\n"},
		{"a code that is too long", "sage50", nil, func(c *Choices) { c.Vendors[""] = "SUPPLIER01" }, "1 length true: \"SUPPLIER01\" is longer than the 8 characters that Account Reference may have\n"},
		{"below zero where only the type may say so", "sage50", func(r *receipt.Receipt) {
			r.Fields.Tax, r.Fields.TaxLines = amountOf("1"), []receipt.TaxLine{taxLine("", "20", "9", "1")}
		}, nil,
			"1 sign true: Net Amount may not be below zero, and this is -5.00\n"},
		{"digits that a bank does not like", "quickbooks-bank", func(r *receipt.Receipt) { r.Fields.Vendor = "Shop 24" }, nil,
			"1 digits false: QuickBooks Online bank lines would rather have no digits in Description: \"Shop 24\"\n"},
		{"nothing paid", "quickbooks-bank", func(r *receipt.Receipt) { r.Fields.Total = amountOf("0") }, nil,
			"1 zero false: The total is zero\n1 empty true: Amount is empty, and QuickBooks Online bank lines needs it\n"},
		{"tax that is worked out otherwise", "xero-bills", func(r *receipt.Receipt) {
			r.Fields.Total, r.Fields.Tax, r.Fields.TaxLines = amountOf("12.01"), amountOf("2.01"), []receipt.TaxLine{taxLine("", "20", "10.00", "2.01")}
		}, nil,
			"1 tax false: Xero bills works the tax out itself: 20% of 10.00 is not the 2.01 on the receipt\n"},
		{"no Latin letter", "quickbooks-iif", func(r *receipt.Receipt) { r.Fields.Vendor = "株式会社" }, nil,
			"1 letters true: QuickBooks Desktop (IIF) has no letter of \"株式会社\": give it a name in Latin letters\n"},
		{"a name of nothing that is allowed", "freeagent", func(r *receipt.Receipt) { r.Fields.Vendor, r.Fields.InvoiceNumber = "\",\"", "" }, nil,
			"1 letters true: FreeAgent bank upload can hold nothing of \"\\\",\\\"\": give it another name\n1 empty true: description is empty, and FreeAgent bank upload needs it\n"},
		{"a refund by check", "quickbooks-iif", func(r *receipt.Receipt) { r.Fields.Total = amountOf("-5") }, func(c *Choices) { c.Values["transaction"] = "CHECK" },
			"1 refund true: QuickBooks Desktop (IIF) has no type for a refund here: choose another one, or enter it by hand\n1 no-payment true: There is no account that is owed or pays\n"},
		{"a card without its account", "quickbooks-iif", nil, func(c *Choices) { c.Values["transaction"] = "CREDIT CARD" }, // not from Accounts Payable
			"1 no-payment true: There is no account that is owed or pays\n"},
		{"more decimals than are taken", "freeagent", func(r *receipt.Receipt) { r.Fields.Currency, r.Fields.Total = "KWD", amountOf("1.505") }, nil,
			"1 decimals true: FreeAgent bank upload takes 2 decimals, and this is -1.505: enter it by hand\n"},
		{"an account that Beancount cannot have", "beancount", nil, func(c *Choices) { c.Accounts["Office"] = "Expenses:office things" },
			"1 account true: The account \"Expenses:office things\" has the part \"office things\": beancount wants a capital or a digit first, then letters, digits and dashes\n"},
		{"an account outside of the roots", "beancount", nil, func(c *Choices) { c.Accounts["Office"] = "Costs:Office" },
			"1 account true: The account \"Costs:Office\" does not begin with one of Assets, Liabilities, Equity, Income, Expenses\n"},
		{"an account with a comment in it", "hledger", nil, func(c *Choices) { c.Accounts["Office"] = "Expenses;Office" },
			"1 account true: The account \"Expenses;Office\" has one of ; \" ( ) [ ] { } in it\n"},
	} {
		choices := books(c.profile)
		if c.choices != nil {
			c.choices(&choices)
		}
		plan := rehearse(t, c.profile, choices, []Row{sale(1, c.row), sale(2, func(r *receipt.Receipt) { r.Fields.Category = "Food"; r.Fields.Vendor = "Office World" })})
		var got string
		for line := range strings.Lines(problems(plan)) {
			if strings.HasPrefix(line, "1 ") {
				got += line
			}
		}
		if got != c.want {
			t.Errorf("%s:\n got %swant %s", c.name, got, c.want)
		}
		if stops := strings.Contains(c.want, " true: "); stops != (plan.Excluded > 0 && plan.places[0].File < 0) {
			t.Errorf("%s: %d receipts are left out", c.name, plan.Excluded)
		}
	}
}

func TestGroups(t *testing.T) {
	rows := []Row{sale(1, func(r *receipt.Receipt) { r.Fields.Category = "A" }), sale(2, nil), sale(3, func(r *receipt.Receipt) { r.Fields.Category = "B"; r.Fields.InvoiceNumber = "" }),
		sale(4, func(r *receipt.Receipt) { r.Fields.InvoiceNumber = "" })}
	plan := rehearse(t, "xero-bills", books("xero-bills"), rows)
	groups := plan.Groups()
	if len(groups) != 2 || groups[0].Kind != "no-account" || !groups[0].Stops || fmt.Sprint(groups[0].Receipts) != "[1 3]" || groups[0].Words != `There is no account code for "A" (the first of them)` || groups[1].Kind != "made-up" || fmt.Sprint(groups[1].Receipts) != "[3 4]" {
		t.Errorf("%+v", groups)
	}
	if plan.Receipts != 2 || plan.Excluded != 2 || fmt.Sprint(plan.Unnamed) != "[{account A} {account B}]" {
		t.Errorf("%d receipts, %d excluded, unnamed %v", plan.Receipts, plan.Excluded, plan.Unnamed)
	}
	var ids []int64
	for place := range plan.Written() {
		ids = append(ids, place.Receipt)
	}
	if left := slices.Collect(plan.LeftOut()); fmt.Sprint(left) != "[1 3]" {
		t.Errorf("left out are %v", left)
	}
	if fmt.Sprint(ids) != "[2 4]" {
		t.Errorf("written are %v", ids)
	}
}

func TestFirstIsTheFilesOwnBytes(t *testing.T) {
	for _, p := range Profiles() {
		if p.Layout == "workbook" {
			continue
		}
		plan := rehearse(t, p.Name, books(p.Name), []Row{sale(1, func(r *receipt.Receipt) { r.Fields.Vendor = "Café €" }), sale(2, nil)})
		data := written(t, plan, 0)
		if got := plan.First(1000); !bytes.Equal(got, data) {
			t.Errorf("%s: %q is not %q", p.Name, got, data)
		}
		if got := plan.First(1); !bytes.HasPrefix(data, got) || bytes.Count(got, []byte("\n")) != 1 {
			t.Errorf("%s: the first line is %q", p.Name, got)
		}
	}
}

func TestRehearsalEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p, err := Find("ledger")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Rehearse(ctx, p, Choices{}, all([]Row{sale(1, nil)})); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	broken := errors.New("the disk is gone")
	_, err = Rehearse(t.Context(), p, Choices{}, func(yield func(Row, error) bool) { yield(Row{}, broken) })
	if !errors.Is(err, broken) || err.Error() != "rehearsing ledger: the disk is gone" {
		t.Error(err)
	}
}
