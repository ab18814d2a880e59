package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// SendBatch has a batch submitted that waits for the person's word.
func (d *Desk) SendBatch(ctx context.Context, id string) error {
	if err := d.setBatch(ctx, id, func(b *batch) { b.Ask, b.Said = false, nil }); err != nil {
		return err
	}
	return d.startBatch(ctx, id)
}

// SendHere gives what of a batch waits for the person's word to the reader on
// this computer instead.
func (d *Desk) SendHere(ctx context.Context, id string) error {
	b, err := d.batchOf(ctx, id)
	if err != nil {
		return err
	}
	rows, err := d.store.ByBatch(ctx, id)
	if err != nil {
		return err
	}
	var ids []int64
	for _, r := range rows { // also of those in the trash, lest restoring one costs money
		if b.holds(r) {
			ids = append(ids, r.ID)
		}
	}
	_, err = d.changeEach(ctx, ids, store.Edit{By: store.Person, What: "given to the reader on this computer"}, func(r *receipt.Receipt) error {
		if b.holds(*r) {
			r.Engine, r.ExternalID, r.Reasons = receipt.Local, "", nil
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.startBatch(ctx, id)
}

// startBatch puts what of a batch waits on the road.
func (d *Desk) startBatch(ctx context.Context, id string) error {
	rows, err := d.store.ByBatch(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range rows {
		d.halts.goesOn(r.ID)
		d.route(r)
	}
	d.offering.put(id)
	return nil
}

// say notes that the person wants those of the receipts submitted that have a
// status, whatever their batches wait for.
func (d *Desk) say(ctx context.Context, status receipt.Status, ids ...int64) error {
	for _, id := range ids {
		r, err := d.store.Receipt(ctx, id)
		if err != nil {
			return err
		}
		if r.Status != status {
			continue
		}
		if err := d.setBatch(ctx, r.Batch, func(b *batch) {
			if b.Ask && !slices.Contains(b.Said, id) {
				b.Said = append(b.Said, id)
			}
		}); err != nil {
			return err
		}
		d.halts.goesOn(id)
	}
	return nil
}

// setBatch changes what is kept of a batch.
func (d *Desk) setBatch(ctx context.Context, id string, change func(*batch)) error {
	d.offers.saving.Lock()
	defer d.offers.saving.Unlock()
	b, err := d.batchOf(ctx, id)
	if err != nil {
		return err
	}
	before, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("storing the options of a batch: %w", err)
	}
	change(&b)
	after, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("storing the options of a batch: %w", err)
	}
	if string(before) == string(after) {
		return nil
	}
	return d.alone(func() error { return d.store.SetOptions(ctx, id, after) })
}
