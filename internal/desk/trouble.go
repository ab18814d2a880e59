package desk

import "sync"

// trouble is the first fault of this computer, such as a full disk, that kept
// a file from being made safe.
type trouble struct {
	mu  sync.Mutex
	err error
}

func (t *trouble) set(err error) (first bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil {
		return false
	}
	t.err = err
	return true
}

func (t *trouble) get() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

func (t *trouble) clear() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.err = nil
}
