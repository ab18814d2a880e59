package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"text/tabwriter"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/house"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

func list(ctx context.Context, env Env, args []string) int {
	o := newOptions(env, "list", "")
	o.homeFlag()
	o.StringVar(&o.engine, "engine", "", "only receipts that this engine reads: local or veryfi")
	o.outputFlags()
	o.Lookup("format").DefValue = "a table with the receipts' numbers"
	if status, done := o.parse(args); done {
		return status
	}
	if status, done := o.none(); done {
		return status
	}
	s, err := o.look(ctx)
	if err != nil {
		return o.fail(ctx, err)
	}
	var all []receipt.Receipt
	if s != nil {
		defer s.Close()
		if s, err = s.Snapshot(ctx); err != nil {
			return o.fail(ctx, err)
		}
		defer s.Close()
		if all, err = s.Receipts(ctx); err != nil {
			return o.fail(ctx, err)
		}
	}
	var shown []receipt.Receipt
	for _, r := range all {
		if r.Trashed.IsZero() && (o.engine == "" || string(r.Engine) == o.engine) {
			shown = append(shown, r)
		}
	}
	if err := o.list(ctx, s, shown); err != nil {
		return o.fail(ctx, err)
	}
	return ExitOK
}

// place is the folder of the history.
func (o *options) place() (string, error) {
	if o.home != "" {
		return o.home, nil
	}
	return house.DefaultHome()
}

// look opens the history for reading, also while the window has it open; nil
// when there is none yet.
func (o *options) look(ctx context.Context) (*store.Store, error) {
	home, err := o.place()
	if err != nil {
		return nil, err
	}
	s, err := store.OpenShared(ctx, home)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return s, err
}

func (o *options) list(ctx context.Context, s *store.Store, shown []receipt.Receipt) error {
	if o.Changed("format") {
		rows, err := desk.Rows(ctx, s, idsOf(shown))
		if err != nil {
			return err
		}
		return o.write(ctx, rows)
	}
	if o.output == "-" {
		return writeTable(o.env.Stdout, shown)
	}
	return export.File(ctx, o.output, func(w io.Writer) error { return writeTable(w, shown) })
}

func idsOf(receipts []receipt.Receipt) []int64 {
	ids := make([]int64, len(receipts))
	for i, r := range receipts {
		ids[i] = r.ID
	}
	return ids
}

func writeTable(w io.Writer, receipts []receipt.Receipt) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NUMBER\tSTATUS\tDATE\tTOTAL\tCURRENCY\tVENDOR\tFILE\tREASON")
	for _, r := range receipts {
		file := ""
		if len(r.Originals) > 0 {
			file = filepath.Base(r.Originals[0].Path)
		}
		f := r.Fields
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, r.Status, f.Date, f.Total.In(f.Currency), f.Currency,
			printable(f.Vendor), printable(file), printable(terminal(r.Reason())))
	}
	return t.Flush()
}
