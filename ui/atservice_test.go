package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func names(items []*fyne.MenuItem) []string {
	var all []string
	for _, i := range items {
		all = append(all, i.Label)
	}
	return all
}

// item is a menu item by its words.
func item(t *testing.T, w *Window, name string) *fyne.MenuItem {
	t.Helper()
	for _, i := range w.acts() {
		if i.Label == name {
			return i
		}
	}
	t.Fatalf("there is no %q in %q", name, names(w.acts()))
	return nil
}

// readByVeryfi is a pile of which #1 and #2 were read by Veryfi, and #2 corrected.
func readByVeryfi() *fakeDesk {
	d := newFakeDesk(pile()...)
	for id := range int64(2) {
		r := d.find(id + 1)
		r.Engine, r.DocumentID = receipt.Veryfi, "77"
	}
	d.find(2).Corrected = map[receipt.Field]bool{receipt.FieldTotal: true}
	return d
}

func (w *Window) pick(t *testing.T, id int64) {
	t.Helper()
	i := slices.Index(w.list.shown, id)
	if i < 0 {
		t.Fatalf("#%d is not shown", id)
	}
	w.list.goTo(i, false)
}

func TestActsAtVeryfi(t *testing.T) {
	d := readByVeryfi()
	w := openWindow(t, d, large)
	for id, want := range map[int64][2]bool{1: {false, true}, 2: {true, true}, 3: {false, false}} {
		w.pick(t, id)
		all := names(w.acts())
		if got := [2]bool{slices.Contains(all, "Tell Veryfi the corrections"), slices.Contains(all, "Delete at Veryfi…")}; got != want {
			t.Errorf("of #%d there is %q", id, all)
		}
	}
	w.pick(t, 2)
	item(t, w, "Tell Veryfi the corrections").Action()
	if !slices.Contains(d.asked, "tell the corrections of [2]") || !strings.Contains(w.toast.text(), "1 receipt") {
		t.Errorf("%q, it says %q", d.asked, w.toast.text())
	}
}

// Deleting at the service is asked about first, and Enter keeps.
func TestDeleteAtVeryfiAsksFirst(t *testing.T) {
	d := readByVeryfi()
	w := openWindow(t, d, large)
	w.pick(t, 1)
	deleted := func() bool { return slices.Contains(d.asked, "delete [1] at the service") }
	for _, no := range []fyne.KeyName{fyne.KeyEscape, fyne.KeyReturn} {
		item(t, w, "Delete at Veryfi…").Action()
		if w.sheet == nil || deleted() {
			t.Fatal("it does not ask first")
		}
		w.window.Canvas().Unfocus()
		key(w, no)
		if w.sheet != nil || deleted() {
			t.Fatalf("%s deletes, or leaves the question", no)
		}
	}
	item(t, w, "Delete at Veryfi…").Action()
	test.Tap(w.sheetButtons()["Delete at Veryfi"])
	if !deleted() || !strings.Contains(w.toast.text(), "Your copy here stays") {
		t.Errorf("%q, it says %q", d.asked, w.toast.text())
	}
}

func TestLongPDFIsSplit(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.long = map[int64]bool{6: true} // #6 failed
	w := openWindow(t, d, large)
	w.pick(t, 6)
	if w.panel.main.text != "Split into parts" {
		t.Fatalf("the panel offers %q", w.panel.main.text)
	}
	if !slices.Contains(names(w.acts()), "Split into parts…") {
		t.Errorf("the menu has %q", names(w.acts()))
	}
	test.Tap(w.panel.main)
	if !slices.Contains(d.asked, "cut 6") || !strings.HasPrefix(w.toast.text(), "Split #6 into 2 receipts") {
		t.Fatalf("%q, it says %q", d.asked, w.toast.text())
	}
	test.Tap(w.toast.action)
	if !d.find(6).Trashed.IsZero() {
		t.Error("it is not taken back")
	}
}

// A toast covers no button of the panel, the header or the views.
func TestToastCoversNoButton(t *testing.T) {
	for _, size := range []fyne.Size{small, medium, large} {
		w := openWindow(t, newFakeDesk(pile()...), size)
		w.list.goTo(5, false)
		w.toast.say(toneWarn, "Took in 4 receipts. Left out 2, such as notes.txt: it is not a picture or a PDF.", "Show all", func() {})
		w.toast.stop()
		w.toast.layer.Refresh()
		at, area := w.toast.banner.Position(), w.toast.banner.Size()
		driver := fyne.CurrentApp().Driver()
		if tabs := driver.AbsolutePositionForObject(w.tabs); at.Y+area.Height > tabs.Y {
			t.Errorf("at %v the toast reaches down to %v, over the views at %v", size, at.Y+area.Height, tabs.Y)
		}
		for _, b := range []*button{w.panel.main, w.panel.bin, w.panel.more, w.prove, w.header.settings, w.header.add, w.header.export, w.panel.up, w.panel.viewer.zoomIn} {
			p, s := driver.AbsolutePositionForObject(b), b.Size()
			if p.X < at.X+area.Width && at.X < p.X+s.Width && p.Y < at.Y+area.Height && at.Y < p.Y+s.Height {
				t.Errorf("at %v the toast at %v %v covers the button %q %s", size, at, area, b.text, b.icon)
			}
		}
		if at.X < 0 || at.Y < 0 || at.Y+area.Height > size.Height || at.X+area.Width > size.Width {
			t.Errorf("at %v the toast is at %v %v", size, at, area)
		}
	}
}

// unsureDesk is a pile of which nobody knows whether #1 arrived.
func unsureDesk() *fakeDesk {
	d := newFakeDesk(pile()...)
	r := d.find(1)
	r.Engine, r.Status, r.DocumentID = receipt.Veryfi, receipt.Sending, ""
	r.Reasons = []string{"It is not certain whether it arrived: the answer to the submission was lost, and the service does not show it. It is looked for ever more rarely, and taken up once it is there. " +
		"It is not sent again by itself, since it could be paid for twice. Look in the account: if it is not there, choose “Send again”"}
	return d
}

// What may have arrived is sent again only when a person has read what that may cost.
func TestSendAgainIsAskedFor(t *testing.T) {
	d := unsureDesk()
	w := openWindow(t, d, large)
	w.pick(t, 2)
	if slices.Contains(names(w.acts()), "Send again…") {
		t.Error("a receipt that is read can be sent again")
	}
	w.pick(t, 1)
	item(t, w, "Send again…").Action()
	test.Tap(w.sheetButtons()["Wait"])
	if all := d.asked; slices.Contains(all, "send again [1]") {
		t.Fatalf("it was sent: %q", all)
	}
	item(t, w, "Send again…").Action()
	test.Tap(w.sheetButtons()["Send again"])
	if all := d.asked; !slices.Contains(all, "send again [1]") {
		t.Errorf("it was not sent: %q", all)
	}
}
