package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// exporting are the flags of export.
type exporting struct {
	*options
	list, check, again, review, remember, pack, replace bool

	title, currency                            string
	accounts, taxes, vendors, payments, values map[string]string
}

func exportReceipts(ctx context.Context, env Env, args []string) int {
	x := exporting{options: newOptions(env, "export", "[RECEIPT...]")}
	x.flags()
	if status, done := x.parse(args); done {
		return status
	}
	if x.list {
		return x.listFormats(ctx)
	}
	wanted, err := x.numbers()
	if err != nil {
		return x.usage(err)
	}
	if x.pack && x.output == "-" {
		return x.usage(errors.New("a pack is a zip: name its file with -o"))
	}
	x.currency = strings.ToUpper(x.currency)
	if x.currency != "" && !receipt.ValidCurrency(x.currency) {
		return x.usage(fmt.Errorf("%q is not a currency code such as EUR", x.currency))
	}
	if err := x.known(); err != nil {
		return x.usage(err)
	}
	if err := x.checkOutput(); err != nil {
		return x.fail(ctx, err)
	}
	s, n, err := x.history(ctx)
	if err != nil {
		return x.fail(ctx, err)
	}
	if s == nil {
		return x.nothingThere(ctx, wanted)
	}
	defer s.Close()
	defer n.Close()
	return x.run(ctx, s, n, wanted)
}

func (x *exporting) flags() {
	x.homeFlag()
	x.StringVar(&x.engine, "engine", "", "only receipts that this engine reads: local or veryfi")
	x.outputFlags()
	x.BoolVar(&x.list, "list-formats", false, "list the formats and what each needs to know, then exit")
	x.BoolVar(&x.check, "check", false, "only rehearse: say what would be written and what the other program would refuse")
	x.BoolVar(&x.again, "again", false, "also write what an accounting profile exported before")
	x.BoolVar(&x.review, "review", false, "also take receipts that still need a look into an accounting profile")
	x.BoolVar(&x.pack, "pack", false, "write a month-end pack: a zip with the export, a workbook, the pictures and an index")
	x.BoolVar(&x.replace, "replace", false, "write over files that are there already: an accounting profile or a pack asks first")
	x.StringVar(&x.currency, "currency", "", "only receipts in this currency, such as EUR: some formats take one at a time")
	x.StringVar(&x.title, "title", "", "what the pack is called")
	x.StringToStringVar(&x.accounts, "account", nil, "CATEGORY=ACCOUNT, and =ACCOUNT for all other categories")
	x.StringToStringVar(&x.taxes, "tax", nil, "RATE=NAME, such as 20=Standard; none=NAME for what is not taxed")
	x.StringToStringVar(&x.vendors, "vendor", nil, "VENDOR=NUMBER, where the other program wants numbers")
	x.StringToStringVar(&x.payments, "payment", nil, "WAY=ACCOUNT, the account that paid by cash, visa and so on, and =ACCOUNT for all others")
	x.StringToStringVar(&x.values, "set", nil, "NAME=VALUE, a thing that the format asks for")
	x.BoolVar(&x.remember, "remember", false, "keep --account, --tax, --vendor, --payment and --set for the next export in this format")
}

// numbers are the receipts that were named.
func (x *exporting) numbers() ([]int64, error) {
	var wanted []int64
	for _, word := range x.Args() {
		id, err := strconv.ParseInt(word, 10, 64)
		if err != nil || id <= 0 {
			return nil, fmt.Errorf("%q is not the number of a receipt: spindle list shows them", word)
		}
		wanted = append(wanted, id)
	}
	return wanted, nil
}

func (x *exporting) nothingThere(ctx context.Context, wanted []int64) int {
	switch {
	case len(wanted) > 0:
		return x.fail(ctx, fmt.Errorf("there is no receipt %d: there is no history yet", wanted[0]))
	case !slices.Contains(export.Formats(), x.format) || x.pack || x.check:
		return x.fail(ctx, errors.New("there is nothing to export: there is no history yet"))
	}
	if err := x.write(ctx, nil); err != nil {
		return x.fail(ctx, err)
	}
	return ExitOK
}

// run rehearses and writes one state of the history: the window may be
// changing it all the while.
func (x *exporting) run(ctx context.Context, s *store.Store, n *notes, wanted []int64) int {
	now, err := s.Snapshot(ctx)
	if err != nil {
		return x.fail(ctx, err)
	}
	defer now.Close()
	e := desk.Exporter{Store: now, Notes: n.use()}
	r, err := x.rehearse(ctx, e, wanted)
	if err != nil {
		return x.fail(ctx, err)
	}
	if x.check {
		return x.report(r)
	}
	x.tell(r)
	if len(r.Files) == 0 && len(r.Before) > 0 {
		fmt.Fprintln(x.env.Stderr, "There is nothing new to export; --again writes it once more.")
		if r.Excluded > 0 { // new, but the other program would not take it
			x.tellChoices(r.Plan)
			return ExitSomeFailed
		}
		return ExitOK
	}
	if err := x.mayWrite(r); err != nil {
		return x.fail(ctx, err)
	}
	switch {
	case x.pack:
		_, err = e.Pack(ctx, r, x.output, x.title)
	case x.output == "-":
		_, err = e.Stream(ctx, r, x.env.Stdout)
	default:
		_, err = e.Write(ctx, r, x.output)
	}
	switch {
	case err != nil:
	case n.shared:
		fmt.Fprintln(x.env.Stderr, "Spindle has this history open: a note of the export is left there, and it marks the receipts as exported at once.")
	default:
		err = desk.MarkExported(ctx, s, r)
	}
	switch {
	case errors.Is(err, export.ErrStopped):
		x.tellChoices(r.Plan)
		fallthrough
	case err != nil:
		return x.fail(ctx, err)
	case r.Excluded > 0:
		x.tellChoices(r.Plan)
		return ExitSomeFailed
	}
	return ExitOK
}

func (x *exporting) rehearse(ctx context.Context, e desk.Exporter, wanted []int64) (*desk.Rehearsal, error) {
	p, err := desk.ExportProfileNamed(e.Store.Home(), x.format)
	if err != nil {
		return nil, err
	}
	c, err := x.choices(ctx, e)
	if err != nil {
		return nil, err
	}
	if len(wanted) == 0 {
		if wanted, err = x.all(ctx, e.Store); err != nil {
			return nil, err
		}
	}
	if wanted, err = x.inCurrency(ctx, e.Store, wanted); err != nil {
		return nil, err
	}
	return e.Rehearse(ctx, desk.Request{Profile: p, Choices: c, IDs: wanted, Again: x.again, Edit: forTerminal})
}

// choices are those that were kept, with those of this command over them.
func (x *exporting) choices(ctx context.Context, e desk.Exporter) (export.Choices, error) {
	c, err := e.Choices(ctx, x.format)
	if err != nil {
		return c, err
	}
	over := func(kept *map[string]string, given map[string]string) {
		for key, value := range given {
			if *kept == nil {
				*kept = make(map[string]string)
			}
			(*kept)[key] = value
		}
	}
	over(&c.Accounts, x.accounts)
	over(&c.Taxes, x.taxes)
	over(&c.Vendors, x.vendors)
	over(&c.Payments, x.payments)
	over(&c.Values, x.values)
	if x.remember {
		if err := e.SaveChoices(ctx, x.format, c); err != nil {
			return c, err
		}
	}
	c.Review = c.Review || x.review
	return c, nil
}

// all are the receipts outside the trash, in the order of intake.
func (x *exporting) all(ctx context.Context, s *store.Store) ([]int64, error) {
	all, err := s.Receipts(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(r receipt.Receipt) bool {
		return !r.Trashed.IsZero() || x.engine != "" && string(r.Engine) != x.engine
	})
	return idsOf(all), nil
}

// inCurrency are the receipts in the currency that was asked for.
func (x *exporting) inCurrency(ctx context.Context, s *store.Store, ids []int64) ([]int64, error) {
	if x.currency == "" {
		return ids, nil
	}
	all, err := s.Receipts(ctx)
	if err != nil {
		return nil, err
	}
	other := make(map[int64]bool)
	for _, r := range all {
		other[r.ID] = r.Fields.Currency != x.currency
	}
	return slices.DeleteFunc(ids, func(id int64) bool { return other[id] }), nil
}

// checkFormat tells that there is no format of the name that was given. The
// person's own are in the history.
func (o *options) checkFormat() error {
	if slices.Contains(export.Profiles().Names(), o.format) {
		return nil
	}
	home, err := o.place()
	if err != nil {
		return err
	}
	_, err = desk.ExportProfileNamed(home, o.format)
	if errors.Is(err, fs.ErrNotExist) {
		return export.Check(o.format)
	}
	return err
}

// deliver writes what was just read. Accounting profiles take it from the
// history, with the choices that were kept there, and each receipt once.
func (r *reading) deliver(ctx context.Context, rows []export.Row) error {
	if slices.Contains(export.Formats(), r.format) {
		return r.write(ctx, rows)
	}
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.Receipt.ID
	}
	x := exporting{options: r.options}
	e := r.house.Desk.Exporter()
	now, err := e.Store.Snapshot(ctx) // others may still be on their way
	if err != nil {
		return err
	}
	defer now.Close()
	e.Store = now
	rehearsal, err := x.rehearse(ctx, e, ids)
	if err != nil {
		return err
	}
	x.tell(rehearsal)
	if len(rehearsal.Files) == 0 && len(rehearsal.Before) > 0 {
		return nil
	}
	if err := x.mayWrite(rehearsal); err != nil {
		return err
	}
	if r.output == "-" {
		_, err = e.Stream(ctx, rehearsal, r.env.Stdout)
	} else {
		_, err = e.Write(ctx, rehearsal, r.output)
	}
	if err != nil {
		return err
	}
	return r.house.Desk.MarkExported(ctx, rehearsal)
}
