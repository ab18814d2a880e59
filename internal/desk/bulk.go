package desk

import (
	"context"
	"fmt"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// CorrectEach gives a field the same new value on several receipts, from plain
// text as receipt.Fields.Set takes it: on all of them, or on none. It is one
// step for Undo. Every receipt is proved anew.
func (d *Desk) CorrectEach(ctx context.Context, ids []int64, field receipt.Field, text string) error {
	name := fmt.Sprintf("Correction of the %s of %s", field.Words(), countOf(ids))
	return d.telling(ctx, ids, true, d.pace.tell, func() error {
		return d.togetherByPerson(ctx, name, d.corrected(field, text), ids, func(r *receipt.Receipt) error { return d.setField(r, field, text) })
	})
}

// setField corrects one field of a receipt that has been read.
func (d *Desk) setField(r *receipt.Receipt, field receipt.Field, text string) error {
	if !r.Status.Read() {
		return fmt.Errorf("receipt %d is not read yet, so there is nothing to correct", r.ID)
	}
	before, doubts := r.Fields.Get(field), d.standing(*r)
	if err := r.Fields.Set(field, text); err != nil {
		return err
	}
	if r.Fields.Get(field) == before {
		return nil
	}
	if r.Corrected == nil {
		r.Corrected = make(map[receipt.Field]bool)
	}
	r.Corrected[field] = true
	if field == receipt.FieldVendor {
		d.rules.use(r)
	}
	d.prove(r, doubts)
	return nil
}

// togetherByPerson makes one edit of all receipts, or of none, that Undo takes
// back as a whole.
func (d *Desk) togetherByPerson(ctx context.Context, name, what string, ids []int64, edit func(*receipt.Receipt) error) error {
	before := make(map[int64]receipt.Receipt, len(ids))
	changed, err := d.changeEach(ctx, ids, store.Edit{By: store.Person, What: what}, func(r *receipt.Receipt) error {
		before[r.ID] = snapshot(*r)
		return edit(r)
	})
	if err != nil {
		return err
	}
	step := undoStep{name: name}
	for _, after := range changed {
		d.route(after)
		d.teach(ctx, before[after.ID], after)
		if after = snapshot(after); differs(before[after.ID], after) {
			step.edits = append(step.edits, edited{before[after.ID], after})
		}
	}
	if len(step.edits) > 0 {
		d.undo.push(step)
	}
	return nil
}
