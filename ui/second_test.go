package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func (d *fakeDesk) CanReadAgain(r receipt.Receipt) bool {
	return r.Status.Read() && r.Trashed.IsZero() && !r.Second.Open()
}

func (d *fakeDesk) ReadAgain(_ context.Context, ids ...int64) (int, error) {
	d.note("read again %d", ids[0])
	return len(ids), d.change("read again", ids, func(r *receipt.Receipt) error {
		r.Second = receipt.Second{Engine: r.Engine.Other(), Status: receipt.SecondWaiting}
		return nil
	})
}

func (d *fakeDesk) Readings(_ context.Context, id int64) (desk.Readings, error) {
	r := *d.find(id)
	read := desk.Readings{Receipt: r, Second: d.second, Yours: map[desk.Part]bool{}}
	for _, name := range receipt.AllFields() {
		if r.Fields.Get(name) != d.second.Get(name) && name != receipt.FieldNotes {
			read.Differ = append(read.Differ, name)
		}
		read.Yours[name] = r.Corrected[name]
	}
	if len(d.second.LineItems) > 0 {
		read.Differ = append(read.Differ, desk.PartLineItems)
	}
	return read, nil
}

func (d *fakeDesk) TakeSecond(_ context.Context, id int64, parts ...desk.Part) error {
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = string(p)
	}
	d.note("take %s %d", strings.Join(words, ","), id)
	return d.change("take "+strings.Join(words, ","), []int64{id}, func(r *receipt.Receipt) error {
		r.Second.Status = receipt.SecondSettled
		return nil
	})
}

func (d *fakeDesk) CostOf(_ context.Context, engine receipt.Engine, n int) (desk.Cost, error) {
	if engine != receipt.Veryfi || n == 0 {
		return desk.Cost{}, nil
	}
	return desk.Cost{Words: receipts(n) + ", about " + receipt.MustAmount("0.08").Times(n).String() + " USD", Ask: d.settings.AskBeforePaying}, nil
}

// secondDesk has a pile of which the receipt with the id 5 was read twice.
func secondDesk() *fakeDesk {
	d := newFakeDesk(pile()...)
	for i := range d.receipts {
		d.receipts[i].Engine = receipt.Local
	}
	r := d.find(5)
	r.Second = receipt.Second{Engine: receipt.Veryfi, Status: receipt.SecondRead}
	d.second = r.Fields
	d.second.Vendor, d.second.Total, d.second.InvoiceNumber = "Office World GmbH & Co. KG", receipt.MustAmount("47.60"), ""
	d.second.LineItems = append(slices.Clone(r.Fields.LineItems), receipt.LineItem{Description: "Bag", Quantity: receipt.MustAmount("1"), Price: receipt.MustAmount("0.20"), Total: receipt.MustAmount("0.20")})
	d.find(2).Second = receipt.Second{Engine: receipt.Veryfi, Status: receipt.SecondReading}
	d.find(3).Second = receipt.Second{Engine: receipt.Veryfi, Status: receipt.SecondFailed, Reason: "The service refused it: the picture is too dark."}
	return d
}

// changesOf are what was asked of the desk that changes something.
func changesOf(d *fakeDesk) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(d.asked), func(s string) bool {
		return strings.HasPrefix(s, "page") || strings.HasPrefix(s, "layout") || strings.HasPrefix(s, "history")
	}), "; ")
}

func TestReadAgainAsksWhatItCosts(t *testing.T) {
	d := secondDesk()
	w := openWindow(t, d, large)
	w.list.goTo(w.place(1), false)
	d.asked = nil
	key(w, fyne.KeyF7)
	if w.sheet == nil || len(changesOf(d)) > 0 {
		t.Fatalf("nothing is asked; the desk was told %q", changesOf(d))
	}
	key(w, fyne.KeyEscape)
	if changesOf(d) != "" {
		t.Errorf("after Esc the desk was told %q", changesOf(d))
	}
	key(w, fyne.KeyF7)
	key(w, fyne.KeyReturn)
	if got := changesOf(d); got != "read again 1" {
		t.Errorf("the desk was told %q", got)
	}
	d.find(1).Engine = receipt.Veryfi // the reader on this computer is free
	d.find(1).Second = receipt.Second{}
	d.tell(desk.Event{Changed: []receipt.Receipt{*d.find(1)}})
	d.asked = nil
	key(w, fyne.KeyF7)
	if got := changesOf(d); w.sheet != nil || got != "read again 1" {
		t.Errorf("the desk was told %q, asked first: %v", got, w.sheet != nil)
	}
}

func TestTwoReadingsByKeyboard(t *testing.T) {
	for _, c := range []struct {
		press []fyne.KeyName
		want  string
	}{
		{[]fyne.KeyName{fyne.Key1}, "take  5"},
		{[]fyne.KeyName{fyne.Key2}, "take vendor,total,line_items 5"},
		{[]fyne.KeyName{fyne.Key3}, ""}, // nothing is chosen yet
		{[]fyne.KeyName{fyne.KeyReturn}, ""},
		{[]fyne.KeyName{fyne.KeyEscape}, ""},
	} {
		d := secondDesk()
		w := openWindow(t, d, large)
		w.list.goTo(w.place(5), false)
		d.asked = nil
		key(w, fyne.KeyF7)
		if w.sheet == nil {
			t.Fatal("there is no sheet")
		}
		for _, k := range c.press {
			key(w, k)
		}
		if got := changesOf(d); got != c.want {
			t.Errorf("%s tells the desk %q, want %q", c.press, got, c.want)
		}
	}
}

func TestTakingOnePartOfTheSecond(t *testing.T) {
	d := secondDesk()
	w := openWindow(t, d, small)
	w.list.goTo(w.place(5), false)
	key(w, fyne.KeyF7)
	d.asked = nil
	for _, b := range buttonsOf(w.sheet.body) {
		if b.text == "Take this" {
			b.press()
			break
		}
	}
	key(w, fyne.Key3)
	if got := changesOf(d); got != "take vendor 5" {
		t.Errorf("the desk was told %q", got)
	}
	if w.toast.text() != "Took 1 value that Veryfi read." {
		t.Errorf("the toast says %q", w.toast.text())
	}
}

// buttonsOf are the buttons in an object.
func buttonsOf(o fyne.CanvasObject) []*button {
	var all []*button
	switch o := o.(type) {
	case *button:
		all = append(all, o)
	case *fyne.Container:
		for _, child := range o.Objects {
			all = append(all, buttonsOf(child)...)
		}
	}
	return all
}

func TestASecondReadingThatComesIsTold(t *testing.T) {
	d := secondDesk()
	w := openWindow(t, d, large)
	for status, want := range map[receipt.SecondStatus]string{
		receipt.SecondRead: "Veryfi has read #2 too, and differs.", receipt.SecondSettled: "Veryfi has read #2 too: both say the same.",
	} {
		r := *d.find(2)
		w.book.put([]receipt.Receipt{r}) // under way
		r.Second.Status = status
		d.tell(desk.Event{Changed: []receipt.Receipt{r}})
		if w.toast.text() != want {
			t.Errorf("the toast says %q", w.toast.text())
		}
	}
	w.list.goTo(w.place(3), false)
	if _, words := secondWords(w.panel.entry.receipt); !w.panel.again.Visible() || !strings.Contains(words, "too dark") || !strings.Contains(words, "What was read first stays") {
		t.Errorf("the banner says %q", words)
	}
}

func TestRetryAllAsksWhatItCosts(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.settings.Engine = receipt.Veryfi
	w := openWindow(t, d, large)
	failed := w.failed()
	if len(failed) == 0 {
		t.Fatal("the pile has no problem")
	}
	if w.retries.Visible() {
		t.Error("the button is there among all receipts")
	}
	w.tabs.choose(string(showProblems))
	if !w.retries.Visible() {
		t.Fatal("there is no button")
	}
	d.asked = nil
	w.retries.press()
	if w.sheet == nil || changesOf(d) != "" {
		t.Fatalf("nothing is asked; the desk was told %q", changesOf(d))
	}
	key(w, fyne.KeyReturn)
	if !strings.HasPrefix(changesOf(d), "retry") {
		t.Errorf("the desk was told %q", changesOf(d))
	}
	d.asked = nil
	w.list.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyR, Modifier: fyne.KeyModifierControl | fyne.KeyModifierShift})
	if len(w.failed()) > 0 && w.sheet == nil {
		t.Error("Ctrl+Shift+R asks nothing")
	}
}
