package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// complete tells whether a receipt has the fields without which it cannot be
// accepted; if not, it goes to the first that is missing.
func (w *Window) complete(e *entry) bool {
	for _, name := range neededFields {
		if e.receipt.Fields.Get(name) == "" && w.panel.form.fields[name].value == "" {
			w.panel.form.focus(w.panel.form.fields[name])
			w.toast.say(toneWarn, tr("The %s is missing. Type it in, then accept.", tr(name.Words())), "", nil)
			return false
		}
	}
	return true
}

// after is where the next receipt stands of which something is true, going
// on from the top; -1 when there is none but the current one.
func (w *Window) after(is func(*entry) bool) int {
	from, n := w.list.index(), len(w.list.shown)
	for i := 1; i <= n; i++ {
		at := (from + i + n) % n
		if at != from && is(w.list.rows[at]) {
			return at
		}
	}
	return -1
}

// nextDoubt goes to the next field that needs a look, here or in another receipt.
func (w *Window) nextDoubt() {
	var focused receipt.Field
	for _, line := range w.panel.form.order {
		if w.window.Canvas().Focused() == fyne.Focusable(line.input) {
			focused = line.name
		}
	}
	if e := w.panel.entry; e != nil && e.receipt.Status == receipt.Review && w.panel.form.focusDoubt(focused, false) {
		return
	}
	next := w.after(with(receipt.Review))
	if next < 0 {
		w.toast.say(toneGood, tr("Nothing else needs your review here."), "", nil)
		return
	}
	w.list.goTo(next, false)
	w.panel.form.focusDoubt("", false)
}

// show goes to a receipt, wherever it is.
func (w *Window) show(id int64) {
	e := w.book.get(id)
	if e == nil {
		return
	}
	w.search.put("")
	view := showAll
	if e.trashed() {
		view = showTrash
	}
	if w.query.filter != view {
		w.tabs.choose(string(view))
	}
	if i := w.place(id); i >= 0 {
		w.list.goTo(i, false)
	}
}

// goOn selects the receipt after those that are about to leave the list.
func (w *Window) goOn(leaving []int64) {
	gone := make(map[int64]bool, len(leaving))
	for _, id := range leaving {
		gone[id] = true
	}
	last := -1
	for i, id := range w.list.shown {
		if gone[id] {
			last = i
		}
	}
	if last+1 < len(w.list.shown) {
		w.list.goTo(last+1, false)
		return
	}
	for i := last; i >= 0; i-- {
		if !gone[w.list.shown[i]] {
			w.list.goTo(i, false)
			return
		}
	}
}

// place is where a receipt stands in the list, -1 for nowhere.
func (w *Window) place(id int64) int {
	return slices.Index(w.list.shown, id)
}
