package export

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"runtime"
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

// typed shows a cell as its type, value and number format: "n 12.50 #,##0.00".
func typed(t *testing.T, book *excelize.File, sheet, at string) string {
	t.Helper()
	kind, err := book.GetCellType(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := book.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	id, err := book.GetCellStyle(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	style, err := book.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	format := map[int]string{0: "General", 49: "@"}[style.NumFmt]
	if style.CustomNumFmt != nil {
		format = *style.CustomNumFmt
	}
	return map[excelize.CellType]string{excelize.CellTypeInlineString: "s", excelize.CellTypeUnset: "n"}[kind] + " " + raw + " " + format
}

// shown are all the cells of a sheet as they are shown, without the commas of thousands.
func shown(t *testing.T, book *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestXLSX(t *testing.T) {
	book := openBook(t, write(t, "xlsx", rowsOfCases()))
	if header := shown(t, book, "Receipts")[0]; !slices.Equal(header, columns) {
		t.Fatalf("header %v", header)
	}
	for i, c := range cases {
		for column, want := range c.want {
			at := fmt.Sprint(columnLetters(column), i+2)
			got, err := book.GetCellValue("Receipts", at)
			if err != nil {
				t.Fatal(err)
			}
			want = strings.TrimPrefix(want, "'") // text cells do not run
			if got = strings.ReplaceAll(got, ",", ""); got != strings.ReplaceAll(want, ",", "") {
				t.Errorf("%s: %s %s shows %q, want %q", c.name, columns[column], at, got, want)
			}
		}
	}
}

func TestXLSXCellsAreTyped(t *testing.T) {
	row := Row{Receipt: receipt.Receipt{Status: receipt.Ready, DocumentID: "36028797018963969123", Fields: receipt.Fields{
		Vendor: "=1+1", Date: receipt.Date{Year: 2026, Month: 3, Day: 15}, Currency: "EUR", InvoiceNumber: "007",
		Subtotal: amountOf("1234.5"), Tax: amountOf("0.1"), Total: amountOf("-1234567890123.45")}}}
	old := Row{Receipt: receipt.Receipt{Fields: receipt.Fields{Date: receipt.Date{Year: 1899, Month: 1, Day: 2},
		Vendor: "_x0041_ <&> \"B\"", Total: amountOf("123456789012345.67"), Category: strings.Repeat("😀", 20000)}}}
	book := openBook(t, write(t, "xlsx", []Row{row, old}))
	for at, want := range map[string]string{"C2": "s =1+1 @", "D2": "n 46096 yyyy-mm-dd", "F2": "n 1234.50 #,##0.00", "G2": "n 0.10 #,##0.00",
		"I2": "n -1234567890123.45 #,##0.00", "K2": "s 007 @", "M2": "s 36028797018963969123 @", "D3": "s 1899-01-02 @",
		"C3": `s _x0041_ <&> "B" @`, "I3": "s 123456789012345.67 @", "J3": "s " + strings.Repeat("😀", 16383) + "… @"} {
		if got := typed(t, book, "Receipts", at); got != want {
			t.Errorf("%s is %.100s, want %.100s", at, got, want)
		}
	}
}

// The totals are values below an empty row, one for each currency, and outside
// of the filter.
func TestXLSXTotals(t *testing.T) {
	var rows []Row
	for _, r := range []struct{ currency, total, tax string }{{"GBP", "60", "10"}, {"JPY", "1200", ""}, {"GBP", "-0.1", "-0.02"}, {"", "5", ""}, {"USD", "", ""}, {"KWD", "1.5", "0.005"}} {
		rows = append(rows, Row{Receipt: receipt.Receipt{Fields: receipt.Fields{Currency: r.currency, Total: amountOf(r.total), Tax: amountOf(r.tax)}}})
	}
	book := openBook(t, write(t, "xlsx", rows))
	for at, want := range map[string]string{"A8": "n  General",
		"A9": "s Total without a currency (1 line) @", "E9": "n  @", "I9": "n 5 #,##0",
		"A10": "s Total GBP (2 lines) @", "E10": "s GBP @", "G10": "n 9.98 #,##0.00", "I10": "n 59.90 #,##0.00",
		"A11": "s Total JPY (1 line) @", "G11": "n  @", "I11": "n 1200 #,##0",
		"A12": "s Total KWD (1 line) @", "G12": "n 0.005 #,##0.000", "I12": "n 1.500 #,##0.000", "A13": "n  General"} {
		if at == "A8" || at == "A13" {
			if got, err := book.GetCellValue("Receipts", at); err != nil || got != "" {
				t.Errorf("%s is %q, %v; there is nothing to sum", at, got, err)
			}
			continue
		}
		if got := typed(t, book, "Receipts", at); got != want && !(strings.HasPrefix(want, "n  ") && strings.HasSuffix(got, "  @")) {
			t.Errorf("%s is %q, want %q", at, got, want)
		}
	}
	names := book.GetDefinedName()
	if !slices.ContainsFunc(names, func(n excelize.DefinedName) bool {
		return n.Name == "_xlnm._FilterDatabase" && n.RefersTo == "'Receipts'!$A$1:$O$7"
	}) {
		t.Errorf("the filter of six lines is in %v", names)
	}
	panes, err := book.GetPanes("Receipts")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the heading stays: %+v, %v", panes, err)
	}
}

func TestXLSXTaxLinesAndLineItems(t *testing.T) {
	row := Row{Receipt: receipt.Receipt{Originals: original("a.jpg"), Fields: receipt.Fields{Vendor: "Office World", Currency: "GBP", Date: receipt.Date{Year: 2026, Month: 3, Day: 15},
		TaxLines:  []receipt.TaxLine{{Name: "VAT", Rate: amountOf("20"), Base: amountOf("50"), Total: amountOf("10")}, {Name: "=VAT", Rate: amountOf("5.5"), Total: amountOf("1"), Inclusive: true}},
		LineItems: []receipt.LineItem{{Description: "Paper", Quantity: amountOf("2"), Price: amountOf("25"), Total: amountOf("50")}, {Description: "@Pens"}}}}}
	book := openBook(t, write(t, "xlsx", []Row{row, {}}))
	if got, want := book.GetSheetList(), []string{"Receipts", "Tax lines", "Line items"}; !slices.Equal(got, want) {
		t.Errorf("sheets %q", got)
	}
	for sheet, want := range map[string][][]string{
		"Tax lines": {
			{"file", "vendor", "date", "currency", "tax", "rate", "base", "amount", "included"},
			{"a.jpg", "Office World", "2026-03-15", "GBP", "VAT", "20", "50.00", "10.00"},
			{"a.jpg", "Office World", "2026-03-15", "GBP", "=VAT", "5.5", "", "1.00", "yes"},
			nil,
			{"Total GBP (2 lines)", "", "", "GBP", "", "", "50.00", "11.00"},
		},
		"Line items": {
			{"file", "vendor", "date", "currency", "line", "description", "quantity", "price", "total"},
			{"a.jpg", "Office World", "2026-03-15", "GBP", "1", "Paper", "2", "25.00", "50.00"},
			{"a.jpg", "Office World", "2026-03-15", "GBP", "2", "@Pens"},
			nil,
			{"Total GBP (2 lines)", "", "", "GBP", "", "", "", "", "50.00"},
		},
	} {
		got := shown(t, book, sheet)
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s:\n%q\nwant\n%q", sheet, got, want)
		}
	}
}

// vendorTable is a small table.
func vendorTable(rows Rows) sheetData {
	return sheetData{name: "Receipts", columns: []sheetColumn{{name: "vendor", width: 20}, {name: "currency", width: 9}, {name: "total", width: 12, sum: true}}, currency: 1,
		cells: each(rows, func(r Row) [][]cell {
			f := r.Receipt.Fields
			return [][]cell{{{text, f.Vendor}, {word, f.Currency}, r.money(f.Total)}}
		})}
}

// A sheet holds 1,048,576 rows; what is more goes on beside it.
func TestXLSXMoreThanASheetHolds(t *testing.T) {
	rows := make([]Row, 7)
	for i := range rows {
		rows[i].Receipt.Fields = receipt.Fields{Vendor: fmt.Sprint(i), Currency: "EUR", Total: amountOf("1")}
	}
	var out bytes.Buffer
	b := newBook(&out)
	b.rows = totalsRoom + 4 // the heading and three lines
	if err := b.write(t.Context(), []sheetData{vendorTable(all(rows)), taxTable(all(rows))}); err != nil {
		t.Fatal(err)
	}
	book := openBook(t, out.Bytes())
	var vendors []string
	for _, sheet := range []string{"Receipts", "Receipts 2", "Receipts 3"} {
		for _, row := range shown(t, book, sheet)[1:] {
			if len(row) > 2 && row[0] != "" && !strings.HasPrefix(row[0], "Total") {
				vendors = append(vendors, row[0])
			}
		}
	}
	if got := strings.Join(vendors, " "); got != "0 1 2 3 4 5 6" {
		t.Errorf("vendors %s", got)
	}
	if got := typed(t, book, "Receipts 3", "C4"); got != "n 7.00 #,##0.00" {
		t.Errorf("the total is %s", got)
	}
}

// The bytes in the workbook, not what a library makes of them.
func TestXLSXHasLiteralsAndNoFormula(t *testing.T) {
	rows := append(rowsOfCases(), Row{Receipt: receipt.Receipt{Fields: receipt.Fields{Vendor: "=1+1", Currency: "USD", Total: amountOf("0.1"),
		TaxLines: []receipt.TaxLine{{Name: "=2+2"}}, LineItems: []receipt.LineItem{{Description: "=3+3"}}}}})
	data := write(t, "xlsx", rows)
	if again := write(t, "xlsx", rows); !bytes.Equal(data, again) {
		t.Error("the same receipts give other bytes")
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var sheets []byte
	for _, part := range archive.File {
		f, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		xml, err := io.ReadAll(f)
		if err != nil || f.Close() != nil {
			t.Fatal(err)
		}
		sheets = append(sheets, xml...)
	}
	for _, want := range []string{"<v>0.10</v>", "=1+1", "=2+2", "=3+3"} {
		if !bytes.Contains(sheets, []byte(want)) {
			t.Errorf("%s is not in the workbook", want)
		}
	}
	if at := regexp.MustCompile(`<f[ >/]`).FindIndex(sheets); at != nil {
		t.Errorf("there is a formula: %s", sheets[at[0]:])
	}
}

func TestXLSXStopsAtAnError(t *testing.T) {
	broken := errors.New("the history cannot be read")
	rows := func(yield func(Row, error) bool) { _ = yield(Row{}, nil) && yield(Row{}, broken) }
	if err := writeBook(t.Context(), io.Discard, []sheetData{vendorTable(rows)}); !errors.Is(err, broken) {
		t.Errorf("rows: %v", err)
	}
	if err := writeBook(t.Context(), full{}, []sheetData{vendorTable(all(make([]Row, 1)))}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("full disk: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := writeBook(ctx, io.Discard, []sheetData{vendorTable(all(make([]Row, 1)))}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// many are n receipts, made as they are asked for.
func many(n int) Rows {
	return func(yield func(Row, error) bool) {
		for i := range n {
			date := receipt.Date{Year: 2026, Month: 3, Day: 1 + i%28}
			r := receipt.Receipt{ID: int64(i + 1), Status: receipt.Ready, Engine: receipt.Local, Originals: original(fmt.Sprintf("march/%06d.jpg", i)), DocumentID: fmt.Sprint(i),
				Fields: receipt.Fields{Vendor: fmt.Sprintf("Office World %d", i%977), Date: date, Currency: "GBP", Subtotal: amountOf(fmt.Sprintf("%d.50", i%300)), Tax: amountOf("10.10"),
					Total: amountOf(fmt.Sprintf("%d.60", i%300+10)), Category: "Office", InvoiceNumber: fmt.Sprintf("OW-%d", i), PaymentType: "visa", PaymentDigits: "7373",
					TaxLines:  []receipt.TaxLine{{Name: "VAT", Rate: amountOf("20"), Total: amountOf("10.10")}},
					LineItems: []receipt.LineItem{{Description: "Paper", Quantity: amountOf("1"), Price: amountOf("5"), Total: amountOf("5")}}}}
			if !yield(Row{Receipt: r}, nil) {
				return
			}
		}
	}
}

// Memory does not grow with the receipts: 5,000 take what 500 take.
func TestXLSXMemoryIsFlat(t *testing.T) {
	small, large := heapWhile(t, 500), heapWhile(t, 5_000)
	if large > small+3<<20 {
		t.Errorf("%d MB for 5,000 receipts, %d MB for 500", large>>20, small>>20)
	}
}

// export rehearses and writes, as every export does.
func export(t testing.TB, profile string, rows Rows) {
	t.Helper()
	p, err := Find(profile)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Rehearse(t.Context(), p, Choices{}, rows)
	if err != nil {
		t.Fatal(err)
	}
	if err := plan.Write(t.Context(), 0, io.Discard); err != nil {
		t.Fatal(err)
	}
}

// heapWhile is the largest live heap in bytes while a workbook is written.
func heapWhile(t *testing.T, n int) uint64 {
	t.Helper()
	var most uint64
	i := 0
	watched := func(yield func(Row, error) bool) {
		for r, err := range many(n) {
			if i++; i%(n/2) == 0 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
			if !yield(r, err) {
				return
			}
		}
	}
	export(t, "xlsx", watched)
	return most
}

// Seconds for 100,000 receipts with a tax line and a line item each, rehearsed
// and written: go test -bench Export -benchtime 1x ./internal/export
func BenchmarkExport(b *testing.B) {
	for _, profile := range []string{"csv", "xlsx"} {
		b.Run(profile, func(b *testing.B) {
			for b.Loop() {
				export(b, profile, many(100_000))
			}
		})
	}
}
