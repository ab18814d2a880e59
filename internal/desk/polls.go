package desk

import (
	"context"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
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
	trouble    []string // as the row has it; in the hands of who asks

	// Guarded by the lock of polls.
	next     time.Time
	interval time.Duration // 0 before the first
	busy     bool          // being asked for, or parked at the gate
	hurried  bool          // news came meanwhile
}

func (p *polls) init() {
	p.items = make(map[int64]*pollItem)
	p.early = make(map[api.ID]bool)
	p.wake = make(chan struct{}, 1)
}

// add has a document asked for, at first at a moment.
func (p *polls) add(r receipt.Receipt, accepted, first time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id := api.ID(r.DocumentID)
	if known := p.items[r.ID]; known != nil && known.documentID == id {
		return
	}
	if p.early[id] {
		delete(p.early, id)
		first = accepted
	}
	p.items[r.ID] = &pollItem{id: r.ID, engine: r.Engine, documentID: id, accepted: accepted, next: first}
	p.rouse()
}

// maxEarly bounds the memory for news of documents that are not ours.
const maxEarly = 1000

// hurry asks for a document at once: news of it has come. It tells whether the
// document is one that is waited for.
func (p *polls) hurry(id api.ID, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	known := false
	for _, item := range p.items { // two engines may give out the same id
		if item.documentID == id {
			item.next, item.hurried, known = now, true, true
		}
	}
	if known {
		p.rouse()
		return true
	}
	if len(p.early) >= maxEarly {
		clear(p.early) // polling finds what is forgotten
	}
	p.early[id] = true
	return false
}

func (p *polls) rouse() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// due takes what has waited longest of what is to be asked for now; without
// any, it tells how long until there is.
func (p *polls) due(now time.Time) (*pollItem, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var first *pollItem
	for _, item := range p.items {
		if !item.busy && (first == nil || item.next.Before(first.next)) {
			first = item
		}
	}
	if first == nil {
		return nil, time.Hour
	}
	if wait := first.next.Sub(now); wait > 0 {
		return nil, wait
	}
	first.busy, first.hurried = true, false
	return first, 0
}

// await returns after a while, or when something changed, or when ctx ended.
func (p *polls) await(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-p.wake:
	case <-timer.C:
	}
}

// again puts an item off after an answer that was not the last, by at least a
// time. When news came while it was asked for, it is asked for again at once.
func (p *polls) again(item *pollItem, now time.Time, pace pace, atLeast time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if item.interval == 0 {
		item.interval = pace.firstPoll
	} else {
		item.interval = pace.slower(item.interval, now.Sub(item.accepted))
	}
	item.busy = false
	item.next = now.Add(max(jitter(item.interval), atLeast))
	if item.hurried {
		item.next = now.Add(atLeast)
	}
	p.rouse()
}

// forget takes an item away.
func (p *polls) forget(item *pollItem) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.items[item.id] == item {
		delete(p.items, item.id)
	}
}
