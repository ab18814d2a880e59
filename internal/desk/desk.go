// Package desk is the workflow: the one owner of the states of a receipt. It
// takes files in, keeps them safe, submits them, waits, records what was read,
// resumes what was interrupted, and tells whoever listens.
package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Service is what the desk asks of an engine, whoever it is. *api.Client is one.
type Service interface {
	Submit(ctx context.Context, s api.Submission) (api.ID, error)
	SubmitSet(ctx context.Context, s api.Submission) (api.ID, error)
	Document(ctx context.Context, id api.ID) (api.Document, error)
	Set(ctx context.Context, id api.ID) (api.Set, error)
	Sets(ctx context.Context, page int) (api.SetPage, error)
	Search(ctx context.Context, q api.Query) (api.Results, error)
	Check(ctx context.Context) error
	AddWebhook(ctx context.Context, url string) error
	ConfirmWebhook(ctx context.Context, url, secret string) error
}

// Credentials are the four strings of a Veryfi account.
type Credentials = api.Credentials

// Keychain keeps the credentials of the Veryfi account.
type Keychain interface {
	Load(ctx context.Context) (api.Credentials, error)
	Save(ctx context.Context, c api.Credentials) error
	Remove(ctx context.Context) error
}

// Config is what a Desk is built from.
type Config struct {
	Store  *store.Store
	Intake *intake.Intake
	// Connect gives the service behind an engine. It is called before each use,
	// so that new credentials and addresses count at once. ErrNoCredentials
	// tells that the account is not set up.
	Connect func(ctx context.Context, engine receipt.Engine) (Service, error)
	// Dial gives a service for an address and credentials that are not saved
	// yet; it is what "Test connection" uses.
	Dial     func(url string, c Credentials) (Service, error)
	Keychain Keychain
	// LocalReady is nil when the reader on this computer can read; else it says
	// in words what is missing.
	LocalReady func(ctx context.Context) error
	Log        *slog.Logger
	Now        func() time.Time // nil means time.Now
}

// ErrNoCredentials is returned by Connect when the account is not set up.
var ErrNoCredentials = errors.New("no Veryfi account is set up")

// Desk is the workflow over one history. Its methods may be called from any
// goroutine; work goes on only while Run runs.
type Desk struct {
	store    *store.Store
	intake   *intake.Intake
	connect  func(ctx context.Context, engine receipt.Engine) (Service, error)
	dial     func(url string, c Credentials) (Service, error)
	keychain Keychain
	ready    func(ctx context.Context) error
	log      *slog.Logger
	now      func() time.Time

	listeners listeners
	undo      undoStack
	keeping   queue[int64]  // receipts whose files are to be made safe
	sending   queue[int64]  // receipts to be submitted
	sets      queue[string] // sets to be submitted, by external id
	slots     chan struct{} // submissions that the engine has not answered yet
	polls     *polls
	gate      gate // engines that must not be asked just now
	sales     sales
	tries     tries
	trouble   trouble
}

// How many submissions may be on their way or being read at a time, and how
// many are sent side by side. The engine's own queue is not ours to fill.
const (
	inFlight = 24
	senders  = 3
)

// New builds a Desk. It starts nothing; Run does.
func New(c Config) *Desk {
	d := &Desk{
		store: c.Store, intake: c.Intake, connect: c.Connect, dial: c.Dial, keychain: c.Keychain, ready: c.LocalReady,
		log: c.Log, now: c.Now, slots: make(chan struct{}, inFlight),
	}
	if d.now == nil {
		d.now = time.Now
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	d.keeping.init()
	d.sending.init()
	d.sets.init()
	d.polls = newPolls()
	d.gate.init()
	return d
}

// Run does the work until ctx ends: it first takes up what an earlier run left
// unfinished. It returns when all that it started has ended; nothing is lost
// by ending it at any moment.
func (d *Desk) Run(ctx context.Context) error {
	if err := d.takeUp(ctx); err != nil {
		return fmt.Errorf("taking up unfinished receipts: %w", err)
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.keeping.each(ctx, d.keep) })
	for range senders {
		g.Go(func() error { return d.sending.each(ctx, d.submit) })
	}
	g.Go(func() error { return d.sets.each(ctx, d.submitSet) })
	g.Go(func() error { return d.poll(ctx) })
	err := g.Wait()
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// takeUp puts every open receipt of the history back on the road. What the
// reader on this computer had in hand ended with the program, so it is sent
// again; that costs nothing. What was sent to the service is asked for.
func (d *Desk) takeUp(ctx context.Context) error {
	receipts, err := d.store.Receipts(ctx)
	if err != nil {
		return err
	}
	inSet, err := d.takeUpSets(ctx)
	if err != nil {
		return err
	}
	for _, r := range receipts {
		d.sales.add(r)
		if !r.Status.Open() || !r.Trashed.IsZero() || inSet[r.ID] {
			continue
		}
		if err := d.takeUpOne(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) takeUpOne(ctx context.Context, r receipt.Receipt) error {
	if r.Engine == receipt.Local && (r.Status == receipt.Sending || r.Status == receipt.Reading) {
		var err error
		if r, err = d.change(ctx, r.ID, store.Edit{By: store.Program, What: "taken up again"}, func(r *receipt.Receipt) error {
			r.Status, r.DocumentID = receipt.Waiting, ""
			return nil
		}); err != nil {
			return err
		}
	}
	d.route(r)
	return nil
}

// route hands an open receipt to whoever does its next step.
func (d *Desk) route(r receipt.Receipt) {
	switch {
	case r.Status == receipt.Waiting && !safe(r):
		d.keeping.put(r.ID)
	case r.Status == receipt.Waiting || r.Status == receipt.Sending:
		d.sending.put(r.ID)
	case r.Status == receipt.Reading:
		d.polls.add(r, d.now(), false)
	}
}

// safe tells whether every original of r is kept on this computer.
func safe(r receipt.Receipt) bool {
	for _, o := range r.Originals {
		if o.SHA256 == "" {
			return false
		}
	}
	return true
}

// change stores an edit of one receipt and tells the listeners. An edit that
// finds the receipt already past the state it was meant for returns errMoved.
func (d *Desk) change(ctx context.Context, id int64, e store.Edit, edit func(*receipt.Receipt) error) (receipt.Receipt, error) {
	r, err := d.store.Update(ctx, id, e, edit)
	if err != nil {
		return r, err
	}
	d.listeners.tell(Event{Changed: []receipt.Receipt{r}})
	return r, nil
}

// errMoved tells that a receipt is no longer where a step expected it.
var errMoved = errors.New("the receipt has moved on")

// notice tells the listeners a sentence.
func (d *Desk) notice(text string, urgent bool) {
	d.listeners.tell(Event{Notice: &Notice{Text: text, Urgent: urgent}})
}

// batchOptions are the options that a batch was added with.
func (d *Desk) batchOptions(ctx context.Context, batch string) (Options, error) {
	raw, err := d.store.Options(ctx, batch)
	if err != nil || raw == nil {
		return Options{Bundle: Each}, err
	}
	var o Options
	if err := json.Unmarshal(raw, &o); err != nil {
		return o, fmt.Errorf("reading the options of batch %s: %w", batch, err)
	}
	return o, nil
}

// listeners are those who want to know.
type listeners struct {
	mu   sync.Mutex
	next int
	all  map[int]func(Event)
}

// Subscribe calls listen with every Event from now on, one at a time for each
// change but from any goroutine, until cancel is called. listen must be quick.
func (d *Desk) Subscribe(listen func(Event)) (cancel func()) { return d.listeners.add(listen) }

func (l *listeners) add(listen func(Event)) func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = make(map[int]func(Event))
	}
	key := l.next
	l.next++
	l.all[key] = listen
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.all, key)
	}
}

func (l *listeners) tell(e Event) {
	l.mu.Lock()
	heard := make([]func(Event), 0, len(l.all))
	for _, listen := range l.all {
		heard = append(heard, listen)
	}
	l.mu.Unlock()
	for _, listen := range heard {
		listen(e)
	}
}

// Tell tells the listeners an urgent sentence about the program itself.
func (d *Desk) Tell(text string) { d.notice(text, true) }
