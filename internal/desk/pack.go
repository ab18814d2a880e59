package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/export/pack"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Pack writes a month-end pack: one zip with the files of the plan, a
// workbook, the pictures, an index and a control slip.
func (x Exporter) Pack(ctx context.Context, r *Rehearsal, path, title string) (Exported, error) {
	if err := writable(r.Plan); err != nil {
		return Exported{}, err
	}
	plan, err := named(ctx, r)
	if err != nil {
		return Exported{}, fmt.Errorf("rehearsing the pack: %w", err)
	}
	files, err := packFiles(ctx, plan, r.rows)
	if err != nil {
		return Exported{}, err
	}
	config := pack.Config{
		Title: title, Rows: r.rows, Files: files, LeftOut: pack.LeftOut(plan),
		Open: func(o receipt.Original) (io.ReadCloser, error) { return os.Open(x.Store.OriginalPath(o.SHA256)) },
	}
	var zip *summed
	whole := &Rehearsal{Plan: plan}
	err = export.Files(ctx, []export.Output{{Path: path, Write: func(w io.Writer) error {
		zip = newSummed(w)
		return pack.Write(ctx, zip, config)
	}}}, func(drafts []export.Draft) error { return x.intend(ctx, whole, []string{path}, []*summed{zip}, drafts) })
	if err != nil {
		return Exported{}, errors.Join(err, x.intended(ctx))
	}
	return x.record(ctx, whole, []string{path}, []*summed{zip})
}

// named is the plan of a rehearsal with the pictures called as in the pack.
func named(ctx context.Context, r *Rehearsal) (*export.Plan, error) {
	names, err := pack.NewNames(r.rows)
	if err != nil {
		return nil, err
	}
	c := r.Choices
	c.Picture = names.Of
	return export.Rehearse(ctx, r.Profile, c, r.rows)
}

// packFiles are the files of the plan, and a workbook for people where that
// is not the plan itself.
func packFiles(ctx context.Context, plan *export.Plan, rows export.Rows) ([]pack.File, error) {
	files := pack.Files(plan)
	if plan.Profile.Layout == "workbook" {
		return files, nil
	}
	book, err := export.Find("xlsx")
	if err != nil {
		return nil, err
	}
	workbook, err := export.Rehearse(ctx, book, export.Choices{Today: plan.Choices.Today, Review: plan.Choices.Review, Picture: plan.Choices.Picture}, rows)
	if err != nil {
		return nil, fmt.Errorf("rehearsing the workbook: %w", err)
	}
	return append(files, pack.Workbook(workbook)...), nil
}
