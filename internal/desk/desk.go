// Package desk is the workflow: the one owner of the states of a receipt. It
// takes files in, keeps them safe, submits them, waits, records what was read,
// resumes what was interrupted, and tells whoever listens.
package desk

import (
	"context"
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
	UpdateDocument(ctx context.Context, id api.ID, changes map[string]any) (api.Document, error)
	DeleteDocument(ctx context.Context, id api.ID) error
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
	// Refresh is called when something may have been mended: what Connect
	// remembers of accounts is old. It may be nil.
	Refresh func()
	// Dial gives a service for an address and credentials that are not saved
	// yet; it is what "Test connection" uses.
	Dial     func(url string, c Credentials) (Service, error)
	Keychain Keychain
	Memory   Memory // of shops; nil for none
	Tokens   Tokens // of the tunnel; nil means there is no place for one
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
	refresh  func()
	dial     func(url string, c Credentials) (Service, error)
	keychain Keychain
	memory   Memory
	tokens   Tokens
	ready    func(ctx context.Context) error
	log      *slog.Logger
	now      func() time.Time

	commits   sync.Mutex // a change is told before the next is made: nobody is left with an old state
	taking    sync.Mutex // exports of others are taken up one at a time
	tellings  sync.Mutex // what the service was told is changed one at a time
	comparing sync.Mutex // receipts of one sale are compared one sale at a time; taken before commits
	forming   sync.Mutex // sets are formed, begun and dissolved one at a time
	listeners listeners
	undo      undoStack
	keeping   queue[int64]    // receipts whose files are to be made safe
	sending   queue[int64]    // receipts to be submitted
	batches   queue[string]   // batches of which zips are to be formed
	sets      queue[string]   // sets to be submitted or asked for, by external id
	offering  queue[string]   // batches of which the offer may have changed
	pushing   queue[int64]    // receipts of which the service is to be told corrections
	indexing  queue[struct{}] // the texts of new documents are to come into the search
	offers    offers
	halts     halts
	purse     purse
	awaited   awaited // what is known of the sets that are being split
	slots     slots
	polls     polls
	gate      gate // engines that must not be asked just now
	sales     sales
	rules     rules
	choices   choices
	lookout   lookout
	tries     tries
	doubts    doubts
	strain    strain
	denials   denials
	trouble   trouble
	link      link
	pace      pace
}

// New builds a Desk. It starts nothing; Run does.
func New(c Config) *Desk {
	d := &Desk{
		store: c.Store, intake: c.Intake, connect: c.Connect, refresh: c.Refresh, dial: c.Dial, keychain: c.Keychain, memory: c.Memory, tokens: c.Tokens, ready: c.LocalReady,
		log: c.Log, now: c.Now, pace: usualPace,
	}
	if d.now == nil {
		d.now = time.Now
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	d.keeping.init()
	d.sending.init()
	d.batches.init()
	d.sets.init()
	d.offering.init()
	d.pushing.init()
	d.indexing.init()
	d.indexing.put(struct{}{}) // what an earlier run left
	d.offers.init()
	d.halts.init()
	d.awaited.init()
	d.slots.init()
	d.polls.init()
	d.gate.init()
	d.lookout.seen, d.lookout.gone = make(map[string]sight), make(map[string]bool)
	d.doubts.init()
	d.strain.init()
	d.denials.init()
	return d
}

// senders is how many receipts, and how many sets, are sent side by side.
const senders = 3

// Run does the work until ctx ends: it first takes up what an earlier run left
// unfinished. It returns when all that it started has ended; nothing is lost
// by ending it at any moment. It is run once.
func (d *Desk) Run(ctx context.Context) error {
	err := d.run(ctx)
	if ctx.Err() != nil {
		if err != nil && !errors.Is(err, ctx.Err()) {
			d.log.Debug("the desk was stopped", "error", err)
		}
		return nil
	}
	return err
}

func (d *Desk) run(ctx context.Context) error {
	if err := d.finishExports(ctx); err != nil {
		d.notice(Words(err), true) // the receipts go on all the same
	}
	if err := d.takeUp(ctx); err != nil {
		return fmt.Errorf("taking up unfinished receipts: %w", err)
	}
	if err := d.takeUpTold(ctx); err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.keeping.each(ctx, d.keep) })
	g.Go(func() error { return d.batches.each(ctx, d.formSets) })
	g.Go(func() error { return d.offering.each(ctx, d.tellOffer) })
	g.Go(func() error { return d.pushing.each(ctx, d.push) })
	g.Go(func() error { return d.indexing.each(ctx, d.index) })
	g.Go(func() error { return d.watchDay(ctx) })
	g.Go(func() error { return d.watchFolders(ctx) })
	g.Go(func() error { return d.watchExports(ctx) })
	for range senders {
		g.Go(func() error { return d.sending.each(ctx, d.submit) })
		g.Go(func() error { return d.sets.each(ctx, d.advanceSet) })
	}
	for _, engine := range []receipt.Engine{receipt.Local, receipt.Veryfi} {
		g.Go(func() error { return d.poll(ctx, engine) })
	}
	return g.Wait()
}

// change stores an edit of one receipt and tells the listeners.
func (d *Desk) change(ctx context.Context, id int64, e store.Edit, edit func(*receipt.Receipt) error) (receipt.Receipt, error) {
	changed, err := d.changeEach(ctx, []int64{id}, e, edit)
	if err != nil {
		return receipt.Receipt{}, err
	}
	return changed[0], nil
}

// changeEach does what change does to several receipts: to all, or to none.
func (d *Desk) changeEach(ctx context.Context, ids []int64, e store.Edit, edit func(*receipt.Receipt) error) ([]receipt.Receipt, error) {
	changed, moved, err := d.commit(func() ([]receipt.Receipt, error) { return d.store.UpdateEach(ctx, ids, e, edit) })
	if err == nil && e.Document != nil {
		d.indexing.put(struct{}{})
	}
	if err == nil {
		d.compareAgain(ctx, moved)
	}
	return changed, err
}

// add stores new receipts and tells the listeners.
func (d *Desk) add(ctx context.Context, receipts []receipt.Receipt, by store.By) ([]receipt.Receipt, error) {
	added, _, err := d.commit(func() ([]receipt.Receipt, error) { return d.store.Insert(ctx, receipts, by) })
	return added, err
}

// alone writes something else than a receipt, while nothing else is written.
func (d *Desk) alone(write func() error) error {
	d.commits.Lock()
	defer d.commits.Unlock()
	return write()
}

// commit stores receipts and tells the listeners. moved are the sales that
// have a receipt more or less than before.
func (d *Desk) commit(write func() ([]receipt.Receipt, error)) (changed []receipt.Receipt, moved []string, err error) {
	d.commits.Lock()
	defer d.commits.Unlock()
	if changed, err = write(); err != nil {
		return nil, nil, err
	}
	for _, r := range changed {
		moved = append(moved, d.sales.add(r)...)
		d.choices.add(r)
	}
	d.listeners.tell(Event{Changed: changed})
	d.offersOf(changed)
	return changed, moved, nil
}

// errMoved tells that a receipt is no longer where a step expected it.
var errMoved = errors.New("the receipt has moved on")
