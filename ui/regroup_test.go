package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestReceiptsAreJoinedInAChosenOrder(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(w.place(1), false)
	shortcut(w, control(fyne.KeyJ))
	if w.sheet != nil {
		t.Fatal("one receipt alone is joined")
	}
	w.list.goTo(w.place(3), true)
	shortcut(w, control(fyne.KeyJ))
	// The last goes up twice, by keyboard: the focus stays on it.
	var last *button
	for _, o := range test.LaidOutObjects(w.sheet.layer) {
		if b, ok := o.(*button); ok && b.icon == iconUp {
			last = b
		}
	}
	w.window.Canvas().Focus(last)
	for range 2 {
		w.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	}
	w.window.Canvas().Unfocus()
	key(w, fyne.KeyReturn)
	if !slices.Contains(d.asked, "join [3 1 2]") {
		t.Errorf("it asked for %v", d.asked)
	}
	if w.list.selection.current != 201 || d.find(1).Trashed.IsZero() {
		t.Errorf("then #%d is shown", w.list.selection.current)
	}
	// What is on its way is not.
	w.list.goTo(w.place(13), false)
	w.list.goTo(w.place(15), true)
	shortcut(w, control(fyne.KeyJ))
	if w.sheet != nil {
		t.Error("receipts on their way are joined")
	}
}

func TestAReceiptIsSplitAfterAQuestion(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.pages = 3
	w := openWindow(t, d, large)
	w.list.goTo(w.place(3), false)
	w.askSplit()
	if w.sheet == nil || !d.find(3).Trashed.IsZero() {
		t.Fatal("it is not asked")
	}
	test.Tap(w.sheetButtons()["Split"])
	if !slices.Contains(d.asked, "split 3") || w.toast.text() != "Split #3 into 3 receipts." {
		t.Errorf("it asked for %v and says %q", d.asked, w.toast.text())
	}
}

func TestPagesGetAnotherOrder(t *testing.T) {
	all := pile()
	all[0].Originals = append(all[0].Originals, receipt.Original{Path: "/second.jpg", SHA256: "bb", Pages: 1})
	d := newFakeDesk(all...)
	d.pages = 2
	w := openWindow(t, d, large)
	w.list.goTo(w.place(1), false)
	d.asked = nil
	w.askReorder()
	w.window.Canvas().Focus(w.sheetButtons()[""]) // the last: down, of the last row
	w.sheet.enter()
	if w.sheet != nil || !slices.Contains(d.asked, "reorder 1 as [0 1]") {
		t.Errorf("it asked for %v", d.asked)
	}
	if !slices.Contains(d.asked[slices.Index(d.asked, "reorder 1 as [0 1]"):], "page 0 of 1") {
		t.Error("the picture is not fetched anew")
	}
}
