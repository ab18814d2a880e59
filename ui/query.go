package ui

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// filter is one of the views over the receipts.
type filter string

// The views, in the order of the tabs.
const (
	showAll      filter = "All"
	showReview   filter = "Needs review"
	showReady    filter = "Ready"
	showExported filter = "Exported"
	showProblems filter = "Problems"
	showTrash    filter = "Trash"
)

var filters = []filter{showAll, showReview, showReady, showExported, showProblems, showTrash}

// holds tells whether the view shows a receipt.
func (f filter) holds(e *entry) bool {
	if e.trashed() || f == showTrash {
		return e.trashed() && f == showTrash
	}
	switch f {
	case showReview:
		return e.receipt.Status == receipt.Review
	case showReady:
		return e.receipt.Status == receipt.Ready
	case showExported:
		return e.receipt.Status == receipt.Exported
	case showProblems:
		return e.receipt.Status == receipt.Failed || e.receipt.Status == receipt.Held
	}
	return true
}

// order is how the list is sorted.
type order struct {
	column     columnName // "" is by intake, the newest batch first
	descending bool
}

// query is what the person wants to see.
type query struct {
	filter filter
	search string
	order  order
	stay   int64 // a receipt that is being worked on stays among those to review once it is right
}

// holds tells whether the query's view shows a receipt.
func (q query) holds(e *entry) bool {
	if q.filter.holds(e) {
		return true
	}
	return q.filter == showReview && e.id() == q.stay && e.receipt.Status == receipt.Ready && !e.trashed()
}

// run gives the ids to show, in order.
func (q query) run(b *book) []int64 {
	words := strings.Fields(strings.ToLower(q.search))
	found := make([]*entry, 0, len(b.entries))
	for _, e := range b.entries {
		if q.holds(e) && e.has(words) {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, q.order.compare)
	ids := make([]int64, len(found))
	for i, e := range found {
		ids[i] = e.id()
	}
	return ids
}

func (e *entry) has(words []string) bool {
	for _, w := range words {
		if !strings.Contains(e.search, w) {
			return false
		}
	}
	return true
}

func (o order) compare(a, b *entry) int {
	if o.column != "" {
		c := o.column.compare(a, b)
		if o.descending {
			c = -c
		}
		// What is not known comes last, whichever way round.
		if x, y := a.text[o.column] == "", b.text[o.column] == ""; x != y {
			c = -1
			if x {
				c = 1
			}
		}
		if c != 0 {
			return c
		}
	}
	if c := cmp.Compare(b.first, a.first); c != 0 {
		return c
	}
	return cmp.Compare(a.id(), b.id())
}

func (c columnName) compare(a, b *entry) int {
	x, y := &a.receipt.Fields, &b.receipt.Fields
	switch c {
	case columnState:
		return cmp.Compare(a.state.rank, b.state.rank)
	case columnTotal:
		return x.Total.Cmp(y.Total)
	case columnTax:
		return x.Tax.Cmp(y.Tax)
	case columnDate, columnCurrency:
		return cmp.Compare(a.text[c], b.text[c])
	}
	if d := cmp.Compare(strings.ToLower(a.text[c]), strings.ToLower(b.text[c])); d != 0 {
		return d
	}
	return cmp.Compare(a.text[c], b.text[c])
}

// counts is how many receipts each view shows, whatever is searched for.
func counts(b *book) map[filter]int {
	n := make(map[filter]int, len(filters))
	for _, e := range b.entries {
		for _, f := range filters {
			if f.holds(e) {
				n[f]++
			}
		}
	}
	return n
}
