package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
)

// beginCell lets a cell of the list be edited, after the question about a
// receipt that is exported.
func (w *Window) beginCell(e *entry, c columnName, start func()) {
	switch {
	case e.trashed():
		w.toast.say(toneInfo, tr("This receipt is in the trash. Put it back to change it."), "", nil)
	case c != columnTags && !e.receipt.Status.Read():
		w.toast.say(toneInfo, tr("This receipt has not been read yet. Its fields can be changed once they are there."), "", nil)
	case c == columnTags: // they are this computer's own, and in no export
		start()
	default:
		w.unlock([]int64{e.id()}, start, w.list.focus)
	}
}

// commitCell takes what was typed into a cell. What the desk refuses later is
// told at the cell again, with the text as it was typed.
func (w *Window) commitCell(e *entry, c columnName, text string) error {
	id := e.id()
	refused := func(err error) {
		switch {
		case err == nil:
		case w.gone:
			w.fail(err)
		default:
			w.list.edit.again(id, c, text, err)
		}
	}
	if c == columnTags {
		tags, err := parseTags(text)
		if err != nil || slices.Equal(tags, e.receipt.Tags) {
			return err
		}
		w.try(func(ctx context.Context) error { return w.desk.SetTags(ctx, []int64{id}, tags) }, refused)
		return nil
	}
	plain, err := w.book.plainCell(e, c, text)
	name := columnFields[c]
	if err != nil || says(e.receipt.Fields, name, plain) {
		return err
	}
	w.unlock([]int64{id}, func() {
		w.try(func(ctx context.Context) error { return w.desk.Correct(ctx, id, name, plain) }, refused)
	}, w.showAgain)
	return nil
}

// try has the desk do something away from Fyne's goroutine, and then tells
// how that went.
func (w *Window) try(f func(ctx context.Context) error, told func(error)) {
	w.run(func() {
		err := f(w.ctx)
		fyne.Do(func() { told(err) })
	})
}

// keepDraft keeps what was typed into the cell of a receipt that left the list.
func (w *Window) keepDraft(id int64, c columnName, text string) {
	if name := columnFields[c]; name != "" {
		w.panel.form.drafts[draft{id, name}] = text
	}
}

// fillDown gives what the first selected receipt says in the column of the
// cell cursor, the category where there is none, to the others, as one step;
// of one alone, what the receipt above it says.
func (w *Window) fillDown() {
	chosen := w.list.chosen()
	if len(chosen) == 1 {
		i := w.list.index()
		if i <= 0 {
			w.toast.say(toneInfo, tr("There is no receipt above this one."), "", nil)
			return
		}
		chosen = append([]*entry{w.list.rows[i-1]}, chosen...)
	}
	if len(chosen) < 2 {
		return
	}
	column := w.list.cell
	if column == "" {
		column = columnCategory
	}
	if column == columnTags {
		w.fillTags(chosen)
		return
	}
	name, from := columnFields[column], chosen[0].receipt.Fields
	plain := from.Get(name)
	var ids []int64
	for _, e := range chosen[1:] {
		if canCorrect(e) && !says(e.receipt.Fields, name, plain) {
			ids = append(ids, e.id())
		}
	}
	switch {
	case plain == "":
		w.toast.say(toneInfo, tr("Receipt #%d has no %s to fill down.", chosen[0].id(), tr(name.Words())), "", nil)
	case len(ids) == 0:
		w.toast.say(toneInfo, tr("They have the %s %s already.", tr(name.Words()), w.book.writing.field(from, name)), "", nil)
	case w.saved():
		w.correctEach(ids, name, plain)
	}
}

// fillTags gives the tags of the first receipt to the others.
func (w *Window) fillTags(chosen []*entry) {
	tags := chosen[0].receipt.Tags
	var ids []int64
	for _, e := range chosen[1:] {
		if !e.trashed() && !slices.Equal(e.receipt.Tags, tags) {
			ids = append(ids, e.id())
		}
	}
	switch {
	case len(tags) == 0:
		w.toast.say(toneInfo, tr("Receipt #%d has no tags to fill down.", chosen[0].id()), "", nil)
	case len(ids) > 0:
		w.do(func(ctx context.Context) error { return w.desk.SetTags(ctx, ids, tags) }, func() {
			w.toast.say(toneInfo, tr("Gave %s the tags %s.", receipts(len(ids)), chosen[0].text(columnTags)), tr("Undo"), w.undo)
		})
	}
}

// copyAbove puts what the receipt above has into the field with the focus; it
// is saved when the field is left, as if it was typed.
func (w *Window) copyAbove() bool {
	i := w.list.index()
	for _, line := range w.panel.form.order {
		if w.window.Canvas().Focused() != fyne.Focusable(line.input) {
			continue
		}
		if i <= 0 {
			w.toast.say(toneInfo, tr("There is no receipt above this one."), "", nil)
			return true
		}
		line.input.put(w.book.writing.field(w.list.rows[i-1].receipt.Fields, line.name))
		line.input.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		return true
	}
	return false
}

// cellFromAbove puts what the receipt above has into the cell that is edited,
// as if it was typed.
func (w *Window) cellFromAbove() {
	c := w.list.edit
	i := w.list.indexOf(c.id)
	if i <= 0 {
		w.toast.say(toneInfo, tr("There is no receipt above this one."), "", nil)
		return
	}
	c.input.put(w.book.cellText(w.list.rows[i-1], c.column))
	c.input.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
}

// copyOne copies from the receipt above into the cell of the cursor; of
// several selected receipts, the first fills the others.
func (w *Window) copyOne() {
	if !w.copyAbove() {
		w.fillDown()
	}
}
