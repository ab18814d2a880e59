package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// hasTwin tells of a receipt that looks like another one that is here.
func (w *Window) hasTwin(e *entry) bool {
	return !e.trashed() && w.book.get(desk.Twin(e.receipt)) != nil
}

// compareTwin shows the current receipt beside the one that it looks like, and
// asks what they are.
func (w *Window) compareTwin() {
	e := w.panel.entry
	if w.sheet != nil || e == nil || !w.saved() {
		return
	}
	e = w.book.get(e.id()) // as it was just saved
	if !w.hasTwin(e) {
		w.toast.say(toneInfo, tr("This receipt looks like no other here."), "", nil)
		return
	}
	w.showTwins(e, w.book.get(desk.Twin(e.receipt)))
}

func (w *Window) showTwins(e, other *entry) {
	var s *sheet
	left, right := w.versusPicture(e), w.versusPicture(other)
	high := min(340, max(180, w.window.Canvas().Size().Height-470))
	pictures := beside(exactly(fyne.NewSize(160, high), left.content), exactly(fyne.NewSize(160, high), right.content))
	heads := beside(versusHead(e, cameIn(e)), versusHead(other, cameIn(other)))
	body := flow(gap, append([]fyne.CanvasObject{heads, pictures}, versusRows(w.facts(e, other))...)...)
	act := func(do func()) func() { return func() { s.close(); call(do) } }
	one := newButton(tr("1  The same: keep one"), iconCheck, normal, act(func() { w.keepOne(e.id(), other.id()) }))
	two := newButton(tr("2  Two receipts: keep both"), "", normal, act(func() { w.keepBoth(e) }))
	later := newButton(tr("3  Decide later"), "", normal, act(nil))
	one.setEnabled(!other.trashed())
	s = w.showSheet(tr("Are these the same?"), twinWords(e, other), 820, body, []fyne.CanvasObject{one, two, later})
	s.enter = later.press // nothing is put away by a key that was meant for the list
	s.onKey = pressed(map[fyne.KeyName]*button{fyne.Key1: one, fyne.Key2: two, fyne.Key3: later})
	s.onClose = func() { left.clear(); right.clear() }
}

// pressed presses buttons by keys.
func pressed(keys map[fyne.KeyName]*button) func(*fyne.KeyEvent) bool {
	return func(ev *fyne.KeyEvent) bool {
		b, ok := keys[ev.Name]
		if ok {
			b.press()
		}
		return ok
	}
}

// cameIn is what a receipt says, in short, and when it came in.
func cameIn(e *entry) string {
	f, w := e.receipt.Fields, e.book.writing
	var parts []string
	for _, part := range []string{w.field(f, receipt.FieldDate), strings.TrimSpace(w.amount(f.Total, f.Currency) + " " + f.Currency)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(append(parts, tr("came in %s", moment(e.receipt.Created))), " · ")
}

// twinWords say why the question is asked, and what an answer means.
func twinWords(e, other *entry) string {
	why := tr("They say the same vendor, day and total.")
	switch {
	case e.receipt.Status == receipt.Held && sameFiles(e.receipt, other.receipt):
		why = tr("The files are the same, byte for byte. Nothing of the new one was sent.")
	case e.receipt.Status == receipt.Held:
		why = tr("The pictures look alike. Nothing of the new one was sent.")
	}
	if other.trashed() {
		return why + " " + tr("#%d is in the trash itself.", other.id())
	}
	return why + " " + tr("To keep one is to put #%d into the trash: nothing is deleted.", e.id())
}

func sameFiles(a, b receipt.Receipt) bool {
	if len(a.Originals) != len(b.Originals) {
		return false
	}
	for i, o := range a.Originals {
		if o.SHA256 != b.Originals[i].SHA256 {
			return false
		}
	}
	return true
}

func (w *Window) keepOne(id, other int64) {
	w.goOn([]int64{id})
	w.do(func(ctx context.Context) error { return w.desk.KeepOne(ctx, id) }, func() {
		w.toast.say(toneInfo, tr("Kept #%d. #%d is in the trash, as the same.", other, id), tr("Undo"), w.undo)
	})
}

func (w *Window) keepBoth(e *entry) {
	held := e.receipt.Status == receipt.Held
	w.do(func(ctx context.Context) error { return w.desk.KeepBoth(ctx, e.id()) }, func() {
		if held {
			w.toast.say(toneInfo, tr("Kept both. #%d goes on to be read.", e.id()), "", nil)
			return
		}
		w.toast.say(toneInfo, tr("Kept both. They are two receipts."), tr("Undo"), w.undo)
	})
}
