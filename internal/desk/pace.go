package desk

import (
	"math/rand/v2"
	"sync"
	"time"
)

// pace is how often things are asked for and tried again.
type pace struct {
	firstPoll   time.Duration // the first interval of a receipt that is being read; each further one is half as long again
	slowestPoll time.Duration
	rarePoll    time.Duration // the interval once patience is over
	spacing     time.Duration // between requests for single documents that no page answered for
	patience    time.Duration
	holdsSlot   time.Duration // how long a receipt that is not read keeps others from being sent
	lag         time.Duration // how long a document may be unknown after it was accepted
	retry       time.Duration // the wait after a first failure; doubled after each further one
	slowestTry  time.Duration
	newDay      time.Duration // how often the clock is looked at for another day
	watch       time.Duration // how often watched folders are looked at; a file is whole once it is the same twice
	exports     time.Duration // how often is looked for what others exported
	offer       time.Duration // the shortest time between two offers
	tell        time.Duration // the wait before the service is told a correction, for there may be more
	trust       time.Duration // how long a submission that may have arrived is looked for before a person is asked
	grace       time.Duration // how long the answer to a submission is waited for when the program ends
	rareSearch  time.Duration // the longest time between two searches for it from then on
}

// usualPace: the service names no intervals; its documents take seconds. The
// reader on this computer tells by webhook, so its polls are only the net below.
var usualPace = pace{
	firstPoll: 2 * time.Second, slowestPoll: 15 * time.Second, rarePoll: time.Minute, spacing: 100 * time.Millisecond,
	patience: 10 * time.Minute, holdsSlot: 2 * time.Minute, lag: time.Minute, retry: time.Second, slowestTry: time.Minute, trust: time.Minute, rareSearch: 30 * time.Minute, grace: time.Second,
	newDay: 20 * time.Second, watch: 3 * time.Second, exports: 2 * time.Second, offer: 100 * time.Millisecond, tell: 5 * time.Second,
}

// slower is the interval after one of that length.
func (p pace) slower(interval, since time.Duration) time.Duration {
	if since > p.patience {
		return p.rarePoll
	}
	return min(interval*3/2, p.slowestPoll)
}

// tries counts failed attempts, for the time to wait before the next.
type tries struct {
	mu    sync.Mutex
	count map[int64]int
}

// next counts one more failure of a receipt and gives the time to wait.
func (t *tries) next(id int64, p pace) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.count == nil {
		t.count = make(map[int64]int)
	}
	n := t.count[id]
	t.count[id]++
	return jitter(min(p.retry<<min(n, 10), p.slowestTry))
}

func (t *tries) clear(id int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.count, id)
}

// jitter is d, give or take a fifth, so that a pile that failed together does
// not come back together.
func jitter(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (0.8 + 0.4*rand.Float64()))
}
