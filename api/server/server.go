package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"github.com/spindle-receipts/spindle/api"
)

// Failure is how a document that could not be read looks.
type Failure int

// The service documents only that a webhook tells of a failure, so a client
// must bear with all three.
const (
	FailedIsShown   Failure = iota // 200 with status "failed" and the reason under "error"
	FailedIsGone                   // 404 "Document Not Found"
	FailedIsPending                // 200 with status "in_progress" for ever
)

// Config is what a Server is made of. Reader, Credentials and Dir are needed.
type Config struct {
	Reader      Reader
	Credentials api.Credentials // the one account
	Dir         string          // incoming files go to a folder within; servers may share one
	Workers     int             // receipts read at the same time; 0: half the processors
	BaseURL     string          // what links to files begin with; empty: the address the request was sent to
	Limits      Limits
	Delivery    Delivery
	Failed      Failure
	Faults      *Faults          // for tests; nil: none
	Model       string           // the reader's name and version, shown as a document's "model"
	Log         *slog.Logger     // nil: nothing is logged
	Now         func() time.Time // nil: time.Now
}

// Server answers the protocol. It is an [http.Handler]; [Server.Run] does the
// reading and the delivering.
type Server struct {
	config   Config
	log      *slog.Logger
	now      func() time.Time
	table    table
	catalog  *catalog
	webhooks *webhooks
	links    *links
	spool    *spool
	limiter  *rate.Limiter // nil: without a bound
	client   *http.Client  // delivers webhooks

	queue   chan *document // has a place for every document that may wait
	outbox  chan delivery
	uploads chan struct{} // taken while an upload is received
	stopped chan struct{} // closed when the server no longer takes anything
	stop    sync.Once
	started sync.Once
}

// New makes a server and its folder for incoming files. Nothing is read or
// delivered until Run; Run, or Close in its place, removes the folder.
func New(c Config) (*Server, error) {
	if c.Reader == nil {
		return nil, errors.New("a server needs a reader")
	}
	if missing := c.Credentials.Missing(); len(missing) > 0 {
		return nil, fmt.Errorf("a server answers nobody without credentials; missing: %s", strings.Join(missing, ", "))
	}
	if c.Dir == "" {
		return nil, errors.New("a server needs a folder for incoming files")
	}
	c.Limits, c.Delivery = c.Limits.filled(), c.Delivery.filled()
	fill(&c.Workers, max(1, runtime.NumCPU()/2))
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Model == "" {
		c.Model = "spindle"
	}
	spool, err := openSpool(c.Dir)
	if err != nil {
		return nil, err
	}
	s := &Server{
		config: c, log: c.Log, now: c.Now, table: routes(), spool: spool,
		catalog: newCatalog(c.Now()), webhooks: &webhooks{}, links: newLinks(c.Limits.LinkLife, c.Now),
		client: &http.Client{
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		queue:   make(chan *document, c.Limits.Pending),
		outbox:  make(chan delivery, maxDeliveries),
		uploads: make(chan struct{}, c.Limits.Uploads),
		stopped: make(chan struct{}),
	}
	if c.Limits.Rate > 0 {
		s.limiter = rate.NewLimiter(rate.Limit(c.Limits.Rate), c.Limits.Rate)
	}
	return s, nil
}

// Run reads documents and delivers webhooks until ctx ends, then removes what
// came in and returns nil, or what went wrong with the removing. It can run
// once.
func (s *Server) Run(ctx context.Context) error {
	first := false
	s.started.Do(func() { first = true })
	if !first {
		return errors.New("the server runs or ran already")
	}
	var all sync.WaitGroup
	for range s.config.Workers {
		all.Go(func() { s.work(ctx) })
	}
	all.Go(func() { s.postAll(ctx) })
	<-ctx.Done()
	s.refuseAll()
	all.Wait()
	s.client.CloseIdleConnections()
	return s.Close()
}

// postAll delivers each webhook in a goroutine of its own: one slow address
// must not hold up the others.
func (s *Server) postAll(ctx context.Context) {
	var group errgroup.Group
	group.SetLimit(maxDeliveries)
	for {
		select {
		case <-ctx.Done():
			_ = group.Wait() // no delivery returns an error
			return
		case d := <-s.outbox:
			group.Go(func() error { s.post(ctx, d); return nil })
		}
	}
}

func (s *Server) refuseAll() { s.stop.Do(func() { close(s.stopped) }) }

// Close removes what came in. Only a server that is not run needs it.
func (s *Server) Close() error {
	s.refuseAll()
	return s.spool.close()
}

// Serve answers requests that come to l and runs, until ctx ends. It closes l,
// and lets answers that are being written be finished, for a second.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	web := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return s.Run(ctx) })
	group.Go(func() error {
		if err := web.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if web.Shutdown(soon) != nil {
			return web.Close()
		}
		return nil
	})
	return group.Wait()
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := s.now()
	trace := make([]byte, 16)
	_, _ = rand.Read(trace) // never fails
	w.Header().Set("X-Veryfi-Trace-Id", hex.EncodeToString(trace))
	where := cleanPath(r.URL.Path)
	fault := s.config.Faults.take(r.Method, strings.TrimPrefix(where, prefix))
	if !pause(r.Context(), fault.Delay) {
		return
	}
	switch {
	case fault.Cut == CutBefore:
		panic(http.ErrAbortHandler)
	case fault.Cut != CutNever:
		w = &breaking{w, fault.Cut}
	case fault.Status != 0:
		fault.answer(s, w, r)
		return
	}
	if strings.HasPrefix(where, filesPath) {
		s.serveFile(w, r, where)
		return
	}
	a, err := s.answer(w, r, where)
	switch {
	case err == nil:
		s.write(w, a.status, a.body)
	case errors.Is(err, context.Canceled) && r.Context().Err() != nil: // who asked is gone
	default:
		s.fail(w, r, err)
	}
	s.log.Debug("answered", "method", r.Method, "path", where, "took", s.now().Sub(began), "trace", w.Header().Get("X-Veryfi-Trace-Id"), "error", err)
}

// answer does what a request asks for.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, where string) (answer, error) {
	select {
	case <-s.stopped:
		return answer{}, unavailable("The server is stopping.")
	default:
	}
	if s.limiter != nil && !s.limiter.AllowN(s.now(), 1) {
		return answer{}, &problem{status: http.StatusTooManyRequests, text: textRate}
	}
	if err := s.authorize(r); err != nil {
		return answer{}, err
	}
	h, ids, err := s.table.match(r.Method, where)
	if err != nil {
		return answer{}, err
	}
	return h(s, &call{Request: r, w: w, ids: ids})
}

// fail answers with a problem, as JSON always.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := asProblem(err)
	if p.status >= 500 {
		s.log.Error("a request failed", "method", r.Method, "path", r.URL.Path, "status", p.status, "error", err,
			"trace", w.Header().Get("X-Veryfi-Trace-Id"))
	}
	if p.status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	s.write(w, p.status, p.body())
}

func (s *Server) write(w http.ResponseWriter, status int, body any) {
	text := encode(body)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = w.Write(text) // the other side is gone: nobody to tell
}

// encode writes JSON as the service does, without escapes for HTML. What it is
// given always has a JSON form.
func encode(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// discard removes files that nothing needs any more.
func (s *Server) discard(files []*spooled) {
	if err := s.spool.remove(files...); err != nil {
		s.log.Warn("a file could not be removed", "error", err)
	}
}

// base is what links to files begin with.
func (s *Server) base(r *http.Request) string {
	switch {
	case s.config.BaseURL != "":
		return s.config.BaseURL
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
