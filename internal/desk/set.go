package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// formSets puts the files of a batch into as few zips as the limits allow,
// once all of them are safe, and hands the zips on.
func (d *Desk) formSets(ctx context.Context, batch string, o Options) error {
	all, err := d.store.Receipts(ctx)
	if err != nil {
		return err
	}
	var files []receipt.Receipt
	for _, r := range all {
		if r.Batch != batch || r.Status != receipt.Waiting || !r.Trashed.IsZero() {
			continue
		}
		if !safe(r) {
			return nil // the last one to be kept forms the sets
		}
		files = append(files, r)
	}
	raw, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("storing the options of a set: %w", err)
	}
	for _, zip := range intoZips(files) {
		set := store.Set{ExternalID: uuid.NewString(), Engine: zip[0].Engine, Status: "waiting", Options: raw, Created: d.now().UTC()}
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

// intoZips cuts files, in their order, where the next would pass a limit.
func intoZips(files []receipt.Receipt) [][]receipt.Receipt {
	var zips [][]receipt.Receipt
	var originals []receipt.Original
	pages, start := 0, 0
	for i, r := range files {
		o := r.Originals[0]
		if i > start && (pages+o.Pages > api.MaxSetPages || zipSize(append(originals, o)) > api.MaxSetBytes) {
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

// takeUpSets hands the open sets of the history on and tells whose receipts
// are in one.
func (d *Desk) takeUpSets(ctx context.Context) (map[int64]bool, error) {
	sets, err := d.store.OpenSets(ctx)
	if err != nil {
		return nil, err
	}
	in := make(map[int64]bool)
	for _, s := range sets {
		for _, id := range s.Receipts {
			in[id] = true
		}
		if s.Engine == receipt.Local && s.Status != "waiting" {
			s.Status, s.ServiceID = "waiting", "" // the reader forgets when the program ends
			if err := d.store.SaveSet(ctx, s); err != nil {
				return nil, err
			}
		}
		d.sets.put(s.ExternalID)
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

// submitSet sends one zip to be split, waits for its documents, and matches
// them to the files. One zip after the other: there are few.
func (d *Desk) submitSet(ctx context.Context, externalID string) error {
	set, open, err := d.openSet(ctx, externalID)
	if err != nil || !open {
		return err
	}
	again := func() { d.sets.put(externalID) }
	if d.gate.park(set.Engine, again) {
		return nil
	}
	service, err := d.connect(ctx, set.Engine)
	if err != nil {
		d.shut(set.Engine, err)
		d.gate.park(set.Engine, again)
		return nil
	}
	if set.Status != "reading" {
		set, err = d.sendSet(ctx, service, set)
		if err != nil || set.Status != "reading" {
			return err
		}
	}
	answer, documents, err := d.awaitSet(ctx, service, set)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, api.ErrAuth):
		d.shut(set.Engine, err)
		d.gate.park(set.Engine, again)
		return nil
	case err != nil:
		return d.failSet(ctx, set, Words(err))
	case answer.Failed():
		return d.failSet(ctx, set, sentence("the service could not split the zip: "+answer.Reason))
	}
	return d.matchSet(ctx, set, documents)
}

// sendSet sends the zip, unless an earlier attempt turns out to have arrived.
func (d *Desk) sendSet(ctx context.Context, service Service, set store.Set) (store.Set, error) {
	inDoubt := set.Status == "sending"
	receipts, err := d.receiptsOf(ctx, set)
	if err != nil {
		return set, err
	}
	set.Status = "sending"
	if err := d.saveSet(ctx, set, receipt.Sending, nil); err != nil {
		return set, err
	}
	var id api.ID
	if inDoubt {
		if id, err = d.findSet(ctx, service, set); err == nil && id == "" {
			return set, d.failSet(ctx, set, "The answer to the zip was lost, and the service shows no trace of it. Look at the account, then retry: that sends it again")
		}
	} else {
		id, err = service.SubmitSet(ctx, d.setSubmission(set, receipts))
	}
	if err != nil {
		return d.setNotSent(ctx, set, err)
	}
	set.Status, set.ServiceID = "reading", string(id)
	return set, d.saveSet(ctx, set, receipt.Reading, nil)
}

func (d *Desk) setSubmission(set store.Set, receipts []receipt.Receipt) api.Submission {
	var o Options
	_ = json.Unmarshal(set.Options, &o) // written by formSets; without it the submission is plain
	var originals []receipt.Original
	for _, r := range receipts {
		originals = append(originals, r.Originals...)
	}
	return api.Submission{Name: "receipts-" + set.ExternalID + ".zip", Files: d.members(originals), ExternalID: set.ExternalID,
		Categories: o.Categories, Tags: o.Tags}
}

func (d *Desk) setNotSent(ctx context.Context, set store.Set, err error) (store.Set, error) {
	if ctx.Err() != nil {
		return set, ctx.Err()
	}
	again := func() { d.sets.put(set.ExternalID) }
	var e *api.Error
	inDoubt := !errors.As(err, &e) || e.InDoubt()
	switch {
	case errors.Is(err, api.ErrAuth), errors.Is(err, api.ErrAddress):
		d.shut(set.Engine, err)
		d.gate.park(set.Engine, again)
	case errors.Is(err, api.ErrRefused), errors.Is(err, api.ErrTooLarge), errors.Is(err, api.ErrFile), errors.Is(err, api.ErrNotFound):
		return set, d.failSet(ctx, set, Words(err))
	default:
		d.sets.later(ctx, set.ExternalID, max(d.tries.next(-1), retryAfter(e)))
	}
	if inDoubt {
		return set, d.saveSet(ctx, set, receipt.Sending, []string{Words(err)})
	}
	set.Status = "waiting"
	return set, d.saveSet(ctx, set, receipt.Waiting, []string{Words(err)})
}

func retryAfter(e *api.Error) time.Duration {
	if e == nil {
		return 0
	}
	return e.RetryAfter
}

// findSet looks for a set whose answer was lost: by its documents, which carry
// our external id, and the list of sets.
func (d *Desk) findSet(ctx context.Context, service Service, set store.Set) (api.ID, error) {
	documentID, err := d.find(ctx, service, receipt.Receipt{Engine: set.Engine, ExternalID: set.ExternalID})
	if err != nil {
		return "", err
	}
	for page := 1; page < 20; page++ {
		list, err := service.Sets(ctx, page)
		if err != nil {
			return "", err
		}
		for _, s := range list.Sets {
			if s.ExternalID == set.ExternalID {
				return s.ID, nil
			}
			for _, id := range s.Documents {
				if documentID != "" && id == documentID {
					return s.ID, nil
				}
			}
		}
		if !list.More {
			break
		}
	}
	return "", nil
}

// awaitSet polls until the set is split and each of its documents is read.
func (d *Desk) awaitSet(ctx context.Context, service Service, set store.Set) (api.Set, []api.Document, error) {
	var answer api.Set
	err := d.until(ctx, set.Engine, func() (bool, error) {
		var err error
		answer, err = service.Set(ctx, api.ID(set.ServiceID))
		return err == nil && !answer.Pending(), err
	})
	if err != nil || answer.Failed() {
		return answer, nil, err
	}
	var documents []api.Document
	for _, id := range answer.Documents {
		var document api.Document
		if err := d.until(ctx, set.Engine, func() (bool, error) {
			var err error
			document, err = service.Document(ctx, id)
			return err == nil && (document.Failed() || !document.Pending()), err
		}); err != nil {
			return answer, nil, err
		}
		documents = append(documents, document)
	}
	return answer, documents, nil
}

// until asks again and again, more slowly each time, through trouble that
// passes and through a service that does not know of what it accepted yet.
func (d *Desk) until(ctx context.Context, engine receipt.Engine, ask func() (bool, error)) error {
	started, interval := d.now(), firstPoll
	if engine == receipt.Local {
		interval /= 4
	}
	for {
		done, err := ask()
		var e *api.Error
		passing := errors.As(err, &e) && (e.Temporary() || (errors.Is(err, api.ErrNotFound) && d.now().Sub(started) < lag))
		if done || (err != nil && !passing) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(max(jitter(interval), retryAfter(e))):
		}
		interval = min(interval*3/2, slowestPoll)
	}
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

// saveSet stores the set and the state of its receipts.
func (d *Desk) saveSet(ctx context.Context, set store.Set, status receipt.Status, reasons []string) error {
	if err := d.store.SaveSet(ctx, set); err != nil {
		return err
	}
	for _, id := range set.Receipts {
		_, err := d.change(ctx, id, store.Edit{By: store.Program, What: set.Status}, func(r *receipt.Receipt) error {
			if r.Status.Open() {
				r.Status, r.Reasons, r.ExternalID = status, reasons, set.ExternalID
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) failSet(ctx context.Context, set store.Set, reason string) error {
	set.Status, set.Reason = "failed", reason
	return d.saveSet(ctx, set, receipt.Failed, []string{reason})
}
