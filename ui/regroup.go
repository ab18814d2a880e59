package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// joinable tells of a receipt that can be joined with the others that are selected.
func (w *Window) joinable(e *entry) bool {
	return len(w.list.selection.ids) > 1 && w.desk.CanRegroup(e.receipt)
}

// splittable tells of a receipt of several pages.
func (w *Window) splittable(e *entry) bool {
	return len(w.list.selection.ids) == 1 && w.desk.CanSplit(e.receipt)
}

// reorderable tells of a receipt of several files.
func (w *Window) reorderable(e *entry) bool {
	return len(w.list.selection.ids) == 1 && len(e.receipt.Originals) > 1 && w.desk.CanRegroup(e.receipt)
}

// anew says what a new reading means.
func (w *Window) anew() string {
	switch {
	case w.settings.Engine != receipt.Veryfi:
		return tr("It is read anew, on this computer.")
	case w.settings.AskBeforePaying:
		return tr("It is read anew: what Veryfi costs is offered before anything is sent.")
	}
	return tr("It is sent to Veryfi anew.")
}

// askJoin asks for the order in which the selected receipts become one.
func (w *Window) askJoin() {
	if w.sheet != nil || !w.saved() {
		return
	}
	ids := w.chosen(w.joinable)
	if all := w.list.chosen(); len(ids) < 2 || len(ids) < len(all) {
		w.toast.say(toneInfo, tr("Select two receipts or more that are not on their way to be read; they become the pages of one."), "", nil)
		return
	}
	parts := make([]pagePart, len(ids))
	for i, id := range ids {
		e := w.book.get(id)
		parts[i] = pagePart{fmt.Sprintf("#%d  %s", id, file(e.receipt)), pagesOf(w.desk.Pages(e.receipt)), w.thumb(e, 0)}
	}
	text := w.anew() + " " + tr("The single ones go to the trash: nothing is deleted, and Ctrl+Z takes it back.")
	w.askOrder(tr("Join %s into one", receipts(len(ids))), text, tr("Join"), parts, func(order []int) {
		sorted := make([]int64, len(order))
		for i, at := range order {
			sorted[i] = ids[at]
		}
		var added desk.Added
		w.do(func(ctx context.Context) (err error) { added, err = w.desk.Join(ctx, sorted...); return err }, func() {
			w.showNew(added)
			w.toast.say(toneGood, tr("Joined %s.", receipts(len(ids))), tr("Undo"), w.undo)
		})
	})
}

// askReorder asks for another order of a receipt's files.
func (w *Window) askReorder() {
	ids := w.chosen(w.reorderable)
	if len(ids) != 1 || w.sheet != nil || !w.saved() {
		return
	}
	e := w.book.get(ids[0])
	parts, page := make([]pagePart, len(e.receipt.Originals)), 0
	for i, o := range e.receipt.Originals {
		parts[i] = pagePart{file(receipt.Receipt{Originals: e.receipt.Originals[i:]}), pagesOf(max(o.Pages, 1)), w.thumb(e, page)}
		page += max(o.Pages, 1)
	}
	w.askOrder(tr("Order of the pages"), tr("What was read stays as it is: nothing is sent again."), tr("Keep this order"), parts, func(order []int) {
		w.do(func(ctx context.Context) error { return w.desk.Reorder(ctx, e.id(), order) }, func() {
			w.panel.viewer.forget()
			w.toast.say(toneGood, tr("The pages have another order."), tr("Undo"), w.undo)
		})
	})
}

// askOrder asks for an order.
func (w *Window) askOrder(title, text, yes string, parts []pagePart, then func(order []int)) {
	p := newPageOrder(parts, w.window.Canvas())
	p.onKey = func(ev *fyne.KeyEvent) { w.sheetKey(ev) }
	p.fill()
	w.showSheet(title, text, 520, p.rows, []fyne.CanvasObject{
		newButton(tr("Cancel"), "", normal, func() { w.sheet.close() }),
		newButton(yes, iconCheck, primary, func() { w.sheet.close(); then(p.order) })})
}

// askSplit says what splitting a receipt means before it is done.
func (w *Window) askSplit() {
	ids := w.chosen(w.splittable)
	if len(ids) != 1 || w.sheet != nil || !w.saved() {
		return
	}
	e := w.book.get(ids[0])
	n := len(e.receipt.Originals)
	what := tr("Each of its files becomes a receipt.")
	if n == 1 {
		n, what = w.desk.Pages(e.receipt), tr("Each of its pages becomes a receipt.")
	}
	body := flow(gapSmall, newParagraph(what+" "+w.anew(), theme.SizeNameText, theme.ColorNameForeground),
		newParagraph(tr("The whole goes to the trash: nothing is deleted, and Ctrl+Z takes it back."), theme.SizeNameText, colorMuted))
	w.showSheet(tr("Split #%d into %s?", e.id(), receipts(n)), "", 480, body, []fyne.CanvasObject{
		newButton(tr("Cancel"), "", normal, func() { w.sheet.close() }),
		newButton(tr("Split"), iconCheck, primary, func() { w.sheet.close(); w.splitUp(e.id()) })})
}

func (w *Window) splitUp(id int64) {
	var added desk.Added
	w.do(func(ctx context.Context) (err error) { added, err = w.desk.SplitUp(ctx, id); return err }, func() {
		w.showNew(added)
		w.toast.say(toneGood, tr("Split #%d into %s.", id, receipts(len(added.Receipts))), tr("Undo"), w.undo)
	})
}

// showNew goes to the first of new receipts.
func (w *Window) showNew(added desk.Added) {
	if len(added.Receipts) > 0 && w.book.get(added.Receipts[0].ID) != nil {
		w.show(added.Receipts[0].ID)
	}
}
