package desk

import (
	"context"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Wait returns when the program has nothing more to do by itself for the
// receipts of a batch and for those with the ids: all are read, have failed or
// are held. It returns the reason when an engine cannot be asked before a
// person does something, or when this computer could not keep a file, and
// ctx's error when that comes first.
func (d *Desk) Wait(ctx context.Context, batch string, ids []int64) error {
	stirred := make(chan struct{}, 1)
	cancel := d.Subscribe(func(Event) {
		select {
		case stirred <- struct{}{}:
		default:
		}
	})
	defer cancel()
	wanted := make(map[int64]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	for {
		open, blocked, err := d.state(ctx, func(r receipt.Receipt) bool { return wanted[r.ID] || (batch != "" && r.Batch == batch) })
		if err != nil || open == 0 || blocked != nil {
			if err == nil {
				err = blocked
			}
			if err == nil {
				err = d.trouble.get()
			}
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-stirred:
		}
	}
}

// state counts the open receipts that are meant, and gives the reason when
// none of them can go on.
func (d *Desk) state(ctx context.Context, meant func(receipt.Receipt) bool) (open int, blocked error, err error) {
	unfinished, err := d.store.Unfinished(ctx)
	if err != nil {
		return 0, nil, err
	}
	going := 0
	for _, r := range unfinished {
		if !meant(r) {
			continue
		}
		open++
		if why := d.gate.why(r.Engine); why != nil && safe(r) {
			blocked = why
		} else {
			going++
		}
	}
	if going > 0 {
		blocked = nil
	}
	return open, blocked, nil
}
