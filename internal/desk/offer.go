package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Offer is what a batch would cost at the Veryfi service. It is told once all
// files of the batch are safe and duplicates are held, and nothing of the batch
// is sent before the person says so.
type Offer struct {
	Batch     string
	New       int            // receipts that would be submitted
	Held      int            // that look like duplicates, and are not submitted
	Known     int            // files that the history holds as read or on their way
	Failed    int            // files that cannot be receipts
	Documents int            // that are expected to be paid for; of a zip that is split at most, one a page
	Price     receipt.Amount // of all; unknown without a price in the settings
	Currency  string         // ISO 4217
	LeftToday int            // documents that the limit leaves for today; -1 for no limit
	Words     string         // "38 new, 2 held: about 3.04 USD"
}

// offers are the batches that wait for the person's word.
type offers struct {
	saving sync.Mutex // the options of a batch are changed one at a time

	mu   sync.Mutex
	told map[string]Offer // as the listeners last heard it
	seen map[string]bool  // those that somebody asked for
}

func (o *offers) init() { o.told, o.seen = make(map[string]Offer), make(map[string]bool) }

// holds tells whether a receipt of the batch waits for the person's word.
func (b batch) holds(r receipt.Receipt) bool {
	return b.Ask && r.Engine == receipt.Veryfi && r.Status == receipt.Waiting && !slices.Contains(b.Said, r.ID)
}

// Offers are the batches that wait for the person's word, the oldest first.
func (d *Desk) Offers(ctx context.Context) ([]Offer, error) {
	waiting, err := d.store.Unfinished(ctx)
	if err != nil {
		return nil, err
	}
	var all []Offer
	seen := make(map[string]bool)
	for _, r := range waiting {
		if seen[r.Batch] || r.Engine != receipt.Veryfi || r.Status != receipt.Waiting {
			continue
		}
		seen[r.Batch] = true
		offer, stands, err := d.offerOf(ctx, r.Batch)
		if err != nil {
			return nil, err
		}
		if stands {
			all = append(all, offer)
		}
	}
	d.offers.mu.Lock()
	defer d.offers.mu.Unlock()
	for _, offer := range all { // whoever asked is told when it is over
		d.offers.seen[offer.Batch] = true
	}
	return all, nil
}

// Asked are the receipts that wait for the person's word, whether their batches
// are offered yet or still looked at.
func (d *Desk) Asked(ctx context.Context) ([]int64, error) {
	waiting, err := d.store.Unfinished(ctx)
	if err != nil {
		return nil, err
	}
	batches := make(map[string]batch)
	var ids []int64
	for _, r := range waiting {
		b, known := batches[r.Batch]
		if !known {
			if b, err = d.batchOf(ctx, r.Batch); err != nil {
				return nil, err
			}
			batches[r.Batch] = b
		}
		if b.holds(r) {
			ids = append(ids, r.ID)
		}
	}
	return ids, nil
}

// offerOf makes the offer of a batch. stands tells that there is one.
func (d *Desk) offerOf(ctx context.Context, id string) (o Offer, stands bool, err error) {
	b, err := d.batchOf(ctx, id)
	if err != nil || !b.Ask {
		return Offer{}, false, err
	}
	rows, err := d.store.ByBatch(ctx, id)
	if err != nil {
		return Offer{}, false, err
	}
	o = Offer{Batch: id, Known: b.Known}
	for _, r := range rows {
		switch {
		case !r.Trashed.IsZero():
		case r.Status == receipt.Waiting && !safe(r):
			return Offer{}, false, nil // it is still being looked at
		case b.holds(r):
			o.New++
			if o.Documents++; b.Bundle == Split {
				o.Documents += mostDocuments([]receipt.Receipt{r}) - 1
			}
		case r.Status == receipt.Held:
			o.Held++
		case r.Status == receipt.Failed:
			o.Failed++
		}
	}
	if o.New == 0 {
		return Offer{}, false, nil
	}
	s, err := d.Spending(ctx)
	if err != nil {
		return Offer{}, false, err
	}
	o.LeftToday = s.Left()
	o.Price, o.Currency = s.Price.Times(o.Documents), s.Currency
	o.Words = o.words(s.Limit)
	return o, true, nil
}

// tellOffer tells the listeners what the offer of a batch now is, or that it
// is over.
func (d *Desk) tellOffer(ctx context.Context, id string) error {
	defer func() { // a pile that is being kept safe changes it again and again
		select {
		case <-ctx.Done():
		case <-time.After(d.pace.offer):
		}
	}()
	offer, stands, err := d.offerOf(ctx, id)
	if err != nil {
		return err
	}
	d.offers.mu.Lock()
	before, told := d.offers.told[id]
	known := told || d.offers.seen[id]
	if stands {
		d.offers.told[id] = offer
	} else {
		delete(d.offers.told, id)
		delete(d.offers.seen, id)
	}
	d.offers.mu.Unlock()
	switch {
	case stands && (!told || !offer.same(before)):
		d.listeners.tell(Event{Offers: []Offer{offer}})
	case !stands && known:
		d.listeners.tell(Event{Settled: []string{id}})
	}
	return nil
}

func (o Offer) same(other Offer) bool {
	samePrice := o.Price.Equal(other.Price)
	o.Price, other.Price = receipt.Amount{}, receipt.Amount{}
	return samePrice && o == other
}

// offersMayChange has the offers that stand told anew where they changed.
func (d *Desk) offersMayChange() {
	d.offers.mu.Lock()
	defer d.offers.mu.Unlock()
	for id := range d.offers.told {
		d.offering.put(id)
	}
}

// offersOf has the batches looked at whose receipts have changed: only those
// for the Veryfi service, and those that were offered, can have an offer.
func (d *Desk) offersOf(changed []receipt.Receipt) {
	d.offers.mu.Lock()
	defer d.offers.mu.Unlock()
	for _, r := range changed {
		_, told := d.offers.told[r.Batch]
		if told || d.offers.seen[r.Batch] || (r.Engine == receipt.Veryfi && r.Status == receipt.Waiting) || r.Status == receipt.Failed || r.Status == receipt.Held {
			d.offering.put(r.Batch)
		}
	}
}
