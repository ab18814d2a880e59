package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// rows are the rows for ids in their order, then those that the batch gained
// on its way: receipts that a split zip held beyond its files. A file that the
// history held already is called as it was called this time.
func (r *reading) rows(ctx context.Context, batch string, ids []int64) ([]export.Row, error) {
	all, err := r.house.Desk.Receipts(ctx)
	if err != nil {
		return nil, err
	}
	given := len(ids)
	listed := make(map[int64]bool, len(ids))
	for _, id := range ids {
		listed[id] = true
	}
	for _, one := range all {
		if batch != "" && one.Batch == batch && !listed[one.ID] {
			ids = append(ids, one.ID)
		}
	}
	rows, err := r.house.Desk.Rows(ctx, ids)
	if err != nil {
		return nil, err
	}
	for i := range rows[:given] {
		if o := rows[i].Receipt.Originals; given == len(r.files) && len(o) == 1 {
			o[0].Path = r.files[i]
		}
	}
	return rows, nil
}

// anyEnded tells whether there is more to write than rows on their way.
func anyEnded(rows []export.Row) bool {
	for _, row := range rows {
		if !row.Receipt.Status.Open() {
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
	fmt.Fprintf(r.env.Stderr, "%s: %s\n", counted(len(rows)), strings.Join(parts, ", "))
	if count[receipt.Failed] > 0 {
		return ExitSomeFailed
	}
	return ExitOK
}

func counted(n int) string {
	if n == 1 {
		return "1 receipt"
	}
	return fmt.Sprintf("%d receipts", n)
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
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("cannot write %s: there is no folder %s: make it first, or choose another", o.output, folder)
	case err != nil:
		return fmt.Errorf("cannot write %s: %w", o.output, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s cannot be written: %s is no folder", o.output, folder)
	}
	return nil
}

// write writes the rows to the output that was asked for.
func (o *options) write(ctx context.Context, rows []export.Row) error {
	for i := range rows {
		forTerminal(&rows[i])
	}
	if o.output == "-" {
		return export.Write(ctx, o.env.Stdout, o.format, rows)
	}
	return export.File(ctx, o.output, func(w io.Writer) error { return export.Write(ctx, w, o.format, rows) })
}

// forTerminal gives the reasons of a row the words of the command line.
func forTerminal(row *export.Row) {
	for i, reason := range row.Receipt.Reasons {
		row.Receipt.Reasons[i] = terminal(reason)
	}
}

// showProgress writes a line for each receipt as it ends, until stopped.
func (r *reading) showProgress(ctx context.Context, ids []int64) (stop func()) {
	p := &progress{to: r.env.Stderr, wanted: make(map[int64]bool, len(ids))}
	for _, id := range ids {
		p.wanted[id] = true
	}
	p.all = len(p.wanted)
	stop = r.house.Desk.Subscribe(p.hear)
	if already, err := r.house.Desk.Receipts(ctx); err == nil { // what ended before anybody listened
		p.hear(desk.Event{Changed: already})
	}
	return stop
}

type progress struct {
	to     io.Writer
	mu     sync.Mutex
	wanted map[int64]bool // not ended yet
	all    int
}

func (p *progress) hear(e desk.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e.Notice != nil {
		fmt.Fprintln(p.to, printable(terminal(e.Notice.Text)))
	}
	for _, one := range e.Changed {
		if one.Status.Open() || !p.wanted[one.ID] {
			continue
		}
		delete(p.wanted, one.ID)
		fmt.Fprintf(p.to, "%d of %d  %s\n", p.all-len(p.wanted), p.all, line(one))
	}
}

// line tells of one receipt that has ended.
func line(r receipt.Receipt) string {
	text := fmt.Sprintf("receipt %d", r.ID)
	if len(r.Originals) > 0 {
		text = filepath.Base(r.Originals[0].Path)
	}
	reason := r.Reason()
	switch {
	case r.Status == receipt.Failed, r.Status == receipt.Held:
		text += fmt.Sprintf("  %s: %s", r.Status, reason)
	default:
		text += fmt.Sprintf("  %s  %s  %s %s", r.Status, r.Fields.Vendor, r.Fields.Total.In(r.Fields.Currency), r.Fields.Currency)
		if reason != "" {
			text += "  (" + reason + ")"
		}
	}
	return printable(terminal(text))
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
