package desk

import (
	"context"
	"sync"
	"time"
)

// queue hands out ids in the order in which they came. An id is in one
// worker's hands at a time: put in meanwhile, it comes once more afterwards.
type queue[T comparable] struct {
	mu      sync.Mutex
	ids     []T
	waiting map[T]bool
	working map[T]bool
	more    chan struct{} // holds a token while ids may be there
}

func (q *queue[T]) init() {
	q.waiting = make(map[T]bool)
	q.working = make(map[T]bool)
	q.more = make(chan struct{}, 1)
}

func (q *queue[T]) put(id T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.waiting[id] {
		return
	}
	q.waiting[id] = true
	if !q.working[id] {
		q.append(id)
	}
}

// append is called with the lock held.
func (q *queue[T]) append(id T) {
	q.ids = append(q.ids, id)
	q.wake()
}

// later puts id in after a while.
func (q *queue[T]) later(id T, after time.Duration) {
	time.AfterFunc(after, func() { q.put(id) })
}

func (q *queue[T]) wake() {
	select {
	case q.more <- struct{}{}:
	default:
	}
}

func (q *queue[T]) take() (T, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.ids) == 0 {
		var none T
		return none, false
	}
	id := q.ids[0]
	q.ids = q.ids[1:]
	delete(q.waiting, id)
	q.working[id] = true
	if len(q.ids) > 0 {
		q.wake()
	}
	return id, true
}

func (q *queue[T]) done(id T) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.working, id)
	if q.waiting[id] {
		q.append(id)
	}
}

// each calls work with every id until ctx ends or work fails for good.
func (q *queue[T]) each(ctx context.Context, work func(context.Context, T) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		id, ok := q.take()
		if !ok {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-q.more:
				continue
			}
		}
		err := work(ctx, id)
		q.done(id)
		if err != nil {
			return err
		}
	}
}
