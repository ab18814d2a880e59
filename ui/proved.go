package ui

import (
	"context"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// manyProofs is how many receipts are proved to count them for a button.
const manyProofs = 2000

// proved are the receipts of the list that their figures settle.
func (w *Window) proved() []int64 {
	var ids []int64
	for _, e := range w.list.rows {
		if e.provesAlone() {
			ids = append(ids, e.id())
		}
	}
	return ids
}

// acceptProved accepts all receipts of the list that their figures prove.
func (w *Window) acceptProved() {
	if !w.saved() {
		return
	}
	ids := w.proved()
	if len(ids) == 0 {
		w.toast.say(toneInfo, tr("No receipt here is settled by its figures alone: each one left needs a look."), "", nil)
		return
	}
	w.do(func(ctx context.Context) error { return w.desk.Accept(ctx, ids...) }, func() {
		w.toast.say(toneGood, tr("Accepted %s: the figures prove, and vendor and date were read with certainty.", receipts(len(ids))), tr("Undo"), w.undo)
	})
}

// offerProved shows the button that accepts them, where there are some.
func (w *Window) offerProved() {
	n := 0
	if len(w.list.rows) <= manyProofs {
		n = len(w.proved())
	}
	w.prove.setText(trn(n, "Accept %d that proves", "Accept %d that prove"))
	if hidden := n == 0; hidden != w.prove.Hidden {
		w.prove.Hidden = hidden
		w.under.Refresh()
	}
}

// previousDoubt goes back to the field before that needs a look.
func (w *Window) previousDoubt() {
	var focused receipt.Field
	for _, line := range w.panel.form.order {
		if w.window.Canvas().Focused() == line.input {
			focused = line.name
		}
	}
	if focused != "" && w.panel.form.focusDoubtBefore(focused) {
		return
	}
	from, n := max(0, w.list.index()), len(w.list.rows)
	for i := 1; i < n; i++ {
		at := (from - i + n) % n
		if with(receipt.Review)(w.list.rows[at]) {
			w.list.goTo(at, false)
			w.panel.form.focusDoubtBefore("")
			return
		}
	}
	w.toast.say(toneGood, tr("Nothing else needs your review here."), "", nil)
}

// focusDoubtBefore goes to the last doubtful field before one, or of all for "".
func (f *form) focusDoubtBefore(name receipt.Field) bool {
	at := len(f.order)
	for i, line := range f.order {
		if line.name == name {
			at = i
		}
	}
	for i := at - 1; i >= 0; i-- {
		if line := f.order[i]; (line.doubt != "" || line.wrong != "") && !line.input.Disabled() {
			f.focus(line)
			return true
		}
	}
	return false
}

// backwards tells that Shift is held down where the keys are typed.
func (w *Window) backwards() bool {
	switch f := w.window.Canvas().Focused().(type) {
	case *list:
		return f.shift
	case *input:
		return f.shift
	}
	return false
}

// turnDoubt goes to the next doubtful field, or back with Shift.
func (w *Window) turnDoubt() {
	if w.backwards() {
		w.previousDoubt()
		return
	}
	w.nextDoubt()
}

// mend makes the change that the proof of the current receipt suggests.
func (w *Window) mend() {
	if w.panel.entry == nil || !w.panel.one.Visible() || !w.saved() || w.panel.form.proof.take() {
		return
	}
	w.toast.say(toneInfo, tr("There is nothing to mend here: the proof suggests no change."), "", nil)
}
