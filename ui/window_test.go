package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

var testNow = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	time.Local = time.UTC // the pictures of screens tell the time
	os.Exit(m.Run())
}

// fonts are the program's own.
func fonts(t testing.TB) (regular, bold fyne.Resource) {
	t.Helper()
	read := func(name string) fyne.Resource {
		data, err := os.ReadFile(filepath.Join("..", "assets", "fonts", name))
		if err != nil {
			t.Fatal(err)
		}
		return fyne.NewStaticResource(name, data)
	}
	return read("Inter-Regular.otf"), read("Inter-SemiBold.otf")
}

// openWindow shows the window over a desk. The desk's work is done at once,
// on the test's own goroutine: Fyne's test driver runs fyne.Do where it is
// called.
func openWindow(t testing.TB, d *fakeDesk, size fyne.Size, change ...func(*Config)) *Window {
	t.Helper()
	app := test.NewTempApp(t)
	regular, bold := fonts(t)
	sample := filepath.Join(t.TempDir(), "sample.jpg")
	if err := os.WriteFile(sample, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := Config{App: app, Desk: d, Regular: regular, Bold: bold, Now: func() time.Time { return testNow },
		DataDir: "/home/anna/.local/share/spindle", ExportDir: t.TempDir(), Samples: func() ([]string, error) { return []string{sample}, nil }}
	if d.settings.Theme == "system" {
		d.settings.Theme = "light"
	}
	for _, f := range change {
		f(&cfg)
	}
	w := New(cfg)
	w.run = func(f func()) { f() }
	w.look = func(f func()) { f() }
	w.talk = func(f func()) { f() }
	w.find = func(f func()) { f() }
	w.picks = func(f func()) { f() }
	w.window.Resize(size)
	w.Show()
	t.Cleanup(func() { w.toast.stop(); w.window.Close() })
	return w
}

func score(s float64) *float64 { return &s }

// pile is a mixed pile of receipts such as an office has.
func pile() []receipt.Receipt {
	type row struct {
		vendor, date, currency, subtotal, tax, total, category string
		status                                                 receipt.Status
	}
	rows := []row{
		{"Bäckerei Müller", "2026-11-20", "EUR", "22.24", "1.56", "23.80", "Meals", receipt.Ready},
		{"ACME Office Supplies GmbH & Co. KG", "2026-11-19", "EUR", "40.00", "7.60", "47.60", "Office supplies", receipt.Review},
		{"Shell Station 4711", "2026-11-18", "EUR", "60.00", "11.40", "71.40", "Fuel", receipt.Ready},
		{"Blue Bottle Coffee", "2026-11-17", "USD", "12.50", "1.11", "13.61", "Meals", receipt.Exported},
		{"Delta Air Lines", "2026-11-16", "USD", "1180.00", "88.50", "1268.50", "Travel", receipt.Ready},
		{"", "", "", "", "", "", "", receipt.Failed},
		{"Café Délicieux", "2026-11-14", "JPY", "1000", "100", "1100", "Meals", receipt.Ready},
		{"Hotel Adler", "2026-11-12", "CHF", "310.00", "11.78", "321.78", "Travel", receipt.Review},
		{"", "", "", "", "", "", "", receipt.Held},
		{"Office World", "2026-11-11", "GBP", "50.00", "10.00", "60.00", "Office supplies", receipt.Exported},
		{"Tesco Express", "2026-11-10", "GBP", "8.40", "0.60", "9.00", "Meals", receipt.Review},
		{"Kuwait Parking Co.", "2026-11-09", "KWD", "1.250", "", "1.250", "Parking", receipt.Ready},
		{"", "", "", "", "", "", "", receipt.Reading},
		{"", "", "", "", "", "", "", receipt.Reading},
		{"", "", "", "", "", "", "", receipt.Sending},
		{"", "", "", "", "", "", "", receipt.Waiting},
	}
	var all []receipt.Receipt
	for i, x := range rows {
		r := receipt.Receipt{ID: int64(i + 1), Batch: "one", Status: x.status, Engine: receipt.Local, Created: testNow, Updated: testNow,
			Originals: []receipt.Original{{Path: fmt.Sprintf("/home/anna/Receipts/IMG_%04d.jpg", 2040+i*7), SHA256: "aa", Pages: 1}}}
		if i >= 12 {
			r.Batch = "two"
		}
		f := &r.Fields
		f.Vendor, f.Currency, f.Category = x.vendor, x.currency, x.category
		f.Date, _ = receipt.ParseDate(x.date)
		f.Subtotal, _ = receipt.ParseAmount(x.subtotal)
		f.Tax, _ = receipt.ParseAmount(x.tax)
		f.Total, _ = receipt.ParseAmount(x.total)
		if x.vendor != "" {
			f.InvoiceNumber = fmt.Sprintf("INV-%d", 1200+i)
			r.Evidence = map[receipt.Field]receipt.Evidence{receipt.FieldTotal: {Box: [4]float64{0.74, 0.86, 0.91, 0.905}, Score: score(0.97)},
				receipt.FieldVendor: {Box: [4]float64{0.09, 0.07, 0.32, 0.1}, Score: score(0.95)}}
		}
		all = append(all, r)
	}
	all[1].Evidence[receipt.FieldVendor] = receipt.Evidence{Box: [4]float64{0.09, 0.07, 0.32, 0.1}, Score: score(0.6)}
	all[1].Reasons = []string{"The vendor is uncertain: please compare it with the picture"}
	all[1].Fields.TaxLines = []receipt.TaxLine{{Name: "VAT", Rate: receipt.MustAmount("19"), Base: receipt.MustAmount("40.00"), Total: receipt.MustAmount("7.60")}}
	all[1].Fields.LineItems = []receipt.LineItem{
		{Description: "Copier paper A4, 500 sheets", Quantity: receipt.MustAmount("5"), Price: receipt.MustAmount("5.00"), Total: receipt.MustAmount("25.00")},
		{Description: "Gel pens, black", Quantity: receipt.MustAmount("10"), Price: receipt.MustAmount("1.50"), Total: receipt.MustAmount("15.00")}}
	all[5].Reasons = []string{"The picture is too dark to read. The original is kept: photograph the receipt again and add the new picture."}
	all[7].Fields.Total = receipt.MustAmount("327.78")
	all[8].DuplicateOf = 3
	all[8].Reasons = []string{"It looks like #3, Shell Station 4711. Nothing was sent."}
	all[10].Fields.Date = receipt.Date{}
	all[15].Originals[0].SHA256 = ""
	return all
}

// A receipt whose answer does not come says why.
func TestWhyItIsStillReading(t *testing.T) {
	r := receipt.Receipt{ID: 1, Status: receipt.Reading, Originals: []receipt.Original{{Path: "/a.jpg", SHA256: "1"}}, Reasons: []string{"the service could not be reached"}}
	w := openWindow(t, newFakeDesk(r), medium)
	key(w, fyne.KeyDown)
	if got := w.panel.banner.text; !strings.Contains(got, "could not be reached") {
		t.Errorf("the panel says %q", got)
	}
}
