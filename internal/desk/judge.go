package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// tooLarge checks the service's limits before anything is sent. The reader on
// this computer has the same.
func tooLarge(engine receipt.Engine, originals []receipt.Original, b Bundle) error {
	pages, limit, limitBytes := 0, api.MaxDocumentPages, int64(api.MaxDocumentBytes)
	if b == Split {
		limit, limitBytes = api.MaxSetPages, api.MaxSetBytes
	}
	taker := "Veryfi"
	if engine == receipt.Local {
		taker = "the reader"
	}
	var refusal *intake.Refusal
	pdf := len(originals) == 1 && originals[0].Kind == string(intake.PDF)
	for _, o := range originals {
		pages += o.Pages
	}
	size := zipSize(originals)
	switch {
	case pages > limit:
		refusal = intake.TooManyPages(pages, limit, taker, pdf)
	case size > limitBytes && len(originals) == 1:
		refusal = intake.TooLarge(size, limitBytes, taker, pdf)
	case size > limitBytes:
		refusal = intake.TooMuchTogether(size, limitBytes, taker)
	default:
		return nil
	}
	return errors.New(refusal.Text())
}

// verdict is where a kept receipt goes.
type verdict struct {
	status      receipt.Status
	reasons     []string
	duplicateOf int64
}

func (d *Desk) judge(ctx context.Context, r receipt.Receipt, originals []receipt.Original, fault error, o Options) (verdict, error) {
	if fault != nil {
		return verdict{receipt.Failed, []string{sentence(fault.Error())}, 0}, nil
	}
	hashes := make([]string, len(originals))
	for i, o := range originals {
		hashes[i] = o.SHA256
	}
	counts := func(other receipt.Receipt) bool { return other.ID != r.ID }
	if o.Again { // the history may be repeated, not the pile itself
		counts = func(other receipt.Receipt) bool { return other.ID != r.ID && other.Batch == r.Batch }
	}
	first, found, err := d.sameBytes(ctx, hashes, counts)
	if err != nil {
		return verdict{}, err
	}
	if found {
		return verdict{receipt.Held, []string{fmt.Sprintf("The same %s already here as receipt %d", filesAre(len(originals)), first.ID)}, first.ID}, nil
	}
	if !o.HoldLookalikes || o.Again || len(originals) != 1 {
		return verdict{status: receipt.Waiting}, nil
	}
	alike, err := d.lookAlike(ctx, r.ID, hashes[0])
	if err != nil || alike == 0 {
		return verdict{status: receipt.Waiting}, err
	}
	return verdict{receipt.Held, []string{fmt.Sprintf("The picture looks like that of receipt %d", alike)}, alike}, nil
}

func filesAre(n int) string {
	if n == 1 {
		return "file is"
	}
	return "files are"
}

// lookAlike is the first other receipt whose picture looks the same, or 0.
func (d *Desk) lookAlike(ctx context.Context, id int64, hash string) (int64, error) {
	all, err := d.store.Likenesses(ctx)
	if err != nil {
		return 0, err
	}
	own, first := all[hash], int64(0)
	if own == 0 {
		return 0, nil
	}
	for other, likeness := range all {
		if other == hash || likeness == 0 || intake.Distance(own, likeness) > intake.AlikeDistance {
			continue
		}
		alike, found, err := d.sameBytes(ctx, []string{other}, func(r receipt.Receipt) bool { return r.ID != id })
		if err != nil {
			return 0, err
		}
		if found && (first == 0 || alike.ID < first) {
			first = alike.ID
		}
	}
	return first, nil
}
