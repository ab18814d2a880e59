package house

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/tunnel"
)

// News says how the Veryfi service is to tell of documents that are read.
type News struct {
	Address string       // local, to listen on; port 0 picks one
	Way     tunnel.Way   // to a public address; nil when the service is on this computer
	Tell    func(string) // hears how it goes, in words
}

// errNoWay is of a service that cannot reach this computer.
var errNoWay = errors.New("the service cannot reach a listener on this computer by itself")

// Listen makes Run listen for the Veryfi service's webhooks and register the
// public address; without a way to one the service must be on this computer,
// and is told the listener's own. Call it before Run. Polling goes on whatever
// happens here.
func (h *House) Listen(ctx context.Context, n News) error {
	l, err := h.listenFor(ctx, n.Address, n.Way)
	if errors.Is(err, errNoWay) {
		return fmt.Errorf("%w: give the address under which it can with --public-url, or open a way to one with --tunnel", err)
	}
	if err != nil {
		return err
	}
	l.report = func(s standing) {
		if words := s.line(); words != "" {
			n.Tell(words)
		}
	}
	h.listen = l
	return nil
}

// line is how it stands in a line for the terminal; "" when there is nothing
// new to say.
func (s standing) line() string {
	switch s.stage {
	case opening, fallen:
		return "No webhooks for now, polling goes on: " + s.why
	case refused, over:
		return "Webhooks are off, polling goes on: " + s.why
	case silent:
		return "No webhook has come to " + s.public + " yet, polling goes on: it must lead to " + s.why
	case arriving:
		return "The service tells by webhook when a receipt is read"
	}
	return ""
}

// listenFor makes what listens for the service that is set.
func (h *House) listenFor(ctx context.Context, address string, way tunnel.Way) (*listening, error) {
	client, err := h.cloud.connect(ctx)
	if err != nil {
		return nil, err
	}
	if way == nil && !onLoopback(client.BaseURL) {
		return nil, errNoWay
	}
	path, err := h.newsPath(ctx)
	if err != nil {
		return nil, err
	}
	l, err := tunnel.Listen(tunnel.Config{Address: address, Secret: client.Credentials.ClientSecret, Path: path, Log: h.log})
	if err != nil {
		return nil, err
	}
	return &listening{listener: l, client: client, way: way}, nil
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
