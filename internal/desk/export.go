package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Formats are the names that Export takes.
func (d *Desk) Formats() []string { return export.Formats() }

// Export writes receipts to a file, whole or not at all, in the order of ids,
// and marks those that were ready as exported. It returns how many it wrote.
func (d *Desk) Export(ctx context.Context, path, format string, ids []int64) (int, error) {
	rows, err := d.Rows(ctx, ids)
	if err != nil {
		return 0, err
	}
	err = export.File(ctx, path, func(w io.Writer) error { return export.Write(ctx, w, format, rows) })
	if err != nil {
		return 0, err
	}
	return len(rows), d.MarkExported(ctx, rows)
}

// Rows are receipts with what an export needs beside them.
func (d *Desk) Rows(ctx context.Context, ids []int64) ([]export.Row, error) {
	return Rows(ctx, d.store, ids)
}

// Rows are the receipts of a history with what an export needs beside them.
func Rows(ctx context.Context, s *store.Store, ids []int64) ([]export.Row, error) {
	rows := make([]export.Row, 0, len(ids))
	for _, id := range ids {
		r, err := s.Receipt(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("receipt %d: %w", id, err)
		}
		row := export.Row{Receipt: r}
		if row.Document, err = s.Document(ctx, id); err != nil {
			return nil, err
		}
		if r.DuplicateOf != 0 {
			first, err := s.Receipt(ctx, r.DuplicateOf)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			row.DuplicateDocumentID = first.DocumentID
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// MarkExported records that the receipts are, as these rows show them, in a
// file that somebody asked for. Those that still need a look stay where they
// are, and so do those that changed since: the file does not have them so.
func (d *Desk) MarkExported(ctx context.Context, rows []export.Row) error {
	ids, edit := exported(rows, d.now())
	_, err := d.changeEach(ctx, ids, exportedEdit, edit)
	return err
}

// MarkExported does in a history what Desk.MarkExported does.
func MarkExported(ctx context.Context, s *store.Store, rows []export.Row) error {
	ids, edit := exported(rows, time.Now())
	_, err := s.UpdateEach(ctx, ids, exportedEdit, edit)
	return err
}

var exportedEdit = store.Edit{By: store.Program, What: "exported"}

func exported(rows []export.Row, now time.Time) (ids []int64, edit func(*receipt.Receipt) error) {
	ids = make([]int64, len(rows))
	written := make(map[int64]time.Time, len(rows))
	for i, row := range rows {
		ids[i], written[row.Receipt.ID] = row.Receipt.ID, row.Receipt.Updated
	}
	return ids, func(r *receipt.Receipt) error {
		if r.Status == receipt.Ready && r.Updated.Equal(written[r.ID]) {
			r.Status, r.ExportedAt = receipt.Exported, now.UTC()
		}
		return nil
	}
}
