package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// firstDesk is a desk at the very first start.
func firstDesk() *fakeDesk {
	d := newFakeDesk()
	d.layout = desk.Layout{}
	return d
}

// readSamples tries the samples, of which so many are read.
func readSamples(w *Window, d *fakeDesk, read int) {
	for i := range 5 {
		d.added.Receipts = append(d.added.Receipts, receipt.Receipt{ID: int64(i + 1), Batch: "s", Status: receipt.Reading, Created: testNow, Updated: testNow,
			Originals: []receipt.Original{{Path: "/samples/a.jpg", SHA256: "aa", Pages: 1}}})
	}
	test.Tap(w.welcome.samples.do)
	finishSamples(d, read)
}

func finishSamples(d *fakeDesk, read int) {
	for i := range read {
		r := pile()[2]
		r.ID, r.Batch, r.Updated = int64(i+1), "s", testNow.Add(time.Duration(i+1)*time.Second)
		d.tell(desk.Event{Changed: []receipt.Receipt{r}})
	}
}

func TestWelcomeTriesTheSamples(t *testing.T) {
	d := firstDesk()
	w := openWindow(t, d, large)
	if !w.welcome.content.Visible() || w.empty.content.Visible() || w.table.Visible() {
		t.Fatal("the welcome is not what is shown")
	}
	readSamples(w, d, 3)
	if !w.welcome.content.Visible() || w.welcome.progress.words.text != "3 of 5 read" || w.welcome.samples.do.text != "Show them" {
		t.Errorf("while the samples are read it says %q and %q", w.welcome.progress.words.text, w.welcome.samples.do.text)
	}
	finishSamples(d, 5)
	if got := w.welcome.samples.words.text; got != "5 receipts read: 5 ready, 0 to look at." {
		t.Errorf("once they are read it says %q", got)
	}
	test.Tap(w.welcome.samples.do)
	if !w.table.Visible() || w.welcome.content.Visible() || len(w.list.selection.ids) != 1 || !d.layout.Welcomed {
		t.Error("the samples are not shown")
	}
}

func TestWelcomeIsSkippedForGood(t *testing.T) {
	d := firstDesk()
	w := openWindow(t, d, medium)
	test.Tap(w.welcome.skip)
	if !w.empty.content.Visible() || w.welcome.content.Visible() || !d.layout.Welcomed {
		t.Fatal("it cannot be skipped")
	}
	again := openWindow(t, d, medium)
	if again.welcome.content.Visible() || !again.empty.content.Visible() {
		t.Error("it is shown a second time")
	}
}

// Whoever drops receipts of their own at once is not held up.
func TestDropEndsTheWelcome(t *testing.T) {
	d := firstDesk()
	w := openWindow(t, d, medium)
	w.Drop(files(t, "a.jpg"))
	if !w.table.Visible() || w.welcome.content.Visible() || !d.layout.Welcomed || len(w.list.shown) != 1 {
		t.Error("the welcome stays before the receipts")
	}
}

func TestWelcomeChoosesTheReader(t *testing.T) {
	d := firstDesk()
	d.reader = errReader
	w := openWindow(t, d, medium)
	local := w.welcome.local
	if !strings.Contains(local.words.text, "make setup") || local.do.text != "Check again" || local.do.Hidden {
		t.Errorf("without a reader it says %q, %q", local.words.text, local.do.text)
	}
	d.reader = nil
	test.Tap(local.do)
	if !strings.HasPrefix(local.words.text, "Chosen, and ready.") || !local.check.Visible() {
		t.Errorf("with a reader it says %q", local.words.text)
	}
	test.Tap(w.welcome.cloud.do)
	if w.sheet == nil || w.settings.Engine != receipt.Veryfi {
		t.Fatal("the account cannot be entered")
	}
	w.sheet.close()
	if !w.welcome.content.Visible() || local.do.text != "Use this computer" || !w.welcome.cloud.check.Visible() {
		t.Errorf("with Veryfi it offers %q", local.do.text)
	}
	test.Tap(local.do)
	if d.settings.Engine != receipt.Local || !local.check.Visible() {
		t.Error("there is no way back to this computer")
	}
}

// A history that cannot be read is not greeted as a new one.
func TestNoWelcomeWhereThereAreReceipts(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.layout = desk.Layout{}
	w := openWindow(t, d, medium)
	if w.welcome.content.Visible() || !w.table.Visible() {
		t.Error("it greets who has been here")
	}
	d = firstDesk()
	w = openWindow(t, d, medium, func(c *Config) { c.Samples = func() ([]string, error) { return nil, errors.New("the disk is full") } })
	test.Tap(w.welcome.samples.do)
	if !w.welcome.content.Visible() || !strings.Contains(w.toast.text(), "disk is full") || slices.Contains(d.asked, "add") {
		t.Errorf("it says %q", w.toast.text())
	}
}
