package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// ErrUnsure tells that submissions may have arrived at a service that does not
// show them. They are looked for, and a person may say that they are sent again.
var ErrUnsure = errors.New("it is not certain whether receipts arrived at the service")

// unsureStart begins the reason of a receipt of which that is not certain.
const unsureStart = "It is not certain whether it arrived: "

// errNotSearchable tells that nobody can say whether a submission arrived.
var errNotSearchable = errors.New("the service does not search by the number that it was sent under")

// unseenError tells that the service does not show a submission, which proves
// nothing.
type unseenError struct {
	wait   time.Duration // until it is looked for again
	unsure bool          // a person is to decide
	why    error         // errNotSearchable or nil
}

func (e unseenError) Error() string {
	if !e.unsure {
		return "the answer to the submission was lost. The service does not show it so far, which proves nothing yet: it is looked for"
	}
	not := "the service does not show it"
	if e.why != nil {
		not = e.why.Error()
	}
	return unsureStart + "the answer to the submission was lost, and " + not + ". It is looked for ever more rarely, and taken up once it is there. " +
		"It is not sent again by itself, since it could be paid for twice. Look in the account: if it is not there, choose “Send again”"
}

func (e unseenError) Unwrap() error { return ErrUnsure }

// Unsure tells whether nobody knows if a receipt arrived at its service, so
// that a person may decide to send it again.
func Unsure(r receipt.Receipt) bool {
	return r.Status == receipt.Sending && slices.ContainsFunc(r.Reasons, func(reason string) bool { return strings.HasPrefix(reason, unsureStart) })
}

// SendAgain has receipts sent of which it is not certain whether they arrived:
// a person has said so, who knows that they may be paid for twice. Each is
// looked for once more before that. It keeps its external id: whichever of its
// documents shows first is its own. Receipts that are not in doubt are passed over.
func (d *Desk) SendAgain(ctx context.Context, ids ...int64) error {
	for _, id := range ids {
		r, err := d.store.Receipt(ctx, id)
		if err != nil {
			return err
		}
		if UnsureSecond(r) {
			if err := d.sendSecondAgain(ctx, r); err != nil {
				return err
			}
		}
		if !Unsure(r) {
			continue
		}
		if r, err = d.change(ctx, id, store.Edit{By: store.Person, What: "to be sent again, although it may have arrived"}, func(now *receipt.Receipt) error {
			if Unsure(*now) {
				now.Reasons = []string{"It is looked for once more, and then sent again as you said"}
			}
			return nil
		}); err != nil {
			return err
		}
		d.doubts.send(r.ExternalID)
		d.halts.goesOn(id)
		d.route(r)
	}
	return nil
}

// doubts are the submissions that no search of this run has found.
type doubts struct {
	mu     sync.Mutex
	missed map[string]*doubt
	told   map[string]bool // to be sent again, by a person's word
}

type doubt struct {
	since time.Time // by a clock that is never set
	gap   time.Duration
}

func (m *doubts) init() { m.missed, m.told = make(map[string]*doubt), make(map[string]bool) }

// miss notes that a search found nothing. For as long as pace.trust it is often
// looked for, then ever more rarely.
func (m *doubts) miss(externalID string, p pace, why error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	one := m.missed[externalID]
	if one == nil {
		one = &doubt{since: time.Now()}
		m.missed[externalID] = one
	}
	if left := p.trust - time.Since(one.since); left > 0 && why == nil {
		return unseenError{wait: left}
	}
	one.gap = min(max(2*one.gap, p.slowestTry), p.rareSearch)
	return unseenError{wait: jitter(one.gap), unsure: true, why: why}
}

func (m *doubts) forget(externalID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.missed, externalID)
	delete(m.told, externalID)
}

func (m *doubts) send(externalID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.told[externalID] = true
}

func (m *doubts) toldToSend(externalID string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.told[externalID]
}
