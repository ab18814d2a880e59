package export

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

var amountOf = receipt.MustAmount

func original(paths ...string) []receipt.Original {
	var list []receipt.Original
	for _, p := range paths {
		list = append(list, receipt.Original{Path: p})
	}
	return list
}

// cases are rows and the cells that scripts read.
var cases = []struct {
	name string
	row  Row
	want []string
}{
	{"a purchase", Row{Receipt: receipt.Receipt{Status: receipt.Exported, Engine: receipt.Veryfi, DocumentID: "36028797018963969123",
		Originals: original("in/a.jpg"),
		Fields: receipt.Fields{Vendor: "Office World", Date: receipt.Date{Year: 2026, Month: 3, Day: 5}, Currency: "USD", Subtotal: amountOf("50"),
			Tax: amountOf("10.5"), Tip: amountOf("0"), Total: amountOf("60.50"), Category: "Office", InvoiceNumber: "007", PaymentType: "visa", PaymentDigits: "7373"}}},
		[]string{"in/a.jpg", "ready", "Office World", "2026-03-05", "USD", "50.00", "10.50", "0.00", "60.50", "Office", "007", "visa 7373", "36028797018963969123", "veryfi", ""}},
	{"a refund", Row{Receipt: receipt.Receipt{Status: receipt.Ready, Fields: receipt.Fields{Currency: "GBP", Subtotal: amountOf("-50"), Tax: amountOf("-10"), Total: amountOf("-60")}}},
		[]string{"", "ready", "", "", "GBP", "-50.00", "-10.00", "", "-60.00", "", "", "", "", "", ""}},
	{"a currency without minor unit", Row{Receipt: receipt.Receipt{Status: receipt.Ready, Fields: receipt.Fields{Vendor: "株式会社 ローソン", Currency: "JPY", Total: amountOf("1200.0")}}},
		[]string{"", "ready", "株式会社 ローソン", "", "JPY", "", "", "", "1200", "", "", "", "", "", ""}},
	{"a currency of three digits", Row{Receipt: receipt.Receipt{Status: receipt.Ready, Fields: receipt.Fields{Currency: "KWD", Total: amountOf("1.5")}}},
		[]string{"", "ready", "", "", "KWD", "", "", "", "1.500", "", "", "", "", "", ""}},
	{"a digit too many", Row{Receipt: receipt.Receipt{Status: receipt.Review, Reasons: []string{"off by 0.001", "look"}, Fields: receipt.Fields{Currency: "USD", Total: amountOf("12.345"), Subtotal: amountOf("12.3450")}}},
		[]string{"", "review", "", "", "USD", "12.345", "", "", "12.345", "", "", "", "", "", "off by 0.001; look"}},
	{"no currency", Row{Receipt: receipt.Receipt{Status: receipt.Review, Fields: receipt.Fields{Total: amountOf("12.5"), Tip: amountOf("1200.0")}}},
		[]string{"", "review", "", "", "", "", "", "1200.0", "12.5", "", "", "", "", "", ""}},
	{"pages", Row{Receipt: receipt.Receipt{Status: receipt.Sending, Engine: receipt.Local, Originals: original("1.jpg", "b/2.jpg")}},
		[]string{"1.jpg; b/2.jpg", "waiting", "", "", "", "", "", "", "", "", "", "", "", "local", ""}},
	{"still being read", Row{Receipt: receipt.Receipt{Status: receipt.Reading, DocumentID: "9"}},
		[]string{"", "waiting", "", "", "", "", "", "", "", "", "", "", "9", "", ""}},
	{"failed", Row{Receipt: receipt.Receipt{Status: receipt.Failed, Reasons: []string{"The file is empty"}, Originals: original("e.jpg")}},
		[]string{"e.jpg", "failed", "", "", "", "", "", "", "", "", "", "", "", "", "The file is empty"}},
	{"a duplicate", Row{Receipt: receipt.Receipt{Status: receipt.Held, DuplicateOf: 3, Reasons: []string{"The same as receipt 3"}}, DuplicateDocumentID: "77"},
		[]string{"", "duplicate", "", "", "", "", "", "", "", "", "", "", "77", "", "The same as receipt 3"}},
	{"a category that a person cleared", Row{Receipt: receipt.Receipt{Status: receipt.Ready}, Document: json.RawMessage(`{"category": "Supplies", "default_category": "Job"}`)},
		[]string{"", "ready", "", "", "", "", "", "", "", "", "", "", "", "", ""}},
	{"separators, quotes and line ends", Row{Receipt: receipt.Receipt{Status: receipt.Ready, Originals: original(`a,"b".jpg`), Fields: receipt.Fields{Vendor: "A \"B\", C\r\nD\rE\nF"}}},
		[]string{`a,"b".jpg`, "ready", "A \"B\", C\nD\nE\nF", "", "", "", "", "", "", "", "", "", "", "", ""}},
	{"what is not text", Row{Receipt: receipt.Receipt{Status: receipt.Ready, Originals: original("a\xff.jpg"), Fields: receipt.Fields{Vendor: "A\x00B\x1bC"}}},
		[]string{"a\uFFFD.jpg", "ready", "ABC", "", "", "", "", "", "", "", "", "", "", "", ""}},
	{"formulas in every text", Row{Receipt: receipt.Receipt{Status: receipt.Failed, Reasons: []string{"@SUM(1)"}, DocumentID: "-7", Originals: original("=a.jpg"),
		Fields: receipt.Fields{Vendor: `=HYPERLINK("http://x","y")`, Currency: "+X", Category: "-", InvoiceNumber: "-123", PaymentType: "+44 20", Total: amountOf("-0.5")}}},
		[]string{"'=a.jpg", "failed", `'=HYPERLINK("http://x","y")`, "", "'+X", "", "", "", "-0.5", "'-", "'-123", "'+44 20", "'-7", "", "'@SUM(1)"}},
}

func rowsOfCases() []Row {
	var rows []Row
	for _, c := range cases {
		rows = append(rows, c.row)
	}
	return rows
}

func write(t *testing.T, format string, rows []Row) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, format, rows); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCSV(t *testing.T) {
	data := write(t, "csv", rowsOfCases())
	got, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := "file,status,vendor,date,currency,subtotal,tax,tip,total,category,invoice_number,payment,document_id,engine,error\r\n"; !bytes.HasPrefix(data, []byte(want)) {
		t.Errorf("header %q", got[0])
	}
	for i, c := range cases {
		if !slices.Equal(got[i+1], c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got[i+1], c.want)
		}
	}
	if n := bytes.Count(data, []byte("\n")); n != bytes.Count(data, []byte("\r\n")) || n != len(cases)+1+3 {
		t.Errorf("%d line ends, %d of them CRLF", n, bytes.Count(data, []byte("\r\n")))
	}
}

// The file means the same to another program's reader.
func TestCSVInPython(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Fatal("this test reads the file with Python: install python3")
	}
	cmd := exec.CommandContext(t.Context(), python, "-c",
		`import csv,io,json,sys; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode("utf-8"), newline=""), strict=True))))`)
	cmd.Stdin = bytes.NewReader(write(t, "csv", rowsOfCases()))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got [][]string
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		want := slices.Clone(c.want)
		want[2] = strings.ReplaceAll(want[2], "\n", "\r\n") // which Go's reader undoes
		if !slices.Equal(got[i+1], want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got[i+1], want)
		}
	}
}

func TestNeutral(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"Shop":                  "Shop",
		"A=B":                   "A=B",
		"'=1":                   "'=1",
		"5+5":                   "5+5",
		"=1+1":                  "'=1+1",
		"-2+3":                  "'-2+3",
		"+44 20 7946":           "'+44 20 7946",
		"@SUM(A1)":              "'@SUM(A1)",
		"-":                     "'-",
		"\t=1":                  "'\t=1",
		"\r=1":                  "'\r=1",
		"\n=1":                  "'\n=1",
		"\x00=1":                "'\x00=1",
		"  =1":                  "'  =1",
		"\uFEFF=1":              "'\uFEFF=1",
		"\u200B \u00A0@x":       "'\u200B \u00A0@x",
		"＝1":                    "'＝1",
		"＋1":                    "'＋1",
		"－1":                    "'－1",
		"＠1":                    "'＠1",
		`=1+2";=1+2`:            `'=1+2";=1+2`, // OWASP's examples
		`=1+2'" ;,=1+2`:         `'=1+2'" ;,=1+2`,
		"   ":                   "   ",
		"Müller & Söhne − GmbH": "Müller & Söhne − GmbH",
	} {
		if got := neutral(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestFormats(t *testing.T) {
	if want := []string{"csv", "json", "xlsx"}; !slices.Equal(Formats(), want) {
		t.Errorf("%v, want %v", Formats(), want)
	}
	for _, format := range Formats() {
		if err := Check(format); err != nil {
			t.Error(err)
		}
	}
	var b bytes.Buffer
	for _, err := range []error{Check("pdf"), Write(t.Context(), &b, "pdf", nil)} {
		if want := `there is no such format as "pdf": choose one of csv, json, xlsx`; !errors.Is(err, ErrFormat) || err.Error() != want || b.Len() != 0 {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestWriteEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, format := range Formats() {
		if err := Write(ctx, &bytes.Buffer{}, format, rowsOfCases()); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestWriteTellsOfAWriterThatFails(t *testing.T) {
	full := errors.New("full")
	for _, format := range Formats() {
		if err := Write(t.Context(), failing{full}, format, rowsOfCases()); !errors.Is(err, full) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestJSON(t *testing.T) {
	var got []struct {
		File          []string
		Status        string
		Engine, Error string
		Document      json.RawMessage
		Fields        map[string]string
	}
	if err := json.Unmarshal(write(t, "json", rowsOfCases()), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(cases) {
		t.Fatalf("%d elements, want %d", len(got), len(cases))
	}
	for i, c := range cases {
		g := got[i]
		want := map[string]string{}
		for n, value := range c.want {
			want[columns[n]] = strings.TrimPrefix(value, "'") // formulas do not run in JSON
		}
		if !reflect.DeepEqual(g.Fields, want) {
			t.Errorf("%s: fields\n got %q\nwant %q", c.name, g.Fields, want)
		}
		if g.Status != want["status"] || g.Engine != want["engine"] || g.Error != want["error"] || strings.Join(g.File, "; ") != want["file"] || g.File == nil {
			t.Errorf("%s: %+v", c.name, g)
		}
		if c.row.Document == nil && string(g.Document) != "null" {
			t.Errorf("%s: document %s", c.name, g.Document)
		}
	}
	if got := string(write(t, "json", nil)); got != "[\n]\n" {
		t.Errorf("no rows: %q", got)
	}
}

func TestJSONKeepsTheDocument(t *testing.T) {
	document := `{"id":36028797018963969,"total":12.50,"tip":1E+2,"vendor":{"name":"<A> & \u00e9é","raw_name":null},"x":[1.0,true,"?"]}`
	row := Row{Document: json.RawMessage(document)}
	if got := string(write(t, "json", []Row{row})); !strings.Contains(got, `"document":`+document+`,"fields":`) {
		t.Errorf("%s", got)
	}
	row.Document, row.Receipt.ID = json.RawMessage(`{"id":`), 12
	if err := Write(t.Context(), &bytes.Buffer{}, "json", []Row{row}); err == nil || !strings.Contains(err.Error(), "receipt 12") {
		t.Errorf("a damaged document: %v", err)
	}
}

func TestSignaturesAreDropped(t *testing.T) {
	signed := `https://scdn.example/receipts/1/a.png?Expires=1730386417\u0026Signature=SECRET~x__&Key-Pair-Id=SECRET`
	tests := map[string]string{
		`{"img_url": "` + signed + `", "n": 1.10}`:                              `{"img_url": "https://scdn.example/receipts/1/a.png", "n": 1.10}`,
		`{"pdf_url":"http://127.0.0.1:1/f.pdf?token=SECRET"}`:                   `{"pdf_url":"http://127.0.0.1:1/f.pdf"}`,
		`{"img_thumbnail_url":null,"pages":["` + signed + `"]}`:                 `{"img_thumbnail_url":null,"pages":["https://scdn.example/receipts/1/a.png"]}`,
		`{"meta":{"duplicates":[{"id":1,"url":"` + signed + `"}]}}`:             `{"meta":{"duplicates":[{"id":1,"url":"https://scdn.example/receipts/1/a.png"}]}}`,
		`{"note":"see ` + signed + ` and https://shop.example/?id=7 \"now\""}`:  `{"note":"see https://scdn.example/receipts/1/a.png and https://shop.example/?id=7 \"now\""}`,
		`{"s3":"https://b.example/k?X-Amz-Date=1&X-Amz-Signature=SECRET"}`:      `{"s3":"https://b.example/k"}`,
		`{"web":"https://shop.example/?ref=1\u0026x=2","q":"Signature=1?"}`:     `{"web":"https://shop.example/?ref=1\u0026x=2","q":"Signature=1?"}`,
		`{"https://a.example/?Signature=key":1,"e":"\\","f":"\"","g":"\u003f"}`: `{"https://a.example/?Signature=key":1,"e":"\\","f":"\"","g":"\u003f"}`,
		`{"img_url":"https:\/\/scdn.example\/a.png\u003fSignature=SECRET"}`:     `{"img_url":"https://scdn.example/a.png"}`,
		`"` + signed + `"`: `"https://scdn.example/receipts/1/a.png"`,
	}
	for in, want := range tests {
		got, err := withoutSignatures(json.RawMessage(in))
		if err != nil || string(got) != want {
			t.Errorf("%s\n got %s, %v\nwant %s", in, got, err, want)
		}
	}
}
