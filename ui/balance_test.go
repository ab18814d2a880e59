package ui

import (
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// What came in is what is here: each receipt is counted once, and those in the
// trash by themselves.
func TestCountInIsCountOut(t *testing.T) {
	tell := func(statuses map[receipt.Status]int, trashed int) string {
		b := newBook(writingOf(false), func() receipt.Date { return receipt.DateOf(testNow) })
		id := int64(0)
		for status, n := range statuses {
			for range n {
				id++
				b.put([]receipt.Receipt{{ID: id, Status: status}})
			}
		}
		for range trashed {
			id++
			b.put([]receipt.Receipt{{ID: id, Status: receipt.Ready, Trashed: testNow}})
		}
		return b.tally.balanceWords()
	}
	for _, c := range []struct {
		statuses map[receipt.Status]int
		trashed  int
		want     string
	}{
		{nil, 0, "0 receipts"},
		{map[receipt.Status]int{receipt.Ready: 3}, 0, "3 receipts"},
		{map[receipt.Status]int{receipt.Ready: 31, receipt.Review: 2, receipt.Waiting: 1, receipt.Sending: 1, receipt.Reading: 3, receipt.Held: 1, receipt.Failed: 1}, 0,
			"40 in = 31 ready + 2 to review + 5 on the way + 1 held + 1 problem"},
		{map[receipt.Status]int{receipt.Exported: 2, receipt.Failed: 2}, 3, "4 in = 2 exported + 2 problems  ·  3 in the trash"},
	} {
		if got := tell(c.statuses, c.trashed); got != c.want {
			t.Errorf("it says %q, want %q", got, c.want)
		}
	}
}
