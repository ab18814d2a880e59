package ui

import (
	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// correctLines gives a receipt other lines. What the desk does not take is
// shown again as it was.
func (w *Window) correctLines(id int64, items []receipt.LineItem, taxes []receipt.TaxLine) {
	w.unlock([]int64{id}, func() { w.setLines(id, items, taxes) }, w.showAgain)
}

func (w *Window) setLines(id int64, items []receipt.LineItem, taxes []receipt.TaxLine) {
	w.run(func() {
		err := w.desk.CorrectLines(w.ctx, id, items, taxes)
		fyne.Do(func() {
			if err == nil {
				return
			}
			w.fail(err)
			if w.gone {
				return
			}
			w.reload(id) // what the form shows was not taken
		})
	})
}

// reload shows a receipt anew as the desk has it.
func (w *Window) reload(id int64) {
	w.run(func() {
		all, err := w.desk.Receipts(w.ctx)
		fyne.Do(func() {
			w.fail(err)
			for _, r := range all {
				if r.ID == id {
					w.book.add(w.book.newEntry(r))
				}
			}
			w.refresh()
		})
	})
}
