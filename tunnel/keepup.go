package tunnel

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// finalError is a failure that trying again cannot mend.
type finalError struct{ err error }

func (e *finalError) Error() string { return e.err.Error() }
func (e *finalError) Unwrap() error { return e.err }

func final(format string, args ...any) error {
	return &finalError{fmt.Errorf(format, args...)}
}

// pace says how long the pauses between attempts are.
type pace struct{ first, most time.Duration }

// patient is the pace of all ways: quick after a first fall, and no storm
// when a server is away for hours.
var patient = pace{first: time.Second, most: 2 * time.Minute}

// pause is the one after the nth failure in a row, from 0. It is half chance,
// so that many computers do not come back at the same moment.
func (p pace) pause(n int) time.Duration {
	d := min(p.first<<min(n, 20), p.most)
	return d/2 + rand.N(d/2+1)
}

// reporter tells changes of the state, one at a time.
type reporter struct {
	ctx  context.Context
	tell func(State)

	mu    sync.Mutex
	last  State
	since time.Time // when it came up, zero when it is not
}

// say tells a state that differs from the last one, unless ctx has ended.
func (r *reporter) say(s State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s == r.last || r.ctx.Err() != nil {
		return
	}
	if s.Up && r.since.IsZero() {
		r.since = time.Now()
	}
	r.last = s
	r.tell(s)
}

// stood tells how long the way was up since it was asked last.
func (r *reporter) stood() time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer func() { r.since = time.Time{} }()
	if r.since.IsZero() {
		return 0
	}
	return time.Since(r.since)
}

// keepUp makes one attempt after the other until ctx ends or one fails for
// good. An attempt returns when its way has fallen and all that it started
// has ended. Public is an address that stays the same while the way is down.
func keepUp(ctx context.Context, p pace, public string, tell func(State), attempt func(context.Context, *reporter) error) error {
	r := &reporter{ctx: ctx, tell: tell}
	for n := 0; ; n++ {
		err := attempt(ctx, r)
		if ctx.Err() != nil {
			return nil
		}
		var lasting *finalError
		if errors.As(err, &lasting) {
			r.say(State{Public: public, Words: line(err.Error())})
			return err
		}
		if r.stood() >= p.most {
			n = 0
		}
		pause := p.pause(n)
		r.say(State{Public: public, Words: line(fmt.Sprintf("%v; trying again in %s", err, roughly(pause)))})
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
	}
}

// roughly is a pause in words.
func roughly(d time.Duration) string {
	if d < 1500*time.Millisecond {
		return "a second"
	}
	return fmt.Sprintf("%.0f seconds", d.Seconds())
}
