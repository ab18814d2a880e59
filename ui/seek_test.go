package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/desk"
)

func paperDesk() *fakeDesk {
	d := newFakeDesk(pile()...)
	d.texts = map[int64]string{1: "Bäckerei Müller\n2 Latte macchiato", 4: "Blue Bottle\nCAFÉ LATTE", 8: "Hotel Adler\nMinibar"}
	return d
}

func TestSearchOfWhatThePicturesSay(t *testing.T) {
	w := openWindow(t, paperDesk(), large)
	for text, want := range map[string][]int64{
		"latte": {1, 4}, "lat": {1, 4}, "cafe": {4, 7}, "MULLER": {1}, "latte usd": {4}, "latte müller": {1}, "minibar total>100": {8},
		"minibar total<100": nil, "vendor:cafe": {7}, "l": {1, 3, 4, 5, 7, 8, 10}, "": nil,
	} {
		w.search.SetText(text)
		if got := w.list.shown; text != "" && text != "l" && !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
	w.search.SetText("latte")
	if !strings.Contains(w.foot.text, "found on the picture") {
		t.Errorf("the footer says %q", w.foot.text)
	}
	w.search.SetText("cafe")
	if !strings.Contains(w.foot.text, "1 found on the picture") {
		t.Errorf("the footer says %q", w.foot.text)
	}
}

// What the rows say is shown before the pictures are looked through, and only
// the answer to the last key counts.
func TestOnlyTheLastSearchCounts(t *testing.T) {
	d := paperDesk()
	w := openWindow(t, d, large)
	var waiting []func()
	w.find = func(f func()) { waiting = append(waiting, f) }
	w.search.SetText("la")
	w.search.SetText("caf")
	if got := w.list.shown; !slices.Equal(got, []int64{7}) {
		t.Errorf("before any answer it shows %v", got)
	}
	for _, f := range waiting {
		f()
	}
	if got := w.list.shown; !slices.Equal(got, []int64{4, 7}) {
		t.Errorf("after the answers it shows %v", got)
	}
	if slices.ContainsFunc(d.asked, func(s string) bool { return s == `find "la"` }) && len(w.book.onPictures) != 1 {
		t.Errorf("it keeps %v", w.book.onPictures)
	}
	w.search.SetText("")
	if len(w.book.onPictures) != 0 || len(w.list.shown) != 16 {
		t.Error("an empty search remembers what it looked for")
	}
}

// A receipt that is read while its word is searched for comes in.
func TestSearchHearsOfNewTexts(t *testing.T) {
	d := paperDesk()
	w := openWindow(t, d, large)
	w.search.SetText("minibar")
	d.texts[5] = "Minibar on board"
	d.tell(desk.Event{Indexed: true})
	if got := w.list.shown; !slices.Equal(got, []int64{5, 8}) {
		t.Errorf("it shows %v", got)
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{"ACME": "acme", "Café Ünïcode": "cafe unicode", "İstanbul": "istanbul", "Straße": "straße", "株式会社": "株式会社"} {
		if got := fold(text); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
	}
}
