package ui

import (
	"slices"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// book holds all receipts of the history. It belongs to Fyne's goroutine.
// What is counted of all receipts is kept up with every change: to go through
// a hundred thousand for each piece of news would take its time.
type book struct {
	entries map[int64]*entry
	batches map[string]int64 // the first receipt of each batch
	tally   tally
	vendors habits // nil until they are asked for
	kinds   habits // the categories, likewise
	writing writing
	today   func() receipt.Date
	loaded  bool
	// what the pictures say of the words that are searched for
	onPictures onPictures

	order  order
	sorted []*entry // by order; those that are gone may be among them
	fresh  []*entry // not yet in sorted
	stale  int      // how many of sorted and fresh are gone
}

func newBook(w writing, today func() receipt.Date) *book {
	return &book{entries: make(map[int64]*entry), batches: make(map[string]int64), tally: newTally(), writing: w, today: today}
}

// put takes receipts in, new ones and changed ones. News that is older than
// what the book holds is left out.
func (b *book) put(receipts []receipt.Receipt) {
	for _, r := range receipts {
		if old, ok := b.entries[r.ID]; ok && old.receipt.Updated.After(r.Updated) {
			continue
		}
		b.add(b.newEntry(r))
	}
}

// add takes in what newEntry made.
func (b *book) add(e *entry) {
	r := &e.receipt
	if old, ok := b.entries[r.ID]; ok {
		if old.receipt.Updated.After(r.Updated) {
			return
		}
		b.drop(old)
	}
	if r.Batch != "" {
		first, ok := b.batches[r.Batch]
		if !ok || r.ID < first {
			first = r.ID
			b.batches[r.Batch] = first
		}
		e.first = first
	}
	b.entries[r.ID] = e
	b.fresh = append(b.fresh, e)
	b.count(e, 1)
}

// drop forgets an entry that was replaced or removed.
func (b *book) drop(e *entry) {
	e.gone = true
	b.stale++
	b.count(e, -1)
}

func (b *book) count(e *entry, by int) {
	b.tally.count(e, by)
	if b.vendors != nil {
		b.learn(e, by)
	}
}

func (b *book) learn(e *entry, by int) {
	if !e.trashed() {
		b.vendors.count(e.receipt.Fields.Vendor, "", by)
		b.kinds.count(e.receipt.Fields.Category, e.receipt.Fields.Vendor, by)
	}
}

// habits are the vendors and the categories that were entered before.
func (b *book) habits() (vendors, kinds habits) {
	if b.vendors == nil {
		b.vendors, b.kinds = make(habits), make(habits)
		for _, e := range b.entries {
			b.learn(e, 1)
		}
	}
	return b.vendors, b.kinds
}

func (b *book) remove(ids []int64) {
	for _, id := range ids {
		if e, ok := b.entries[id]; ok {
			b.drop(e)
			delete(b.entries, id)
		}
	}
}

func (b *book) get(id int64) *entry { return b.entries[id] }

// ordered is all entries in an order. The slice is the book's own. A few
// changes are merged in; only another order sorts all of them.
func (b *book) ordered(o order) []*entry {
	if o != b.order || len(b.fresh) > len(b.sorted)/8 {
		all := b.sorted[:0]
		for _, e := range b.entries {
			all = append(all, e)
		}
		clear(b.sorted[min(len(all), len(b.sorted)):])
		o.sort(all)
		b.sorted, b.fresh, b.stale, b.order = all, nil, 0, o
		return b.sorted
	}
	if len(b.fresh) == 0 && b.stale == 0 {
		return b.sorted
	}
	fresh := slices.DeleteFunc(b.fresh, func(e *entry) bool { return e.gone })
	slices.SortFunc(fresh, o.compare)
	merged := make([]*entry, 0, len(b.entries))
	for _, e := range b.sorted {
		if e.gone {
			continue
		}
		for len(fresh) > 0 && o.compare(fresh[0], e) < 0 {
			merged = append(merged, fresh[0])
			fresh = fresh[1:]
		}
		merged = append(merged, e)
	}
	b.sorted, b.fresh, b.stale = append(merged, fresh...), nil, 0
	return b.sorted
}

// fill takes in what was made of the whole history, away from Fyne's goroutine.
func (b *book) fill(entries []*entry) {
	if len(b.entries) == 0 {
		b.entries = make(map[int64]*entry, len(entries))
	}
	for _, e := range entries {
		b.add(e)
	}
}
