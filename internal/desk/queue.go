package desk

import (
	"context"
	"sync"
	"time"
)

// queue hands out ids in the order in which they came, each to one worker. An
// id that is already waiting is not put in twice.
type queue[T comparable] struct {
	mu      sync.Mutex
	ids     []T
	waiting map[T]bool
	more    chan struct{} // holds a token while ids may be there
}

func (q *queue[T]) init() {
	q.waiting = make(map[T]bool)
	q.more = make(chan struct{}, 1)
}

func (q *queue[T]) put(id T) {
	q.mu.Lock()
	if !q.waiting[id] {
		q.waiting[id] = true
		q.ids = append(q.ids, id)
	}
	q.mu.Unlock()
	q.wake()
}

// later puts id in after a while, or not at all once ctx has ended.
func (q *queue[T]) later(ctx context.Context, id T, after time.Duration) {
	timer := time.AfterFunc(after, func() { q.put(id) })
	context.AfterFunc(ctx, func() { timer.Stop() })
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
	if len(q.ids) > 0 {
		q.wake()
	}
	return id, true
}

// each calls work with every id until ctx ends or work fails for good.
func (q *queue[T]) each(ctx context.Context, work func(context.Context, T) error) error {
	for {
		id, ok := q.take()
		if !ok {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-q.more:
				continue
			}
		}
		if err := work(ctx, id); err != nil {
			return err
		}
	}
}
