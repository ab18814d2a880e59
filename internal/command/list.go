package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
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

func exportReceipts(ctx context.Context, env Env, args []string) int {
	o := newOptions(env, "export", "[RECEIPT...]")
	o.homeFlag()
	o.StringVar(&o.engine, "engine", "", "only receipts that this engine reads: local or veryfi")
	o.outputFlags()
	if status, done := o.parse(args); done {
		return status
	}
	var wanted []int64
	for _, word := range o.Args() {
		id, err := strconv.ParseInt(word, 10, 64)
		if err != nil || id <= 0 {
			return o.usage(fmt.Errorf("%q is not the number of a receipt: spindle list shows them", word))
		}
		wanted = append(wanted, id)
	}
	if err := o.checkOutput(); err != nil {
		return o.fail(ctx, err)
	}
	s, err := o.look(ctx)
	if err != nil {
		return o.fail(ctx, err)
	}
	if s == nil {
		if len(wanted) > 0 {
			return o.fail(ctx, fmt.Errorf("there is no receipt %d: there is no history yet", wanted[0]))
		}
		if err := o.write(ctx, nil); err != nil {
			return o.fail(ctx, err)
		}
		return ExitOK
	}
	defer s.Close()
	if err := o.export(ctx, s, wanted); err != nil {
		return o.fail(ctx, err)
	}
	return ExitOK
}

func (o *options) export(ctx context.Context, s *store.Store, wanted []int64) error {
	if len(wanted) == 0 {
		all, err := s.Receipts(ctx)
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.Trashed.IsZero() && (o.engine == "" || string(r.Engine) == o.engine) {
				wanted = append(wanted, r.ID)
			}
		}
	}
	rows, err := desk.Rows(ctx, s, wanted)
	if err != nil {
		return err
	}
	if err := o.write(ctx, rows); err != nil {
		return err
	}
	return o.markExported(ctx, rows)
}

// markExported records the export, unless the window has the history: then
// only the person there can say what happens to it.
func (o *options) markExported(ctx context.Context, rows []export.Row) error {
	home, err := o.place()
	if err != nil {
		return err
	}
	s, err := store.Open(ctx, home)
	if errors.Is(err, store.ErrInUse) {
		fmt.Fprintln(o.env.Stderr, "Spindle's window is open, so the receipts are not marked as exported.")
		return nil
	} else if err != nil {
		return err
	}
	defer s.Close()
	return desk.MarkExported(ctx, s, rows)
}
