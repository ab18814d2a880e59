package ui

import (
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// balanceWords say that no receipt is lost: "40 in = 31 ready + 2 to review + 5
// on the way + 1 held + 1 problem", and what is in the trash.
func (t *tally) balanceWords() string {
	n := t.status
	all := 0
	for _, k := range n {
		all += k
	}
	var parts []string
	for _, part := range []struct {
		n         int
		one, many string
	}{
		{n[receipt.Ready], "%d ready", "%d ready"},
		{n[receipt.Exported], "%d exported", "%d exported"},
		{n[receipt.Review], "%d to review", "%d to review"},
		{n[receipt.Waiting] + n[receipt.Sending] + n[receipt.Reading], "%d on the way", "%d on the way"},
		{n[receipt.Held], "%d held", "%d held"},
		{n[receipt.Failed], "%d problem", "%d problems"},
	} {
		if part.n > 0 {
			parts = append(parts, trn(part.n, part.one, part.many))
		}
	}
	words := receipts(all)
	if len(parts) > 1 {
		words = tr("%d in = %s", all, strings.Join(parts, " + "))
	}
	for i, f := range filters {
		if f == showTrash && t.views[i] > 0 {
			words += "  ·  " + tr("%d in the trash", t.views[i])
		}
	}
	return words
}
