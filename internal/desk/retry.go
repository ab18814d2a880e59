package desk

import (
	"context"
	"errors"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Retry starts failed receipts anew: their files are looked at again, and what
// the engine refused gets a new external id, for it is a new submission. One
// that is being sent, and may have arrived, keeps its own and is asked for at once.
func (d *Desk) Retry(ctx context.Context, ids ...int64) error {
	s, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	if err := d.say(ctx, receipt.Failed, ids...); err != nil {
		return err
	}
	d.trouble.clear()
	d.reopen()
	for _, id := range ids {
		failed := false
		r, err := d.change(ctx, id, store.Edit{By: store.Person, What: "retried"}, func(r *receipt.Receipt) error {
			if failed = r.Status == receipt.Failed && len(r.Originals) > 0; !failed {
				return nil
			}
			r.Status, r.Reasons, r.DuplicateOf = receipt.Waiting, nil, 0
			r.ExternalID, r.DocumentID, r.Engine = "", "", s.Engine
			return nil
		})
		if err != nil {
			return err
		}
		d.tries.clear(id)
		if failed && r.Trashed.IsZero() {
			d.keeping.put(id)
		} else {
			d.route(r)
		}
	}
	return nil
}

// Release sends receipts that were held as duplicates.
func (d *Desk) Release(ctx context.Context, ids ...int64) error {
	if err := d.say(ctx, receipt.Held, ids...); err != nil {
		return err
	}
	for _, id := range ids {
		r, err := d.change(ctx, id, store.Edit{By: store.Person, What: "sent although it looks like a duplicate"}, func(r *receipt.Receipt) error {
			if r.Status != receipt.Held {
				return errMoved
			}
			r.Status, r.Reasons = receipt.Waiting, nil
			return nil
		})
		if errors.Is(err, errMoved) {
			continue
		} else if err != nil {
			return err
		}
		d.route(r)
	}
	return nil
}
