package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spindle-receipts/spindle/internal/house"
)

func resume(ctx context.Context, env Env, args []string) int {
	o := newOptions(env, "resume", "")
	o.homeFlag()
	o.engineFlags()
	o.outputFlags()
	timeout := o.Duration("timeout", 10*time.Minute, "give up waiting after this time")
	if status, done := o.parse(args); done {
		return status
	}
	if status, done := o.none(); done {
		return status
	}
	if *timeout <= 0 {
		return o.usage(errors.New("--timeout must be more than nothing"))
	}
	if err := o.checkOutput(); err != nil {
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
	all, err := h.Desk.Receipts(ctx)
	if err != nil {
		return o.fail(ctx, err)
	}
	var ids []int64
	for _, r := range all {
		if r.Status.Open() && r.Trashed.IsZero() {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		fmt.Fprintln(env.Stderr, "There is nothing to resume: no receipt is on its way.")
		return ExitOK
	}
	fmt.Fprintf(env.Stderr, "Taking up %s.\n", counted(len(ids)))
	r := reading{options: o, timeout: *timeout, house: h}
	return r.during(ctx, func(ctx context.Context) int { return r.await(ctx, "", ids) })
}
