package desk

import (
	"context"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Memory remembers what a person said of a shop, so that its next receipt is
// right.
type Memory interface {
	// Learn takes that the document is of this vendor. Categories are for rules,
	// which ask before they act.
	Learn(ctx context.Context, document api.Document, vendor string) error
	// Forget takes back that it is.
	Forget(ctx context.Context, document api.Document, vendor string) error
}

// teach tells the memory what a person's edit says of a shop. That it cannot
// is no reason to refuse the edit.
func (d *Desk) teach(ctx context.Context, before, after receipt.Receipt) {
	if d.memory == nil || !says(before, after) {
		return
	}
	if err := d.teachOf(ctx, before, after); err != nil {
		d.log.Warn("learning of a shop", "receipt", after.ID, "error", err)
	}
}

// says tells whether the edit says anything of the shop.
func says(before, after receipt.Receipt) bool {
	const name = receipt.FieldVendor
	return before.Fields.Get(name) != after.Fields.Get(name) || before.Corrected[name] != after.Corrected[name]
}

func (d *Desk) teachOf(ctx context.Context, before, after receipt.Receipt) error {
	raw, err := d.store.Document(ctx, after.ID)
	if err != nil || raw == nil {
		return err
	}
	document, err := api.ParseDocument(raw)
	if err != nil {
		return err
	}
	vendor, was := after.Fields.Vendor, before.Fields.Vendor
	if was != "" && was != vendor && before.Corrected[receipt.FieldVendor] {
		if err := d.memory.Forget(ctx, document, was); err != nil {
			return err
		}
	}
	if vendor == "" || !after.Corrected[receipt.FieldVendor] {
		return nil
	}
	return d.memory.Learn(ctx, document, vendor)
}
