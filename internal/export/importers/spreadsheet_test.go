package importers

import (
	"encoding/csv"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// libreOffice opens a file, through filter when there is one, and gives what it
// has then in its own format.
func libreOffice(t *testing.T, home, path, filter string) map[string][][]typed {
	t.Helper()
	office := program(t, "libreoffice-calc-nogui", "soffice")
	out := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + home, "--headless", "--norestore", "--nolockcheck", "--convert-to", "fods", "--outdir", out}
	if filter != "" {
		args = append(args, "--infilter="+filter)
	}
	said := run(t, office, append(args, path)...)
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)) + ".fods"
	if found, _ := filepath.Glob(filepath.Join(out, "*.fods")); len(found) == 0 {
		t.Fatalf("LibreOffice could not open %s, install the package libreoffice-calc-nogui if it has no Calc: %s", filepath.Base(path), said)
	}
	return sheets(t, read(t, filepath.Join(out, name)))
}

// want is what a cell must be.
type want func(receipt.Fields) (kind, value string)

func money(figure func(receipt.Fields) receipt.Amount) want {
	return func(f receipt.Fields) (string, string) {
		if a := figure(f); a.Known() {
			return "float", a.String()
		}
		return "", ""
	}
}

func date(f receipt.Fields) (string, string) {
	if !f.Date.Known() {
		return "", ""
	}
	return "date", f.Date.String()
}

// words is a text of a workbook, where a tab is a space.
func words(text func(receipt.Fields) string) want {
	return func(f receipt.Fields) (string, string) {
		s := text(f)
		if s == "" {
			return "", ""
		}
		return "string", strings.ReplaceAll(s, "\t", " ")
	}
}

// neutral is a text of a CSV: an apostrophe stands before what would run, and a
// text with a tab is on one line without it.
func neutral(text func(receipt.Fields) string) want {
	return func(f receipt.Fields) (string, string) {
		s := text(f)
		switch {
		case s == "":
			return "", ""
		case strings.ContainsAny(s[:1], "=+-@"):
			s = "'" + s
		case strings.Contains(s, "\t"):
			s = strings.Join(strings.Fields(s), " ")
		}
		return "string", s
	}
}

func vendor(f receipt.Fields) string { return f.Vendor }

// same compares the lines of a sheet with the receipts, column by column.
func same(t *testing.T, lines [][]typed, columns map[string]want) {
	t.Helper()
	rows := nasty()
	if len(lines) <= len(rows) {
		t.Fatalf("%d lines for %d receipts", len(lines), len(rows))
	}
	for name, want := range columns {
		column := slices.IndexFunc(lines[0], func(c typed) bool { return c.text == name })
		if column < 0 {
			t.Errorf("there is no column %q in %v", name, lines[0])
			continue
		}
		for i, row := range rows {
			kind, value := want(row.Receipt.Fields)
			got := lines[i+1][column]
			ok := got.kind == kind
			switch kind {
			case "float":
				a, err := receipt.ParseAmount(got.value)
				ok = ok && err == nil && a.Cmp(amountOf(value)) == 0
			case "date":
				ok = ok && got.value == value
			case "string":
				ok = ok && got.text == value
			}
			if !ok {
				t.Errorf("%s of receipt %d is %+v, want %s %q", name, row.Receipt.ID, got, kind, value)
			}
		}
	}
}

// LibreOffice gives back the typed values of the workbook, and of the CSV for
// people as it reads it in England and in Germany.
func TestLibreOffice(t *testing.T) {
	home := t.TempDir()
	t.Run("xlsx", func(t *testing.T) {
		e := write(t, "xlsx", export.Choices{})
		book := libreOffice(t, home, e.paths[0], "")
		same(t, book["Receipts"], map[string]want{"vendor": words(vendor), "date": date, "total": money(total), "tax": money(tax),
			"subtotal": money(func(f receipt.Fields) receipt.Amount { return f.Subtotal }), "currency": words(func(f receipt.Fields) string { return f.Currency }),
			"invoice_number": words(func(f receipt.Fields) string { return f.InvoiceNumber })})
		for at, shown := range map[[2]int]string{{1, 8}: "1,260.00", {5, 8}: "1,100", {6, 8}: "1.505"} {
			if got := book["Receipts"][at[0]][at[1]].text; got != shown {
				t.Errorf("the total of receipt %d is shown as %q, want %q", at[0], got, shown)
			}
		}
		inGBP := slices.IndexFunc(book["Receipts"], func(c []typed) bool { return len(c) > 8 && strings.HasPrefix(c[0].text, "Total GBP") })
		if inGBP < 0 || book["Receipts"][inGBP][8].value != "1281" {
			t.Errorf("the total in GBP is not 1281 in %v", book["Receipts"][len(nasty()):])
		}
		if lines := book["Tax lines"]; len(lines) < 8 || lines[3][5].value != "20" || lines[4][7].value != "1" {
			t.Errorf("tax lines %v", lines)
		}
		if lines := book["Line items"]; len(lines) < 2 || lines[1][5].text != "=1+1 Paper" || lines[1][5].kind != "string" {
			t.Errorf("line items %v", lines)
		}
	})
	for _, country := range []struct {
		name, filter string
		comma        bool
	}{{"csv in England", "44,34,76,1,,2057,false,true", false}, {"csv in Germany", "59,34,76,1,,1031,false,true", true}} {
		t.Run(country.name, func(t *testing.T) {
			e := write(t, "csv-people", export.Choices{DecimalComma: country.comma})
			for _, lines := range libreOffice(t, home, e.paths[0], "Text - txt - csv (StarCalc):"+country.filter) {
				same(t, lines, map[string]want{"Vendor": neutral(vendor), "Date": date, "Total spent": money(total), "Tax": money(tax), "Currency": words(func(f receipt.Fields) string { return f.Currency })})
			}
		})
	}
}

// openpyxl, which most programs in Python read workbooks with, finds the same
// types and values.
func TestOpenpyxl(t *testing.T) {
	e := write(t, "xlsx", export.Choices{})
	var book map[string][][][2]string // type and value of each cell
	python(t, "python3-openpyxl", "openpyxl", &book, "testdata/openpyxl_cells.py", e.paths[0])
	var lines [][]typed
	for _, row := range book["Receipts"] {
		var line []typed
		for _, c := range row {
			line = append(line, typed{kind: map[string]string{"n": "float", "d": "date", "s": "string"}[c[0]], value: c[1], text: c[1]})
		}
		lines = append(lines, line)
	}
	same(t, lines, map[string]want{"vendor": words(vendor), "date": date, "total": money(total), "tax": money(tax)})
	if len(book["Tax lines"]) == 0 || len(book["Line items"]) == 0 {
		t.Errorf("the sheets are %d", len(book))
	}
}

// Python's csv reads every CSV that has a header as Go does, and none of its
// cells begins a formula.
func TestPythonCSV(t *testing.T) {
	choices := export.Choices{Accounts: map[string]string{"": "400"}, Taxes: map[string]string{"20": "T1", "5": "T5", "8": "T8", "10": "T10", "none": "T0", "unknown": "T9"},
		Values: map[string]string{"date-order": "DD/MM/YYYY"}}
	for _, profile := range []string{"csv", "csv-people", "csv-taxes", "csv-lines", "xero-bills", "xero-bank", "quickbooks-bills", "hledger-csv"} {
		t.Run(profile, func(t *testing.T) {
			e := write(t, profile, choices)
			e.atLeast(t, 8)
			for i, path := range e.paths {
				if e.plan.Files[i].Beside {
					continue
				}
				r := csv.NewReader(strings.NewReader(string(read(t, path))))
				want, err := r.ReadAll()
				if err != nil {
					t.Fatal(err)
				}
				var got [][]string
				python(t, "python3", "csv", &got, "testdata/csv_rows.py", path)
				for _, row := range got { // a line end in a cell, which Go gives as \n
					for i := range row {
						row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
					}
				}
				if !slices.EqualFunc(got, want, slices.Equal) {
					t.Errorf("%s: Python and Go read other rows:\n%q\n%q", filepath.Base(path), got, want)
				}
				for _, cell := range slices.Concat(got[1:]...) {
					if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") && !number(cell) {
						t.Errorf("%s: the cell %q would run", filepath.Base(path), cell)
					}
				}
			}
		})
	}
}

func number(cell string) bool {
	_, err := receipt.ParseAmount(cell)
	return err == nil
}
