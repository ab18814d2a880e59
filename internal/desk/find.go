package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// errNotSearchable tells that nobody can say whether a submission arrived.
var errNotSearchable = errors.New("the answer to the submission was lost, and the service does not search by the number that it was sent under. " +
	"It is not sent again by itself. Look for it in the account: if it is not there, put this row into the trash and add the file again")

// notSeenError tells that a submission was not found, so soon that this proves
// nothing yet.
type notSeenError struct {
	left time.Duration // until it does
}

func (notSeenError) Error() string {
	return "the answer to the submission was lost. The service does not show it so far, which proves nothing yet; " +
		"it is looked for about a minute longer before it is sent again"
}

const (
	findPages = 20
	longAgo   = time.Hour // after which a service shows whatever it took
)

// misses are the submissions that no search has found, and since when.
type misses struct {
	mu    sync.Mutex
	since map[string]time.Time
}

func (m *misses) init() { m.since = make(map[string]time.Time) }

// one notes that a search found nothing, and tells for how long that has been so.
func (m *misses) one(externalID string) time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.since[externalID].IsZero() {
		m.since[externalID] = time.Now() // not the desk's clock: this one is never set
	}
	return time.Since(m.since[externalID])
}

func (m *misses) forget(externalID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.since, externalID)
}

// find asks the service for a submission that may have arrived; "" when it did
// not. The service's index may lag behind, so that a miss is believed only when
// it lasts: until then it is a notSeenError. Any error leaves the doubt.
func (d *Desk) find(ctx context.Context, service Service, r receipt.Receipt) (api.ID, error) {
	id, err := findOnce(ctx, service, r.ExternalID)
	if err != nil || id != "" {
		d.misses.forget(r.ExternalID)
		return id, err
	}
	if d.now().Sub(r.Updated) > longAgo {
		return "", nil
	}
	return "", d.missed(r.Engine, r.ExternalID)
}

// missed is nil when a submission that was not found is to be believed lost.
func (d *Desk) missed(engine receipt.Engine, externalID string) error {
	if engine != receipt.Local {
		if left := d.pace.trust - d.misses.one(externalID); left > 0 {
			return notSeenError{left}
		}
	}
	d.misses.forget(externalID)
	return nil
}

// findOnce looks through the answer to a search. A service that overlooks the
// question answers with other documents: ours may be among them, on any page,
// and that it is not proves nothing.
func findOnce(ctx context.Context, service Service, externalID string) (api.ID, error) {
	overlooked := false
	for page := 1; page <= findPages; page++ {
		found, err := service.Search(ctx, api.Query{ExternalID: externalID, Page: page})
		if err != nil {
			return "", err
		}
		if len(found.Documents) > 0 {
			return found.Documents[0].ID, nil
		}
		if found.Unmatched == 0 || (found.TotalPages > 0 && page >= found.TotalPages) {
			overlooked = overlooked || found.Unmatched > 0
			break
		}
		overlooked = true
	}
	if overlooked {
		return "", errNotSearchable
	}
	return "", nil
}
