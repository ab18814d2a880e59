package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// zipBytes is more than a zip adds to the one file in it.
const zipBytes = 4096

// CanCut tells whether r has failed because its one PDF has more pages or more
// bytes than the service takes, and could be cut into several receipts.
func (d *Desk) CanCut(r receipt.Receipt) bool {
	if r.Status != receipt.Failed || !r.Trashed.IsZero() || len(r.Originals) != 1 {
		return false
	}
	o := r.Originals[0]
	return o.Kind == string(intake.PDF) && o.SHA256 != "" && o.Pages > 1 && (o.Pages > api.MaxDocumentPages || o.Size > api.MaxDocumentBytes-zipBytes)
}

// CutPDF makes several receipts of one whose PDF is beyond the limits: each is
// a PDF of its own within them, of whole pages in their order. The receipt goes
// to the trash with its original; Undo takes all of it back. What would be paid
// for waits for the person's word, if they want to be asked.
func (d *Desk) CutPDF(ctx context.Context, id int64) (Added, error) {
	r, err := d.store.Receipt(ctx, id)
	if err != nil {
		return Added{}, err
	}
	if !d.CanCut(r) {
		return Added{}, fmt.Errorf("receipt %d has no PDF beyond the limits, so there is nothing to split", id)
	}
	o, err := d.optionsOfParts(ctx, r)
	if err != nil {
		return Added{}, err
	}
	added := Added{Batch: uuid.NewString()}
	rows, err := d.cutParts(ctx, r, added.Batch, o.Bundle)
	if err != nil {
		return Added{}, err
	}
	if err := d.saveBatch(ctx, added.Batch, o); err != nil {
		return Added{}, err
	}
	if added, err = d.insert(ctx, rows, added); err != nil {
		return added, err
	}
	step := undoStep{name: fmt.Sprintf("Splitting a PDF into %d receipts", len(rows))}
	var before receipt.Receipt
	after, err := d.change(ctx, id, store.Edit{By: store.Person, What: fmt.Sprintf("split into receipts %d to %d", added.Rows[0], added.Rows[len(added.Rows)-1])},
		func(now *receipt.Receipt) error {
			before = snapshot(*now)
			if now.Trashed.IsZero() {
				now.Trashed = d.now().UTC()
			}
			return nil
		})
	if err != nil {
		return added, err
	}
	step.edits = append(step.edits, edited{before, snapshot(after)})
	for _, part := range added.Receipts { // to take it back is to have them in the trash
		gone := snapshot(part)
		gone.Trashed = after.Trashed
		step.edits = append(step.edits, edited{gone, snapshot(part)})
	}
	d.undo.push(step)
	return added, nil
}

// optionsOfParts are those of the receipt's batch. The parts are receipts, or
// what the service splits when the whole was beyond even that.
func (d *Desk) optionsOfParts(ctx context.Context, r receipt.Receipt) (Options, error) {
	b, err := d.batchOf(ctx, r.Batch)
	if err != nil {
		return Options{}, err
	}
	s, err := d.Settings(ctx)
	if err != nil {
		return Options{}, err
	}
	o := b.Options
	o.Engine, o.Ask = r.Engine, s.AskBeforePaying
	if whole := r.Originals[0]; o.Bundle != Split || whole.Pages <= api.MaxSetPages && whole.Size <= api.MaxSetBytes-zipBytes {
		o.Bundle = Each
	}
	return o, nil
}

// cutParts cuts the safe copy of a PDF and keeps the parts safe.
func (d *Desk) cutParts(ctx context.Context, r receipt.Receipt, batch string, b Bundle) ([]receipt.Receipt, error) {
	maxPages, maxBytes := api.MaxDocumentPages, int64(api.MaxDocumentBytes)
	if b == Split {
		maxPages, maxBytes = api.MaxSetPages, api.MaxSetBytes
	}
	rows, err := d.cutPages(ctx, r, maxPages, maxBytes-zipBytes)
	for i := range rows {
		rows[i].Batch = batch
	}
	return rows, err
}

// cutPages cuts the safe copy of a PDF into parts of at most so many pages and
// bytes, and keeps them safe.
func (d *Desk) cutPages(ctx context.Context, r receipt.Receipt, maxPages int, maxBytes int64) ([]receipt.Receipt, error) {
	whole := r.Originals[0]
	data, err := os.ReadFile(d.store.OriginalPath(whole.SHA256))
	if err != nil {
		return nil, fmt.Errorf("reading the safe copy of receipt %d: %w", r.ID, err)
	}
	var rows []receipt.Receipt
	err = d.intake.Cut(ctx, data, maxPages, maxBytes, func(p intake.Part) error {
		kept, err := d.store.Keep(ctx, bytes.NewReader(p.Data))
		if err != nil {
			return err
		}
		rows = append(rows, receipt.Receipt{Status: receipt.Waiting, Engine: r.Engine, Originals: []receipt.Original{{
			Path: partName(whole.Path, p), SHA256: kept.SHA256, Size: kept.Size, CRC32: kept.CRC32, Kind: string(intake.PDF), Pages: p.Last - p.First + 1,
		}}})
		return nil
	})
	var refusal *intake.Refusal
	if errors.As(err, &refusal) {
		return nil, errors.New(sentence(refusal.Text()))
	}
	return rows, err
}

// partName is what a part of a file is called: "scan (pages 1-15).pdf".
func partName(path string, p intake.Part) string {
	ext := filepath.Ext(path)
	pages := fmt.Sprintf(" (pages %d-%d)", p.First, p.Last)
	if p.First == p.Last {
		pages = fmt.Sprintf(" (page %d)", p.First)
	}
	return strings.TrimSuffix(path, ext) + pages + ext
}
