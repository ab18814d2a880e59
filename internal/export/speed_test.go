package export

import (
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"
)

// pile is receipts that are made as they are asked for.
func pile(from, to int) Rows {
	set := receiptSet()
	return func(yield func(Row, error) bool) {
		for i := from; i < to; i++ {
			row := set[[]int{0, 2, 3, 4}[i%4]]
			row.Receipt.ID = int64(i + 1)
			row.Receipt.Fields.InvoiceNumber = fmt.Sprint("N", i)
			row.Receipt.Fields.Date = on(2026, 1+i%3, 1+i%28)
			if !yield(row, nil) {
				return
			}
		}
	}
}

// What people wait for, and what it takes: seconds and the most memory in use
// at any time beyond that before.
func BenchmarkHundredThousand(b *testing.B) {
	for _, name := range []string{"csv", "csv-people", "csv-lines", "xero-bills", "ledger", "quickbooks-iif"} {
		b.Run(name, func(b *testing.B) {
			p, err := Find(name)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				start, before, peak := time.Now(), heap(), uint64(0)
				n := 0
				rows := func(yield func(Row, error) bool) {
					for row, err := range pile(0, 100_000) {
						if n++; n%10_000 == 0 {
							peak = max(peak, heap())
						}
						if !yield(row, err) {
							return
						}
					}
				}
				plan, err := Rehearse(b.Context(), p, books(name), rows)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(time.Since(start).Seconds(), "s/rehearsal")
				start = time.Now()
				plan.Skip = func(n int) Rows { return pile(n, 100_000) }
				for i := range plan.Files {
					if err := plan.Write(b.Context(), i, io.Discard); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(time.Since(start).Seconds(), "s/writing")
				b.ReportMetric(float64(peak-before)/1e6, "MB-peak")
				b.ReportMetric(float64(len(plan.Files)), "files")
			}
		})
	}
}

// heap is the bytes that are in use now.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
