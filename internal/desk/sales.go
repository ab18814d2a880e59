package desk

import (
	"maps"
	"slices"
	"sync"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// sales knows the read receipts by what was sold, to find the same sale twice.
type sales struct {
	mu    sync.Mutex
	byKey map[string]map[int64]bool
	keys  map[int64]string
	whole bool // the history is in it
	apart map[pair]bool
}

// setApart takes in the pairs that a person said to be two receipts.
func (s *sales) setApart(pairs []pair) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.apart = make(map[pair]bool, len(pairs))
	for _, p := range pairs {
		s.apart[p] = true
	}
}

// settled tells whether a person said of r and another of its sale that they
// are two receipts.
func (s *sales) settled(r receipt.Receipt) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range s.byKey[receipt.SaleKey(r.Fields)] {
		if s.apart[pairOf(id, r.ID)] {
			return true
		}
	}
	return false
}

// add notes r as it now is. It returns the sales that have a receipt more or
// less than before.
func (s *sales) add(r receipt.Receipt) (moved []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byKey == nil {
		s.byKey, s.keys = make(map[string]map[int64]bool), make(map[int64]string)
	}
	key := receipt.SaleKey(r.Fields)
	if !r.Status.Read() || !r.Trashed.IsZero() {
		key = ""
	}
	old := s.keys[r.ID]
	if old == key {
		return nil
	}
	if old != "" {
		delete(s.byKey[old], r.ID)
		delete(s.keys, r.ID)
		moved = append(moved, old)
	}
	if key != "" {
		if s.byKey[key] == nil {
			s.byKey[key] = make(map[int64]bool)
		}
		s.byKey[key][r.ID], s.keys[r.ID] = true, key
		moved = append(moved, key)
	}
	return moved
}

// loaded tells that the whole history is in it.
func (s *sales) loaded() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.whole = true
}

// of are the receipts of a sale, in the order of intake; none as long as not
// all are known.
func (s *sales) of(key string) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.whole {
		return nil
	}
	return slices.Sorted(maps.Keys(s.byKey[key]))
}

// other is the first other receipt of the same sale that is not said to be
// another, or 0.
func (s *sales) other(r receipt.Receipt) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := int64(0)
	for id := range s.byKey[receipt.SaleKey(r.Fields)] {
		if id != r.ID && !s.apart[pairOf(id, r.ID)] && (first == 0 || id < first) {
			first = id
		}
	}
	return first
}
