package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spindle-receipts/spindle/internal/house"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func resume(ctx context.Context, env Env, args []string) int {
	o := newOptions(env, "resume", "")
	o.homeFlag()
	o.engineFlags()
	o.outputFlags()
	o.limitFlag()
	o.Lookup("engine").Usage = "only receipts that this engine reads: local or veryfi"
	o.Lookup("engine").DefValue = ""
	o.engine = ""
	timeout := o.Duration("timeout", 10*time.Minute, "give up waiting after this time")
	again := o.Bool("again", false, "also send again what may have arrived and is not found; it may be paid for twice")
	if status, done := o.parse(args); done {
		return status
	}
	if status, done := o.none(); done {
		return status
	}
	if *timeout <= 0 {
		return o.usage(errors.New("--timeout must be more than nothing"))
	}
	if *o.limit < 0 {
		return o.usage(errors.New("--daily-limit must not be less than nothing"))
	}
	if err := o.checkOutput(); err != nil {
		return o.fail(ctx, err)
	}
	if err := o.mayExport(); err != nil {
		return o.fail(ctx, err)
	}
	if !o.Changed("url") {
		o.url = house.LastURL // where the receipts are
	}
	h, err := o.open(ctx)
	if err != nil {
		return o.fail(ctx, err)
	}
	defer h.Close()
	o.obey(h)
	for _, engine := range []receipt.Engine{receipt.Local, receipt.Veryfi} {
		if o.engine != "" && o.engine != string(engine) {
			h.Desk.Leave(engine)
		}
	}
	all, err := h.Desk.Receipts(ctx)
	if err != nil {
		return o.fail(ctx, err)
	}
	asked, err := o.asked(ctx, h)
	if err != nil {
		return o.fail(ctx, err)
	}
	var ids []int64
	unsent := 0
	for _, r := range all {
		if r.Status.Open() && r.Trashed.IsZero() && (o.engine == "" || o.engine == string(r.Engine)) && !asked[r.ID] {
			ids = append(ids, r.ID)
			if r.Engine == receipt.Veryfi && r.Status == receipt.Waiting {
				unsent++
			}
		}
	}
	if len(ids) == 0 {
		fmt.Fprintln(env.Stderr, "There is nothing to resume: no receipt is on its way.")
		return ExitOK
	}
	fmt.Fprintf(env.Stderr, "Taking up %s.\n", counted(len(ids)))
	r := reading{options: o, timeout: *timeout, house: h, again: *again}
	if err := r.estimate(ctx, receipt.Veryfi, unsent); err != nil {
		return o.fail(ctx, err)
	}
	return r.during(ctx, func(ctx context.Context) int { return r.await(ctx, "", ids) })
}

// asked are the receipts that the window asks about. The command line does not:
// they stay where they are.
func (o *options) asked(ctx context.Context, h *house.House) (map[int64]bool, error) {
	ids, err := h.Desk.Asked(ctx)
	if err != nil {
		return nil, err
	}
	if n := len(ids); n > 0 {
		fmt.Fprintf(o.env.Stderr, "Left alone: %s for Veryfi. The window asks before it pays; say there what is to happen.\n", counted(n))
	}
	asked := make(map[int64]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	return asked, nil
}
