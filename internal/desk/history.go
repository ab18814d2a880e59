package desk

import (
	"context"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Receipts are all receipts, those in the trash too, in the order of intake.
func (d *Desk) Receipts(ctx context.Context) ([]receipt.Receipt, error) { return d.store.Receipts(ctx) }

// History is what happened to a receipt, the oldest first.
func (d *Desk) History(ctx context.Context, id int64) ([]Change, error) {
	events, err := d.store.Events(ctx, id)
	if err != nil {
		return nil, err
	}
	changes := make([]Change, len(events))
	for i, e := range events {
		changes[i] = Change{At: e.At, Person: e.By == store.Person, What: e.What, Field: e.Field, Before: e.Before, After: e.After}
	}
	return changes, nil
}
