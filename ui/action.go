package ui

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// do has the desk do something away from Fyne's goroutine, after all that was
// asked before, and then runs after back on it. Errors are told.
func (w *Window) do(f func(ctx context.Context) error, after func()) {
	w.run(func() {
		err := f(w.ctx)
		fyne.Do(func() {
			w.fail(err)
			if err == nil && after != nil && !w.gone {
				after()
			}
		})
	})
}

// fail tells the person about an error.
func (w *Window) fail(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	w.log.Warn("told the person", "error", err)
	if w.gone { // it was asked for before another client was shown
		c, _ := w.client()
		w.shelf.shown.toast.say(toneBad, c.Name+": "+sentence(err), "", nil)
		return
	}
	w.toast.say(toneBad, sentence(err), "", nil)
}

// refresh shows what the book now holds.
func (w *Window) refresh() {
	b := w.book
	if !b.loaded {
		w.header.summary.set(summaryWords(b, w.offers.count()))
		return
	}
	w.header.summary.set(summaryWords(b, w.offers.count()))
	local := w.settings.Engine != receipt.Veryfi
	trouble := ""
	if local {
		trouble = w.trouble
	}
	if w.welcoming() {
		w.welcome.show(w)
		w.swap(w.welcome.content, w.empty.content, w.table)
		w.header.export.setEnabled(false)
		return
	}
	if w.welcome.open {
		w.endWelcome() // the first receipt came in by another way
		return
	}
	if len(b.entries) == 0 {
		w.empty.show(local, trouble, w.cfg.Samples != nil)
		w.swap(w.empty.content, w.table, w.welcome.content)
		w.header.export.setEnabled(false)
		return
	}
	w.header.export.setEnabled(true)
	w.tabs.number(b.tally.counts())
	w.notifier.heard(&b.tally)
	if w.header.progress.show(w.offers.goesOn(b.tally.work()), w.now()) {
		w.table.Refresh()
	}
	if w.banner.text == "" && trouble != "" && trouble != w.dismissed {
		w.warn(toneWarn, trouble)
	}
	w.askOffers()
	w.swap(w.table, w.empty.content, w.welcome.content)
	w.query.stay = w.list.selection.current
	w.refill()
}

func (w *Window) swap(show fyne.CanvasObject, hide ...fyne.CanvasObject) {
	for _, o := range hide {
		if o.Visible() {
			o.Hide()
		}
	}
	if !show.Visible() {
		show.Show()
		w.main.Refresh()
	}
}

// ask shows the receipts of a changed query.
func (w *Window) ask() {
	w.query.stay = 0
	w.refill()
}

// refill shows the receipts that the query asks for.
func (w *Window) refill() {
	shown := w.query.find(w.book, w.list.rows)
	w.list.set(shown)
	if none := len(shown) == 0; none != w.noHits.Visible() {
		w.noHits.Hidden = !none
	}
	if len(shown) == 0 {
		w.sayEmpty()
	}
	w.offerProved()
	w.offerRetry()
	w.selected()
}

// sayEmpty says why there is nothing in the list.
func (w *Window) sayEmpty() {
	words := map[filter]string{
		showAll: "Everything is in the trash.", showReview: "Nothing needs your review.", showReady: "Nothing waits to be exported.",
		showExported: "Nothing has been exported yet.", showProblems: "No problems. Well done.", showTrash: "The trash is empty.",
	}
	title, text := tr(words[w.query.filter]), ""
	if w.query.search != "" {
		title, text = tr("Nothing found"), tr("No receipt here has “%s” in it. Esc shows them all again.", w.query.search)
		if problem := parseSearch(w.query.search, w.book.writing, w.today()).problem; problem != "" {
			text = problem
		}
	}
	w.noHits.Objects = placeholder(iconSearch, title, text).Objects
	w.noHits.Refresh()
}

// selected shows the selected receipts in the panel and the footer.
func (w *Window) selected() {
	if w.query.stay != 0 && w.query.stay != w.list.selection.current {
		w.ask() // the one that stayed is left, and goes
		return
	}
	shown := w.list.shown
	entries := w.list.chosen()
	switch len(entries) {
	case 0:
		w.panel.showNone()
	case 1:
		if e := entries[0]; w.panel.entry != e || !w.panel.one.Visible() {
			w.panel.showOne(e, w.desk.Pages(e.receipt), w.list.index(), len(shown))
		}
	default:
		w.panel.showMany(entries)
	}
	w.footer(entries)
}

// footer counts and sums: what is selected, or all that is shown.
func (w *Window) footer(entries []*entry) {
	words := ""
	if len(entries) > 0 {
		words = tr("%d of %s selected", len(entries), receipts(len(w.list.shown)))
	} else {
		entries = w.list.rows
		words = receipts(len(entries))
		if w.query.filter == showAll && w.query.search == "" {
			words = w.book.tally.balanceWords()
		}
		if on := pictureWords(w.byPicture(), len(entries)); on != "" {
			words += "  ·  " + on
		}
	}
	if s := sums(entries, w.book.writing, "  ·  "); s != "" {
		words += "  ·  " + s
	}
	w.foot.set(words, colorMuted)
	w.under.Refresh()
}

// chosen are the selected receipts of which something is true.
func (w *Window) chosen(is func(*entry) bool) []int64 {
	var ids []int64
	for _, e := range w.list.chosen() {
		if is(e) {
			ids = append(ids, e.id())
		}
	}
	return ids
}

func with(s receipt.Status) func(*entry) bool {
	return func(e *entry) bool { return !e.trashed() && e.receipt.Status == s }
}

func (w *Window) correct(id int64, name receipt.Field, plain string) {
	w.unlock([]int64{id}, func() {
		w.do(func(ctx context.Context) error { return w.desk.Correct(ctx, id, name, plain) }, nil)
	}, w.showAgain)
}

// accept says that the selected receipts are right.
func (w *Window) accept() {
	if ids := w.chosen(with(receipt.Review)); len(ids) > 0 && w.saved() {
		w.do(func(ctx context.Context) error { return w.desk.Accept(ctx, ids...) }, nil)
	}
}

// saved saves what is being typed; when that cannot be taken it goes there.
func (w *Window) saved() bool {
	if !w.list.edit.commit() {
		w.list.edit.focus()
		return false
	}
	if w.panel.form.commitAll() {
		return true
	}
	for _, line := range w.panel.form.order {
		if line.wrong != "" {
			w.panel.form.focus(line)
			break
		}
	}
	return false
}

// acceptNext accepts the current receipt and goes to the next one to look at.
func (w *Window) acceptNext() {
	if len(w.list.selection.ids) > 1 {
		w.accept()
		return
	}
	if !w.saved() {
		return
	}
	if chosen := w.list.chosen(); len(chosen) == 1 && with(receipt.Held)(chosen[0]) && w.hasTwin(chosen[0]) {
		w.compareTwin()
		return
	}
	ids := w.chosen(with(receipt.Review))
	if len(ids) == 1 && !w.complete(w.book.get(ids[0])) {
		return
	}
	if next := w.after(with(receipt.Review)); next >= 0 {
		w.list.goTo(next, false)
	} else if w.query.filter == showReview {
		w.list.selection.clear() // the last one
		w.list.selected()
	} else if len(ids) == 0 {
		w.list.step(1, false)
	}
	w.list.focus()
	if len(ids) > 0 {
		w.do(func(ctx context.Context) error { return w.desk.Accept(ctx, ids...) }, nil)
	}
}

func (w *Window) retry() {
	w.askRetry(w.chosen(with(receipt.Failed)))
}

func (w *Window) release() {
	if ids := w.chosen(with(receipt.Held)); len(ids) > 0 {
		w.do(func(ctx context.Context) error { return w.desk.Release(ctx, ids...) }, nil)
	}
}

// trash moves the selected receipts to the trash and offers to take it back.
func (w *Window) trash() {
	ids := w.chosen(func(e *entry) bool { return !e.trashed() })
	if len(ids) == 0 {
		return
	}
	w.goOn(ids)
	w.do(func(ctx context.Context) error { return w.desk.Trash(ctx, ids...) }, func() {
		w.toast.say(toneInfo, tr("Moved %s to the trash.", receipts(len(ids))), tr("Undo"), w.undo)
	})
}

func (w *Window) restore() {
	ids := w.chosen((*entry).trashed)
	if len(ids) == 0 {
		return
	}
	w.goOn(ids)
	w.do(func(ctx context.Context) error { return w.desk.Restore(ctx, ids...) }, func() {
		w.toast.say(toneInfo, tr("Put %s back.", receipts(len(ids))), "", nil)
	})
}

func (w *Window) turn(id int64) {
	w.do(func(ctx context.Context) error { return w.desk.Turn(ctx, id, 90) }, nil)
}

func (w *Window) undo() { w.undoing(w.desk.Undo, tr("Undone: %s"), tr("There is nothing to undo.")) }
func (w *Window) redo() {
	w.undoing(w.desk.Redo, tr("Done again: %s"), tr("There is nothing to do again."))
}

func (w *Window) undoing(f func(context.Context) (string, error), done, nothing string) {
	w.panel.form.commitAll()
	what := ""
	w.do(func(ctx context.Context) (err error) { what, err = f(ctx); return err }, func() {
		if what == "" {
			w.toast.say(toneInfo, nothing, "", nil)
			return
		}
		w.toast.say(toneInfo, fmt.Sprintf(done, told(what)), "", nil)
	})
}

func (w *Window) fetchHistory() {
	e := w.panel.entry
	if e == nil {
		return
	}
	var changes []desk.Change
	w.do(func(ctx context.Context) (err error) { changes, err = w.desk.History(ctx, e.id()); return err }, func() {
		if w.panel.entry != nil && w.panel.entry.id() == e.id() {
			w.panel.form.past.show(changes)
		}
	})
}
