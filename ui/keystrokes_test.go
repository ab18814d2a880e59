package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// typist counts the keys that a person presses.
type typist struct {
	w    *Window
	keys int
}

func (p *typist) key(name fyne.KeyName) { p.keys++; key(p.w, name) }
func (p *typist) shortcut(s fyne.Shortcut) {
	p.keys++
	shortcut(p.w, s)
}

// twenty are receipts to review: the figures of most prove and only the
// certainty of the total was low, some have a doubtful vendor.
func twenty(doubtful int) []receipt.Receipt {
	all := make([]receipt.Receipt, 20)
	for i := range all {
		r := pile()[2] // 60.00 + 11.40 = 71.40
		r.ID, r.Batch, r.Status = int64(i+1), "twenty", receipt.Review
		r.Fields.InvoiceNumber = fmt.Sprint(i)
		r.Evidence = map[receipt.Field]receipt.Evidence{receipt.FieldTotal: {Box: [4]float64{0.7, 0.8, 0.9, 0.85}, Score: score(0.7)}}
		r.Reasons = []string{"The total is uncertain: please compare it with the picture"}
		if i < doubtful {
			r.Evidence = map[receipt.Field]receipt.Evidence{receipt.FieldVendor: {Box: [4]float64{0.1, 0.1, 0.4, 0.13}, Score: score(0.5)}}
			r.Reasons = []string{"The vendor is uncertain: please compare it with the picture"}
		}
		all[i] = r
	}
	return all
}

// Twenty receipts are reviewed by the keyboard alone: one key for each that
// needs no change, three for each with a doubt that is looked at, and one key
// for all that their figures prove.
func TestKeystrokesForTwentyReceipts(t *testing.T) {
	left := func(d *fakeDesk) (n int) {
		for _, r := range d.receipts {
			if r.Status == receipt.Review {
				n++
			}
		}
		return n
	}
	t.Run("Enter on each", func(t *testing.T) {
		d := newFakeDesk(twenty(0)...)
		w := openWindow(t, d, large)
		w.tabs.choose(string(showReview))
		w.list.goTo(0, false)
		p := &typist{w: w}
		for left(d) > 0 && p.keys < 100 {
			p.key(fyne.KeyReturn)
		}
		if left(d) != 0 || p.keys != 20 {
			t.Errorf("%d keys leave %d, want 20 keys", p.keys, left(d))
		}
	})
	t.Run("a doubt in each of eight", func(t *testing.T) {
		d := newFakeDesk(twenty(8)...)
		w := openWindow(t, d, large)
		w.tabs.choose(string(showReview))
		p := &typist{w: w}
		p.shortcut(controlShift(fyne.KeyReturn)) // the twelve that prove
		if left(d) != 8 {
			t.Fatalf("after one key %d are left, want the 8 with a doubt", left(d))
		}
		for left(d) > 0 && p.keys < 100 {
			p.key(fyne.KeyF8)
			line := w.panel.form.fields[receipt.FieldVendor]
			if w.window.Canvas().Focused() != fyne.Focusable(line.input) || line.input.SelectedText() == "" || !w.panel.viewer.picture.near {
				t.Fatal("F8 does not lead to the doubtful field, selected, with its place near")
			}
			p.key(fyne.KeyReturn) // it is right as it is
			p.key(fyne.KeyReturn) // accept and next
		}
		if p.keys != 1+3*8 || left(d) != 0 {
			t.Errorf("%d keys leave %d, want %d", p.keys, left(d), 1+3*8)
		}
	})
	t.Run("two keys with Ctrl", func(t *testing.T) {
		d := newFakeDesk(twenty(20)...)
		w := openWindow(t, d, large)
		w.tabs.choose(string(showReview))
		p := &typist{w: w}
		for left(d) > 0 && p.keys < 100 {
			p.key(fyne.KeyF8)
			p.shortcut(control(fyne.KeyReturn))
		}
		if p.keys != 40 || left(d) != 0 {
			t.Errorf("%d keys leave %d, want 40", p.keys, left(d))
		}
	})
}

func TestAcceptAllThatProveLeavesDoubts(t *testing.T) {
	all := twenty(1)
	all[1].Fields.Total = receipt.MustAmount("72.40") // it does not add up
	all[2].Fields.Date = receipt.Date{}
	all[3].Reasons = append(all[3].Reasons, "Looks like receipt 7 again: the same vendor, day and total")
	d := newFakeDesk(all...)
	w := openWindow(t, d, large)
	w.list.shift = true
	key(w, fyne.KeyF8) // back, from nowhere
	w.list.shift = false
	shortcut(w, controlShift(fyne.KeyReturn))
	for i, r := range d.receipts {
		if want := i >= 4; (r.Status == receipt.Ready) != want {
			t.Errorf("#%d is %s", r.ID, r.Status)
		}
	}
	if !w.prove.Hidden || w.toast.text() == "" {
		t.Errorf("the button is still there, the toast says %q", w.toast.text())
	}
	w.undo()
	if d.find(20).Status != receipt.Review || w.prove.Hidden || w.prove.text != "Accept 16 that prove" {
		t.Errorf("after undo #20 is %s, the button says %q", d.find(20).Status, w.prove.text)
	}
}
