package ui

import "sync"

// queue runs what takes time, one after the other, away from Fyne's
// goroutine. It has a goroutine of its own only while there is work, so what
// the person did first is done first.
type queue struct {
	mu      sync.Mutex
	waiting []func()
	busy    bool
	idle    sync.WaitGroup
}

func (q *queue) run(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, f)
	if !q.busy {
		q.busy = true
		q.idle.Add(1)
		go q.drain()
	}
}

func (q *queue) drain() {
	defer q.idle.Done()
	for {
		q.mu.Lock()
		if len(q.waiting) == 0 {
			q.busy = false
			q.mu.Unlock()
			return
		}
		next := q.waiting[0]
		q.waiting = q.waiting[1:]
		q.mu.Unlock()
		next()
	}
}

// wait returns when all work that was given is done.
func (q *queue) wait() { q.idle.Wait() }
