package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// BenchmarkReceipts lists a history of ten thousand receipts, as the window
// does when it opens.
func BenchmarkReceipts(b *testing.B) {
	s, err := Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	rs := make([]receipt.Receipt, 10_000)
	for i := range rs {
		rs[i] = full()
		rs[i].Fields.InvoiceNumber = fmt.Sprint(i)
		for range 6 {
			rs[i].Fields.LineItems = append(rs[i].Fields.LineItems, rs[i].Fields.LineItems[0])
		}
	}
	start := time.Now()
	if _, err := s.Insert(b.Context(), rs, Program); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(start).Seconds(), "s/insert")
	for b.Loop() {
		got, err := s.Receipts(b.Context())
		if err != nil || len(got) != len(rs) {
			b.Fatal(len(got), err)
		}
	}
}
