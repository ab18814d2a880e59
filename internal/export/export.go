// Package export writes receipts for other programs and for people: CSV, JSON
// and XLSX, with the same columns in each.
package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// ErrFormat is the error for a format that there is none of.
var ErrFormat = errors.New("there is no such format")

// Row is one receipt to be written.
type Row struct {
	Receipt             receipt.Receipt
	Document            json.RawMessage // the engine's answer; nil for none
	DuplicateDocumentID string          // the service's id of the receipt that this one repeats, "" for none
}

// Formats are the names that Write takes without any choice of a person's.
func Formats() []string { return []string{"csv", "json", "xlsx"} }

// Check tells, before any work is done, whether a format exists; ErrFormat
// when it does not.
func Check(format string) error {
	if slices.Contains(Formats(), format) {
		return nil
	}
	return fmt.Errorf("%w as %q: choose one of %s", ErrFormat, format, strings.Join(Formats(), ", "))
}

// Write writes the rows in the order given, as one file. An unknown format is
// ErrFormat, and nothing is written.
func Write(ctx context.Context, w io.Writer, format string, rows []Row) error {
	if err := Check(format); err != nil {
		return err
	}
	p, err := Find(format)
	if err != nil {
		return err
	}
	plan, err := Rehearse(ctx, p, Choices{}, all(rows))
	if err != nil {
		return err
	}
	return plan.Write(ctx, 0, w)
}

// all goes through rows that are there already.
func all(rows []Row) Rows {
	return func(yield func(Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}
