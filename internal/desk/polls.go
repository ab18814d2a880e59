package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// few is how many documents are asked for one by one. More are looked for on
// the pages of a search: 50 at a time rather than one.
const few = 3

// polls are the receipts that are being read, for each engine by itself so
// that one that does not answer does not keep the other's rows waiting.
type polls struct {
	few    int
	mu     sync.Mutex
	queues map[receipt.Engine]*pollQueue
	early  map[api.ID]bool // news that came before the submission's answer
}

// pollQueue is guarded by the lock of polls.
type pollQueue struct {
	items  map[int64]*pollItem
	wake   chan struct{}
	paging bool      // a round of pages is under way
	failed int       // rounds of pages in a row that could not be made
	own    time.Time // no document that no page answered for is asked for before
}

type pollItem struct {
	id         int64
	engine     receipt.Engine
	documentID api.ID
	externalID string
	accepted   time.Time

	// In the hands of who asks.
	trouble []string  // as the row has it
	created time.Time // by the service's clock; zero until it has told
	missed  int       // rounds in a row of which no page had it
	urgent  bool      // asked for because of news

	// Guarded by the lock of polls.
	next     time.Time
	interval time.Duration // 0 before the first
	slack    time.Duration // how much earlier than next it may be asked for together with others
	alone    bool          // by a request of its own
	busy     bool          // being asked for, or parked at the gate
	hurried  bool          // news came meanwhile
}

func (p *polls) init() {
	p.few = few
	p.queues = make(map[receipt.Engine]*pollQueue)
	p.early = make(map[api.ID]bool)
}

// of is called with the lock held.
func (p *polls) of(engine receipt.Engine) *pollQueue {
	q := p.queues[engine]
	if q == nil {
		q = &pollQueue{items: make(map[int64]*pollItem), wake: make(chan struct{}, 1)}
		p.queues[engine] = q
	}
	return q
}

// add has a document asked for, at first at a moment.
func (p *polls) add(r receipt.Receipt, accepted, first time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q, id := p.of(r.Engine), api.ID(r.DocumentID)
	if known := q.items[r.ID]; known != nil && known.documentID == id {
		return
	}
	early := p.early[id]
	if early {
		delete(p.early, id)
		first = accepted
	}
	q.items[r.ID] = &pollItem{id: r.ID, engine: r.Engine, documentID: id, externalID: r.ExternalID, accepted: accepted,
		trouble: r.Reasons, next: first, slack: first.Sub(accepted) / 2, hurried: early}
	q.rouse()
}

// maxEarly bounds the memory for news of documents that are not ours.
const maxEarly = 1000

// hurry asks for a document at once: news of it has come. It tells whether the
// document is one that is waited for.
func (p *polls) hurry(id api.ID, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	known := false
	for _, q := range p.queues { // two engines may give out the same id
		for _, item := range q.items {
			if item.documentID == id {
				item.next, item.hurried, known = now, true, true
				q.rouse()
			}
		}
	}
	if known {
		return true
	}
	if len(p.early) >= maxEarly {
		clear(p.early) // polling finds what is forgotten
	}
	p.early[id] = true
	return false
}

func (q *pollQueue) rouse() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// due takes what is to be asked for now: each by itself, or all on pages.
// Without any, it tells how long until there is something.
func (p *polls) due(engine receipt.Engine, now time.Time, pace pace) (items []*pollItem, pages bool, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := p.of(engine)
	c := q.choose(now)
	switch {
	case len(c.due) > 0 && len(c.due)+len(c.soon) > p.few && !q.paging:
		q.paging, pages = true, true
		items = append(c.due, c.soon...)
	case len(c.due)+len(c.soon) > p.few: // the round that is under way ends first, but for news
		items = c.news[:min(len(c.news), p.few)]
	default:
		items = c.due
	}
	if c.alone != nil && !pages {
		if wait := q.own.Sub(now); wait > 0 && !c.alone.hurried {
			c.wait = min(c.wait, wait)
		} else {
			items, q.own = append(items, c.alone), now.Add(pace.spacing)
		}
	}
	slices.SortFunc(items, func(a, b *pollItem) int { return a.next.Compare(b.next) })
	for _, item := range items {
		item.busy, item.alone = true, false
		item.urgent, item.hurried = item.hurried, false
	}
	return items, pages, c.wait
}

// choice is what there is to ask for.
type choice struct {
	due   []*pollItem // together with others
	soon  []*pollItem // not due yet, but worth asking for with the others
	news  []*pollItem // those of due of which there is news
	alone *pollItem   // the first that is due for a request of its own
	wait  time.Duration
}

func (q *pollQueue) choose(now time.Time) choice {
	c := choice{wait: time.Hour}
	for _, item := range q.items {
		left := item.next.Sub(now)
		switch {
		case item.busy:
			continue
		case left > 0:
			c.wait = min(c.wait, left)
			if !item.alone && left <= item.slack {
				c.soon = append(c.soon, item)
			}
		case item.alone:
			if c.alone == nil || item.hurried && !c.alone.hurried || item.hurried == c.alone.hurried && item.next.Before(c.alone.next) {
				c.alone = item
			}
		default:
			c.due = append(c.due, item)
			if item.hurried {
				c.news = append(c.news, item)
			}
		}
	}
	return c
}

// await returns after a while, or when something changed, or when ctx ended.
func (p *polls) await(ctx context.Context, engine receipt.Engine, wait time.Duration) {
	p.mu.Lock()
	wake := p.of(engine).wake
	p.mu.Unlock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	}
}

// again puts an item off after an answer that was not the last, by at least a
// time. When news came while it was asked for, it is asked for again at once.
// One that has been pending for long is asked for by itself, so that a search
// that never sees it read does not hide it for ever.
func (p *polls) again(item *pollItem, now time.Time, pace pace, atLeast time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := p.of(item.engine)
	since := now.Sub(item.accepted)
	if item.interval == 0 {
		item.interval = pace.firstPoll
	} else {
		item.interval = pace.slower(item.interval, since)
	}
	item.busy, item.slack = false, item.interval/2
	item.next = now.Add(max(jitter(item.interval), atLeast))
	if item.hurried {
		item.next = now.Add(atLeast)
	}
	item.alone = since > pace.patience
	q.rouse()
}

// alone has an item asked for by a request of its own, in its turn; at once
// when news of it had come.
func (p *polls) alone(item *pollItem, now time.Time, atLeast time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	item.busy, item.alone, item.next = false, true, now.Add(atLeast)
	item.hurried = item.hurried || item.urgent
	p.of(item.engine).rouse()
}

// paged ends a round of pages. It tells how many in a row could not be made.
func (p *polls) paged(engine receipt.Engine, made bool) (failed int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	q := p.of(engine)
	if q.paging = false; made {
		q.failed = 0
	} else {
		q.failed++
	}
	q.rouse()
	return q.failed
}

// forget takes an item away.
func (p *polls) forget(item *pollItem) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if q := p.of(item.engine); q.items[item.id] == item {
		delete(q.items, item.id)
	}
}
