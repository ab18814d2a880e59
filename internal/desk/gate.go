package desk

import (
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// gate holds back work for engines that must not be asked just now: shut until
// a person does something (credentials refused, reader not installed), or
// paused for a while (rate limit).
type gate struct {
	mu     sync.Mutex
	shut   map[receipt.Engine]error
	until  map[receipt.Engine]time.Time
	parked map[receipt.Engine][]func() // what to do once it is open again
}

func (g *gate) init() {
	g.shut = make(map[receipt.Engine]error)
	g.until = make(map[receipt.Engine]time.Time)
	g.parked = make(map[receipt.Engine][]func())
}

// close shuts the engine and tells whether it was open before.
func (g *gate) close(engine receipt.Engine, why error) (first bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	first = g.shut[engine] == nil
	g.shut[engine] = why
	return first
}

// open opens the engine and starts what was parked.
func (g *gate) open(engine receipt.Engine) {
	g.mu.Lock()
	parked := g.parked[engine]
	delete(g.parked, engine)
	delete(g.shut, engine)
	g.mu.Unlock()
	for _, start := range parked {
		start()
	}
}

// park keeps start until the engine is open, or tells that it is open now.
func (g *gate) park(engine receipt.Engine, start func()) (parked bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut[engine] == nil {
		return false
	}
	g.parked[engine] = append(g.parked[engine], start)
	return true
}

// pause keeps the engine from being asked until a moment.
func (g *gate) pause(engine receipt.Engine, until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until.After(g.until[engine]) {
		g.until[engine] = until
	}
}

// wait is how long the engine is paused still; 0 or less for not at all.
func (g *gate) wait(engine receipt.Engine, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until[engine].Sub(now)
}

// why is the reason for which the engine is shut, or nil.
func (g *gate) why(engine receipt.Engine) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.shut[engine]
}

// shut stops asking an engine until a person has done something. again is what
// is to be done then.
func (d *Desk) shut(engine receipt.Engine, err error, again func()) {
	if d.gate.close(engine, err) {
		d.notice(Words(err), true)
	}
	if !d.gate.park(engine, again) { // it was mended this moment
		again()
	}
	d.listeners.tell(Event{}) // whoever waits looks again
}

// pause lets an engine rest for as long as it asks, or for a while.
func (d *Desk) pause(engine receipt.Engine, asked, otherwise time.Duration) time.Duration {
	wait := max(asked, otherwise)
	d.gate.pause(engine, d.now().Add(wait))
	return wait
}
