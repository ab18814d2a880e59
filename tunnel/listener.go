package tunnel

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spindle-receipts/spindle/api"
)

const (
	maxBody     = 64 << 10 // bytes of a webhook
	queueLength = 256      // news that nobody has taken yet
	memory      = 10_000   // events that are known when they come again
)

// Config says how to listen.
type Config struct {
	Address string // a loopback address with a port; empty means 127.0.0.1:0, any free port
	Secret  string // the account's client secret, which signs
	Path    string // of earlier on, so that a public address stays good; empty means a new one
	Log     *slog.Logger
}

// Listener takes webhooks. Make one with [Listen].
type Listener struct {
	sender time.Duration // that one may take for a request, and for its answer
	secret string
	path   string
	log    *slog.Logger
	socket net.Listener
	news   chan News

	expecting atomic.Bool
	mu        sync.Mutex
	counts    Counts
	seen      replays
}

// Counts tells what came since the listener was made.
type Counts struct {
	Received  int // posts to our path
	HandedOn  int // news
	Unsigned  int // refused: no signature
	Forged    int // refused: a wrong signature
	Malformed int // refused: no webhook at all, or too long
	Replayed  int // signed, but known already
	Unknown   int // signed, but no event that we know or expect
	Dropped   int // nobody took the news in time; polling finds the documents
}

// Listen takes a loopback address. Nothing is answered before Run.
func Listen(c Config) (*Listener, error) {
	if strings.TrimSpace(c.Secret) == "" {
		return nil, errors.New("listening for news: without the client secret no webhook can be checked")
	}
	address := c.Address
	if address == "" {
		address = "127.0.0.1:0"
	}
	if err := checkLoopback(address); err != nil {
		return nil, err
	}
	path := c.Path
	if path == "" {
		path = "/news/" + rand.Text()
	}
	if len(path) < 20 || path[0] != '/' || (&url.URL{Path: path}).EscapedPath() != path {
		return nil, errors.New("listening for news: the path must start with / and be hard to guess, at least 20 plain characters")
	}
	socket, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listening for news on %s: %w", address, err)
	}
	log := c.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Listener{
		secret: strings.TrimSpace(c.Secret),
		path:   path,
		log:    log,
		socket: socket,
		news:   make(chan News, queueLength),
		seen:   newReplays(memory),
		sender: 10 * time.Second,
	}, nil
}

// checkLoopback keeps the listener off the network: a way to a public address
// ends at this computer.
func checkLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("listening for news: %q is no address with a port: %w", address, err)
	}
	if !api.Loopback(host) {
		return fmt.Errorf("listening for news: %s can be reached from outside; use 127.0.0.1 and a tunnel or proxy in front", address)
	}
	return nil
}

// Addr is the address that is listened on, host and port.
func (l *Listener) Addr() string { return l.socket.Addr().String() }

// Path is the path that takes webhooks. Who knows it can post, but not sign.
func (l *Listener) Path() string { return l.path }

// URL is the address for webhooks on this computer.
func (l *Listener) URL() string { return "http://" + l.Addr() + l.path }

// News is where news arrives, while Run runs. It is never closed.
func (l *Listener) News() <-chan News { return l.news }

// Counts tells what came so far.
func (l *Listener) Counts() Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counts
}

// ExpectSubscription says whether the account's webhook is being set up just
// now. Only then is the secret of a subscription handed on, signed or not:
// whether the service signs it is nowhere written, and a false one can do no
// more than fail to be confirmed.
func (l *Listener) ExpectSubscription(on bool) { l.expecting.Store(on) }

// Run answers webhooks until ctx ends, then closes the socket.
func (l *Listener) Run(ctx context.Context) error {
	server := &http.Server{
		Handler:           l,
		ReadHeaderTimeout: l.sender / 2,
		ReadTimeout:       l.sender,
		WriteTimeout:      l.sender,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(l.log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l.socket) }()
	select {
	case err := <-ended:
		return fmt.Errorf("listening for news on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if server.Shutdown(grace) != nil {
		server.Close()
	}
	<-ended
	return nil
}

// Close gives the address back when Run was never called.
func (l *Listener) Close() error { return l.socket.Close() }

// ServeHTTP answers one request. Every method is answered on our path, for
// the service's settings page tries GET and HEAD.
func (l *Listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if subtle.ConstantTimeCompare([]byte(r.URL.Path), []byte(l.path)) != 1 {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodPost {
		answer(w, http.StatusOK, `{"status":"ok"}`)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		l.refuse(w, &l.counts.Malformed, http.StatusRequestEntityTooLarge, "too long or cut off")
		return
	}
	m, err := parseMessage(body)
	if err != nil {
		l.refuse(w, &l.counts.Malformed, http.StatusBadRequest, "not a webhook")
		return
	}
	signature := strings.TrimSpace(r.Header.Get(api.SignatureHeader))
	invited := m.event == Subscription && l.expecting.Load()
	switch {
	case signature == "" && !invited:
		l.refuse(w, &l.counts.Unsigned, http.StatusUnauthorized, "not signed")
	case signature != "" && !l.verify(m, signature):
		l.refuse(w, &l.counts.Forged, http.StatusUnauthorized, "wrongly signed")
	default:
		answer(w, http.StatusOK, `{"status":"ok"}`)
		l.handOn(m)
	}
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	io.WriteString(w, body)
	http.NewResponseController(w).Flush() // the sender waits no longer
}

func (l *Listener) verify(m message, signature string) bool {
	want, err := api.Sign(l.secret, m.signed)
	return err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(signature)) == 1
}

// refuse counts and answers. The log gets our words only, and fewer of them
// the more often it happens.
func (l *Listener) refuse(w http.ResponseWriter, count *int, status int, why string) {
	l.mu.Lock()
	l.counts.Received++
	*count++
	n := *count
	l.mu.Unlock()
	if roundNumber(n) {
		l.log.Warn("a webhook was refused", "why", why, "so far", n)
	}
	answer(w, status, `{"status":"fail","error":"the webhook is `+why+`"}`)
}

// roundNumber tells 1, 10, 100 and so on.
func roundNumber(n int) bool {
	for n >= 10 && n%10 == 0 {
		n /= 10
	}
	return n == 1
}

// handOn puts the news of a checked message where it is waited for.
func (l *Listener) handOn(m message) {
	n, known := m.news()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts.Received++
	switch {
	case !known || n.Event == Subscription && !l.expecting.Load():
		l.counts.Unknown++
		if roundNumber(l.counts.Unknown) {
			l.log.Info("a webhook of an unknown kind was left aside", "so far", l.counts.Unknown)
		}
		return
	case n.Event != Subscription && l.seen.has(n):
		l.counts.Replayed++
		return
	}
	select {
	case l.news <- n:
		l.counts.HandedOn++
		if n.Event != Subscription {
			l.seen.add(n)
		}
	default:
		l.counts.Dropped++
	}
}
