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
	add := func(n int, words string) {
		if n > 0 {
			parts = append(parts, words)
		}
	}
	open := n[receipt.Waiting] + n[receipt.Sending] + n[receipt.Reading]
	add(n[receipt.Ready], tr("%d ready", n[receipt.Ready]))
	add(n[receipt.Exported], tr("%d exported", n[receipt.Exported]))
	add(n[receipt.Review], tr("%d to review", n[receipt.Review]))
	add(open, tr("%d on the way", open))
	add(n[receipt.Held], tr("%d held", n[receipt.Held]))
	add(n[receipt.Failed], trn(n[receipt.Failed], "%d problem", "%d problems"))
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
