package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// compareAgain looks again at the receipts of sales that have one more or less
// than before: one that looked like a receipt which is in the trash now, or
// says something else, no longer does, and one that came back has its double
// again. That it could not be written is no fault of the change before it.
func (d *Desk) compareAgain(ctx context.Context, keys []string) {
	for _, key := range keys {
		if err := d.compareSale(ctx, key); err != nil && ctx.Err() == nil {
			d.log.Warn("receipts of one sale could not be compared again", "error", err)
		}
	}
}

// compareSale leaves one receipt of a sale without a question, and has the
// others ask whether they are it again: those that asked before, and then the
// latest. What a person has said to be right asks no more.
func (d *Desk) compareSale(ctx context.Context, key string) error {
	// One after the other, and the sale as it then is: two that compared side by
	// side would each see half of what the other did.
	d.comparing.Lock()
	defer d.comparing.Unlock()
	var asking, silent []receipt.Receipt
	settled := false
	for _, id := range d.sales.of(key) {
		r, err := d.store.Receipt(ctx, id)
		if err != nil {
			return err
		}
		accepted, err := d.accepted(ctx, id)
		switch {
		case err != nil:
			return err
		case slices.ContainsFunc(r.Reasons, saysSameSale):
			asking = append(asking, r)
		case accepted:
			settled = true
		case r.Status == receipt.Exported: // it cannot ask any more
			silent = slices.Insert(silent, 0, r)
		default:
			silent = append(silent, r)
		}
	}
	for i, r := range asking {
		point := i > 0 || settled || len(silent) > 0
		if err := d.pointAtDouble(ctx, r, point); err != nil {
			return err
		}
	}
	for _, r := range slices.Backward(silent[min(len(silent), 1):]) {
		if err := d.pointAtDouble(ctx, r, true); err != nil {
			return err
		}
	}
	return nil
}

// accepted tells whether it was a person who said last where a receipt stands.
func (d *Desk) accepted(ctx context.Context, id int64) (bool, error) {
	events, err := d.store.Events(ctx, id)
	if err != nil {
		return false, err
	}
	for _, e := range slices.Backward(events) {
		if e.Field == "status" {
			return e.By == store.Person && e.After == string(receipt.Ready) && !strings.HasPrefix(e.What, "corrected"), nil
		}
	}
	return false, nil
}

// pointAtDouble has a receipt tell which other it looks like as things now
// stand, or nothing of the kind. What somebody has settled meanwhile stays.
func (d *Desk) pointAtDouble(ctx context.Context, seen receipt.Receipt, point bool) error {
	_, err := d.change(ctx, seen.ID, store.Edit{By: store.Program, What: "compared again"}, func(r *receipt.Receipt) error {
		if r.Status != receipt.Ready && r.Status != receipt.Review {
			return nil
		}
		at := slices.IndexFunc(r.Reasons, saysSameSale)
		if at < 0 && !r.Updated.Equal(seen.Updated) {
			return nil
		}
		reasons := slices.DeleteFunc(slices.Clone(r.Reasons), saysSameSale)
		if other := d.sales.other(*r); other != 0 && point {
			reasons = slices.Insert(reasons, max(at, 0), sameSale(other))
		}
		r.Status, r.Reasons = receipt.Ready, nil
		if len(reasons) > 0 {
			r.Status, r.Reasons = receipt.Review, reasons
		}
		return nil
	})
	return err
}

func saysSameSale(reason string) bool { return strings.HasPrefix(reason, sameSaleStart) }

func sameSale(other int64) string {
	return sameSaleStart + fmt.Sprintf("%d again: the same vendor, day and total", other)
}
