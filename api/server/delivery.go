package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/spindle-receipts/spindle/api"
)

const (
	eventCreated      = "document.created"
	eventFailed       = "document.failed"
	eventSubscription = "subscription"
)

// maxDeliveries is how many deliveries may be under way or waiting; more are
// dropped, as whoever listens asks for what it misses.
const maxDeliveries = 1000

// Delivery is how webhooks are sent. A zero field means the value named beside it.
type Delivery struct {
	Attempts int           // 1: the service documents no retries
	Backoff  time.Duration // the wait before the second attempt, doubled before each further one: 1 second
	Timeout  time.Duration // of an attempt: 10 seconds, as the service documents
}

func (d Delivery) filled() Delivery {
	fill(&d.Attempts, 1)
	fill(&d.Backoff, time.Second)
	fill(&d.Timeout, 10*time.Second)
	return d
}

// news is what a webhook tells.
type news struct {
	event   string
	id      int64   // of one document
	ids     []int64 // or of the documents of a set
	created time.Time
	reason  string // why a document failed
	secret  string // of a subscription
}

// data is the signed part; the order of its members counts.
func (n news) data() json.RawMessage {
	var id any = n.id
	if n.ids != nil {
		id = n.ids
	}
	switch n.event {
	case eventSubscription:
		return encode(struct {
			Secret  string `json:"secret"`
			Created string `json:"created"`
		}{n.secret, stamp(n.created)})
	case eventFailed:
		return encode(struct {
			ID      any    `json:"id"`
			Created string `json:"created"`
			Error   string `json:"error"`
		}{id, stamp(n.created), n.reason})
	}
	return encode(struct {
		ID      any    `json:"id"`
		Created string `json:"created"`
	}{id, stamp(n.created)})
}

// announce sends news to all confirmed addresses.
func (s *Server) announce(n news) {
	for _, url := range s.webhooks.confirmed() {
		s.deliver(url, n)
	}
}

// deliver hands news to the postman. It never waits.
func (s *Server) deliver(url string, n news) {
	select {
	case s.outbox <- delivery{url: url, news: n}:
	default:
		s.log.Warn("a webhook was dropped: too many wait to be delivered", "event", n.event)
	}
}

// delivery is news on its way to one address.
type delivery struct {
	url  string
	news news
}

// post sends a delivery, again if need be, until ctx ends.
func (s *Server) post(ctx context.Context, d delivery) {
	fault := s.config.Faults.webhook()
	if fault.Drop || !pause(ctx, fault.Delay) {
		return
	}
	copies := 1
	if fault.Duplicate {
		copies = 2
	}
	for range copies {
		if err := s.postUntilTaken(ctx, d, fault); err != nil && ctx.Err() == nil {
			s.log.Warn("a webhook was not delivered", "event", d.news.event, "document", d.news.id, "error", err)
		}
	}
}

func (s *Server) postUntilTaken(ctx context.Context, d delivery, fault WebhookFault) (err error) {
	wait := s.config.Delivery.Backoff
	for attempt := range s.config.Delivery.Attempts {
		if attempt > 0 {
			if !pause(ctx, wait) {
				return ctx.Err()
			}
			wait *= 2
		}
		if err = s.postOnce(ctx, d, fault); err == nil {
			return nil
		}
	}
	return err
}

func (s *Server) postOnce(ctx context.Context, d delivery, fault WebhookFault) error {
	data := d.news.data()
	signature, err := api.Sign(s.config.Credentials.ClientSecret, data)
	if err != nil {
		return fmt.Errorf("signing a webhook: %w", err)
	}
	body := encode(struct {
		Event string          `json:"event"`
		Data  json.RawMessage `json:"data"`
	}{d.news.event, data})
	if fault.Flat {
		body = data
	}
	ctx, cancel := context.WithTimeout(ctx, s.config.Delivery.Timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	switch {
	case fault.Forged:
		r.Header.Set(api.SignatureHeader, forge(signature))
	case !fault.Unsigned:
		r.Header.Set(api.SignatureHeader, signature)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10))
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("the address answered %s", answer.Status)
	}
	return nil
}

// forge makes a signature that looks right and is not.
func forge(signature string) string {
	first := byte('A')
	if signature[0] == first {
		first = 'B'
	}
	return string(first) + signature[1:]
}

// pause waits, and tells whether it was for the whole time.
func pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
