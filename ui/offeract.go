package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// askOffers shows what waits for the person's word.
func (w *Window) askOffers() {
	if w.offers.show(w.trouble == "") {
		w.table.Refresh()
	}
	if e := w.panel.entry; e != nil && e.receipt.Status == receipt.Waiting {
		w.panel.reason(e)
		w.panel.one.Refresh()
	}
}

// asks tells of a receipt that waits for the person's word.
func (w *Window) asks(r receipt.Receipt) bool {
	return r.Status == receipt.Waiting && r.Engine == receipt.Veryfi && !copying(r) &&
		slices.ContainsFunc(w.offers.waiting(), func(o desk.Offer) bool { return o.Batch == r.Batch })
}

// sendOffers has everything that waits sent; readOffers has it read here.
func (w *Window) sendOffers() { w.settleOffers(w.offers.waiting(), w.desk.SendBatch) }
func (w *Window) readOffers() { w.settleOffers(w.offers.waiting(), w.desk.SendHere) }

// settleOffers tells the desk the person's word. The bar goes at once, so that
// nobody says it twice; it comes back when the desk could not do it.
func (w *Window) settleOffers(which []desk.Offer, say func(context.Context, string) error) {
	for _, o := range which {
		w.offers.asked[o.Batch] = true
		w.run(func() {
			err := say(w.ctx, o.Batch)
			fyne.Do(func() {
				if err != nil {
					delete(w.offers.asked, o.Batch)
					w.refresh()
				}
				w.fail(err)
			})
		})
	}
	w.refresh()
	if !w.offers.Visible() && w.sheet == nil {
		w.list.focus()
	}
}

// showOffers shows what waits one by one.
func (w *Window) showOffers() {
	var rows []fyne.CanvasObject
	var s *sheet
	for i, o := range w.offers.waiting() {
		if i > 0 {
			rows = append(rows, line())
		}
		words, note := offerWords([]desk.Offer{o}, w.book.writing)
		first := ""
		if e := w.book.get(w.book.batches[o.Batch]); e != nil {
			first = tr("Such as %s.", file(e.receipt)) + " "
		}
		settle := func(say func(context.Context, string) error) func() {
			return func() {
				s.close()
				w.settleOffers([]desk.Offer{o}, say)
				if len(w.offers.waiting()) > 1 {
					w.showOffers()
				}
			}
		}
		here := newButton(tr("Read on this computer"), "", normal, settle(w.desk.SendHere))
		here.setEnabled(w.trouble == "")
		send := newButton(tr("Send to Veryfi"), iconCloud, normal, settle(w.desk.SendBatch))
		title := newParagraph(words, theme.SizeNameText, theme.ColorNameForeground)
		title.bold = true
		rows = append(rows, flow(gapSmall, flow(2, title, newParagraph(first+note, theme.SizeNameCaptionText, colorMuted)), across(gapSmall, send, here)))
	}
	s = w.showSheet(tr("Waiting for your word"), "", 520, flow(gapLarge, rows...), nil)
}

// offerKey takes the shortcuts of the bar.
func (w *Window) offerKey(s *desktop.CustomShortcut) bool {
	if s.KeyName != fyne.KeyS || !w.offers.Visible() {
		return false
	}
	w.sendOffers()
	return true
}
