package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Replace adds receipts and changes others in one transaction: all of it
// lasts, or nothing. What the change is, e may tell from the new ones. They and
// the changed ones are returned as stored, as Insert and UpdateEach do.
func (s *Store) Replace(ctx context.Context, fresh []receipt.Receipt, ids []int64, e func(added []receipt.Receipt) Edit, change func(*receipt.Receipt) error) (added, changed []receipt.Receipt, err error) {
	added, changed = make([]receipt.Receipt, len(fresh)), make([]receipt.Receipt, len(ids))
	err = s.change(ctx, func(tx *sql.Tx) (err error) {
		for i, r := range fresh {
			r.Created = time.Now()
			r.Updated = r.Created
			r = inUTC(r)
			if err := insert(ctx, tx, &r, Person); err != nil {
				return s.failed("adding a receipt to", err)
			}
			added[i] = r
		}
		edit := e(added)
		for i, id := range ids {
			if changed[i], err = s.updateOne(ctx, tx, id, edit, change); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return added, changed, nil
}
