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

// views is a set of filters, by their place in filters.
type views uint8

func (v views) has(i int) bool { return v&(1<<i) != 0 }

// viewsOf are the views that show a receipt.
func viewsOf(r receipt.Receipt) views {
	var v views
	for i, f := range filters {
		if f.shows(r) {
			v |= 1 << i
		}
	}
	return v
}

func (f filter) shows(r receipt.Receipt) bool {
	if trashed := !r.Trashed.IsZero(); trashed || f == showTrash {
		return trashed && f == showTrash
	}
	switch f {
	case showReview:
		return r.Status == receipt.Review
	case showReady:
		return r.Status == receipt.Ready
	case showExported:
		return r.Status == receipt.Exported
	case showProblems:
		return r.Status == receipt.Failed || r.Status == receipt.Held
	}
	return true
}

// holds tells whether the view shows a receipt.
func (f filter) holds(e *entry) bool { return e.views.has(slices.Index(filters, f)) }

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
	found := q.find(b, nil)
	ids := make([]int64, len(found))
	for i, e := range found {
		ids[i] = e.id()
	}
	return ids
}

// find gives the entries to show, in order, in the room of into.
func (q query) find(b *book, into []*entry) []*entry {
	s := parseSearch(q.search, b.writing, b.today())
	found, view := into[:0], slices.Index(filters, q.filter)
	for _, e := range b.ordered(q.order) {
		if (e.views.has(view) || e.receipt.ID == q.stay && q.holds(e)) && s.holds(e, b.onPictures) {
			found = append(found, e)
		}
	}
	return found
}

func (o order) compare(a, b *entry) int {
	if o.column != "" {
		// What is not known comes last, whichever way round.
		if x, y := o.column.blank(a), o.column.blank(b); x != y {
			if x {
				return 1
			}
			return -1
		}
		c := o.column.compare(a, b)
		if o.descending {
			c = -c
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

func (c columnName) blank(e *entry) bool {
	f := &e.receipt.Fields
	switch c {
	case columnTotal:
		return !f.Total.Known()
	case columnTax:
		return !f.Tax.Known()
	case columnSubtotal:
		return !f.Subtotal.Known()
	case columnTip:
		return !f.Tip.Known()
	case columnDate:
		return !f.Date.Known()
	}
	return e.text(c) == ""
}

func (c columnName) compare(a, b *entry) int {
	x, y := &a.receipt.Fields, &b.receipt.Fields
	switch c {
	case columnState:
		return cmp.Compare(a.state.rank, b.state.rank)
	case columnTotal:
		if a.places >= 0 && a.places == b.places {
			return cmp.Compare(a.units, b.units)
		}
		return x.Total.Cmp(y.Total)
	case columnTax:
		return x.Tax.Cmp(y.Tax)
	case columnSubtotal:
		return x.Subtotal.Cmp(y.Subtotal)
	case columnTip:
		return x.Tip.Cmp(y.Tip)
	case columnDate:
		return cmp.Or(cmp.Compare(x.Date.Year, y.Date.Year), cmp.Compare(x.Date.Month, y.Date.Month), cmp.Compare(x.Date.Day, y.Date.Day))
	case columnCurrency:
		return cmp.Compare(x.Currency, y.Currency)
	}
	s, t := a.text(c), b.text(c)
	return cmp.Or(cmp.Compare(strings.ToLower(s), strings.ToLower(t)), cmp.Compare(s, t))
}
