package export

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func openBook(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	return book
}

func TestXLSX(t *testing.T) {
	book := openBook(t, write(t, "xlsx", rowsOfCases()))
	header, err := book.GetRows(sheetName)
	if err != nil || !slices.Equal(header[0], columns) {
		t.Fatalf("header %v, %v", header, err)
	}
	for i, c := range cases {
		for column, want := range c.want {
			at, err := excelize.CoordinatesToCellName(column+1, i+2)
			if err != nil {
				t.Fatal(err)
			}
			got, err := book.GetCellValue(sheetName, at)
			if err != nil {
				t.Fatal(err)
			}
			want = strings.TrimPrefix(want, "'") // text cells do not run
			if got = strings.ReplaceAll(got, ",", ""); got != strings.ReplaceAll(want, ",", "") {
				t.Errorf("%s: %s %s shows %q, want %q", c.name, columns[column], at, got, want)
			}
			if formula, err := book.GetCellFormula(sheetName, at); err != nil || formula != "" {
				t.Errorf("%s: %s is the formula %q, %v", c.name, at, formula, err)
			}
		}
	}
}

func TestXLSXCellsAreTyped(t *testing.T) {
	row := Row{Receipt: receipt.Receipt{Status: receipt.Ready, DocumentID: "36028797018963969123", Fields: receipt.Fields{
		Vendor: "=1+1", Date: receipt.Date{Year: 2026, Month: 3, Day: 15}, Currency: "EUR", InvoiceNumber: "007",
		Subtotal: amountOf("1234.5"), Tax: amountOf("0.1"), Total: amountOf("-1234567890123.45")}}}
	old := Row{Receipt: receipt.Receipt{Fields: receipt.Fields{Date: receipt.Date{Year: 1899, Month: 1, Day: 2}}}}
	book := openBook(t, write(t, "xlsx", []Row{row, old}))
	for at, want := range map[string]string{"C2": "s =1+1 @", "D2": "n 46096 yyyy-mm-dd", "F2": "n 1234.50 #,##0.00", "G2": "n 0.10 #,##0.00",
		"I2": "n -1234567890123.45 #,##0.00", "K2": "s 007 @", "M2": "s 36028797018963969123 @", "D3": "s 1899-01-02 @"} {
		kind, err := book.GetCellType(sheetName, at)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := book.GetCellValue(sheetName, at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		id, err := book.GetCellStyle(sheetName, at)
		if err != nil {
			t.Fatal(err)
		}
		style, err := book.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		got := map[excelize.CellType]string{excelize.CellTypeSharedString: "s", excelize.CellTypeUnset: "n", excelize.CellTypeNumber: "n"}[kind] + " " + raw + " " + *style.CustomNumFmt
		if got != want {
			t.Errorf("%s is %s, want %s", at, got, want)
		}
	}
}

// The bytes in the workbook, not what a library makes of them.
func TestXLSXHasLiteralsAndNoFormula(t *testing.T) {
	data := write(t, "xlsx", []Row{{Receipt: receipt.Receipt{Fields: receipt.Fields{Vendor: "=1+1", Currency: "USD", Total: amountOf("0.1")}}}})
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := archive.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	xml, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(xml, []byte("<v>0.10</v>")) {
		t.Errorf("the amount's literal is not in %s", xml)
	}
	if regexp.MustCompile(`<f[ >/]`).Match(xml) {
		t.Errorf("there is a formula in %s", xml)
	}
}
