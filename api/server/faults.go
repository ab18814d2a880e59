package server

import (
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Faults makes a server misbehave on purpose, so that what a client does about
// it can be tried. It may be changed while the server runs. A nil *Faults is a
// server that behaves.
type Faults struct {
	mu      sync.Mutex
	rules   []*rule
	hooks   WebhookFault
	matched int
}

// Cut is where a connection breaks.
type Cut int

// The places where a connection can break.
const (
	CutNever     Cut = iota
	CutBefore        // before the request is read: nothing was accepted
	CutAfter         // after the request took effect, with no answer
	CutMidAnswer     // half-way through the answer
)

// Fault is what happens to requests that match it.
type Fault struct {
	Method string // empty: any
	Path   string // below the version and partner, as path.Match has it: "/documents/*"; empty: any
	Skip   int    // that many matching requests pass first
	Times  int    // that many are hit; 0: all

	Delay      time.Duration // before the request is looked at
	Cut        Cut
	Status     int    // answered in place of the real answer, whose effect does not take place; 0: none
	Text       string // under "error" and "message"
	Body       string // the whole answer in place of JSON, such as a proxy's HTML
	RetryAfter int    // seconds, in a Retry-After header; 0: no header
}

// WebhookFault is what happens to webhooks.
type WebhookFault struct {
	Drop      bool
	Duplicate bool          // sent twice
	Delay     time.Duration // before it is sent
	Unsigned  bool          // without a signature
	Forged    bool          // with a wrong one
	Flat      bool          // the old form: the data alone is the body
	Times     int           // that many are hit; 0: all
}

type rule struct {
	Fault
	seen, hit int
}

// Add makes a fault happen. The function it returns takes it back.
func (f *Faults) Add(fault Fault) (remove func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	r := &rule{Fault: fault}
	f.rules = append(f.rules, r)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.rules = slices.DeleteFunc(f.rules, func(other *rule) bool { return other == r })
	}
}

// Webhooks sets what happens to webhooks from now on.
func (f *Faults) Webhooks(fault WebhookFault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hooks = fault
}

// Clear makes the server behave.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules, f.hooks = nil, WebhookFault{}
}

// Hits counts the requests that a fault happened to.
func (f *Faults) Hits() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.matched
}

// take finds the fault of a request: the first that matches and is not used up.
func (f *Faults) take(method, where string) Fault {
	if f == nil {
		return Fault{}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.rules {
		if r.Method != "" && r.Method != method {
			continue
		}
		if matches, err := path.Match(r.Path, where); r.Path != "" && (err != nil || !matches) {
			continue
		}
		if r.seen++; r.seen <= r.Skip || r.Times > 0 && r.hit >= r.Times {
			continue
		}
		r.hit++
		f.matched++
		return r.Fault
	}
	return Fault{}
}

func (f *Faults) webhook() WebhookFault {
	if f == nil {
		return WebhookFault{}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	hit := f.hooks
	if f.hooks.Times > 0 {
		if f.hooks.Times--; f.hooks.Times == 0 {
			f.hooks = WebhookFault{}
		}
	}
	return hit
}

// answer writes what a fault says in place of the real answer.
func (f Fault) answer(s *Server, w http.ResponseWriter, r *http.Request) {
	if f.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
	}
	if f.Body != "" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(f.Status)
		fmt.Fprint(w, f.Body)
		return
	}
	text := f.Text
	if text == "" {
		text = http.StatusText(f.Status)
	}
	s.fail(w, r, &problem{status: f.Status, text: text})
}

// breaking is a connection that breaks half-way through the answer, or before
// its first byte.
type breaking struct {
	http.ResponseWriter
	cut Cut
}

func (b *breaking) Write(p []byte) (int, error) {
	if b.cut == CutMidAnswer {
		_, _ = b.ResponseWriter.Write(p[:len(p)/2])
		_ = http.NewResponseController(b.ResponseWriter).Flush()
	}
	panic(http.ErrAbortHandler)
}
