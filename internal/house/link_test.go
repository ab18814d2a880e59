package house

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/keychain"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// links gives every state of the link from now on.
func links(t *testing.T, h *House) *linkStates {
	s := &linkStates{t: t, all: make(chan desk.Link, 100)}
	t.Cleanup(h.Desk.Subscribe(func(e desk.Event) {
		if e.Link != nil {
			s.all <- *e.Link
		}
	}))
	return s
}

type linkStates struct {
	t   *testing.T
	all chan desk.Link
}

// await waits for a state that is so.
func (s *linkStates) await(what string, is func(desk.Link) bool) desk.Link {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	var last desk.Link
	for {
		select {
		case l := <-s.all:
			if last = l; is(l) {
				return l
			}
		case <-ctx.Done():
			s.t.Fatalf("waited in vain until it was %s; it is %+v", what, last)
		}
	}
}

func isUp(l desk.Link) bool    { return l.Up }
func isOff(l desk.Link) bool   { return !l.Wanted }
func isStuck(l desk.Link) bool { return l.Stuck }

// choose changes the settings of a history whose receipts go to the service.
func choose(t *testing.T, h *House, change func(*desk.Settings)) {
	t.Helper()
	s, err := h.Desk.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.Engine = receipt.Veryfi
	change(&s)
	if err := h.Desk.SaveSettings(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

// proxy is the user's own: it passes what comes on to another address.
type proxy struct {
	url  string
	news atomic.Int64 // posts that were answered well
}

func startProxy(t *testing.T, to string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{url: "http://" + l.Addr().String()}
	pass := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: to})
	pass.ErrorLog = log.New(io.Discard, "", 0) // nobody listens at times
	pass.ModifyResponse = func(r *http.Response) error {
		if r.Request.Method == http.MethodPost && r.StatusCode == http.StatusOK {
			p.news.Add(1)
		}
		return nil
	}
	web := &http.Server{Handler: pass}
	done := make(chan error, 1)
	go func() { done <- web.Serve(l) }()
	t.Cleanup(func() { web.Close(); <-done })
	return p
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestLinkFollowsTheSettings(t *testing.T) {
	t.Parallel()
	s := startService(t, &fakeReader{})
	if err := keychain.New(s.url).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	const others = "https://another.example.com/hook"
	if err := s.client.AddWebhook(t.Context(), others); err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: s.url, Link: true})
	states := links(t, h)
	stop := run(t, h)
	if l := h.Desk.Link(); l != (desk.Link{}) {
		t.Errorf("nobody asked for news, and it is %+v", l)
	}

	choose(t, h, func(s *desk.Settings) { s.Webhook = true })
	here := states.await("up", isUp)
	if !strings.HasPrefix(here.Public, "http://127.0.0.1:") || !strings.Contains(here.Words, "Registered at "+here.Public) {
		t.Errorf("on this computer it is %+v", here)
	}

	to := freeAddress(t)
	p := startProxy(t, to)
	choose(t, h, func(s *desk.Settings) { s.Tunnel, s.PublicURL, s.ListenAddress = "manual", p.url, to })
	states.await("up by the proxy", func(l desk.Link) bool { return l.Up && l.Public == p.url })
	if r := take(t, h, receipt.Veryfi, picture(t, t.TempDir(), 1)); !r.Status.Read() {
		t.Errorf("it is %s %q", r.Status, r.Reasons)
	}
	choose(t, h, func(s *desk.Settings) { s.Country = "DE" }) // nothing to start anew for
	if l := h.Desk.Link(); !l.Up {
		t.Errorf("another setting made it %+v", l)
	}

	choose(t, h, func(s *desk.Settings) { s.Webhook = false })
	states.await("off", isOff)
	if conn, err := net.Dial("tcp", to); err == nil {
		conn.Close()
		t.Error("it still listens")
	}
	if r := take(t, h, receipt.Veryfi, picture(t, t.TempDir(), 2)); !r.Status.Read() {
		t.Errorf("without news it is %s %q", r.Status, r.Reasons)
	}
	known, err := s.client.Webhooks(t.Context())
	if err != nil || len(known) != 3 || !slices.Contains(known, others) {
		t.Errorf("the account's addresses are %q, %v", known, err)
	}
	stop()
	if n := p.news.Load(); n < 2 { // the subscription and the document
		t.Errorf("%d webhooks came by the proxy", n)
	}
}

func TestLinkSaysWhatItNeeds(t *testing.T) {
	s := startService(t, &fakeReader{})
	t.Setenv("PATH", t.TempDir())
	h := open(t, Config{URL: s.url, Link: true})
	states := links(t, h)
	run(t, h)
	needs := func(what string, words ...string) {
		t.Helper()
		l := states.await(what, isStuck)
		for _, w := range words {
			if !strings.Contains(l.Words, w) {
				t.Errorf("%s it says %q, without %q", what, l.Words, w)
			}
		}
		if !l.Wanted || l.Up {
			t.Errorf("%s it is %+v", what, l)
		}
	}
	choose(t, h, func(s *desk.Settings) { s.Webhook = true })
	needs("without an account", "No Veryfi account", "meanwhile")
	if err := h.Desk.SaveCredentials(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	states.await("up", isUp)

	choose(t, h, func(s *desk.Settings) { s.Tunnel = "cloudflared" })
	needs("without the program", "cloudflared is not on this computer", "https://")
	choose(t, h, func(s *desk.Settings) { s.Tunnel = "manual" })
	needs("without an address", "public address")
	choose(t, h, func(s *desk.Settings) { s.Tunnel = "ngrok" })
	needs("without a token", "token is not in the keychain", "dashboard.ngrok.com")
	if has, err := h.Desk.HasTunnelToken(t.Context()); has || err != nil {
		t.Errorf("there is a token: %v, %v", has, err)
	}
	if err := h.Desk.SaveTunnelToken(t.Context(), "two words"); err != nil {
		t.Fatal(err)
	}
	if has, err := h.Desk.HasTunnelToken(t.Context()); !has || err != nil {
		t.Errorf("there is no token: %v, %v", has, err)
	}
	needs("with a token that is none", "must be one word")
	if err := h.Desk.RemoveTunnelToken(t.Context()); err != nil {
		t.Fatal(err)
	}
	needs("without it again", "token is not in the keychain")

	choose(t, h, func(s *desk.Settings) { s.Tunnel, s.ListenAddress = "", "192.0.2.1:0" })
	needs("beyond this computer", "can be reached from outside")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	choose(t, h, func(s *desk.Settings) { s.ListenAddress = taken.Addr().String() })
	needs("at an address that is taken", "in use")
	choose(t, h, func(s *desk.Settings) { s.ListenAddress = "127.0.0.1:0" })
	states.await("up", isUp)
	if err := h.Desk.RemoveCredentials(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A service that does not know the account is asked once, not every minute,
// and again when the account was mended.
func TestLinkWithAWrongAccount(t *testing.T) {
	t.Parallel()
	s := startService(t, &fakeReader{})
	wrong := account
	wrong.APIKey = "wrong"
	if err := keychain.New(s.url).Save(t.Context(), wrong); err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: s.url, Link: true})
	states := links(t, h)
	run(t, h)
	choose(t, h, func(s *desk.Settings) { s.Webhook = true })
	if l := states.await("refused", isStuck); !strings.Contains(l.Words, "credentials") {
		t.Errorf("it says %q", l.Words)
	}
	if err := h.Desk.SaveCredentials(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	states.await("up", isUp)
}

// A far service cannot reach this computer by itself.
func TestLinkNeedsAWay(t *testing.T) {
	t.Parallel()
	const far = "https://link-needs-a-way.invalid"
	if err := keychain.New(far).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: far, Link: true})
	states := links(t, h)
	run(t, h)
	choose(t, h, func(s *desk.Settings) { s.Webhook = true })
	if l := states.await("stuck", isStuck); !strings.Contains(l.Words, "choose the way to it in Settings") {
		t.Errorf("it says %q", l.Words)
	}
}

// Everything that the standing says is words that end, and names no path.
func TestStandingInWords(t *testing.T) {
	for stage := opening; stage <= over; stage++ {
		for _, why := range []string{"the line is down", "hooks.example.com:22 cannot be reached"} {
			l := standing{stage: stage, public: "https://hooks.example.com", why: why}.link()
			if !l.Wanted || l.Up != (stage == arriving) || l.Stuck != (stage == over) {
				t.Errorf("%d: %+v", stage, l)
			}
			if l.Words == "" || !strings.HasSuffix(l.Words, ".") || strings.Contains(l.Words, "/news/") {
				t.Errorf("%d: %q", stage, l.Words)
			}
		}
	}
}
