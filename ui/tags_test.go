package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTagsOfSeveralReceipts(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.receipts[0].Tags = []string{"trip"}
	w := openWindow(t, d, large)
	w.list.goTo(w.place(1), false)
	w.list.goTo(w.place(2), true)
	shortcut(w, control(fyne.KeyT))
	enter := func(text string) {
		i := w.window.Canvas().Focused().(*input)
		i.SetText(text)
		i.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	enter(" tax  2026 ")
	if !slices.Equal(d.find(1).Tags, []string{"tax 2026", "trip"}) || !slices.Equal(d.find(2).Tags, []string{"tax 2026"}) {
		t.Errorf("the tags are %v and %v", d.find(1).Tags, d.find(2).Tags)
	}
	enter("a, b")
	if w.sheet == nil || len(d.find(2).Tags) != 1 {
		t.Errorf("a tag with a comma was taken: %v", d.find(2).Tags)
	}
	test.Tap(w.sheetButtons()["Give to all"])
	if !slices.Equal(d.find(2).Tags, []string{"tax 2026", "trip"}) {
		t.Errorf("given to all, the tags are %v", d.find(2).Tags)
	}
	enter("")
	if w.sheet != nil {
		t.Error("an empty line does not close the sheet")
	}
	w.search.SetText("tag:trip")
	if !slices.Equal(w.list.shown, []int64{1, 2}) {
		t.Errorf("tag:trip finds %v", w.list.shown)
	}
	w.search.SetText("no:tag")
	if len(w.list.shown) != len(d.receipts)-2 {
		t.Errorf("no:tag finds %v", w.list.shown)
	}
	w.undo()
	if !slices.Equal(d.find(2).Tags, []string{"tax 2026"}) {
		t.Errorf("undone, the tags are %v", d.find(2).Tags)
	}
}
