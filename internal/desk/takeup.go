package desk

import (
	"context"
	"slices"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// takeUp puts every open receipt of the history back on the road. What the
// reader on this computer had in hand ended with the program, so it is sent
// again; that costs nothing. What was sent to the service is asked for.
func (d *Desk) takeUp(ctx context.Context) error {
	if err := d.takeUpSets(ctx); err != nil {
		return err
	}
	inSet, err := d.inOpenSets(ctx)
	if err != nil {
		return err
	}
	receipts, err := d.store.Receipts(ctx)
	if err != nil {
		return err
	}
	apart, err := d.apart(ctx)
	if err != nil {
		return err
	}
	d.sales.setApart(apart)
	kept, err := d.keptRules(ctx)
	if err != nil {
		return err
	}
	d.rules.set(kept)
	for _, r := range receipts {
		d.sales.add(r)
		d.choices.add(r)
	}
	d.sales.loaded()
	for _, r := range receipts {
		if slices.ContainsFunc(r.Reasons, saysSameSale) && r.Trashed.IsZero() { // an earlier version may have let it stand
			d.compareAgain(ctx, []string{receipt.SaleKey(r.Fields)})
		}
		if r.Second.Open() {
			if err := d.takeUpSecond(ctx, r); err != nil {
				return err
			}
		}
		if !r.Status.Open() || inSet[r.ID] {
			continue
		}
		if err := d.takeUpOne(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// takeUpOne also sets receipts in the trash right, so that they can be restored.
func (d *Desk) takeUpOne(ctx context.Context, r receipt.Receipt) error {
	if r.Engine == receipt.Local && (r.Status == receipt.Sending || r.Status == receipt.Reading) {
		var err error
		if r, err = d.change(ctx, r.ID, store.Edit{By: store.Program, What: "taken up again"}, func(r *receipt.Receipt) error {
			r.Status, r.DocumentID, r.Reasons = receipt.Waiting, "", nil
			return nil
		}); err != nil {
			return err
		}
	}
	d.route(r)
	return nil
}

// route hands an open receipt to whoever does its next step. What waits in the
// trash stays there; what is being read is asked for even so, since it was
// paid for.
func (d *Desk) route(r receipt.Receipt) {
	d.routeSecond(r)
	switch {
	case r.Status == receipt.Reading && r.DocumentID != "":
		d.polls.add(r, r.Updated, d.now())
	case !r.Trashed.IsZero():
	case r.Status == receipt.Waiting && !safe(r):
		d.keeping.put(r.ID)
	case r.Status == receipt.Waiting || r.Status == receipt.Sending:
		d.sending.put(r.ID)
	}
}

// safe tells whether every original of r is kept on this computer.
func safe(r receipt.Receipt) bool {
	for _, o := range r.Originals {
		if o.SHA256 == "" {
			return false
		}
	}
	return true
}
