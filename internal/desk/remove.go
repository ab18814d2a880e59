package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// DeleteAtService deletes the documents of these receipts at the Veryfi
// service, for good, and returns how many it deleted; one that the service no
// longer has counts. Rows, originals and the documents kept here stay. It is
// never done by itself. Receipts of the reader on this computer, and those
// whose document is deleted already, are passed over.
func (d *Desk) DeleteAtService(ctx context.Context, ids ...int64) (int, error) {
	deleted := 0
	var open []error
	for _, id := range ids {
		r, told, err := d.withTold(ctx, id)
		switch {
		case err != nil:
			return deleted, err
		case !atService(r, told) && !secondAtService(r):
			continue
		case r.Status.Open() || r.Second.Open():
			open = append(open, fmt.Errorf("receipt %d is still being read: delete it at the service once it is read", id))
			continue
		}
		if atService(r, told) {
			err = d.deleteAtService(ctx, r)
		}
		if err == nil && secondAtService(r) {
			err = d.deleteSecond(ctx, r)
		}
		if err != nil {
			return deleted, err
		}
		deleted++
	}
	return deleted, errors.Join(open...)
}

func (d *Desk) deleteAtService(ctx context.Context, r receipt.Receipt) error {
	service, err := d.connect(ctx, r.Engine)
	if err != nil {
		return err
	}
	if err := service.DeleteDocument(ctx, api.ID(r.DocumentID)); err != nil && !errors.Is(err, api.ErrNotFound) {
		return fmt.Errorf("receipt %d: %w", r.ID, err)
	}
	err = d.setTold(context.WithoutCancel(ctx), r, func(t *store.Told) { t.Deleted, t.Pending = true, false },
		store.Event{By: store.Person, What: "deleted at the service", Field: "document_id", Before: r.DocumentID})
	if err != nil {
		return err
	}
	d.listeners.tell(Event{Changed: []receipt.Receipt{r}}) // its history has more
	return nil
}

// secondAtService tells whether the service has the document of a second
// reading: what was deleted there has no id here any more.
func secondAtService(r receipt.Receipt) bool {
	return r.Second.Engine == receipt.Veryfi && r.Second.DocumentID != ""
}

// deleteSecond deletes the document of a second reading at the service. What
// was read stays here.
func (d *Desk) deleteSecond(ctx context.Context, r receipt.Receipt) error {
	service, err := d.connect(ctx, receipt.Veryfi)
	if err != nil {
		return err
	}
	if err := service.DeleteDocument(ctx, api.ID(r.Second.DocumentID)); err != nil && !errors.Is(err, api.ErrNotFound) {
		return fmt.Errorf("the second reading of receipt %d: %w", r.ID, err)
	}
	gone := r.Second.DocumentID
	_, err = d.second(context.WithoutCancel(ctx), r, store.Edit{By: store.Person, What: "deleted the second reading at the service"}, func(now *receipt.Receipt) {
		if now.Second.DocumentID == gone {
			now.Second.DocumentID = ""
		}
	})
	return err
}

// AtService tells whether the Veryfi service has a document for a receipt: it
// was read there, first or to compare, and not deleted by DeleteAtService.
func (d *Desk) AtService(ctx context.Context, id int64) (bool, error) {
	r, told, err := d.withTold(ctx, id)
	return err == nil && (atService(r, told) || secondAtService(r)), err
}

func (d *Desk) withTold(ctx context.Context, id int64) (receipt.Receipt, store.Told, error) {
	r, err := d.store.Receipt(ctx, id)
	if err != nil {
		return r, store.Told{}, err
	}
	told, err := d.store.Told(ctx, id)
	return r, told, err
}
