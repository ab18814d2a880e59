package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
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
	Documents int            // that are expected to be paid for: of a zip that is split, its files
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
}

func (o *offers) init() { o.told = make(map[string]Offer) }

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
	o.Documents, o.LeftToday = o.New, s.Left()
	o.Price, o.Currency = s.Price.Times(o.Documents), s.Currency
	o.Words = o.words(s.Limit)
	return o, true, nil
}

// words say what the offer is.
func (o Offer) words(limit int) string {
	parts := []string{fmt.Sprintf("%d new", o.New)}
	for _, part := range []struct {
		n    int
		what string
	}{{o.Held, "held"}, {o.Known, "read before"}, {o.Failed, "that cannot be read"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	text := strings.Join(parts, ", ")
	if o.Price.Known() {
		text += ": " + about(o.Price, o.Currency)
	}
	if o.LeftToday >= 0 && o.LeftToday < o.Documents {
		text += fmt.Sprintf(". The limit of %d documents a day leaves %d for today; the rest goes on by itself after midnight", limit, o.LeftToday)
	}
	return text
}

// about is a price that may turn out otherwise.
func about(price receipt.Amount, currency string) string {
	return strings.TrimSpace("about " + price.In(currency) + " " + currency)
}

// Estimate says what up to so many receipts would cost at the Veryfi service.
func (d *Desk) Estimate(ctx context.Context, receipts int) (string, error) {
	s, err := d.Spending(ctx)
	if err != nil {
		return "", err
	}
	text := countOf(make([]int64, receipts)) + " for Veryfi"
	if s.Price.Known() {
		text += fmt.Sprintf(": %s at %s each, less what is held or fails", about(s.Price.Times(receipts), s.Currency), s.Price.In(s.Currency))
	}
	if left := s.Left(); left >= 0 {
		text += fmt.Sprintf(" (%d of today's %d documents are left)", left, s.Limit)
	}
	return text, nil
}

// SendBatch has a batch submitted that waits for the person's word.
func (d *Desk) SendBatch(ctx context.Context, id string) error {
	if err := d.setBatch(ctx, id, func(b *batch) { b.Ask, b.Said = false, nil }); err != nil {
		return err
	}
	return d.startBatch(ctx, id)
}

// SendHere gives what of a batch waits for the person's word to the reader on
// this computer instead.
func (d *Desk) SendHere(ctx context.Context, id string) error {
	b, err := d.batchOf(ctx, id)
	if err != nil {
		return err
	}
	rows, err := d.store.ByBatch(ctx, id)
	if err != nil {
		return err
	}
	var ids []int64
	for _, r := range rows { // also of those in the trash, lest restoring one costs money
		if b.holds(r) {
			ids = append(ids, r.ID)
		}
	}
	_, err = d.changeEach(ctx, ids, store.Edit{By: store.Person, What: "given to the reader on this computer"}, func(r *receipt.Receipt) error {
		if b.holds(*r) {
			r.Engine, r.ExternalID, r.Reasons = receipt.Local, "", nil
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.startBatch(ctx, id)
}

// startBatch puts what of a batch waits on the road.
func (d *Desk) startBatch(ctx context.Context, id string) error {
	rows, err := d.store.ByBatch(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range rows {
		d.halts.goesOn(r.ID)
		d.route(r)
	}
	d.offering.put(id)
	return nil
}

// say notes that the person wants those of the receipts submitted that have a
// status, whatever their batches wait for.
func (d *Desk) say(ctx context.Context, status receipt.Status, ids ...int64) error {
	for _, id := range ids {
		r, err := d.store.Receipt(ctx, id)
		if err != nil {
			return err
		}
		if r.Status != status {
			continue
		}
		if err := d.setBatch(ctx, r.Batch, func(b *batch) {
			if b.Ask && !slices.Contains(b.Said, id) {
				b.Said = append(b.Said, id)
			}
		}); err != nil {
			return err
		}
		d.halts.goesOn(id)
	}
	return nil
}

// setBatch changes what is kept of a batch.
func (d *Desk) setBatch(ctx context.Context, id string, change func(*batch)) error {
	d.offers.saving.Lock()
	defer d.offers.saving.Unlock()
	b, err := d.batchOf(ctx, id)
	if err != nil {
		return err
	}
	before, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("storing the options of a batch: %w", err)
	}
	change(&b)
	after, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("storing the options of a batch: %w", err)
	}
	if string(before) == string(after) {
		return nil
	}
	return d.store.SetOptions(ctx, id, after)
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
	if stands {
		d.offers.told[id] = offer
	} else {
		delete(d.offers.told, id)
	}
	d.offers.mu.Unlock()
	switch {
	case stands && (!told || !offer.same(before)):
		d.listeners.tell(Event{Offers: []Offer{offer}})
	case !stands && told:
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
		if told || (r.Engine == receipt.Veryfi && r.Status == receipt.Waiting) || r.Status == receipt.Failed || r.Status == receipt.Held {
			d.offering.put(r.Batch)
		}
	}
}
