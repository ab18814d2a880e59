package desk

import (
	"context"
	"fmt"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Correct gives a field a new value from plain text, as receipt.Fields.Set
// takes it. The receipt is proved anew.
func (d *Desk) Correct(ctx context.Context, id int64, field receipt.Field, text string) error {
	return d.telling(ctx, []int64{id}, true, d.pace.tell, func() error { return d.correct(ctx, id, field, text) })
}

func (d *Desk) correct(ctx context.Context, id int64, field receipt.Field, text string) error {
	return d.byPerson(ctx, "Correction of the "+field.Words(), d.corrected(field, text), []int64{id}, func(r *receipt.Receipt) error {
		return d.setField(r, field, text)
	})
}

// Accept says that the receipts are right as they stand. A field that every
// export needs must be there.
func (d *Desk) Accept(ctx context.Context, ids ...int64) error {
	return d.telling(ctx, ids, false, 0, func() error { return d.accept(ctx, ids) })
}

func (d *Desk) accept(ctx context.Context, ids []int64) error {
	return d.byPerson(ctx, "Accepting "+countOf(ids), "accepted", ids, func(r *receipt.Receipt) error {
		if r.Status != receipt.Review {
			return nil
		}
		for _, name := range []receipt.Field{receipt.FieldVendor, receipt.FieldDate, receipt.FieldCurrency, receipt.FieldTotal} {
			if r.Fields.Get(name) == "" {
				return fmt.Errorf("receipt %d has no %s yet: fill it in first, every export needs it", r.ID, name.Words())
			}
		}
		r.Status, r.Reasons = receipt.Ready, nil
		return nil
	})
}

// Turn turns the picture, clockwise by degrees, for good.
func (d *Desk) Turn(ctx context.Context, id int64, degrees int) error {
	return d.byPerson(ctx, "Turning the picture", "turned", []int64{id}, func(r *receipt.Receipt) error {
		r.Turned = upright(r.Turned + degrees)
		return nil
	})
}

// upright brings degrees between 0 and 359.
func upright(degrees int) int { return (degrees%360 + 360) % 360 }

// Trash puts receipts aside. What is on its way to the service stays on its
// way, and is there when the receipt is restored; what waits is not sent.
func (d *Desk) Trash(ctx context.Context, ids ...int64) error {
	return d.byPerson(ctx, "Moving "+countOf(ids)+" to the trash", "put into the trash", ids, func(r *receipt.Receipt) error {
		if r.Trashed.IsZero() {
			r.Trashed = d.now().UTC()
		}
		return nil
	})
}

// Restore takes receipts back out of the trash. Those that were not read yet
// go on where they stood.
func (d *Desk) Restore(ctx context.Context, ids ...int64) error {
	return d.byPerson(ctx, "Restoring "+countOf(ids), "restored", ids, func(r *receipt.Receipt) error {
		r.Trashed = time.Time{}
		return nil
	})
}

// byPerson makes one edit of each receipt that Undo can take back as a whole.
// When one edit is refused the others before it stand, and can be taken back.
func (d *Desk) byPerson(ctx context.Context, name, what string, ids []int64, edit func(*receipt.Receipt) error) error {
	return d.stepByPerson(ctx, undoStep{name: name}, what, ids, edit)
}

func countOf(ids []int64) string {
	if len(ids) == 1 {
		return "1 receipt"
	}
	return fmt.Sprintf("%d receipts", len(ids))
}
