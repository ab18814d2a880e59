package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// keep makes the files of a receipt safe and looks at the safe copies: the
// receipt goes on, is held as a duplicate, or has failed with the reason. One
// receipt after the other, so that of two files with the same bytes the first
// is the one that is read.
func (d *Desk) keep(ctx context.Context, id int64) error {
	r, err := d.store.Receipt(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	b, err := d.batchOf(ctx, r.Batch)
	if err != nil {
		return err
	}
	if r.Status != receipt.Waiting || !r.Trashed.IsZero() {
		d.goOn(r, b.Bundle)
		return nil
	}
	given := r.Originals
	originals, fault := d.keepAll(ctx, b, given)
	if err := ctx.Err(); err != nil {
		return err
	}
	if fault == nil {
		fault = tooLarge(r.Engine, originals, b.Bundle)
	}
	verdict, err := d.judge(ctx, r, originals, fault, b.Options)
	if err != nil {
		return err
	}
	r, err = d.change(ctx, id, store.Edit{By: store.Program, What: "safe on this computer"}, func(now *receipt.Receipt) error {
		if now.Status != receipt.Waiting {
			return errMoved
		}
		if !slices.Equal(now.Originals, given) { // put into another order meanwhile
			return errReordered
		}
		now.Originals, now.Status, now.Reasons, now.DuplicateOf = originals, verdict.status, verdict.reasons, verdict.duplicateOf
		return nil
	})
	switch {
	case errors.Is(err, errReordered):
		d.keeping.put(id)
		return nil
	case errors.Is(err, errMoved):
		return nil
	case err != nil:
		return err
	}
	d.goOn(r, b.Bundle)
	return nil
}

// errReordered tells that the files of a receipt have got another order.
var errReordered = errors.New("the files have another order now")

// goOn hands a kept receipt to its next step. One that will not travel may
// have been the last that its zip waited for.
func (d *Desk) goOn(r receipt.Receipt, b Bundle) {
	switch {
	case b == Split:
		d.batches.put(r.Batch)
	case r.Status == receipt.Waiting:
		d.sending.put(r.ID)
	}
}

// keepAll copies the originals and looks at the copies. The error says in
// words for a person why one cannot be a receipt; what was kept so far stays.
func (d *Desk) keepAll(ctx context.Context, b batch, originals []receipt.Original) ([]receipt.Original, error) {
	kept := make([]receipt.Original, len(originals))
	copy(kept, originals)
	var fault error
	for i := range kept {
		if err := d.keepOne(ctx, b, &kept[i]); err != nil && fault == nil {
			fault = err
			if len(kept) > 1 {
				fault = fmt.Errorf("%s: %w", kept[i].Path, err)
			}
		}
	}
	return kept, fault
}

// keepOne copies a file unless its copy is here, and sound. One that was
// refused before, or may be too large, is copied anew, for the person may have put a better one in
// its place.
func (d *Desk) keepOne(ctx context.Context, b batch, o *receipt.Original) error {
	here, err := d.store.Has(ctx, o.SHA256, o.Size)
	if err != nil && ctx.Err() != nil {
		return err
	}
	if o.Kind == "" || !here || o.Size > api.MaxDocumentBytes || o.Pages > api.MaxDocumentPages {
		fresh := *o
		if err := d.copyOriginal(ctx, b.place(o.Path), &fresh); err == nil {
			*o = fresh
		} else if !here {
			o.Size = fresh.Size
			return err
		}
	}
	found, err := d.intake.Check(ctx, d.store.OriginalPath(o.SHA256))
	var refusal *intake.Refusal
	if errors.As(err, &refusal) {
		return errors.New(refusal.Text())
	} else if err != nil {
		return err
	}
	o.Kind, o.Size, o.Pages, o.Width, o.Height = string(found.Kind), found.Size, found.Pages, found.Width, found.Height
	return d.store.SetLikeness(ctx, o.SHA256, found.Likeness)
}

func (d *Desk) copyOriginal(ctx context.Context, path string, o *receipt.Original) error {
	f, size, err := intake.OpenFile(path)
	o.Size = size
	if err != nil {
		return err
	}
	defer f.Close()
	kept, err := d.store.Keep(ctx, f)
	if err != nil {
		if ctx.Err() == nil && d.trouble.set(err) {
			d.notice(fmt.Sprintf("A receipt could not be kept safe: %v", err), true)
		}
		return err
	}
	if kept.Size != size {
		return errors.New("the file changed while it was being copied. Try again when it is complete")
	}
	o.SHA256, o.Size, o.CRC32 = kept.SHA256, kept.Size, kept.CRC32
	return nil
}
