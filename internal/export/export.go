// Package export writes receipts for other programs and for people: CSV, JSON
// and XLSX, with the same columns in each.
package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
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

// formats are the formats by name, in the order in which people are told.
var formats = []struct {
	name  string
	write func(context.Context, io.Writer, []Row) error
}{
	{"csv", writeCSV},
	{"json", writeJSON},
	{"xlsx", func(ctx context.Context, w io.Writer, rows []Row) error { return writeXLSX(ctx, w, all(rows)) }},
}

// Formats are the names that Write takes.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Check tells, before any work is done, whether a format exists; ErrFormat
// when it does not.
func Check(format string) error {
	for _, f := range formats {
		if f.name == format {
			return nil
		}
	}
	return fmt.Errorf("%w as %q: choose one of %s", ErrFormat, format, strings.Join(Formats(), ", "))
}

// Write writes the rows in the order given. An unknown format is ErrFormat,
// and nothing is written.
func Write(ctx context.Context, w io.Writer, format string, rows []Row) error {
	for _, f := range formats {
		if f.name == format {
			if err := f.write(ctx, w, rows); err != nil {
				return fmt.Errorf("writing %s: %w", f.name, err)
			}
			return nil
		}
	}
	return Check(format)
}

// all goes through rows that are there already.
func all(rows []Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}
