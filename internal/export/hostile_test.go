package export

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// hostile are texts that anybody can print on a receipt.
var hostile = []string{`=1+1`, `+44 20 7946`, `-2+3`, `@SUM(A1)`, "\t=1", "\r=1", "\n=1", "x\n=1", "\x00=1", " \u200B=1", "\uFEFF=1", "＝1", "-", "=", `=1+2";=1+2`, `=1+2'" ;,=1+2`,
	`"`, `""`, `";=1;"`, `,=1`, `;=1`, "|=1", "\u2028=1", "﹢1", "⁼1", ";;;", ";-", "a\\\"b\\", "!TRNS\tx\nENDTRNS", "; comment", "#tag ^link", "(x) y", "  two  spaces  ", "\xff=1", strings.Repeat("=", 300) + "1"}

// No text of a receipt begins a cell as a formula, ends a cell or a line, or
// makes a column more, in any table of any profile.
func TestHostileReceipts(t *testing.T) {
	for _, p := range Profiles() {
		if p.Layout == "workbook" || p.Layout == "json" { // nothing runs in JSON, and the cells of a workbook are typed
			continue
		}
		var rows []Row
		for i, s := range hostile {
			rows = append(rows, sale(int64(i+1), func(r *receipt.Receipt) {
				f := &r.Fields
				f.Vendor, f.InvoiceNumber, f.Category, f.Notes, f.PaymentType = "V"+s, s, s, s, s
				if i%2 == 0 {
					f.Vendor = s
				}
				f.LineItems = []receipt.LineItem{lineItem(s, "1", "5", "5")}
				f.TaxLines = []receipt.TaxLine{{Name: s, Rate: amountOf("0"), Total: amountOf("0"), Base: amountOf("5")}}
				r.Originals = []receipt.Original{{Path: s, Kind: "jpeg"}}
				r.Reasons = []string{s}
			}))
		}
		choices := books(p.Name)
		choices.Accounts[""] = "Expenses:Other"
		if p.Name == "sage50" {
			choices.Accounts[""] = "9999"
		}
		plan := rehearse(t, p.Name, choices, rows)
		if plan.Receipts < len(hostile)*2/3 {
			t.Errorf("%s takes only %d of %d: %s", p.Name, plan.Receipts, len(hostile), problems(plan))
		}
		for i, f := range plan.Files {
			if !f.Beside {
				harmless(t, &p, written(t, plan, i), f.Lines)
			}
		}
	}
}

func harmless(t *testing.T, p *Profile, data []byte, lines int) {
	t.Helper()
	if p.File.Encoding == "windows-1252" {
		data, _ = charmap.Windows1252.NewDecoder().Bytes(data)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if !utf8.Valid(data) {
		t.Errorf("%s is not UTF-8", p.Name)
	}
	if p.Layout != "table" {
		if n := bytes.Count(data, []byte("\n")); p.Layout != "iif" && n < lines || p.Layout == "iif" && n != lines+3 {
			t.Errorf("%s has %d lines, want %d", p.Name, n, lines)
		}
		for line := range strings.Lines(string(data)) {
			if p.Layout == "iif" && strings.HasPrefix(line, "TRNS") && strings.Count(line, "\t") != 10 {
				t.Errorf("%s: %q has another number of cells", p.Name, line)
			}
		}
		return
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = []rune(newScribe(p, books(p.Name)).comma)[0]
	r.FieldsPerRecord = len(p.Columns)
	if p.File.Quote == "never" {
		if bytes.Contains(data, []byte(`"`)) {
			t.Errorf("%s has a quote", p.Name)
		}
	}
	records, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", p.Name, err)
	}
	if !p.File.NoHeader {
		records = records[1:]
	}
	if len(records) != lines {
		t.Errorf("%s has %d lines, want %d", p.Name, len(records), lines)
	}
	for _, record := range records {
		for i, value := range record {
			if typed := len(p.Columns[i].value) == 1 && p.Columns[i].value[0].field != nil && strings.ContainsAny(value, "0123456789") && strings.Trim(value, "-0123456789.,/") == ""; !typed && runs(value) {
				t.Errorf("%s, %s: %q would run", p.Name, p.Columns[i].Name, value)
			}
		}
	}
}

// In a comment "date:" and a date in brackets are commands: they would move a
// posting to another day, and a wrong one breaks the whole journal.
func TestATaxGivesNoCommands(t *testing.T) {
	rows := []Row{sale(1, func(r *receipt.Receipt) {
		r.Fields.Tax, r.Fields.TaxLines = amountOf("1"), []receipt.TaxLine{taxLine("VAT date:2020-01-01 [2026-99-99] x:: (1+", "", "", "1")}
	})}
	for _, format := range []string{"hledger", "ledger"} {
		text := string(written(t, rehearse(t, format, books(format), rows), 0))
		if !strings.Contains(text, "; VAT date 2020-01-01 2026-99-99 x (1+\n") {
			t.Errorf("%s is\n%s", format, text)
		}
	}
}
