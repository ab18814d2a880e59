package command

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/house"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// reading is one run of read or resume.
type reading struct {
	*options
	timeout time.Duration
	house   *house.House
	files   []string // of read, in the order given
	again   bool     // of resume: what may have arrived is sent again
}

func twoLetters(text string) bool {
	return len(text) == 2 && strings.Trim(strings.ToUpper(text), "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func read(ctx context.Context, env Env, args []string) int {
	o := newOptions(env, "read", "PATH...")
	o.homeFlag()
	o.engineFlags()
	o.outputFlags()
	o.limitFlag()
	bundle := o.String("bundle", string(desk.Each), "each: every file is a receipt; pages: all files are pages of one receipt; split: few zips that the service splits")
	webhook := o.String("webhook", "", "also listen for webhooks on this local address (127.0.0.1:0 picks a port)")
	public := o.String("public-url", "", "the address under which the service reaches the listener")
	way := o.tunnelFlags()
	timeout := o.Duration("timeout", 10*time.Minute, "give up waiting after this time; resume picks up what was accepted")
	categories := o.StringArray("category", nil, "a category for the service to choose from (repeatable)")
	tags := o.StringArray("tag", nil, "a tag for the service to attach (repeatable)")
	country := o.String("country", "", "the receipts' country, two letters, passed to the service")
	again := o.Bool("again", false, "submit even what the history already holds")
	lookalikes := o.Bool("hold-lookalikes", false, "hold pictures that look like one in the history")
	if status, done := o.parse(args); done {
		return status
	}
	b, err := desk.ParseBundle(*bundle)
	switch {
	case err != nil:
		return o.usage(err)
	case o.NArg() == 0:
		return o.usage(errors.New("name at least one file or folder"))
	case *country != "" && !twoLetters(*country):
		return o.usage(fmt.Errorf("%q is not a country of two letters such as GB", *country))
	case (*public != "" || way.kind != "") && *webhook == "":
		return o.usage(errors.New("--public-url and --tunnel go with --webhook"))
	case *timeout <= 0:
		return o.usage(errors.New("--timeout must be more than nothing"))
	case *o.limit < 0:
		return o.usage(errors.New("--daily-limit must not be less than nothing"))
	}
	found, err := intake.Expand(ctx, o.Args())
	if err != nil {
		return o.usage(err)
	}
	if len(found.Files) == 0 {
		return o.usage(fmt.Errorf("there are no receipts in %q", o.Args()))
	}
	news := house.News{Address: *webhook, Tell: func(text string) { fmt.Fprintln(env.Stderr, terminal(text)) }}
	if news.Way, err = way.open(*public); err != nil {
		return o.usage(err)
	}
	r := reading{options: o, timeout: *timeout}
	r.files = found.Files
	return r.run(ctx, news, desk.Options{
		Bundle: b, Engine: receipt.Engine(o.engine), Categories: *categories, Tags: *tags, Country: strings.ToUpper(*country),
		Again: *again, Reuse: true, HoldLookalikes: *lookalikes,
	})
}

func (r *reading) run(ctx context.Context, news house.News, options desk.Options) int {
	if err := r.checkOutput(); err != nil {
		return r.fail(ctx, err)
	}
	if err := r.mayExport(); err != nil {
		return r.fail(ctx, err)
	}
	h, err := r.open(ctx)
	if err != nil {
		return r.fail(ctx, err)
	}
	defer h.Close()
	r.house = h
	r.obey(h)
	if err := h.Reachable(ctx, options.Engine); err != nil {
		return r.fail(ctx, err)
	}
	switch {
	case news.Address != "" && options.Engine == receipt.Local:
		fmt.Fprintln(r.env.Stderr, "The reader on this computer tells by webhook anyway.")
	case news.Address != "":
		if err := h.Listen(ctx, news); err != nil {
			return r.fail(ctx, err)
		}
	}
	added, err := h.Desk.Add(ctx, r.Args(), options)
	if err != nil {
		return r.fail(ctx, err)
	}
	for _, s := range added.Skipped {
		fmt.Fprintf(r.env.Stderr, "left out: %s: %s\n", printable(s.Path), s.Reason)
	}
	if err := r.estimate(ctx, options.Engine, len(added.Receipts)); err != nil {
		return r.fail(ctx, err)
	}
	return r.during(ctx, func(ctx context.Context) int { return r.await(ctx, added.Batch, added.Rows) })
}

// estimate says before anything is sent what that may cost.
func (r *reading) estimate(ctx context.Context, engine receipt.Engine, receipts int) error {
	if engine != receipt.Veryfi || receipts == 0 {
		return nil
	}
	text, err := r.house.Desk.Estimate(ctx, receipts)
	if err == nil {
		fmt.Fprintln(r.env.Stderr, text)
	}
	return err
}

// limitFlag is how many documents a day the service may be sent.
func (o *options) limitFlag() {
	o.limit = o.Int("daily-limit", 0, "documents that may be submitted to the Veryfi service in a day, 0 is no limit (default: that of the settings)")
}

// obey has a house keep to the flag.
func (o *options) obey(h *house.House) {
	if o.Changed("daily-limit") {
		h.Desk.Limit(*o.limit)
	}
}

// during runs the house while work goes on, and ends both.
func (r *reading) during(ctx context.Context, work func(context.Context) int) int {
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		err := r.house.Run(running)
		stop() // what is waited for cannot come any more
		ended <- err
	}()
	status := work(running)
	stop()
	err := <-ended
	switch {
	case ctx.Err() != nil:
		return ExitInterrupted
	case err != nil:
		return r.fail(ctx, err)
	}
	return status
}

// wait waits for the batch and the rows. What may have arrived is sent again
// where that was asked for, once each: a second doubt ends the run.
func (r *reading) wait(ctx context.Context, batch string, ids []int64) error {
	err := r.house.Desk.Wait(ctx, batch, ids)
	if !r.again || !errors.Is(err, desk.ErrUnsure) {
		return err
	}
	if err := r.house.Desk.SendAgain(ctx, ids...); err != nil {
		return err
	}
	return r.house.Desk.Wait(ctx, batch, ids)
}

// await waits for the batch and the rows, writes them, and gives the status.
func (r *reading) await(ctx context.Context, batch string, ids []int64) int {
	defer r.showProgress(ctx, ids)()
	timed, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	waiting := r.wait(timed, batch, ids)
	if ctx.Err() != nil {
		return ExitInterrupted
	}
	rows, err := r.rows(ctx, batch, ids)
	if err != nil {
		return r.fail(ctx, err)
	}
	refused := errors.Is(waiting, desk.ErrNoCredentials) || errors.Is(waiting, api.ErrAuth)
	reached := new(desk.LimitError)
	limited := errors.As(waiting, &reached)
	unsure := errors.Is(waiting, desk.ErrUnsure)
	if waiting != nil && !limited && !unsure && !errors.Is(waiting, context.DeadlineExceeded) && !anyEnded(rows) {
		return r.fail(ctx, waiting) // there is nothing to write
	}
	if err := r.deliver(ctx, rows); err != nil {
		return r.fail(ctx, err)
	}
	switch {
	case limited:
		fmt.Fprintf(r.env.Stderr, "spindle %s: the day's limit of %d documents was reached with receipts still waiting; spindle resume goes on with them\n", r.Name(), reached.Limit)
		return ExitTime
	case unsure:
		fmt.Fprintf(r.env.Stderr, "spindle %s: it is not certain whether some receipts arrived, so they are not sent again by themselves; "+
			"spindle resume looks for them, and spindle resume --again sends those that it does not find (they may be paid for twice)\n", r.Name())
		return ExitTime
	case refused, waiting != nil && !errors.Is(waiting, context.DeadlineExceeded):
		return r.fail(ctx, waiting)
	case waiting != nil:
		fmt.Fprintf(r.env.Stderr, "spindle %s: the time of %v ran out with receipts still being read; spindle resume picks them up\n", r.Name(), r.timeout)
		return ExitTime
	}
	return r.outcome(rows)
}
