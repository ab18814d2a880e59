package desk

import (
	"sync"
	"time"
)

// clock goes as time goes, and can be put forward.
type clock struct {
	mu      sync.Mutex
	forward time.Duration
}

func (c *clock) get() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.forward)
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forward += d
}
