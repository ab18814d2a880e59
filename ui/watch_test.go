package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestFoldersAreWatched(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.watch("/empty") // nothing to ask
	if !slices.Equal(d.watched, []string{"/empty"}) || w.sheet == nil {
		t.Fatalf("%v are watched", d.watched)
	}
	d.lying = 12
	for button, want := range map[string]string{"Only new files": "watch /scans, too: false", "Take them too": "watch /scans, too: true"} {
		w.watch("/scans")
		d.asked = nil
		test.Tap(w.sheetButtons()[button])
		if !slices.Contains(d.asked, want) {
			t.Errorf("%s asks for %v", button, d.asked)
		}
		d.watched = d.watched[:1]
	}
	w.watch("/scans")
	test.Tap(w.sheetButtons()["Cancel"])
	if len(d.watched) != 1 {
		t.Error("it is watched all the same")
	}
	w.showWatched()
	test.Tap(w.sheetButtons()["Let it be"])
	if len(d.watched) != 0 || w.sheet == nil {
		t.Errorf("%v are watched", d.watched)
	}
}
