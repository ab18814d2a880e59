package export

import (
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestStripped(t *testing.T) {
	for in, want := range map[string]string{
		"":                           "",
		"Shop":                       "Shop",
		"+Gas Ltd":                   "Gas Ltd",
		"=HYPERLINK(1)":              "HYPERLINK(1)",
		"-2+3":                       "2+3",
		"+44 20 7946":                "44 20 7946",
		"@SUM(A1)":                   "SUM(A1)",
		"=-+@x":                      "x",
		"＝１":                         "１",
		"\u200B=1":                   "1",
		"\uFEFF ＋1":                  "1",
		"-":                          "(-)",
		"---":                        "(---)",
		" = ":                        "(=)",
		"A-B":                        "A-B",
		"'=1":                        "'=1",
		`=1+2";=1+2`:                 `1+2";=1+2`, // OWASP's examples
		"\t=1":                       "1",
		"Müller & Söhne − GmbH":      "Müller & Söhne − GmbH",
		"\u2212 5 (a printed minus)": "\u2212 5 (a printed minus)",
	} {
		got := stripped(in)
		if got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
		if runs(got) {
			t.Errorf("%q still runs", got)
		}
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in   string
		most limit
		want string
	}{
		{"Paper", limit{}, "Paper"},
		{"Paper", limit{max: 5}, "Paper"},
		{"Papers", limit{max: 5}, "Pape~"},
		{"Paper and ink", limit{max: 12}, "Paper and..."},
		{"Ünïcödé", limit{max: 6}, "Ünïcö~"},
		{"INV-2026-00017", limit{8, true}, "~6-00017"},
		{"INV-2026-0000000017", limit{12, true}, "...000000017"},
	} {
		if got := c.most.cut(c.in); got != c.want {
			t.Errorf("%q within %d is %q, want %q", c.in, c.most.max, got, c.want)
		}
	}
}

func TestLatin(t *testing.T) {
	for in, want := range map[string]string{
		"Café Zoë":    "Café Zoë",
		"Cafe\u0301":  "Café",
		"Łódź":        "Lódz",
		"Œuvre 5 €":   "Œuvre 5 €",
		"株式会社 LAWSON": "???? LAWSON",
		"Č":           "C",
	} {
		if got := latin(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestWindows1252(t *testing.T) {
	plan := rehearse(t, "quickbooks-iif", books("quickbooks-iif"), []Row{sale(1, func(r *receipt.Receipt) { r.Fields.Vendor = "Café Łódź €" })})
	want := "TRNS\t\tBILL\t03/25/2026\tAccounts Payable\tCaf\xe9 L\xf3dz \x80\t\t-5.00\tS-1\tOffice\t04/24/2026\r\n"
	if got := string(plan.First(4)); got[len(got)-min(len(got), len(want)):] != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(plan.Changes) != 1 || plan.Changes[0] != (TextChange{1, "NAME", "Café Łódź €", "Café Lódz €", "letters that the file cannot hold"}) {
		t.Errorf("%+v", plan.Changes)
	}
}

func TestMadeUpNumber(t *testing.T) {
	fields := func(vendor, currency, total string) receipt.Fields {
		return receipt.Fields{Vendor: vendor, Date: on(2026, 3, 15), Currency: currency, Total: amountOf(total)}
	}
	for _, c := range []struct {
		f    receipt.Fields
		max  int
		want string
	}{
		{fields("Office World", "GBP", "60"), 0, "20260315-OFFICEWORLD-6000"},
		{fields("Office World", "GBP", "60.00"), 0, "20260315-OFFICEWORLD-6000"},
		{fields("Office World", "GBP", "-60"), 0, "20260315-OFFICEWORLD-R6000"}, // not the purchase's
		{fields("Office World", "GBP", "60"), 21, "20260315-OFFICEW-6000"},
		{fields("Café Œuvre & Söhne GmbH und Co", "EUR", "1.5"), 0, "20260315-CAFEOEUVRESOHNEG-150"},
		{fields("Lawson", "JPY", "1320"), 0, "20260315-LAWSON-1320"},
	} {
		if got := MadeUpNumber(c.f, c.max); got != c.want {
			t.Errorf("%s, at most %d: %s, want %s", c.f.Vendor, c.max, got, c.want)
		}
	}
	a, b := fields("株式会社", "JPY", "1320"), fields("有限会社", "JPY", "1320")
	for _, most := range []int{0, 8, 25} {
		x, y := MadeUpNumber(a, most), MadeUpNumber(b, most)
		if x == y || x != MadeUpNumber(a, most) || most > 0 && len(x) > most || letters(x) == "" {
			t.Errorf("at most %d: %s and %s", most, x, y)
		}
	}
}

func TestPictureName(t *testing.T) {
	for want, r := range map[string]receipt.Receipt{
		"2026-03-15_Office-World_60.00_GBP.jpg": {Fields: receipt.Fields{Vendor: "Office World", Date: on(2026, 3, 15), Currency: "GBP", Total: amountOf("60")}, Originals: []receipt.Original{{Kind: "jpeg"}}},
		"2026-03-15_A-B-C_1200_JPY.pdf":         {Fields: receipt.Fields{Vendor: `../A\B: "C"?`, Date: on(2026, 3, 15), Currency: "JPY", Total: amountOf("1200")}, Originals: []receipt.Original{{Kind: "pdf"}}},
		"undated_unknown_no-total.png":          {Originals: []receipt.Original{{Kind: "png"}}},
	} {
		if got := PictureName(r); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
