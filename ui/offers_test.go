package ui

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// said are the words on offers that the desk was told.
func (d *fakeDesk) said() []string {
	var said []string
	for _, a := range d.asked {
		if strings.HasPrefix(a, "send ") || strings.HasPrefix(a, "read here ") {
			said = append(said, a)
		}
	}
	return said
}

func TestOfferIsSentByTheKeyboard(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.offers = []desk.Offer{offerOf("before", 38)}
	w := openWindow(t, d, medium)
	if !w.offers.Visible() || w.offers.words.text != "38 new, 2 held: about 3.04 USD" {
		t.Fatalf("what waited before the window came is %v %q", w.offers.Visible(), w.offers.words.text)
	}
	shortcut(w, control(fyne.KeyS))
	if got := d.said(); !slices.Equal(got, []string{"send before"}) || w.offers.Visible() {
		t.Errorf("the desk was told %q; asked still: %v", got, w.offers.Visible())
	}
	shortcut(w, control(fyne.KeyS)) // nothing waits
	if got := d.said(); len(got) != 1 {
		t.Errorf("the desk was told %q", got)
	}
}

// Tab leads to both buttons, and Enter presses them.
func TestOfferIsReachedByTab(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, medium)
	d.tell(desk.Event{Offers: []desk.Offer{offerOf("a", 3)}})
	for range 40 {
		w.window.Canvas().FocusNext()
		if w.window.Canvas().Focused() == fyne.Focusable(w.offers.here) {
			break
		}
	}
	key(w, fyne.KeyReturn)
	if got := d.said(); !slices.Equal(got, []string{"read here a"}) {
		t.Errorf("the desk was told %q", got)
	}
}

func TestSeveralOffers(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	d.tell(desk.Event{Offers: []desk.Offer{offerOf("a", 38), offerOf("b", 1), offerOf("c", 2)}})
	if w.offers.words.text != "41 new, 6 held in 3 drops: about 3.28 USD" {
		t.Errorf("together they are %q", w.offers.words.text)
	}
	if !strings.Contains(w.header.summary.text, "41 wait for your word") {
		t.Errorf("the header says %q", w.header.summary.text)
	}
	test.Tap(w.offers.each)
	test.Tap(w.sheetButtons()["Send to Veryfi"]) // the last of those with that word
	if got := d.said(); len(got) != 1 || w.sheet == nil {
		t.Fatalf("the desk was told %q; the list is open: %v", got, w.sheet != nil)
	}
	test.Tap(w.sheetButtons()["Read on this computer"])
	if w.sheet != nil {
		t.Error("one is left, and still they are shown one by one")
	}
	test.Tap(w.offers.send)
	got := d.said()
	slices.Sort(got)
	if len(got) != 3 || w.offers.Visible() {
		t.Errorf("the desk was told %q", got)
	}
	for _, batch := range []string{"a", "b", "c"} {
		if !strings.Contains(strings.Join(got, ", "), batch) {
			t.Errorf("nothing was said of %s", batch)
		}
	}
}

// What the desk could not do is asked again; a limit is told; news that came
// before the window had loaded is not forgotten.
func TestOfferThatFails(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.refuse = errors.New("the disk is full")
	d.reader = errReader
	w := openWindow(t, d, medium)
	o := offerOf("a", 38)
	o.Words += ". The limit of 500 documents a day leaves 8 for today; the rest goes on by itself after midnight"
	d.tell(desk.Event{Offers: []desk.Offer{o}})
	if !strings.HasPrefix(w.offers.note.text, "The limit of 500") {
		t.Errorf("of the limit it says %q", w.offers.note.text)
	}
	if !w.offers.here.Disabled() {
		t.Error("it offers a reader that is not there")
	}
	test.Tap(w.offers.send)
	if !w.offers.Visible() || !strings.Contains(w.toast.text(), "disk is full") {
		t.Errorf("asked again: %v, %q", w.offers.Visible(), w.toast.text())
	}
	d.tell(desk.Event{Settled: []string{"a"}})
	w.offers.load([]desk.Offer{o}) // as it was a moment ago
	w.refresh()
	if w.offers.Visible() {
		t.Error("it asks for what is settled")
	}
}

func TestDropsAskBeforePaying(t *testing.T) {
	for _, ask := range []bool{true, false} {
		d := newFakeDesk(pile()...)
		d.settings.Engine, d.settings.AskBeforePaying = receipt.Veryfi, ask
		w := openWindow(t, d, medium)
		w.addSamples()
		if d.options.Ask != ask {
			t.Errorf("asking is %v, added with %v", ask, d.options.Ask)
		}
	}
}
