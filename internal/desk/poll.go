package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// How often a receipt that is being read is asked for. The service names no
// interval; its documents take seconds. The reader on this computer tells by
// webhook, so its polls are only the net below.
const (
	firstPoll   = 2 * time.Second
	slowestPoll = 15 * time.Second
	patience    = 10 * time.Minute // then it is asked for once a minute
	lag         = time.Minute      // for which a document may be unknown after it was accepted
	pollers     = 4
)

// polls are the receipts that an engine is reading.
type polls struct {
	mu    sync.Mutex
	items map[int64]*pollItem
	early map[api.ID]bool // news that came before the submission's answer
	wake  chan struct{}
}

type pollItem struct {
	id         int64
	engine     receipt.Engine
	documentID api.ID
	accepted   time.Time
	next       time.Time
	interval   time.Duration
	slot       bool
	busy       bool
}

func newPolls() *polls {
	return &polls{items: make(map[int64]*pollItem), early: make(map[api.ID]bool), wake: make(chan struct{}, 1)}
}

func (p *polls) add(r receipt.Receipt, now time.Time, slot bool) {
	item := &pollItem{id: r.ID, engine: r.Engine, documentID: api.ID(r.DocumentID), accepted: now, interval: firstPoll, slot: slot}
	item.next = now.Add(jitter(item.interval))
	p.mu.Lock()
	if p.early[item.documentID] || !slot {
		delete(p.early, item.documentID)
		item.next = now
	}
	p.items[r.ID] = item
	p.mu.Unlock()
	p.rouse()
}

// maxEarly bounds the memory for news of documents that are not ours.
const maxEarly = 1000

// hurry asks for a document at once: news of it has come.
func (p *polls) hurry(id api.ID, now time.Time) {
	p.mu.Lock()
	found := false
	for _, item := range p.items {
		if item.documentID == id {
			item.next, found = now, true
		}
	}
	if !found && len(p.early) < maxEarly {
		p.early[id] = true
	}
	p.mu.Unlock()
	p.rouse()
}

func (p *polls) rouse() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// due takes what is to be asked for now, and tells how long until the next.
func (p *polls) due(now time.Time) (items []*pollItem, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	wait = time.Hour
	for _, item := range p.items {
		if item.busy {
			continue
		}
		left := item.next.Sub(now)
		if left <= 0 && len(items) < pollers {
			item.busy = true
			items = append(items, item)
			continue
		}
		wait = min(wait, max(left, 0))
	}
	return items, wait
}

// again puts an item off after an answer that was not the last.
func (p *polls) again(item *pollItem, now time.Time, atLeast time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	item.interval = min(item.interval*3/2, slowestPoll)
	if now.Sub(item.accepted) > patience {
		item.interval = time.Minute
	}
	item.busy = false
	item.next = now.Add(max(jitter(item.interval), atLeast))
}

// done takes an item away and tells whether it held a slot.
func (p *polls) done(item *pollItem) (slot bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.items, item.id)
	return item.slot
}

// poll asks for every receipt that is being read until ctx ends.
func (d *Desk) poll(ctx context.Context) error {
	for {
		items, wait := d.polls.due(d.now())
		if len(items) == 0 {
			timer := time.NewTimer(wait)
			select {
			case <-ctx.Done():
				timer.Stop()
				return ctx.Err()
			case <-d.polls.wake:
			case <-timer.C:
			}
			timer.Stop()
			continue
		}
		g, ctx := errgroup.WithContext(ctx)
		for _, item := range items {
			g.Go(func() error { return d.ask(ctx, item) })
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
}

// ask gets one document and records what it says.
func (d *Desk) ask(ctx context.Context, item *pollItem) error {
	if d.gate.park(item.engine, func() { d.polls.again(item, d.now(), 0); d.polls.rouse() }) {
		return nil
	}
	if wait := d.gate.wait(item.engine, d.now()); wait > 0 {
		d.polls.again(item, d.now(), wait)
		return nil
	}
	service, err := d.connect(ctx, item.engine)
	if err != nil {
		d.shut(item.engine, err)
		d.polls.again(item, d.now(), 0)
		return nil
	}
	document, err := service.Document(ctx, item.documentID)
	if err != nil {
		return d.notGot(ctx, item, err)
	}
	switch {
	case document.Failed():
		return d.fail(ctx, item, sentence(reasonOf(document)), document)
	case document.Pending():
		d.polls.again(item, d.now(), 0)
		return nil
	}
	return d.finish(ctx, item, document)
}

func reasonOf(document api.Document) string {
	if document.Reason != "" {
		return document.Reason
	}
	return "the service could not read it and gave no reason. Look at the picture, then retry or send a better copy"
}

func (d *Desk) notGot(ctx context.Context, item *pollItem, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var e *api.Error
	errors.As(err, &e)
	now := d.now()
	switch {
	case errors.Is(err, api.ErrNotFound) && now.Sub(item.accepted) > lag:
		return d.fail(ctx, item, "The service accepted the receipt but no longer knows it. Retry sends it again", api.Document{})
	case errors.Is(err, api.ErrAuth):
		d.shut(item.engine, err)
	case errors.Is(err, api.ErrRateLimited):
		d.gate.pause(item.engine, now.Add(max(e.RetryAfter, jitter(2*time.Second))))
	}
	d.log.Info("not got", "receipt", item.id, "error", err)
	d.polls.again(item, now, 0)
	return nil
}

// fail ends a receipt that the engine could not read.
func (d *Desk) fail(ctx context.Context, item *pollItem, reason string, document api.Document) error {
	_, err := d.change(ctx, item.id, store.Edit{By: store.Program, What: "failed", Document: document.Raw}, func(r *receipt.Receipt) error {
		if r.Status != receipt.Reading {
			return errMoved
		}
		r.Status, r.Reasons = receipt.Failed, []string{reason}
		return nil
	})
	return d.ended(item, err)
}

// finish records what was read.
func (d *Desk) finish(ctx context.Context, item *pollItem, document api.Document) error {
	r, err := d.change(ctx, item.id, store.Edit{By: store.Program, What: "read", Document: document.Raw}, func(r *receipt.Receipt) error {
		if r.Status != receipt.Reading {
			return errMoved
		}
		d.record(r, document)
		return nil
	})
	if err == nil {
		d.sales.add(r)
	}
	return d.ended(item, err)
}

// ended frees what an item held. A receipt that moved on, or is gone, is none
// of the poll's business any more.
func (d *Desk) ended(item *pollItem, err error) error {
	if d.polls.done(item) {
		<-d.slots
	}
	if errors.Is(err, errMoved) || errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
