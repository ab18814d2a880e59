package desk

import (
	"sync"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// How many submissions of an engine may be on their way or being read at a
// time. What the reader on this computer has in hand ends with the program and
// is sent again; a service keeps hundreds, and they are asked for on pages.
const (
	inFlightLocal  = 24
	inFlightVeryfi = 1000
)

// slots bounds the submissions in flight, for each engine by itself so that
// one that stands still does not hold up the other. Nobody waits in it: who
// finds no slot is remembered, and called when there is one.
type slots struct {
	limit   map[receipt.Engine]int
	mu      sync.Mutex
	holders map[receipt.Engine]map[int64]bool
	waiting map[receipt.Engine][]int64
}

func (s *slots) init() {
	s.limit = map[receipt.Engine]int{receipt.Local: inFlightLocal, receipt.Veryfi: inFlightVeryfi}
	s.holders = make(map[receipt.Engine]map[int64]bool)
	s.waiting = make(map[receipt.Engine][]int64)
}

// take gives a receipt a slot, or remembers that it wants one.
func (s *slots) take(engine receipt.Engine, id int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := s.holders[engine]
	if held == nil {
		held = make(map[int64]bool)
		s.holders[engine] = held
	}
	if len(held) >= s.limit[engine] && !held[id] {
		s.waiting[engine] = append(s.waiting[engine], id)
		return false
	}
	held[id] = true
	return true
}

// free takes a receipt's slot back, if it has one.
func (s *slots) free(engine receipt.Engine, id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.holders[engine], id)
}

// next is a receipt that wanted a slot, when there is a free one.
func (s *slots) next(engine receipt.Engine) (int64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	waiting := s.waiting[engine]
	if len(waiting) == 0 || len(s.holders[engine]) >= s.limit[engine] {
		return 0, false
	}
	s.waiting[engine] = waiting[1:]
	return waiting[0], true
}

// callNext lets the next receipt try for a free slot of the engine. Whoever
// frees a slot, or was called and has no use for one, calls it.
func (d *Desk) callNext(engine receipt.Engine) {
	if id, ok := d.slots.next(engine); ok {
		d.sending.put(id)
	}
}

func (d *Desk) freeSlot(engine receipt.Engine, id int64) {
	d.slots.free(engine, id)
	d.callNext(engine)
}
