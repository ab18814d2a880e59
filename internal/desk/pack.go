package desk

import (
	"context"
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
	files, err := x.packFiles(ctx, r)
	if err != nil {
		return Exported{}, err
	}
	in, why := make(map[int64]bool), make(map[int64]string)
	for place := range r.Written() {
		in[place.Receipt] = true
	}
	for _, problem := range r.Problems {
		if problem.Stops && why[problem.Receipt] == "" {
			why[problem.Receipt] = problem.Words
		}
	}
	var zip *summed
	err = export.File(ctx, path, func(w io.Writer) error {
		zip = newSummed(w)
		return pack.Write(ctx, zip, pack.Config{
			Title: title, Rows: r.rows, Files: files,
			Open: func(o receipt.Original) (io.ReadCloser, error) { return os.Open(x.Store.OriginalPath(o.SHA256)) },
			LeftOut: func(row export.Row) string {
				if in[row.Receipt.ID] {
					return ""
				}
				if words := why[row.Receipt.ID]; words != "" {
					return words
				}
				return "It is not in the import file."
			},
		})
	})
	if err != nil {
		return Exported{}, err
	}
	return x.record(ctx, r, []string{path}, []*summed{zip})
}

// packFiles are the files of the plan, and a workbook for people where that
// is not the plan itself.
func (x Exporter) packFiles(ctx context.Context, r *Rehearsal) ([]pack.File, error) {
	var files []pack.File
	for i, f := range r.Files {
		files = append(files, pack.File{Name: "import/" + f.Name, About: r.Profile.Title,
			Write: func(ctx context.Context, w io.Writer) error { return r.Plan.Write(ctx, i, w) }})
	}
	if r.Profile.Layout == "workbook" {
		return files, nil
	}
	book, err := export.Find("xlsx")
	if err != nil {
		return nil, err
	}
	plan, err := export.Rehearse(ctx, book, export.Choices{Today: r.Choices.Today, Review: r.Choices.Review}, r.written())
	if err != nil {
		return nil, fmt.Errorf("rehearsing the workbook: %w", err)
	}
	return append(files, pack.File{Name: "receipts.xlsx", About: "All receipts as a workbook", Write: func(ctx context.Context, w io.Writer) error { return plan.Write(ctx, 0, w) }}), nil
}

// written goes through the rows that are in the plan's files.
func (r *Rehearsal) written() export.Rows {
	in := make(map[int64]bool)
	for place := range r.Written() {
		in[place.Receipt] = true
	}
	return func(yield func(export.Row, error) bool) {
		for row, err := range r.rows {
			if (err != nil || in[row.Receipt.ID]) && !yield(row, err) {
				return
			}
		}
	}
}
