package house

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/tunnel"
)

// listening is a listener for webhooks, and the service that is to send them.
type listening struct {
	listener *tunnel.Listener
	client   *api.Client
	public   string       // the address under which the service reaches the listener
	tell     func(string) // hears how it goes, in words
}

// Listen makes Run listen for the Veryfi service's webhooks on a local address
// and register the public one; without a public one the service must be on
// this computer, and is told the listener's own. Call it before Run. Polling
// goes on whatever happens here.
func (h *House) Listen(ctx context.Context, address, public string, tell func(string)) error {
	client, err := h.cloud.connect(ctx)
	if err != nil {
		return err
	}
	if public == "" && !onLoopback(client.BaseURL) {
		return errors.New("the service cannot reach a listener on this computer by itself: give the address under which it can with --public-url")
	}
	path, err := h.newsPath(ctx)
	if err != nil {
		return err
	}
	l, err := tunnel.Listen(tunnel.Config{Address: address, Secret: client.Credentials.ClientSecret, Path: path, Log: h.log})
	if err != nil {
		return err
	}
	if public == "" {
		public = l.URL()
	} else {
		public = strings.TrimRight(public, "/") + l.Path()
	}
	h.listen = &listening{listener: l, client: client, public: public, tell: tell}
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
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
}

// run listens, registers, and hands news of documents on until ctx ends.
func (l *listening) run(ctx context.Context, news func(...api.ID)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return l.listener.Run(ctx) })
	g.Go(func() error {
		l.listener.ExpectSubscription(true)
		if err := l.client.AddWebhook(ctx, l.public); err != nil && ctx.Err() == nil {
			l.listener.ExpectSubscription(false)
			l.tell(fmt.Sprintf("Webhooks are off, polling goes on: %v", err))
		}
		return nil
	})
	g.Go(func() error {
		for {
			select {
			case <-ctx.Done():
				return nil
			case n := <-l.listener.News():
				l.hear(ctx, n, news)
			}
		}
	})
	return g.Wait()
}

// hear confirms our subscription, or hands news on.
func (l *listening) hear(ctx context.Context, n tunnel.News, news func(...api.ID)) {
	if n.Event != tunnel.Subscription {
		news(n.IDs...)
		return
	}
	if err := l.client.ConfirmWebhook(ctx, l.public, string(n.Secret)); err != nil {
		if ctx.Err() == nil { // the true secret may be still to come
			l.tell(fmt.Sprintf("The webhook is not confirmed, polling goes on: %v", err))
		}
		return
	}
	l.listener.ExpectSubscription(false)
	l.tell("The service tells by webhook when a receipt is read")
}
