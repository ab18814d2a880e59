package desk

import (
	"sync"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// manyDenials is how many documents an engine may forbid in a row before that
// is taken for a matter of the account rather than of the documents.
const manyDenials = 3

// denials are the documents that each engine forbade since it last gave one.
type denials struct {
	mu  sync.Mutex
	ids map[receipt.Engine]map[api.ID]bool
}

func (d *denials) init() { d.ids = make(map[receipt.Engine]map[api.ID]bool) }

// many notes that a document is forbidden, and tells whether many are.
func (d *denials) many(engine receipt.Engine, id api.ID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ids[engine] == nil {
		d.ids[engine] = make(map[api.ID]bool)
	}
	d.ids[engine][id] = true
	return len(d.ids[engine]) >= manyDenials
}

func (d *denials) clear(engine receipt.Engine) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.ids, engine)
}
