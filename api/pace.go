package api

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace keeps a client under the service's rate, and quiet after the service
// asked for it.
type pace struct {
	limiter *rate.Limiter

	mu    sync.Mutex
	quiet time.Time // nothing is sent before
}

const (
	paceBurst  = 10                      // requests at once
	paceRate   = MaxRequests - paceBurst // so that no second holds more than MaxRequests
	quietTime  = time.Second             // after a refusal that gives no time
	longestNap = time.Minute             // a longer quiet is an error at once
)

func newPace() *pace { return &pace{limiter: rate.NewLimiter(paceRate, paceBurst)} }

// wait returns when a request may be sent. When the service asked for a quiet
// longer than a nap, it returns what is left of it at once.
func (p *pace) wait(ctx context.Context) (tooLong time.Duration, err error) {
	p.mu.Lock()
	nap := time.Until(p.quiet)
	p.mu.Unlock()
	if nap > longestNap {
		return nap, nil
	}
	if err := sleep(ctx, nap); err != nil {
		return 0, err
	}
	r := p.limiter.Reserve()
	if err := sleep(ctx, r.Delay()); err != nil {
		r.Cancel()
		return 0, err
	}
	return 0, nil
}

// hush keeps the requests that follow back.
func (p *pace) hush(asked time.Duration) {
	until := time.Now().Add(max(asked, quietTime))
	p.mu.Lock()
	defer p.mu.Unlock()
	if until.After(p.quiet) {
		p.quiet = until
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}
