package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestFilterSearchAndSort(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), large)
	if !slices.Equal(w.list.shown[:5], []int64{13, 14, 15, 16, 1}) {
		t.Errorf("the newest batch is not on top, in its own order: %v", w.list.shown)
	}
	for name, want := range map[filter]int{showAll: 16, showReview: 3, showReady: 5, showExported: 2, showProblems: 2, showTrash: 0} {
		w.tabs.choose(string(name))
		if len(w.list.shown) != want {
			t.Errorf("%s shows %d, want %d", name, len(w.list.shown), want)
		}
		if i := slices.Index(filters, name); w.tabs.tabs[i].count != want {
			t.Errorf("%s counts %d, want %d", name, w.tabs.tabs[i].count, want)
		}
	}
	w.tabs.choose(string(showAll))
	for text, want := range map[string][]int64{"müller": {1}, "INV-1201": {2}, "1268.50": {5}, "1,268.50": {5}, "office supp": {2, 10}, "img_2075": {6}, "meals usd": {4}, "zzz": nil} {
		w.search.SetText(text)
		if !slices.Equal(w.list.shown, want) {
			t.Errorf("%q finds %v, want %v", text, w.list.shown, want)
		}
	}
	if !w.noHits.Visible() && len(w.list.shown) == 0 {
		t.Error("an empty search is not explained")
	}
	w.search.SetText("")
	click := func(c columnName) {
		for _, p := range w.head.places {
			if p.name == c {
				test.TapAt(w.head, fyne.NewPos(p.x+4, 10))
				return
			}
		}
		t.Fatalf("there is no column %s", c)
	}
	click(columnTotal)
	if got := w.list.shown[:3]; !slices.Equal(got, []int64{12, 11, 4}) {
		t.Errorf("by total, ascending: %v", w.list.shown)
	}
	click(columnTotal)
	if got := w.list.shown; !slices.Equal(got[:3], []int64{5, 7, 8}) || w.book.get(got[15]).text(columnTotal) != "" {
		t.Errorf("by total, descending, unknown last: %v", got)
	}
	click(columnTotal)
	if w.list.shown[0] != 13 {
		t.Errorf("the third click does not go back to the order of intake: %v", w.list.shown)
	}
	click(columnVendor)
	if w.list.shown[0] != 2 {
		t.Errorf("by vendor: %v", w.list.shown)
	}
}

func TestSelectingMany(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), large)
	press(t, w, 1, 0)
	press(t, w, 4, fyne.KeyModifierShift)
	if got := selected(w); !slices.Equal(got, []int64{1, 2, 3, 4}) {
		t.Errorf("Shift selects %v", got)
	}
	if got := w.foot.text; got != "4 of 16 receipts selected  ·  142.80 EUR  ·  13.61 USD" {
		t.Errorf("the footer says %q", got)
	}
	press(t, w, 2, fyne.KeyModifierControl)
	press(t, w, 7, fyne.KeyModifierControl)
	if got := selected(w); !slices.Equal(got, []int64{1, 3, 4, 7}) {
		t.Errorf("Ctrl selects %v", got)
	}
	shortcut(w, &fyne.ShortcutSelectAll{})
	if got := selected(w); len(got) != 16 || !w.panel.many.content.Visible() {
		t.Errorf("Ctrl+A selects %v", got)
	}
	test.Tap(w.panel.many.accept)
	if w.tabs.tabs[1].count != 0 {
		t.Error("accepting all left some to review")
	}
	key(w, fyne.KeyEscape)
	if got := selected(w); len(got) != 0 || !w.panel.none.Visible() {
		t.Errorf("Esc leaves %v", got)
	}
}

func TestKeysInTheList(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), large)
	is := func(want int64, what string) {
		t.Helper()
		if w.list.selection.current != want {
			t.Errorf("%s leads to %d, want %d", what, w.list.selection.current, want)
		}
	}
	key(w, fyne.KeyDown)
	is(13, "the first Down")
	key(w, fyne.KeyDown)
	is(14, "Down")
	key(w, fyne.KeyEnd)
	is(12, "End")
	if y := w.list.scroll.Offset.Y; y == 0 && w.list.body.Size().Height > w.list.scroll.Size().Height {
		t.Error("End does not scroll")
	}
	key(w, fyne.KeyDown)
	is(12, "Down at the end")
	key(w, fyne.KeyHome)
	is(13, "Home")
	key(w, fyne.KeyPageDown)
	is(w.list.shown[w.list.page()], "PgDn")
	key(w, fyne.KeyPageUp)
	is(13, "PgUp")
	w.list.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(w, fyne.KeyDown)
	key(w, fyne.KeyDown)
	w.list.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if got := selected(w); !slices.Equal(got, []int64{13, 14, 15}) {
		t.Errorf("Shift+Down selects %v", got)
	}
}
