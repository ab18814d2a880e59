package desk

import (
	"sync"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// sales knows the read receipts by what was sold, to find the same sale twice.
type sales struct {
	mu    sync.Mutex
	byKey map[string]map[int64]bool
	keys  map[int64]string
}

// add notes r as it now is.
func (s *sales) add(r receipt.Receipt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byKey == nil {
		s.byKey, s.keys = make(map[string]map[int64]bool), make(map[int64]string)
	}
	if old, ok := s.keys[r.ID]; ok {
		delete(s.byKey[old], r.ID)
		delete(s.keys, r.ID)
	}
	key := receipt.SaleKey(r.Fields)
	if key == "" || !r.Status.Read() || !r.Trashed.IsZero() {
		return
	}
	if s.byKey[key] == nil {
		s.byKey[key] = make(map[int64]bool)
	}
	s.byKey[key][r.ID], s.keys[r.ID] = true, key
}

// other is the first other receipt of the same sale, or 0.
func (s *sales) other(r receipt.Receipt) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := int64(0)
	for id := range s.byKey[receipt.SaleKey(r.Fields)] {
		if id != r.ID && (first == 0 || id < first) {
			first = id
		}
	}
	return first
}
