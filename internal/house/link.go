package house

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/tunnel"
)

// link keeps the listener for the Veryfi service as the settings say, also
// when they change, and says in the desk how it stands. Nothing of it is
// needed for receipts to be read: polling goes on.
type link struct {
	house  *House
	change chan struct{} // something may have been mended or chosen
}

func newLink(h *House) *link { return &link{house: h, change: make(chan struct{}, 1)} }

// look has the link look at the settings and the keychain again.
func (k *link) look() {
	select {
	case k.change <- struct{}{}:
	default: // it is to look anyway
	}
}

// wish is what the settings ask for.
type wish struct {
	on        bool
	url       string
	kind      string
	publicURL string
	host      string
	port      int
	key       string
	address   string
}

// secrets are what the keychain holds for a wish.
type secrets struct {
	credentials api.Credentials
	token       string
}

// run follows the settings until ctx ends.
func (k *link) run(ctx context.Context) error {
	for ctx.Err() == nil {
		w, err := k.wish(ctx)
		switch {
		case err != nil:
			k.stuck(err)
			k.rest(ctx, againAfter)
		case !w.on:
			k.tell(desk.Link{})
			k.rest(ctx, 0)
		default:
			k.tell(desk.Link{Wanted: true, Words: "Starting."})
			if err := k.listen(ctx, w); err != nil && ctx.Err() == nil {
				k.stuck(err)
				k.rest(ctx, patienceFor(err))
			}
		}
	}
	return nil
}

// patienceFor is how long what went wrong is left alone, 0 for until a person
// has done something: the keychain is not to ask for its password by itself.
func patienceFor(err error) time.Duration {
	if errors.Is(err, desk.ErrNoCredentials) || errors.Is(err, desk.ErrNoToken) {
		return 0
	}
	return againAfter
}

// rest waits for a change, no longer than the time when that is not 0.
func (k *link) rest(ctx context.Context, most time.Duration) {
	var late <-chan time.Time
	if most > 0 {
		timer := time.NewTimer(most)
		defer timer.Stop()
		late = timer.C
	}
	select {
	case <-ctx.Done():
	case <-k.change:
	case <-late:
	}
}

func (k *link) tell(l desk.Link) { k.house.Desk.SetLink(l) }

func (k *link) stuck(err error) {
	k.tell(desk.Link{Wanted: true, Stuck: true, Words: ended(desk.Words(err)) + " " + meanwhile})
}

func (k *link) wish(ctx context.Context) (wish, error) {
	s, err := k.house.Desk.Settings(ctx)
	if err != nil || !s.Webhook || s.Engine != receipt.Veryfi {
		return wish{}, err
	}
	url, err := k.house.url(ctx, k.house.override)
	w := wish{on: true, url: url, kind: s.Tunnel, publicURL: s.PublicURL, address: s.ListenAddress}
	if w.kind == "" && w.publicURL != "" {
		w.kind = "manual"
	}
	switch w.kind { // what the others do not read is nothing to restart for
	case "ssh":
		w.host, w.port, w.key = s.TunnelHost, s.TunnelPort, s.TunnelKey
	case "tailscale":
		w.port, w.publicURL = s.TunnelPort, ""
	case "cloudflared":
		w.publicURL = ""
	}
	return w, err
}

func (k *link) secrets(ctx context.Context, w wish) (secrets, error) {
	client, err := k.house.cloud.connect(ctx)
	if err != nil {
		return secrets{}, err
	}
	s := secrets{credentials: client.Credentials}
	if w.kind == "ngrok" {
		s.token, err = k.house.tokens.Load(ctx)
	}
	return s, err
}

// listen listens as w says until the settings or the keychain say otherwise.
func (k *link) listen(ctx context.Context, w wish) error {
	s, err := k.secrets(ctx, w)
	if err != nil {
		return err
	}
	way, err := k.way(w, s)
	if err != nil {
		return err
	}
	l, err := k.house.listenFor(ctx, w.address, way)
	if errors.Is(err, errNoWay) {
		err = errors.New("the service cannot reach this computer by itself: choose the way to it in Settings")
	}
	if err != nil {
		return err
	}
	var off atomic.Bool // until a person mends it
	l.report = func(at standing) {
		off.Store(at.stage == over)
		k.tell(at.link())
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done := make(chan error, 1)
	go func() { done <- l.run(ctx, k.house.Desk.News) }()
	for {
		select {
		case err := <-done:
			return err
		case <-k.change:
			if off.Load() || k.changed(ctx, w, s) {
				stop()
				<-done // with whatever ending goes wrong
				return nil
			}
		}
	}
}

// changed tells that what runs is not what is asked for any more. What cannot
// be looked up just now is taken to be as it was.
func (k *link) changed(ctx context.Context, w wish, s secrets) bool {
	now, err := k.wish(ctx)
	if err != nil || now != w {
		return err == nil
	}
	held, err := k.secrets(ctx, w)
	if errors.Is(err, desk.ErrNoToken) {
		return true
	}
	return err == nil && held != s
}

// way is the way that is wished for; nil when the service is on this computer.
func (k *link) way(w wish, s secrets) (tunnel.Way, error) {
	if w.kind == "" {
		return nil, nil
	}
	o := tunnel.Options{PublicURL: w.publicURL, Host: w.host, RemotePort: w.port, Token: tunnel.Secret(s.token), Log: k.house.log}
	if w.key != "" {
		o.Keys = []string{w.key}
	}
	return tunnel.New(w.kind, o)
}

const meanwhile = "Spindle asks the service itself meanwhile."

// link is how it stands, for the window.
func (s standing) link() desk.Link {
	l := desk.Link{Wanted: true, Public: s.public, Up: s.stage == arriving, Stuck: s.stage == over}
	why := ended(capital(s.why))
	switch s.stage {
	case opening:
		l.Words = why
	case fallen:
		l.Words = "The tunnel is down, and comes back by itself. " + meanwhile + " " + why
	case registering:
		l.Words = "The service is told the address " + s.public + "."
	case silent:
		l.Words = "Nothing has come to " + s.public + " yet: it must lead to " + s.why + " on this computer. " + meanwhile
	case refused:
		l.Words = "The service did not take the address " + s.public + ", and is asked again. " + meanwhile + " " + why
	case arriving:
		l.Words = "Registered at " + s.public + ": the service tells at once when a receipt is read."
	case over:
		l.Words = why + " " + meanwhile
	}
	l.Words = strings.TrimSpace(l.Words)
	return l
}

// ended ends a sentence.
func ended(text string) string {
	text = strings.TrimRight(text, " ")
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") {
		return text
	}
	return text + "."
}

// capital begins a sentence; addresses and the like stay as they are.
func capital(text string) string {
	if text == "" || strings.Contains(strings.SplitN(text, " ", 2)[0], ".") {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
