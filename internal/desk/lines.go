package desk

import (
	"context"
	"fmt"
	"slices"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// CorrectLines gives a receipt other line items and tax lines. Lines that say
// nothing at all are left out. The receipt is proved anew; Undo takes it back.
func (d *Desk) CorrectLines(ctx context.Context, id int64, items []receipt.LineItem, taxes []receipt.TaxLine) error {
	items = slices.DeleteFunc(slices.Clone(items), func(l receipt.LineItem) bool {
		return l.Description == "" && !l.Quantity.Known() && !l.Price.Known() && !l.Total.Known()
	})
	taxes = slices.DeleteFunc(slices.Clone(taxes), func(l receipt.TaxLine) bool {
		return l.Name == "" && !l.Rate.Known() && !l.Base.Known() && !l.Total.Known()
	})
	return d.telling(ctx, []int64{id}, true, d.pace.tell, func() error {
		return d.togetherByPerson(ctx, "Correction of the lines", "corrected", []int64{id}, func(r *receipt.Receipt) error {
			if !r.Status.Read() {
				return fmt.Errorf("receipt %d is not read yet, so there is nothing to correct", r.ID)
			}
			doubts := d.standing(*r)
			if sameItems(r.Fields.LineItems, items) && sameTaxes(r.Fields.TaxLines, taxes) {
				return nil
			}
			r.Fields.LineItems, r.Fields.TaxLines = items, taxes
			d.prove(r, doubts)
			return nil
		})
	})
}

func sameItems(a, b []receipt.LineItem) bool {
	return slices.EqualFunc(a, b, func(x, y receipt.LineItem) bool {
		return x.Description == y.Description && x.Quantity.Equal(y.Quantity) && x.Price.Equal(y.Price) && x.Total.Equal(y.Total)
	})
}

func sameTaxes(a, b []receipt.TaxLine) bool {
	return slices.EqualFunc(a, b, func(x, y receipt.TaxLine) bool {
		return x.Name == y.Name && x.Inclusive == y.Inclusive && x.Rate.Equal(y.Rate) && x.Base.Equal(y.Base) && x.Total.Equal(y.Total)
	})
}
