package desk

import (
	"context"
	"sync"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Wait returns when the program has nothing more to do by itself for the
// receipts of a batch and for those with the ids: all are read, have failed or
// are held. It returns the reason when nothing goes on before a person does
// something or before another day (an engine that cannot be asked, ErrAsking, a
// *LimitError), or when this computer could not keep a file, and ctx's error
// when that comes first.
func (d *Desk) Wait(ctx context.Context, batch string, ids []int64) error {
	w := &watch{batch: batch, ids: make(map[int64]bool, len(ids)), open: make(map[int64]receipt.Receipt), stirred: make(chan struct{}, 1)}
	for _, id := range ids {
		w.ids[id] = true
	}
	cancel, err := d.begin(ctx, w)
	if err != nil {
		return err
	}
	defer cancel()
	for {
		open, blocked := w.state(d.why)
		switch {
		case blocked != nil:
			return blocked
		case open == 0:
			return d.trouble.get()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-w.stirred:
		}
	}
}

// begin shows w what is unfinished and all that changes from then on.
func (d *Desk) begin(ctx context.Context, w *watch) (cancel func(), err error) {
	d.commits.Lock() // nothing changes between the one and the other
	defer d.commits.Unlock()
	unfinished, err := d.store.Unfinished(ctx)
	if err != nil {
		return nil, err
	}
	w.hear(Event{Changed: unfinished})
	return d.Subscribe(w.hear), nil
}

// watch knows which of the receipts that are meant are still on their way.
type watch struct {
	batch   string
	ids     map[int64]bool
	stirred chan struct{} // holds a token when something changed

	mu   sync.Mutex
	open map[int64]receipt.Receipt
}

func (w *watch) hear(e Event) {
	w.mu.Lock()
	for _, r := range e.Changed {
		switch {
		case !w.ids[r.ID] && (w.batch == "" || r.Batch != w.batch):
		case r.Status.Open() && r.Trashed.IsZero():
			w.open[r.ID] = r
		default:
			delete(w.open, r.ID)
		}
	}
	w.mu.Unlock()
	select {
	case w.stirred <- struct{}{}:
	default:
	}
}

// state counts what is open, and gives the reason when none of it can go on.
func (w *watch) state(why func(receipt.Receipt) error) (open int, blocked error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.open {
		reason := why(r)
		if reason == nil || !safe(r) {
			return len(w.open), nil
		}
		blocked = reason
	}
	return len(w.open), blocked
}
