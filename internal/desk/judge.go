package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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
		return verdict{receipt.Held, []string{fmt.Sprintf(sameHere(len(originals)), first.ID)}, first.ID}, nil
	}
	if o.Bundle == Split && !o.Again {
		sent, rows, err := d.readInZip(ctx, hashes)
		if err != nil {
			return verdict{}, err
		}
		if len(rows) > 0 {
			return verdict{receipt.Held, []string{fmt.Sprintf("The same file was sent in a zip before, as receipt %d, and read: its receipt is among those without a file (%s). If it is not, send this one",
				sent.ID, numbersOf(rows))}, rows[0].ID}, nil
		}
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

func sameHere(n int) string {
	if n == 1 {
		return "The same file is already here as receipt %d"
	}
	return "The same files are already here as receipt %d"
}

// readInZip finds a file that travelled in a zip and was read there, but to
// which no document could be matched, and the rows of that zip without a file:
// its receipt is among them, and paid for.
func (d *Desk) readInZip(ctx context.Context, hashes []string) (sent receipt.Receipt, rows []receipt.Receipt, err error) {
	same, err := d.store.ByOriginal(ctx, hashes[0])
	if err != nil {
		return sent, nil, err
	}
	for _, r := range same {
		if !r.Trashed.IsZero() || r.Status != receipt.Failed || r.DocumentID != "" || r.ExternalID == "" || !slices.EqualFunc(r.Originals, hashes, holds) {
			continue
		}
		together, err := d.store.ByExternalID(ctx, r.ExternalID)
		if err != nil {
			return sent, nil, err
		}
		for _, other := range together {
			if len(other.Originals) == 0 && other.Status.Read() && other.Trashed.IsZero() {
				rows = append(rows, other)
			}
		}
		if len(rows) > 0 {
			return r, rows, nil
		}
	}
	return sent, nil, nil
}

// numbersOf lists receipts for a person: "4, 5, 7".
func numbersOf(rows []receipt.Receipt) string {
	numbers := make([]string, len(rows))
	for i, r := range rows {
		numbers[i] = fmt.Sprint(r.ID)
	}
	return strings.Join(numbers, ", ")
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
