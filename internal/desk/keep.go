package desk

import (
	"context"
	"errors"
	"fmt"
	"os"

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
	if r.Status != receipt.Waiting || !r.Trashed.IsZero() {
		return nil
	}
	o, err := d.batchOptions(ctx, r.Batch)
	if err != nil {
		return err
	}
	originals, fault := d.keepAll(ctx, r.Originals)
	if err := ctx.Err(); err != nil {
		return err
	}
	if fault == nil {
		fault = tooLarge(originals, o.Bundle)
	}
	verdict, err := d.judge(ctx, r.ID, originals, fault, o)
	if err != nil {
		return err
	}
	r, err = d.change(ctx, id, store.Edit{By: store.Program, What: "safe on this computer"}, func(r *receipt.Receipt) error {
		r.Originals, r.Status, r.Reasons, r.DuplicateOf = originals, verdict.status, verdict.reasons, verdict.duplicateOf
		return nil
	})
	if err != nil {
		return err
	}
	return d.goOn(ctx, r, o)
}

// goOn hands a kept receipt to its next step.
func (d *Desk) goOn(ctx context.Context, r receipt.Receipt, o Options) error {
	if o.Bundle == Split {
		return d.formSets(ctx, r.Batch, o)
	}
	if r.Status == receipt.Waiting {
		d.sending.put(r.ID)
	}
	return nil
}

// keepAll copies the originals and looks at the copies. The error says in
// words for a person why one cannot be a receipt; what was kept so far stays.
func (d *Desk) keepAll(ctx context.Context, originals []receipt.Original) ([]receipt.Original, error) {
	kept := make([]receipt.Original, len(originals))
	copy(kept, originals)
	var fault error
	for i := range kept {
		if err := d.keepOne(ctx, &kept[i]); err != nil && fault == nil {
			fault = err
			if len(kept) > 1 {
				fault = fmt.Errorf("%s: %w", kept[i].Path, err)
			}
		}
	}
	return kept, fault
}

func (d *Desk) keepOne(ctx context.Context, o *receipt.Original) error {
	if o.SHA256 == "" {
		if err := d.copyOriginal(ctx, o); err != nil {
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

func (d *Desk) copyOriginal(ctx context.Context, o *receipt.Original) error {
	f, err := os.Open(o.Path)
	if err != nil {
		return unreadable(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return unreadable(err)
	}
	o.Size = info.Size()
	switch {
	case info.IsDir():
		return errors.New("it is a folder, not a file")
	case info.Size() == 0:
		return errors.New("the file is empty. Copy it again from where it came from, or take the picture again")
	case info.Size() > api.MaxDocumentBytes:
		return fmt.Errorf("the file has %d bytes, more than the limit of %d. Use a smaller picture, or split the PDF", info.Size(), api.MaxDocumentBytes)
	}
	kept, err := d.store.Keep(ctx, f)
	if err != nil {
		if ctx.Err() == nil && d.trouble.set(err) {
			d.notice(fmt.Sprintf("A receipt could not be kept safe: %v", err), true)
		}
		return err
	}
	if kept.Size != info.Size() {
		return errors.New("the file changed while it was being copied. Try again when it is complete")
	}
	o.SHA256, o.Size = kept.SHA256, kept.Size
	return nil
}

func unreadable(err error) error {
	switch {
	case errors.Is(err, os.ErrNotExist):
		return errors.New("the file is no longer there. Add it again from where it is now")
	case errors.Is(err, os.ErrPermission):
		return errors.New("the file may not be opened. Give yourself the right to read it, then retry")
	}
	return fmt.Errorf("the file cannot be opened: %w", err)
}

// tooLarge checks the service's limits before anything is sent.
func tooLarge(originals []receipt.Original, b Bundle) error {
	pages, limit, limitBytes := 0, api.MaxDocumentPages, int64(api.MaxDocumentBytes)
	if b == Split {
		limit, limitBytes = api.MaxSetPages, api.MaxSetBytes
	}
	for _, o := range originals {
		pages += o.Pages
	}
	if pages > limit {
		return fmt.Errorf("it has %d pages, more than the service's limit of %d pages. Split it, then add the parts", pages, limit)
	}
	if size := zipSize(originals); size > limitBytes {
		return fmt.Errorf("its zip has %d bytes, more than the service's limit of %d. Use smaller pictures, or fewer pages", size, limitBytes)
	}
	return nil
}

// verdict is where a kept receipt goes.
type verdict struct {
	status      receipt.Status
	reasons     []string
	duplicateOf int64
}

func (d *Desk) judge(ctx context.Context, id int64, originals []receipt.Original, fault error, o Options) (verdict, error) {
	if fault != nil {
		return verdict{receipt.Failed, []string{sentence(fault.Error())}, 0}, nil
	}
	if o.Again || len(originals) != 1 {
		return verdict{status: receipt.Waiting}, nil
	}
	first, err := d.sameBytes(ctx, id, originals[0].SHA256)
	if err != nil {
		return verdict{}, err
	}
	if first != 0 {
		return verdict{receipt.Held, []string{fmt.Sprintf("The same file is already here as receipt %d", first)}, first}, nil
	}
	if !o.HoldLookalikes {
		return verdict{status: receipt.Waiting}, nil
	}
	alike, err := d.lookAlike(ctx, id, originals[0].SHA256)
	if err != nil || alike == 0 {
		return verdict{status: receipt.Waiting}, err
	}
	return verdict{receipt.Held, []string{fmt.Sprintf("The picture looks like that of receipt %d", alike)}, alike}, nil
}

// sameBytes is an earlier receipt with the same bytes that counts, or 0.
func (d *Desk) sameBytes(ctx context.Context, id int64, hash string) (int64, error) {
	same, err := d.store.ByOriginal(ctx, hash)
	if err != nil {
		return 0, err
	}
	for _, r := range same {
		if r.ID != id && r.Trashed.IsZero() && r.Status != receipt.Failed && r.Status != receipt.Held && len(r.Originals) == 1 {
			return r.ID, nil
		}
	}
	return 0, nil
}

// alikeBits is how many of 64 bits the likenesses of two pictures of the same
// receipt may differ in. Receipts of one shop differ in more.
const alikeBits = 4

func (d *Desk) lookAlike(ctx context.Context, id int64, hash string) (int64, error) {
	all, err := d.store.Likenesses(ctx)
	if err != nil {
		return 0, err
	}
	own := all[hash]
	if own == 0 {
		return 0, nil
	}
	for other, likeness := range all {
		if other == hash || likeness == 0 || intake.Distance(own, likeness) > alikeBits {
			continue
		}
		if first, err := d.sameBytes(ctx, id, other); err != nil || first != 0 {
			return first, err
		}
	}
	return 0, nil
}
