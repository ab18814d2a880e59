package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// rows are the rows for ids in their order, then those that the batch gained
// on its way: receipts that a split zip held beyond its files.
func (r *reading) rows(ctx context.Context, batch string, ids []int64) ([]export.Row, error) {
	all, err := r.house.Desk.Receipts(ctx)
	if err != nil {
		return nil, err
	}
	listed := make(map[int64]bool, len(ids))
	for _, id := range ids {
		listed[id] = true
	}
	for _, one := range all {
		if batch != "" && one.Batch == batch && !listed[one.ID] {
			ids = append(ids, one.ID)
		}
	}
	return r.house.Desk.Rows(ctx, ids)
}

func anyRead(rows []export.Row) bool {
	for _, row := range rows {
		if row.Receipt.Status.Read() {
			return true
		}
	}
	return false
}

// outcome sums the run up and gives the status.
func (r *reading) outcome(rows []export.Row) int {
	count := make(map[receipt.Status]int)
	for _, row := range rows {
		count[row.Receipt.Status]++
	}
	parts := []string{fmt.Sprintf("%d ready", count[receipt.Ready]+count[receipt.Exported]), fmt.Sprintf("%d to review", count[receipt.Review])}
	if n := count[receipt.Held]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d held as duplicates", n))
	}
	if n := count[receipt.Failed]; n > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", n))
	}
	fmt.Fprintf(r.env.Stderr, "%d receipts: %s\n", len(rows), strings.Join(parts, ", "))
	if count[receipt.Failed] > 0 {
		return ExitSomeFailed
	}
	return ExitOK
}

// checkOutput finds out before anything is sent that the output cannot be written.
func (o *options) checkOutput() error {
	if o.output == "-" {
		return nil
	}
	if info, err := os.Stat(o.output); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: name a file to write to", o.output)
	}
	folder := filepath.Dir(o.output)
	info, err := os.Stat(folder)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", o.output, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s cannot be written: %s is no folder", o.output, folder)
	}
	return nil
}

// write writes the rows to the output that was asked for.
func (o *options) write(ctx context.Context, rows []export.Row) error {
	if o.output == "-" {
		return export.Write(ctx, o.env.Stdout, o.format, rows)
	}
	return export.File(ctx, o.output, func(w io.Writer) error { return export.Write(ctx, w, o.format, rows) })
}

// showProgress writes a line for each receipt as it ends, until stopped.
func (r *reading) showProgress(ids []int64) (stop func()) {
	wanted := make(map[int64]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	var mu sync.Mutex
	ended := 0
	return r.house.Desk.Subscribe(func(e desk.Event) {
		mu.Lock()
		defer mu.Unlock()
		if e.Notice != nil {
			fmt.Fprintln(r.env.Stderr, e.Notice.Text)
		}
		for _, one := range e.Changed {
			if one.Status.Open() || !wanted[one.ID] {
				continue
			}
			delete(wanted, one.ID)
			ended++
			fmt.Fprintf(r.env.Stderr, "%d of %d  %s\n", ended, len(ids), line(one))
		}
	})
}

// line tells of one receipt that has ended.
func line(r receipt.Receipt) string {
	name := fmt.Sprintf("receipt %d", r.ID)
	if len(r.Originals) > 0 {
		name = filepath.Base(r.Originals[0].Path)
	}
	switch r.Status {
	case receipt.Failed, receipt.Held:
		return fmt.Sprintf("%s  %s: %s", name, r.Status, r.Reason())
	}
	text := fmt.Sprintf("%s  %s  %s  %s %s", name, r.Status, r.Fields.Vendor, r.Fields.Total.In(r.Fields.Currency), r.Fields.Currency)
	if reason := r.Reason(); reason != "" {
		text += "  (" + reason + ")"
	}
	return printable(text)
}

// printable keeps what a receipt says from steering the terminal.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0) {
			return ' '
		}
		return c
	}, text)
}
