package desk

import (
	"errors"
	"sync"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// ErrAsking tells that receipts wait for the person to say that they may be
// submitted to the service that is paid.
var ErrAsking = errors.New("receipts wait for your word in the window: they would be submitted to Veryfi, which is paid for")

// halts are the receipts that stand still although they are open, and why. Those
// that are being submitted do not, also when their engine is shut meanwhile.
type halts struct {
	mu     sync.Mutex
	why    map[int64]error
	inHand map[int64]bool
}

func (h *halts) init() { h.why, h.inHand = make(map[int64]error), make(map[int64]bool) }

func (h *halts) take(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.inHand[id] = true
}

func (h *halts) drop(id int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.inHand, id)
}

func (h *halts) has(id int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.inHand[id]
}

func (h *halts) still(why error, ids ...int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range ids {
		h.why[id] = why
	}
}

func (h *halts) goesOn(ids ...int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, id := range ids {
		delete(h.why, id)
	}
}

func (h *halts) reason(id int64) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.why[id]
}

// standStill notes why open receipts are not worked on.
func (d *Desk) standStill(why error, ids ...int64) {
	d.halts.still(why, ids...)
	d.listeners.tell(Event{}) // whoever waits looks again
}

// inHand notes that a receipt is being submitted, until it is called back.
func (d *Desk) inHand(r receipt.Receipt) (done func()) {
	d.halts.take(r.ID)
	return func() {
		d.halts.drop(r.ID)
		if d.why(r) != nil {
			d.listeners.tell(Event{}) // whoever waits looks again
		}
	}
}

// errLeft is why an engine is not asked that is left alone.
var errLeft = errors.New("this run leaves that engine alone")

// Leave has this run leave an engine alone: what is on its way there stays.
func (d *Desk) Leave(engine receipt.Engine) { d.gate.close(engine, errLeft) }

// why is the reason for which the program does not go on with a receipt before
// somebody does something, or nil. What is on the line when an engine is shut
// goes on until it is answered: to cut it off would leave it in doubt.
func (d *Desk) why(r receipt.Receipt) error {
	if d.halts.has(r.ID) {
		return nil
	}
	if err := d.gate.why(r.Engine); err != nil {
		return err
	}
	return d.halts.reason(r.ID)
}
