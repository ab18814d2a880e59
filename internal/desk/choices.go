package desk

import (
	"sync"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// choices knows which categories a person has chosen for which vendor.
type choices struct {
	mu    sync.Mutex
	of    map[int64]pick
	count map[string]map[string]int // by vendor and category
}

// pick is a category that a person gave to a receipt of a vendor.
type pick struct{ vendor, category string }

// add notes r as it now is.
func (c *choices) add(r receipt.Receipt) {
	now := pick{receipt.VendorKey(r.Fields.Vendor), r.Fields.Category}
	if !r.Status.Read() || !r.Trashed.IsZero() || !r.Corrected[receipt.FieldCategory] || now.vendor == "" || now.category == "" {
		now = pick{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of, c.count = make(map[int64]pick), make(map[string]map[string]int)
	}
	old := c.of[r.ID]
	if old == now {
		return
	}
	if old != (pick{}) {
		c.count[old.vendor][old.category]--
		delete(c.of, r.ID)
	}
	if now != (pick{}) {
		if c.count[now.vendor] == nil {
			c.count[now.vendor] = make(map[string]int)
		}
		c.count[now.vendor][now.category]++
		c.of[r.ID] = now
	}
}

// times is how often a person chose the category for receipts of the vendor,
// and how often any other one.
func (c *choices) times(vendor, category string) (this, others int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for other, n := range c.count[vendor] {
		if other == category {
			this = n
		} else {
			others += n
		}
	}
	return this, others
}
