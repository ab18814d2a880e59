package ui

import (
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// The window's speed with a hundred thousand receipts, measured with Fyne's
// software driver: go test -run - -bench . ./ui
const hugeHistory = 100_000

func BenchmarkScrollStep(b *testing.B) {
	w := openWindow(b, newFakeDesk(many(hugeHistory)...), large)
	b.ReportAllocs()
	for b.Loop() {
		w.list.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -53}})
		if w.list.scroll.Offset.Y > 300_000 {
			w.list.scroll.ScrollToOffset(fyne.Position{})
		}
	}
}

// BenchmarkScrollStepPainted has the whole window painted by the processor
// after each step, which a graphics card does otherwise.
func BenchmarkScrollStepPainted(b *testing.B) {
	w := openWindow(b, newFakeDesk(many(hugeHistory)...), medium)
	for b.Loop() {
		w.list.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -53}})
		w.window.Canvas().Capture()
	}
}

func BenchmarkSearchKey(b *testing.B) {
	w := openWindow(b, newFakeDesk(many(hugeHistory)...), large)
	texts := []string{"a", "ac", "acm", "acme", "acme total>10", ""}
	for i := 0; b.Loop(); i++ {
		w.search.SetText(texts[i%len(texts)])
	}
}

// BenchmarkSearchKeyOnPictures has the word on every second picture.
func BenchmarkSearchKeyOnPictures(b *testing.B) {
	w := openWindow(b, newFakeDesk(many(hugeHistory)...), large)
	w.find = func(func()) {}
	half := make(map[int64]struct{})
	for i := int64(0); i < hugeHistory; i += 2 {
		half[i] = struct{}{}
	}
	texts := []string{"zu", "zur", "zuri"}
	for i := 0; b.Loop(); i++ {
		w.book.onPictures = onPictures{texts[i%len(texts)]: half}
		w.search.SetText(texts[i%len(texts)])
	}
}

func BenchmarkNews(b *testing.B) {
	d := newFakeDesk(many(hugeHistory)...)
	w := openWindow(b, d, large)
	for b.Loop() {
		w.hear(desk.Event{Changed: d.receipts[:1]})
	}
}

func BenchmarkNextReceipt(b *testing.B) {
	w := openWindow(b, newFakeDesk(many(hugeHistory)...), large)
	w.list.goTo(0, false)
	for b.Loop() {
		w.list.step(1, false)
	}
}

func BenchmarkSelectAll(b *testing.B) {
	w := openWindow(b, newFakeDesk(many(hugeHistory)...), large)
	for b.Loop() {
		w.typedShortcut(&fyne.ShortcutSelectAll{})
	}
}

func BenchmarkSort(b *testing.B) {
	for _, c := range []columnName{columnVendor, columnTotal, columnDate} {
		b.Run(string(c), func(b *testing.B) {
			w := openWindow(b, newFakeDesk(many(hugeHistory)...), large)
			for i := 0; b.Loop(); i++ {
				w.query.order = order{c, i%2 == 1}
				w.ask()
			}
		})
	}
}

// BenchmarkOpen measures what the window does with a history at its start,
// and the memory that it takes beside the receipts themselves.
func BenchmarkOpen(b *testing.B) {
	all := many(hugeHistory)
	today := func() receipt.Date { return receipt.DateOf(testNow) }
	for b.Loop() {
		before := heap()
		book := newBook(writingOf(false), today)
		entries := make([]*entry, len(all))
		for i, r := range all {
			entries[i] = book.newEntry(r)
		}
		start := time.Now()
		book.fill(entries)
		found := query{filter: showAll}.find(book, nil)
		b.ReportMetric(float64(time.Since(start).Milliseconds()), "ms-of-the-window")
		b.ReportMetric(float64(heap()-before)/hugeHistory, "B/receipt")
		runtime.KeepAlive(found)
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Nothing that a person does goes through the receipts and makes something for
// each of them: it costs as much with many as with few. That is counted, not
// timed, since a machine may be busy.
func TestNothingIsMadeForEveryReceipt(t *testing.T) {
	const few, many, more = 1_000, 20_000, 4_000
	small, large := allocations(t, few), allocations(t, many)
	for what, n := range large {
		if n > small[what]+more {
			t.Errorf("%s makes %.0f things with %d receipts and %.0f with %d", what, small[what], few, n, many)
		}
	}
}

// allocations counts what is made for what a person does, with n receipts.
func allocations(t *testing.T, n int) map[string]float64 {
	w := openWindow(t, newFakeDesk(many(n)...), large)
	w.list.goTo(0, false)
	if len(w.list.rows) != n {
		t.Fatalf("the list has %d receipts", len(w.list.rows))
	}
	i := 0
	made := map[string]float64{
		"a step of scrolling": testing.AllocsPerRun(3, func() { w.list.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -53}}) }),
		"the next receipt":    testing.AllocsPerRun(3, func() { w.list.step(1, false) }),
		"a piece of news":     testing.AllocsPerRun(3, func() { w.hear(desk.Event{Changed: []receipt.Receipt{w.list.rows[0].receipt}}) }),
	}
	made["a key in the search"] = testing.AllocsPerRun(3, func() { i++; w.search.SetText([]string{"a", "ac"}[i%2]) })
	return made
}
