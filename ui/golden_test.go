package ui

import (
	"cmp"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

var (
	small  = fyne.NewSize(800, 560)
	medium = fyne.NewSize(1180, 760)
	large  = fyne.NewSize(1440, 900)
	huge   = fyne.NewSize(1600, 1000)
)

// TestScreens compares whole screens with pictures that were looked at.
// SPINDLE_SHOTS names a folder to write the screens to, light and dark, to look at them anew.
func TestScreens(t *testing.T) {
	screens := []struct {
		name string
		size fyne.Size
		look string
		desk func() *fakeDesk // nil is the pile
		do   func(w *Window, d *fakeDesk)
	}{
		{"empty-dark", medium, "dark", func() *fakeDesk { return newFakeDesk() }, nil},
		{"welcome-light", medium, "light", firstDesk, nil},
		{"welcome-small-dark", small, "dark", func() *fakeDesk {
			d := firstDesk()
			d.reader = errReader
			return d
		}, nil},
		{"welcome-reading-large-light", large, "light", firstDesk, func(w *Window, d *fakeDesk) { readSamples(w, d, 3) }},
		{"empty-no-reader", small, "light", func() *fakeDesk {
			d := newFakeDesk()
			d.reader = errReader
			return d
		}, nil},
		{"review-large-light", large, "light", nil, func(w *Window, _ *fakeDesk) { w.list.goTo(5, false) }},
		{"review-large-dark", large, "dark", nil, func(w *Window, _ *fakeDesk) { w.list.goTo(5, false) }},
		{"review-medium-light", medium, "light", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(5, false)
			w.nextDoubt()
		}},
		{"review-small-light", small, "light", nil, func(w *Window, _ *fakeDesk) { w.list.goTo(5, false) }},
		{"review-small-dark", small, "dark", nil, func(w *Window, _ *fakeDesk) { w.list.goTo(4, false) }},
		{"off-medium-dark", medium, "dark", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(11, false)
			w.panel.form.widen()
			w.panel.form.scroll.ScrollToOffset(fyne.NewPos(0, 190))
		}},
		{"unsure-small-light", small, "light", unsureDesk, func(w *Window, _ *fakeDesk) { w.list.goTo(slices.Index(w.list.shown, 1), false) }},
		{"unsure-asked-dark", medium, "dark", unsureDesk, func(w *Window, _ *fakeDesk) {
			w.list.goTo(slices.Index(w.list.shown, 1), false)
			w.askSendAgain()
		}},
		{"busy-light", medium, "light", nil, func(w *Window, d *fakeDesk) {
			read := d.receipts[12]
			read.Status, read.Fields.Vendor, read.Updated = receipt.Review, "Rewe City", testNow.Add(1)
			d.tell(desk.Event{Changed: []receipt.Receipt{read}})
			w.list.goTo(1, false)
			w.toast.say(toneWarn, "Took in 4 receipts. Left out 2, such as notes.txt: it is not a picture or a PDF.", "Show all", func() {})
		}},
		{"cell-light", large, "light", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(2), false)
			w.list.setCell(columnTotal)
			typeText(w, "40.00+7.60*2")
		}},
		{"cell-wrong-small-dark", small, "dark", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(3), false)
			w.list.setCell(columnTotal)
			typeText(w, "1.234")
			w.list.edit.commit()
		}},
		{"cell-fill-dark", medium, "dark", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(1), false)
			w.list.setCell(columnDate)
			w.list.goTo(w.place(5), true)
		}},
		{"held-small-dark", small, "dark", nil, func(w *Window, _ *fakeDesk) { w.list.goTo(12, false) }},
		{"twins-light", large, "light", twinDesk, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(17), false)
			key(w, fyne.KeyF6)
		}},
		{"twins-held-small-dark", small, "dark", twinDesk, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(9), false)
			w.compareTwin()
		}},
		{"readings-light", large, "light", secondDesk, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(5), false)
			key(w, fyne.KeyF7)
			for _, b := range buttonsOf(w.sheet.body) {
				if b.text == tr("Take this") {
					b.press()
					break
				}
			}
		}},
		{"readings-small-dark", small, "dark", secondDesk, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(5), false)
			key(w, fyne.KeyF7)
		}},
		{"second-waits-light", medium, "light", secondDesk, func(w *Window, _ *fakeDesk) { w.list.goTo(w.place(5), false) }},
		{"second-failed-small-dark", small, "dark", secondDesk, func(w *Window, _ *fakeDesk) { w.list.goTo(w.place(3), false) }},
		{"second-cost-dark", small, "dark", secondDesk, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(1), false)
			key(w, fyne.KeyF7)
		}},
		{"problems-light", medium, "light", nil, func(w *Window, _ *fakeDesk) { w.tabs.choose(string(showProblems)) }},
		{"rule-hint-light", large, "light", ruleDesk, func(w *Window, _ *fakeDesk) { w.list.goTo(w.place(2), false) }},
		{"rule-hint-small-dark", small, "dark", ruleDesk, func(w *Window, _ *fakeDesk) { w.list.goTo(w.place(2), false) }},
		{"rule-preview-dark", medium, "dark", ruleDesk, func(w *Window, d *fakeDesk) {
			w.list.goTo(w.place(2), false)
			d.changes = []int64{1, 3, 5, 7, 12}
			w.makeRule(d.suggests)
		}},
		{"rules-small-light", small, "light", ruleDesk, func(w *Window, d *fakeDesk) {
			d.rules = []desk.Rule{{Vendor: "Office World", Category: "Office supplies", Times: 3, Since: testNow}, {Vendor: "Shell", Category: "Fuel", Since: testNow}}
			w.showRules()
		}},
		{"tags-small-dark", small, "dark", func() *fakeDesk {
			d := newFakeDesk(pile()...)
			d.receipts[0].Tags, d.receipts[2].Tags = []string{"tax 2026", "trip"}, []string{"trip"}
			return d
		}, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(1), false)
			w.list.goTo(w.place(3), true)
			w.showTags()
			typeText(w, "t")
		}},
		{"join-light", small, "light", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(1), false)
			w.list.goTo(w.place(3), true)
			w.askJoin()
		}},
		{"split-dark", medium, "dark", func() *fakeDesk {
			d := newFakeDesk(pile()...)
			d.pages, d.settings.Engine = 3, receipt.Veryfi
			return d
		}, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(3), false)
			w.askSplit()
		}},
		{"watched-dark", small, "dark", func() *fakeDesk {
			d := newFakeDesk(pile()...)
			d.watched = []string{"/home/anna/Scans", "/media/office/scanner/receipts of the year 2026/incoming from the front desk"}
			return d
		}, func(w *Window, _ *fakeDesk) { w.showWatched() }},
		{"watch-light", small, "light", nil, func(w *Window, d *fakeDesk) {
			d.lying = 12
			w.watch("/home/anna/Scans")
		}},
		{"several-dark", medium, "dark", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(4, false)
			w.list.goTo(13, true)
		}},
		{"mend-huge-dark", huge, "dark", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(11, false)
			retype(w, receipt.FieldSubtotal, "300+16")
		}},
		{"lines-dark", huge, "dark", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(5, false)
			w.window.Canvas().Focus(w.panel.form.items.cells)
			w.panel.form.items.cells.step(1, 2)
			typeText(w, "1.5*2")
		}},
		{"words-light", large, "light", wordDesk, func(w *Window, _ *fakeDesk) {
			w.list.goTo(w.place(2), false)
			w.panel.form.focus(w.panel.form.fields[receipt.FieldTotal])
			pointAt(w, 0.82, 0.578)
		}},
		{"found-dark", medium, "dark", wordDesk, func(w *Window, _ *fakeDesk) {
			w.search.SetText("pens")
			w.list.goTo(0, false)
		}},
		{"keys-light", medium, "light", nil, func(w *Window, _ *fakeDesk) { w.showKeys() }},
		{"bulk-dark", small, "dark", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(4, false)
			w.list.goTo(6, true)
			w.showBulk()
			typeText(w, "of")
		}},
		{"typing-light", huge, "light", func() *fakeDesk { return newFakeDesk(twenty(3)...) }, func(w *Window, _ *fakeDesk) {
			w.tabs.choose(string(showReview))
			w.list.goTo(0, false)
			w.search.SetText("vendor:shell total>50 date:2026-11")
			w.list.goTo(1, false)
			retype(w, receipt.FieldVendor, "sh")
			w.list.focus()
			w.list.goTo(2, false)
			retype(w, receipt.FieldVendor, "shel")
		}},
		{"history-light", large, "light", func() *fakeDesk {
			d := newFakeDesk(pile()...)
			d.pages = 3
			return d
		}, func(w *Window, _ *fakeDesk) {
			w.list.goTo(6, false)
			w.panel.form.past.toggle()
			w.tabs.choose(string(showReady))
		}},
		{"settings-veryfi-dark", medium, "dark", func() *fakeDesk {
			d := newFakeDesk(pile()...)
			d.settings.Engine = receipt.Veryfi
			d.keychain = errKeychain
			return d
		}, func(w *Window, _ *fakeDesk) { w.showSettings() }},
		{"settings-news-light", small, "light", newsDesk("ssh", desk.Link{Wanted: true, Up: true, Public: "https://hooks.example.com",
			Words: "Registered at https://hooks.example.com: the service tells at once when a receipt is read."}), func(w *Window, _ *fakeDesk) {
			p := w.settingsForTest()
			p.sheet.scroll.ScrollToBottom()
		}},
		{"settings-large-dark", fyne.NewSize(1280, 1300), "dark", newsDesk("cloudflared", desk.Link{Wanted: true, Stuck: true,
			Words: "The program cloudflared is not on this computer: install it from https://developers.cloudflare.com/ and try again. Spindle asks the service itself meanwhile."}),
			func(w *Window, _ *fakeDesk) { w.settingsForTest() }},
		{"offer-light", medium, "light", nil, func(w *Window, d *fakeDesk) {
			w.list.goTo(5, false)
			d.tell(desk.Event{Offers: []desk.Offer{offerOf("a", 38)}})
			d.tell(desk.Event{Link: &desk.Link{Wanted: true, Up: true}})
			d.tell(desk.Event{Link: &desk.Link{Wanted: true, Public: "https://hooks.example.com"}})
		}},
		{"offers-small-dark", small, "dark", nil, func(w *Window, d *fakeDesk) {
			w.list.goTo(4, false)
			d.tell(desk.Event{Offers: []desk.Offer{offerOf("a", 38), offerOf("b", 2)}})
			w.toast.say(toneInfo, "Moved 1 receipt to the trash.", "Undo", func() {})
		}},
		{"export-light", medium, "light", nil, func(w *Window, _ *fakeDesk) {
			w.cfg.ExportDir = os.TempDir()
			w.showExport()
		}},
		{"export-xero-dark", medium, "dark", nil, func(w *Window, d *fakeDesk) {
			w.cfg.ExportDir = os.TempDir()
			d.before = map[int64]desk.Exported{1: {}}
			d.choices["xero-bills"] = desk.ExportChoices{Accounts: map[string]string{"": "429", "Fuel": "449"}, Values: map[string]string{"date-order": "DD/MM/YYYY"},
				Taxes: map[string]string{"19": "19% (VAT on Expenses)", "unknown": "20% (VAT on Expenses)"}}
			w.showExport()
			inSheet[*picker](w).SetSelected("Xero bills")
			w.sheet.scroll.ScrollToBottom()
		}},
		{"locked-light", medium, "light", nil, func(w *Window, _ *fakeDesk) {
			w.show(4)
			w.correct(4, receipt.FieldVendor, "Another Shop")
		}},
		{"export-pack-dark", medium, "dark", nil, func(w *Window, _ *fakeDesk) {
			w.cfg.ExportDir = os.TempDir()
			w.showExport()
			inSheet[*choice](w).choose(shapePack)
		}},
		{"exported-light", medium, "light", nil, func(w *Window, _ *fakeDesk) {
			w.tabs.choose(string(showExported))
			w.list.goTo(0, false)
		}},
		{"trash-light", medium, "light", func() *fakeDesk {
			d := newFakeDesk(pile()...)
			for _, i := range []int{1, 5, 8} {
				d.receipts[i].Trashed = testNow
			}
			return d
		}, func(w *Window, _ *fakeDesk) {
			w.tabs.choose(string(showTrash))
			w.list.goTo(1, false)
		}},
		{"filters-light", medium, "light", nil, func(w *Window, _ *fakeDesk) {
			w.list.goTo(5, false)
			w.showFilters()
		}},
		{"export-small-light", small, "light", nil, func(w *Window, d *fakeDesk) {
			w.cfg.ExportDir = os.TempDir()
			w.showExport()
			inSheet[*picker](w).SetSelected("Xero bills")
		}},
	}
	for _, s := range screens {
		inLooks(t, s.name, s.look, func(t *testing.T, look string) image.Image {
			d := newFakeDesk(pile()...)
			if s.desk != nil {
				d = s.desk()
			}
			d.settings.Theme = look
			w := openWindow(t, d, s.size)
			if s.do != nil {
				s.do(w, d)
			}
			return w.window.Canvas().Capture()
		})
	}
}

// inLooks compares the screen that draw draws with its picture. With SPINDLE_SHOTS
// it is drawn light and dark, and both are written into that folder instead.
func inLooks(t *testing.T, name, look string, draw func(t *testing.T, look string) image.Image) {
	t.Helper()
	dir := os.Getenv("SPINDLE_SHOTS")
	if dir == "" {
		t.Run(name, func(t *testing.T) { assertScreen(t, name, draw(t, look)) })
		return
	}
	for _, look := range []string{"light", "dark"} {
		each := strings.TrimSuffix(strings.TrimSuffix(name, "-light"), "-dark") + "-" + look
		t.Run(each, func(t *testing.T) { save(t, draw(t, look), filepath.Join(dir, each+".png")) })
	}
}

// newsDesk is a desk whose service tells at once.
func newsDesk(tunnel string, l desk.Link) func() *fakeDesk {
	return func() *fakeDesk {
		d := newFakeDesk(pile()...)
		s := &d.settings
		s.Engine, s.Webhook, s.Tunnel = receipt.Veryfi, true, tunnel
		s.PublicURL, s.TunnelHost, s.TunnelPort = "https://hooks.example.com", "anna@example.com", 8765
		d.credentials = desk.Credentials{ClientID: "vrfa2b3c4", ClientSecret: "secret", Username: "anna", APIKey: "key"}
		d.link = l
		d.spending.Documents = 12
		return d
	}
}

// offerOf is an offer of so many new receipts.
func offerOf(batch string, n int) desk.Offer {
	price := receipt.MustAmount("0.08").Times(n)
	return desk.Offer{Batch: batch, New: n, Held: 2, Documents: n, Price: price, Currency: "USD", LeftToday: 488,
		Words: fmt.Sprintf("%d new, 2 held: about %s USD", n, price)}
}

var update = flag.Bool("update", false, "write the pictures of the screens anew")

// assertScreen compares a screen with its picture in testdata. Small
// differences of rendering between machines are let pass.
func assertScreen(t *testing.T, name string, got image.Image) {
	t.Helper()
	path := filepath.Join("testdata", name+".png")
	if *update {
		save(t, got, path)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Fatalf("the screen is %v, its picture %v", got.Bounds(), want.Bounds())
	}
	far := 0
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			if distance(got.At(x, y), want.At(x, y)) > 48 {
				far++
			}
		}
	}
	if most := got.Bounds().Dx() * got.Bounds().Dy() / 2000; far > most {
		failed := filepath.Join("testdata", "failed", name+".png")
		if err := os.MkdirAll(filepath.Dir(failed), 0o755); err != nil {
			t.Fatal(err)
		}
		save(t, got, failed)
		t.Errorf("%d pixels differ from %s, at most %d may; see %s", far, path, most, failed)
	}
}

// distance is the largest difference of a channel, 0 to 255.
func distance(a, b color.Color) int {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	d := func(x, y uint32) int { return max(int(x>>8)-int(y>>8), int(y>>8)-int(x>>8)) }
	return max(d(r1, r2), d(g1, g2), d(b1, b2))
}

// save writes a picture in 256 colours, those that it has the most of and
// that differ: a third of the size, and the eye sees no difference.
func save(t testing.TB, m image.Image, path string) {
	t.Helper()
	counts := make(map[color.NRGBA]int)
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			counts[color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA)]++
		}
	}
	colors := make([]color.NRGBA, 0, len(counts))
	for c := range counts {
		colors = append(colors, c)
	}
	slices.SortFunc(colors, func(a, b color.NRGBA) int {
		if d := counts[b] - counts[a]; d != 0 {
			return d
		}
		return cmp.Or(cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var p color.Palette
	for _, c := range colors {
		if len(p) < 256 && (len(p) < 48 || distance(p.Convert(c), c) > 14) {
			p = append(p, c)
		}
	}
	nearest := make(map[color.NRGBA]uint8, len(counts))
	for c := range counts {
		nearest[c] = uint8(p.Index(c))
	}
	to := image.NewPaletted(m.Bounds(), p)
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			to.SetColorIndex(x, y, nearest[color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA)])
		}
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, to); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
