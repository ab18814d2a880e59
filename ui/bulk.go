package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// bulkFields are the fields that several receipts may have in common.
var bulkFields = []receipt.Field{receipt.FieldCategory, receipt.FieldDate, receipt.FieldVendor, receipt.FieldCurrency, receipt.FieldPaymentType, receipt.FieldNotes}

func canCorrect(e *entry) bool { return !e.trashed() && e.receipt.Status.Read() }

// showBulk asks for a field and a value for all selected receipts.
func (w *Window) showBulk() {
	ids := w.chosen(canCorrect)
	if len(ids) == 0 {
		w.toast.say(toneInfo, tr("Select receipts that have been read, then set a field on all of them."), "", nil)
		return
	}
	if !w.saved() {
		return
	}
	name := bulkFields[0]
	value := newInput()
	says := newParagraph("", theme.SizeNameCaptionText, colorBlue)
	names := make([]string, len(bulkFields))
	for i, f := range bulkFields {
		names[i] = label(f)
	}
	value.complete = func(text string) string { return w.book.complete(name, text, "") }
	plain := func() (string, error) { return w.book.writing.plain(name, value.Text, receipt.Fields{}, w.today()) }
	foresee := func() {
		says.set("", colorBlue)
		if p, err := plain(); err == nil && p != value.Text {
			says.set("= "+p, colorBlue)
		}
	}
	value.OnChanged = func(string) { foresee() }
	which := newChoice(names, names[0], func(chosen string) {
		for _, f := range bulkFields {
			if label(f) == chosen {
				name = f
			}
		}
		value.suggest()
		foresee()
		w.window.Canvas().Focus(value)
	})
	set := func() {
		p, err := plain()
		if err != nil {
			says.set(sentence(err), colorRed)
			return
		}
		w.sheet.close()
		w.correctEach(ids, name, p)
	}
	button := newButton(tr("Set on %s", receipts(len(ids))), iconCheck, primary, set)
	cancel := newButton(tr("Cancel"), "", normal, func() { w.sheet.close() })
	value.OnSubmitted = func(string) { set() }
	value.onKey = w.sheetKey
	body := flow(gap, which, bare(value), says)
	w.showSheet(tr("Set a field"), tr("It is one step: Ctrl+Z takes it back from all of them. An empty line empties the field."), 560, body, []fyne.CanvasObject{cancel, button})
	w.window.Canvas().Focus(value)
}

// correctEach sets a field on several receipts as one step.
func (w *Window) correctEach(ids []int64, name receipt.Field, plain string) {
	w.unlock(ids, func() { w.setEach(ids, name, plain) }, func() {})
}

func (w *Window) setEach(ids []int64, name receipt.Field, plain string) {
	w.do(func(ctx context.Context) error { return w.desk.CorrectEach(ctx, ids, name, plain) }, func() {
		what := plain
		if what == "" {
			what = tr("empty")
		}
		w.toast.say(toneInfo, tr("Set the %s of %s to %s.", tr(name.Words()), receipts(len(ids)), what), tr("Undo"), w.undo)
	})
}
