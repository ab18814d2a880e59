package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// atVeryfi tells that Veryfi may have a document of a receipt.
func atVeryfi(e *entry) bool {
	r := &e.receipt
	first := r.Engine == receipt.Veryfi && r.DocumentID != ""
	second := r.Second.Engine == receipt.Veryfi && r.Second.DocumentID != ""
	return (first || second) && !r.Status.Open() && !r.Second.Open()
}

// corrected tells that there may be something for Veryfi to learn.
func corrected(e *entry) bool {
	return !e.trashed() && atVeryfi(e) && e.receipt.Engine == receipt.Veryfi && len(e.receipt.Corrected) > 0
}

// cuttable tells of a PDF that is too long for the service.
func (w *Window) cuttable(e *entry) bool { return w.desk.CanCut(e.receipt) }

// talkThen asks the service for something, which may take its time, and runs
// after back on Fyne's goroutine. Errors are told.
func (w *Window) talkThen(f func(ctx context.Context) error, after func()) {
	w.talk(func() {
		err := f(w.ctx)
		fyne.Do(func() {
			w.fail(err)
			if err == nil && !w.gone {
				after()
			}
		})
	})
}

// tellCorrections has Veryfi told what was corrected on the selected receipts.
func (w *Window) tellCorrections() {
	ids := w.chosen(corrected)
	if len(ids) == 0 || !w.saved() {
		return
	}
	n := 0
	w.do(func(ctx context.Context) (err error) { n, err = w.desk.PushCorrections(ctx, ids...); return err }, func() {
		if n == 0 {
			w.toast.say(toneInfo, tr("Veryfi knows these corrections already."), "", nil)
			return
		}
		w.toast.say(toneGood, tr("Veryfi is told the corrections of %s. The history of each says what came of it.", receipts(n)), "", nil)
	})
}

// askDelete says what deleting at the service means before it is done.
func (w *Window) askDelete() {
	ids := w.chosen(atVeryfi)
	if len(ids) == 0 || w.sheet != nil || !w.saved() {
		return
	}
	var s *sheet
	text := tr("The pictures and everything read from them are removed from the account at Veryfi. This cannot be undone.")
	if len(ids) == 1 {
		text = tr("The picture and everything read from it are removed from the account at Veryfi. This cannot be undone.")
	}
	body := flow(gapSmall, newParagraph(text, theme.SizeNameText, theme.ColorNameForeground),
		newParagraph(tr("Your copy here stays as it is: the picture, the fields and the history."), theme.SizeNameText, colorMuted))
	s = w.showSheet(tr("Delete %s at Veryfi?", receipts(len(ids))), "", 480, body, []fyne.CanvasObject{
		newButton(tr("Keep"), "", normal, func() { s.close() }),
		newButton(tr("Delete at Veryfi"), iconTrash, normal, func() { s.close(); w.deleteAtService(ids) })})
}

func (w *Window) deleteAtService(ids []int64) {
	n := 0
	w.talkThen(func(ctx context.Context) (err error) { n, err = w.desk.DeleteAtService(ctx, ids...); return err }, func() {
		words := tr("Deleted %s at Veryfi. Your copy here stays.", receipts(n))
		if n == 0 {
			words = tr("Veryfi has no document of these receipts any more.")
		}
		w.toast.say(toneInfo, words, "", nil)
	})
}

// unsure tells that nobody knows whether a receipt arrived at Veryfi.
func unsure(e *entry) bool {
	return !e.trashed() && (desk.Unsure(e.receipt) || desk.UnsureSecond(e.receipt))
}

// askSendAgain says what sending again may cost before it is done.
func (w *Window) askSendAgain() {
	ids := w.chosen(unsure)
	if len(ids) == 0 || w.sheet != nil || !w.saved() {
		return
	}
	var s *sheet
	body := flow(gapSmall, newParagraph(tr("The answer to the first submission was lost, so nobody here can say whether it arrived. If it did, sending again is paid for a second time."), theme.SizeNameText, theme.ColorNameForeground),
		newParagraph(tr("Look in the account at Veryfi first. What is not sent again stays here and is looked for by itself."), theme.SizeNameText, colorMuted))
	s = w.showSheet(trn(len(ids), "Send %d receipt again?", "Send %d receipts again?"), "", 480, body, []fyne.CanvasObject{
		newButton(tr("Wait"), "", normal, func() { s.close() }),
		newButton(tr("Send again"), iconRetry, normal, func() {
			s.close()
			w.do(func(ctx context.Context) error { return w.desk.SendAgain(ctx, ids...) }, nil)
		})})
}

// cut makes several receipts of each selected PDF that is too long.
func (w *Window) cut() {
	for _, id := range w.chosen(w.cuttable) {
		var added desk.Added
		w.do(func(ctx context.Context) (err error) { added, err = w.desk.CutPDF(ctx, id); return err }, func() {
			w.toast.say(toneGood, tr("Split #%d into %s. The whole is in the trash.", id, receipts(len(added.Receipts))), tr("Undo"), w.undo)
		})
	}
}
