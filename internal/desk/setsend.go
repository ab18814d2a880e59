package desk

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// advanceSet does the next step of a set: it is sent, asked for, or matched to
// its files. It comes again until the set is over.
func (d *Desk) advanceSet(ctx context.Context, externalID string) error {
	set, open, err := d.openSet(ctx, externalID)
	if err != nil || !open {
		return err
	}
	service, err := d.mayAsk(ctx, set.Engine, func() { d.sets.put(externalID) })
	if service == nil || err != nil {
		return err
	}
	if set.Status != setReading {
		return d.sendSet(ctx, service, externalID)
	}
	return d.askSet(ctx, service, set)
}

// sendSet sends the zip, unless an earlier attempt turns out to have arrived.
func (d *Desk) sendSet(ctx context.Context, service Service, externalID string) error {
	set, inDoubt, err := d.beginSet(ctx, externalID)
	if err != nil || set.Status != setSending {
		return err
	}
	receipts, err := d.receiptsOf(ctx, set)
	if err != nil {
		return err
	}
	var id api.ID
	if inDoubt {
		id, err = d.findSet(ctx, service, set, receipts)
		if err == nil && id == "" {
			return d.failSet(ctx, set, "The answer to the zip was lost, and the service shows no trace of it. Look in the account: if the receipts are not there, retry sends them again")
		}
		if err != nil {
			return d.setPutOff(ctx, set, setSending, receipt.Sending, err)
		}
	} else {
		count, err := d.spend(ctx, set.Engine, set.ExternalID, mostDocuments(receipts))
		var reached *LimitError
		if errors.As(err, &reached) {
			return d.setNotPaid(ctx, set, reached)
		} else if err != nil {
			return err
		}
		answering, done := d.answering(ctx)
		id, err = service.SubmitSet(answering, d.setSubmission(set, receipts))
		if done(); err != nil {
			if fault := d.unspend(ctx, count, err); fault != nil {
				return fault
			}
			return d.setNotSent(ctx, set, err)
		}
	}
	ctx = context.WithoutCancel(ctx) // what was accepted is written down
	d.tries.clear(triesOf(set))
	set.Status, set.ServiceID = setReading, string(id)
	if err := d.store.SaveSet(ctx, set); err != nil {
		return err
	}
	if err := d.setMembers(ctx, set, "sent", receipt.Reading, nil); err != nil {
		return err
	}
	d.sets.later(externalID, jitter(d.pace.firstPoll))
	return nil
}

// beginSet stores that a set is being sent, without the receipts that a person
// has taken away meanwhile. inDoubt tells that it was being sent before. A set
// that is not to be sent any more comes back in another state.
func (d *Desk) beginSet(ctx context.Context, externalID string) (set store.Set, inDoubt bool, err error) {
	d.forming.Lock()
	defer d.forming.Unlock()
	set, open, err := d.openSet(ctx, externalID)
	if err != nil || !open || set.Status != setWaiting {
		return set, set.Status == setSending, err
	}
	receipts, err := d.receiptsOf(ctx, set)
	if err != nil {
		return set, false, err
	}
	var members []int64
	for _, r := range receipts {
		if r.Status.Open() && r.Trashed.IsZero() {
			members = append(members, r.ID)
		}
	}
	if len(members) == 0 {
		set.Status, set.Reason = setFailed, "nothing was left in it"
		return set, false, d.store.SaveSet(ctx, set)
	}
	set.Receipts = members
	if err := d.setMembers(ctx, set, "sending", receipt.Sending, nil); err != nil {
		return set, false, err
	}
	set.Status = setSending
	return set, false, d.store.SaveSet(ctx, set)
}

// setNotPaid keeps a set that the day's limit does not let through. One with
// more files than the limit of a whole day is taken apart, and formed anew
// within it.
func (d *Desk) setNotPaid(ctx context.Context, set store.Set, reached *LimitError) error {
	if err := d.setMembers(ctx, set, "held back by the day's limit", receipt.Waiting, nil); err != nil {
		return err
	}
	set.Status = setWaiting
	if len(set.Receipts) > reached.Limit {
		set.Status, set.Reason = setFailed, "taken apart: it had more files than the limit of a day"
		return d.endSet(ctx, set)
	}
	if err := d.store.SaveSet(ctx, set); err != nil {
		return err
	}
	return d.overLimit(ctx, reached, func() { d.sets.put(set.ExternalID) }, set.Receipts...)
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

// setNotSent decides what becomes of a set whose submission failed.
func (d *Desk) setNotSent(ctx context.Context, set store.Set, err error) error {
	if ctx.Err() != nil && arrivedPerhaps(err) {
		return ctx.Err() // it stays in doubt; the next run asks
	}
	ctx = context.WithoutCancel(ctx) // what is certain is written down
	switch {
	case errors.Is(err, api.ErrRefused), errors.Is(err, api.ErrTooLarge), errors.Is(err, api.ErrFile), errors.Is(err, api.ErrNotFound):
		return d.failSet(ctx, set, Words(err))
	case arrivedPerhaps(err):
		return d.setPutOff(ctx, set, setSending, receipt.Sending, err)
	}
	return d.setPutOff(ctx, set, setWaiting, receipt.Waiting, err)
}

// setPutOff stores why a set is not sent yet, and lets it come again.
func (d *Desk) setPutOff(ctx context.Context, set store.Set, state string, status receipt.Status, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d.log.Info("set not sent", "set", set.ExternalID, "error", err)
	set.Status = state
	if fault := d.store.SaveSet(ctx, set); fault != nil {
		return fault
	}
	if fault := d.setMembers(ctx, set, "not sent", status, []string{notSentWords(status, err)}); fault != nil {
		return fault
	}
	d.setComesAgain(set, err)
	return nil
}

func (d *Desk) setComesAgain(set store.Set, err error) {
	d.comeAgain(set.Engine, triesOf(set), err,
		func(wait time.Duration) { d.sets.later(set.ExternalID, wait) },
		func() { d.sets.put(set.ExternalID) })
}

// errSetHidden tells that a set has arrived, but not which one it is.
var errSetHidden = errors.New("the answer to the zip was lost. The service is still at work on a zip that may be this one; it is asked again")

// findSet looks for a set whose answer was lost: by its number, by its
// documents, which may carry our external id, and by its pictures. It is ""
// only when none of the service's sets can be it.
func (d *Desk) findSet(ctx context.Context, service Service, set store.Set, receipts []receipt.Receipt) (api.ID, error) {
	document, err := findOnce(ctx, service, set.ExternalID)
	if err != nil && !errors.Is(err, errNotSearchable) {
		return "", err
	}
	hidden := document != ""
	for page := 1; page <= findPages; page++ {
		list, err := service.Sets(ctx, page)
		if err != nil {
			return "", err
		}
		for _, s := range list.Sets {
			switch same, err := d.isSet(ctx, service, s, set, document, receipts, page == 1); {
			case err != nil:
				return "", err
			case same:
				d.doubts.forget(set.ExternalID)
				return s.ID, nil
			case s.Pending():
				hidden = true
			}
		}
		if !list.More {
			break
		}
	}
	if hidden {
		return "", errSetHidden
	}
	if set.Engine == receipt.Local {
		return "", nil
	}
	unseen := unseenError{}
	if err := d.doubts.miss(set.ExternalID, d.pace, nil); errors.As(err, &unseen) && !unseen.unsure {
		return "", err
	}
	return "", nil
}

// isSet tells whether one of the service's sets is ours.
func (d *Desk) isSet(ctx context.Context, service Service, s api.Set, set store.Set, document api.ID, receipts []receipt.Receipt, look bool) (bool, error) {
	if s.ExternalID != "" {
		return s.ExternalID == set.ExternalID, nil
	}
	for _, id := range s.Documents {
		if document != "" && id == document {
			return true, nil
		}
	}
	if document != "" || !look || s.Pending() || s.Failed() || len(s.Documents) != len(receipts) {
		return false, nil
	}
	var documents []api.Document
	for _, id := range s.Documents {
		one, err := service.Document(ctx, id)
		if errors.Is(err, api.ErrNotFound) || (err == nil && one.Created.Before(set.Created.Add(-clockSkew))) {
			return false, nil
		} else if err != nil {
			return false, err
		}
		documents = append(documents, one)
	}
	fileOf, _ := match(documents, receipts)
	for _, file := range fileOf {
		if file < 0 {
			return false, nil
		}
	}
	return true, nil
}

// clockSkew is how far the service's clock may be behind ours.
const clockSkew = 10 * time.Minute
