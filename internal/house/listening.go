package house

import (
	"context"
	"errors"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/tunnel"
)

// listening is a listener for webhooks, and the service that is to send them.
type listening struct {
	listener *tunnel.Listener
	client   *api.Client
	way      tunnel.Way     // to a public address; nil when the service is on this computer
	report   func(standing) // hears how it goes, from one goroutine at a time

	// Only follow's own loop looks at these.
	current   string // the address that the service was last told, or is to be told
	public    string // the part of it that people know
	open      bool   // the way was open before
	confirmed bool   // the service has taken the address
	over      bool   // a person has to mend something first
}

// stage is how far the service's news have come.
type stage int

const (
	opening     stage = iota // the way was not open yet
	fallen                   // the way was open, and comes back by itself
	registering              // the service is told the address
	silent                   // it was told, and nothing has come to the address
	refused                  // it did not take the address; it is asked again
	arriving                 // news arrives
	over                     // trying again by itself does not help
)

// standing is how it stands with the service's news.
type standing struct {
	stage  stage
	public string // the address, without its path
	why    string // of what is wrong or goes on, in words; may be empty
}

// againAfter is how long a service that did not take the address is left alone.
const againAfter = time.Minute

// step is what the way tells: a change of its state, or that it has ended for
// good.
type step struct {
	state tunnel.State
	ended error
}

// run listens, opens the way, registers, and hands news of documents on until
// ctx ends.
func (l *listening) run(ctx context.Context, news func(...api.ID)) error {
	steps := make(chan step, 16)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return l.listener.Run(ctx) })
	g.Go(func() error {
		l.lead(ctx, steps)
		return nil
	})
	g.Go(func() error {
		l.follow(ctx, steps, news)
		return nil
	})
	return g.Wait()
}

// lead keeps the way to the public address open, and tells how it goes and
// whether trying again cannot open it.
func (l *listening) lead(ctx context.Context, steps chan<- step) {
	tell := func(s step) {
		select {
		case steps <- s:
		case <-ctx.Done():
		}
	}
	if l.way == nil {
		tell(step{state: tunnel.State{Public: strings.TrimSuffix(l.listener.URL(), l.listener.Path()), Up: true}})
		return
	}
	if err := l.way.Run(ctx, l.listener.Addr(), func(s tunnel.State) { tell(step{state: s}) }); err != nil {
		tell(step{ended: err})
	}
}

// follow does one thing after the other: it registers an address that is new,
// confirms it, and hands news on.
func (l *listening) follow(ctx context.Context, steps <-chan step, news func(...api.ID)) {
	again := time.NewTicker(againAfter)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-steps:
			if s.ended != nil {
				l.wayEnded(s.ended)
			} else {
				l.moved(ctx, s.state)
			}
		case n := <-l.listener.News():
			l.hear(ctx, n, news)
		case <-again.C:
			if l.open && l.current != "" && !l.confirmed && !l.over {
				l.report(standing{stage: silent, public: l.public, why: l.listener.Addr()})
				l.register(ctx)
			}
		}
	}
}

// moved registers the address when it is another than before.
func (l *listening) moved(ctx context.Context, s tunnel.State) {
	if !s.Up {
		at := standing{stage: opening, public: s.Public, why: s.Words}
		if l.current != "" {
			at.stage = fallen
		}
		l.open = false
		l.report(at)
		return
	}
	address, was := s.Public+l.listener.Path(), l.open
	l.open = true
	switch {
	case address != l.current:
		l.current, l.public, l.confirmed = address, s.Public, false
	case l.confirmed:
		l.report(standing{stage: arriving, public: l.public})
		return
	case was:
		return
	}
	l.report(standing{stage: registering, public: l.public})
	l.register(ctx)
}

// wayEnded tells of a way that cannot be opened: it costs the webhooks,
// nothing else.
func (l *listening) wayEnded(err error) {
	l.open, l.over = false, true
	l.report(standing{stage: over, public: l.public, why: err.Error()})
}

func (l *listening) register(ctx context.Context) {
	l.listener.ExpectSubscription(true)
	if err := l.client.AddWebhook(ctx, l.current); err != nil && ctx.Err() == nil {
		l.listener.ExpectSubscription(false)
		l.notTaken(err)
	}
}

// notTaken tells why the service does not take the address. An account that
// it does not know is not asked again and again.
func (l *listening) notTaken(err error) {
	l.over = errors.Is(err, api.ErrAuth)
	at := standing{stage: refused, public: l.public, why: desk.Words(err)}
	if l.over {
		at.stage = over
	}
	l.report(at)
}

// hear confirms our subscription, or hands news on.
func (l *listening) hear(ctx context.Context, n tunnel.News, news func(...api.ID)) {
	if n.Event != tunnel.Subscription {
		news(n.IDs...)
		return
	}
	if l.confirmed || l.current == "" {
		return
	}
	if err := l.client.ConfirmWebhook(ctx, l.current, string(n.Secret)); err != nil {
		if ctx.Err() == nil { // the true secret may be still to come
			l.notTaken(err)
		}
		return
	}
	l.confirmed = true
	l.listener.ExpectSubscription(false)
	if l.open {
		l.report(standing{stage: arriving, public: l.public})
	}
}
