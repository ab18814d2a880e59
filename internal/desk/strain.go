package desk

import (
	"errors"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// strain holds submissions back while an engine fails to take them: one at a
// time is then tried, after ever longer waits. A service that is down for an
// hour so leaves a handful of receipts of which nobody knows whether they
// arrived, and not the whole pile.
type strain struct {
	mu      sync.Mutex
	engines map[receipt.Engine]*strained
}

type strained struct {
	failed  int       // submissions in a row
	until   time.Time // nothing is tried before
	trying  bool      // the one try is under way
	waiting []func()
}

func (s *strain) init() { s.engines = make(map[receipt.Engine]*strained) }

func (s *strain) of(engine receipt.Engine) *strained {
	if s.engines[engine] == nil {
		s.engines[engine] = &strained{}
	}
	return s.engines[engine]
}

// may tells whether something may be submitted now; again is else called when
// it may be asked once more. Whoever may calls over when it is done.
func (s *strain) may(engine receipt.Engine, again func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.of(engine)
	switch {
	case e.failed == 0:
		return true
	case e.trying || time.Now().Before(e.until):
		e.waiting = append(e.waiting, again)
		return false
	}
	e.trying = true
	return true
}

// over ends a try, and gives all that waits when it is their turn.
func (s *strain) over(engine receipt.Engine) []func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.of(engine)
	e.trying = false
	if time.Now().Before(e.until) {
		return nil
	}
	waiting := e.waiting
	e.waiting = nil
	return waiting
}

// ended notes how a submission went: wait is how long an engine that fails is
// to be spared.
func (s *strain) ended(engine receipt.Engine, failed bool, p pace) (first bool, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.of(engine)
	if !failed {
		e.failed, e.until = 0, time.Time{}
		return false, 0
	}
	wait = jitter(min(p.retry<<min(e.failed, 10), p.slowestTry))
	e.failed++
	e.until = time.Now().Add(wait)
	return e.failed == 1, wait
}

// strained notes how a submission went, and has others wait when the engine is
// in trouble.
func (d *Desk) strained(engine receipt.Engine, err error) {
	failed := errors.Is(err, api.ErrServer) || errors.Is(err, api.ErrNetwork) || errors.Is(err, api.ErrAnswer)
	first, wait := d.strain.ended(engine, failed, d.pace)
	if !failed {
		return
	}
	if first && engine == receipt.Veryfi {
		d.notice(withTime(Words(err), err, d.now().Add(wait))+".", false)
	}
	time.AfterFunc(wait, func() { d.strainOver(engine) })
}

func (d *Desk) strainOver(engine receipt.Engine) {
	for _, again := range d.strain.over(engine) {
		again()
	}
}
