package house

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/tunnel"
)

// News says how the Veryfi service is to tell of documents that are read.
type News struct {
	Address string       // local, to listen on; port 0 picks one
	Way     tunnel.Way   // to a public address; nil when the service is on this computer
	Tell    func(string) // hears how it goes, in words
}

// listening is a listener for webhooks, and the service that is to send them.
type listening struct {
	News
	listener *tunnel.Listener
	client   *api.Client

	// Only run's own loop looks at these.
	current   string // the address that the service was last told, or is to be told
	confirmed bool   // the service has taken it
}

// againAfter is how long a service that did not take the address is left alone.
const againAfter = time.Minute

// Listen makes Run listen for the Veryfi service's webhooks and register the
// public address; without a way to one the service must be on this computer,
// and is told the listener's own. Call it before Run. Polling goes on whatever
// happens here.
func (h *House) Listen(ctx context.Context, n News) error {
	client, err := h.cloud.connect(ctx)
	if err != nil {
		return err
	}
	if n.Way == nil && !onLoopback(client.BaseURL) {
		return errors.New("the service cannot reach a listener on this computer by itself: give the address under which it can with --public-url, or open a way to one with --tunnel")
	}
	path, err := h.newsPath(ctx)
	if err != nil {
		return err
	}
	l, err := tunnel.Listen(tunnel.Config{Address: n.Address, Secret: client.Credentials.ClientSecret, Path: path, Log: h.log})
	if err != nil {
		return err
	}
	h.listen = &listening{News: n, listener: l, client: client}
	return nil
}

// newsPath is the same for every run over this history: the account keeps the
// addresses that it was given, and is not to fill up with old ones.
func (h *House) newsPath(ctx context.Context) (string, error) {
	const key = "webhook_path"
	path := ""
	known, err := h.Store.Setting(ctx, key, &path)
	if err != nil || known {
		return path, err
	}
	path = "/news/" + rand.Text()
	return path, h.Store.SetSetting(ctx, key, path)
}

func onLoopback(address string) bool {
	u, err := url.Parse(address)
	return err == nil && api.Loopback(u.Hostname())
}

// run listens, opens the way, registers, and hands news of documents on until
// ctx ends.
func (l *listening) run(ctx context.Context, news func(...api.ID)) error {
	states := make(chan tunnel.State, 16)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return l.listener.Run(ctx) })
	g.Go(func() error {
		l.open(ctx, states)
		return nil
	})
	g.Go(func() error {
		l.follow(ctx, states, news)
		return nil
	})
	return g.Wait()
}

// open keeps the way to the public address open. What cannot be opened costs
// the webhooks, nothing else.
func (l *listening) open(ctx context.Context, states chan<- tunnel.State) {
	tell := func(s tunnel.State) {
		select {
		case states <- s:
		case <-ctx.Done():
		}
	}
	if l.Way == nil {
		tell(tunnel.State{Public: strings.TrimSuffix(l.listener.URL(), l.listener.Path()), Up: true})
		return
	}
	if err := l.Way.Run(ctx, l.listener.Addr(), tell); err != nil && ctx.Err() == nil {
		l.Tell(fmt.Sprintf("Webhooks are off, polling goes on: %v", err))
	}
}

// follow does one thing after the other: it registers an address that is new,
// confirms it, and hands news on.
func (l *listening) follow(ctx context.Context, states <-chan tunnel.State, news func(...api.ID)) {
	again := time.NewTimer(againAfter)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-states:
			l.moved(ctx, s)
		case n := <-l.listener.News():
			l.hear(ctx, n, news)
		case <-again.C:
			if l.current != "" && !l.confirmed {
				l.register(ctx)
			}
			again.Reset(againAfter)
		}
	}
}

// moved registers the address when it is another than before.
func (l *listening) moved(ctx context.Context, s tunnel.State) {
	if !s.Up {
		l.Tell(fmt.Sprintf("No webhooks for now, polling goes on: %s", s.Words))
		return
	}
	if address := s.Public + l.listener.Path(); address != l.current {
		l.current, l.confirmed = address, false
		l.register(ctx)
	}
}

func (l *listening) register(ctx context.Context) {
	l.listener.ExpectSubscription(true)
	if err := l.client.AddWebhook(ctx, l.current); err != nil && ctx.Err() == nil {
		l.listener.ExpectSubscription(false)
		l.Tell(fmt.Sprintf("Webhooks are off, polling goes on: %v", err))
	}
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
			l.Tell(fmt.Sprintf("The webhook is not confirmed, polling goes on: %v", err))
		}
		return
	}
	l.confirmed = true
	l.listener.ExpectSubscription(false)
	l.Tell("The service tells by webhook when a receipt is read")
}
