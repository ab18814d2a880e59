package ui

import (
	"fmt"
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

// The window stays quick with a hundred thousand receipts. The bounds are
// those that a person feels, with room for a machine that is busy; what is
// measured exactly is in the benchmarks.
func TestQuickWithAHundredThousand(t *testing.T) {
	w := openWindow(t, newFakeDesk(many(hugeHistory)...), large)
	quickest := func(f func()) time.Duration {
		best := time.Hour
		for range 5 {
			start := time.Now()
			f()
			best = min(best, time.Since(start))
		}
		return best
	}
	n := 0
	for _, tt := range []struct {
		what string
		most time.Duration
		do   func()
	}{
		{"a step of scrolling", 8 * time.Millisecond, func() { w.list.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.Delta{DY: -53}}) }},
		{"a key in the search", 150 * time.Millisecond, func() { n++; w.search.SetText([]string{"a", "ac"}[n%2]) }},
		{"the next receipt", 150 * time.Millisecond, func() { w.list.step(1, false) }},
		{"a piece of news", 150 * time.Millisecond, func() { w.hear(desk.Event{Changed: []receipt.Receipt{w.list.rows[0].receipt}}) }},
	} {
		if took := quickest(tt.do); took > tt.most {
			t.Errorf("%s takes %v, want at most %v", tt.what, took, tt.most)
		}
	}
	if fmt.Sprint(len(w.list.shown)) == "0" {
		t.Error("the list is empty")
	}
}
