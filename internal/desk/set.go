package desk

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// The states of a set, which its receipts follow.
const (
	setWaiting = "waiting"
	setSending = "sending"
	setReading = "reading"
	setDone    = "done"
	setFailed  = "failed"
)

// formSets puts the files of a batch that wait, and are in no zip, into as few
// zips as the limits allow, once all of them are safe, and hands the zips on.
func (d *Desk) formSets(ctx context.Context, batch string) error {
	d.forming.Lock()
	defer d.forming.Unlock()
	inSet, err := d.inOpenSets(ctx)
	if err != nil {
		return err
	}
	all, err := d.store.ByBatch(ctx, batch)
	if err != nil {
		return err
	}
	b, err := d.batchOf(ctx, batch)
	if err != nil {
		return err
	}
	var files []receipt.Receipt
	for _, r := range all {
		if r.Status != receipt.Waiting || !r.Trashed.IsZero() || inSet[r.ID] {
			continue
		}
		if !safe(r) {
			return nil // the last one to be kept forms the sets
		}
		if b.holds(r) {
			d.standStill(ErrAsking, r.ID)
			d.offering.put(batch)
			continue
		}
		d.halts.goesOn(r.ID)
		files = append(files, r)
	}
	s, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(b.Options)
	if err != nil {
		return fmt.Errorf("storing the options of a set: %w", err)
	}
	for _, zip := range intoZips(files, d.limit(s)) {
		set := store.Set{ExternalID: uuid.NewString(), Engine: zip[0].Engine, Status: setWaiting, Options: raw, Created: d.now().UTC()}
		for _, r := range zip {
			set.Receipts = append(set.Receipts, r.ID)
		}
		if err := d.store.SaveSet(ctx, set); err != nil {
			return err
		}
		d.sets.put(set.ExternalID)
	}
	return nil
}

// intoZips cuts files, in their order, where the next would pass a limit or
// goes to another engine. No zip for the Veryfi service has more files than
// most, the limit of a day, when that is not 0.
func intoZips(files []receipt.Receipt, most int) [][]receipt.Receipt {
	var zips [][]receipt.Receipt
	var originals []receipt.Original
	pages, start := 0, 0
	for i, r := range files {
		o := r.Originals[0]
		full := pages+o.Pages > api.MaxSetPages || zipSize(append(originals, o)) > api.MaxSetBytes ||
			most > 0 && r.Engine == receipt.Veryfi && i-start == most
		if i > start && (full || r.Engine != files[start].Engine) {
			zips = append(zips, files[start:i])
			originals, pages, start = nil, 0, i
		}
		originals, pages = append(originals, o), pages+o.Pages
	}
	if start < len(files) {
		zips = append(zips, files[start:])
	}
	return zips
}

// takeUpSets hands the open sets of the history on.
func (d *Desk) takeUpSets(ctx context.Context) error {
	sets, err := d.store.OpenSets(ctx)
	if err != nil {
		return err
	}
	for _, s := range sets {
		if s.Engine == receipt.Local && s.Status != setWaiting {
			// The reader forgets when the program ends.
			if err := d.setMembers(ctx, s, "taken up again", receipt.Waiting, nil); err != nil {
				return err
			}
			s.Status, s.ServiceID = setWaiting, ""
			if err := d.store.SaveSet(ctx, s); err != nil {
				return err
			}
		}
		d.sets.put(s.ExternalID)
	}
	return nil
}

// dissolveSets takes the zips that wait apart: their files are then free. It is
// called with the lock held.
func (d *Desk) dissolveSets(ctx context.Context) error {
	sets, err := d.store.OpenSets(ctx)
	if err != nil {
		return err
	}
	for _, s := range sets {
		if s.Status != setWaiting {
			continue
		}
		s.Status, s.Reason = setFailed, "taken apart before it was sent"
		if err := d.store.SaveSet(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// inOpenSets tells which receipts are in a set that is not done.
func (d *Desk) inOpenSets(ctx context.Context) (map[int64]bool, error) {
	sets, err := d.store.OpenSets(ctx)
	if err != nil {
		return nil, err
	}
	in := make(map[int64]bool)
	for _, s := range sets {
		for _, id := range s.Receipts {
			in[id] = true
		}
	}
	return in, nil
}

func (d *Desk) openSet(ctx context.Context, externalID string) (store.Set, bool, error) {
	sets, err := d.store.OpenSets(ctx)
	if err != nil {
		return store.Set{}, false, err
	}
	for _, s := range sets {
		if s.ExternalID == externalID {
			return s, true, nil
		}
	}
	return store.Set{}, false, nil
}

func (d *Desk) receiptsOf(ctx context.Context, set store.Set) ([]receipt.Receipt, error) {
	var receipts []receipt.Receipt
	for _, id := range set.Receipts {
		r, err := d.store.Receipt(ctx, id)
		if err != nil {
			return nil, err
		}
		receipts = append(receipts, r)
	}
	return receipts, nil
}

// setMembers brings the receipts of a set that are on their way to a state. One
// that was retried meanwhile is no longer on its way in this set.
func (d *Desk) setMembers(ctx context.Context, set store.Set, what string, status receipt.Status, reasons []string) error {
	_, err := d.changeEach(ctx, set.Receipts, store.Edit{By: store.Program, What: what}, func(r *receipt.Receipt) error {
		if r.Status.Open() && (set.Status == setWaiting || r.ExternalID == set.ExternalID) {
			r.Status, r.Reasons, r.ExternalID = status, reasons, set.ExternalID
		}
		return nil
	})
	return err
}

// failSet ends a set without documents.
func (d *Desk) failSet(ctx context.Context, set store.Set, reason string) error {
	if err := d.setMembers(ctx, set, "failed", receipt.Failed, []string{reason}); err != nil {
		return err
	}
	set.Status, set.Reason = setFailed, reason
	return d.endSet(ctx, set)
}

// endSet stores a set that is over. What was retried or restored meanwhile goes
// into a new one.
func (d *Desk) endSet(ctx context.Context, set store.Set) error {
	d.awaited.forget(set.ExternalID)
	d.tries.clear(triesOf(set))
	if err := d.store.SaveSet(ctx, set); err != nil {
		return err
	}
	first, err := d.store.Receipt(ctx, set.Receipts[0])
	if err != nil {
		return err
	}
	d.batches.put(first.Batch)
	return nil
}

// triesOf is the key under which the failures of a set are counted; receipts
// count under their own ids.
func triesOf(set store.Set) int64 { return -set.Receipts[0] }
