package ui

import "github.com/spindle-receipts/spindle/internal/receipt"

// tally counts the receipts by where they stand.
type tally struct {
	views  [8]int
	status map[receipt.Status]int // outside the trash
	open   map[string]*batchWork  // by batch, of those with an open receipt
	all    map[string]*batchWork  // by batch
}

// batchWork is how far batches have come.
type batchWork struct {
	done, all, needs int
	stuck            int // open, and say why they do not go on
}

// stands tells whether nothing of the work goes on just now.
func (w batchWork) stands() bool { return w.stuck > 0 && w.done+w.stuck >= w.all }

func newTally() tally {
	return tally{status: make(map[receipt.Status]int), open: make(map[string]*batchWork), all: make(map[string]*batchWork)}
}

// count takes a receipt in by 1, or out by -1.
func (t *tally) count(e *entry, by int) {
	for i := range filters {
		if e.views.has(i) {
			t.views[i] += by
		}
	}
	if e.trashed() {
		return
	}
	s, batch := e.receipt.Status, e.receipt.Batch
	t.status[s] += by
	w := t.all[batch]
	if w == nil {
		w = &batchWork{}
		t.all[batch] = w
	}
	w.all += by
	if !s.Open() {
		w.done += by
	} else if len(e.receipt.Reasons) > 0 {
		w.stuck += by
	}
	if s == receipt.Review || s == receipt.Failed || s == receipt.Held {
		w.needs += by
	}
	switch {
	case w.all == 0:
		delete(t.all, batch)
		delete(t.open, batch)
	case w.done < w.all:
		t.open[batch] = w
	default:
		delete(t.open, batch)
	}
}

// work counts the receipts of every batch that has an open one.
func (t *tally) work() batchWork {
	var sum batchWork
	for _, w := range t.open {
		sum.done, sum.all, sum.needs = sum.done+w.done, sum.all+w.all, sum.needs+w.needs
		sum.stuck += w.stuck
	}
	return sum
}

// counts is how many receipts each view shows, whatever is searched for.
func (t *tally) counts() map[filter]int {
	n := make(map[filter]int, len(filters))
	for i, f := range filters {
		n[f] = t.views[i]
	}
	return n
}
