package desk

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// awaited is what is known of the sets that are being split.
type awaited struct {
	mu   sync.Mutex
	sets map[string]*awaitedSet
}

// awaitedSet is in one worker's hands at a time.
type awaitedSet struct {
	since    time.Time
	interval time.Duration
	told     string                  // the trouble that its rows tell; notTold before the first time
	read     map[api.ID]api.Document // those of its documents that are read, or have failed
}

// notTold is no trouble that there is: an earlier run may have told some.
const notTold = "-"

func (a *awaited) init() { a.sets = make(map[string]*awaitedSet) }

func (a *awaited) of(externalID string, now time.Time) *awaitedSet {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.sets[externalID] == nil {
		a.sets[externalID] = &awaitedSet{since: now, told: notTold, read: make(map[api.ID]api.Document)}
	}
	return a.sets[externalID]
}

func (a *awaited) forget(externalID string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.sets, externalID)
}

func (a *awaited) all() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	ids := make([]string, 0, len(a.sets))
	for id := range a.sets {
		ids = append(ids, id)
	}
	return ids
}

// askSet asks whether a set is split and its documents are read; once they
// are, they are matched to the files.
func (d *Desk) askSet(ctx context.Context, service Service, set store.Set) error {
	known := d.awaited.of(set.ExternalID, d.now())
	answer, err := service.Set(ctx, api.ID(set.ServiceID))
	switch {
	case err != nil:
		return d.setNotGot(ctx, set, known, err)
	case answer.Failed():
		return d.failSet(ctx, set, sentence("the service could not split the zip: "+orElse(answer.Reason, "it gave no reason")))
	case answer.Pending():
		return d.setAgain(ctx, set, known)
	}
	documents, err := d.documentsOf(ctx, service, set, answer.Documents, known)
	if err != nil {
		return d.setNotGot(ctx, set, known, err)
	}
	if len(documents) < len(answer.Documents) {
		return d.setAgain(ctx, set, known)
	}
	return d.matchSet(context.WithoutCancel(ctx), set, documents)
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// setAgain puts a set off that is not split and read yet.
func (d *Desk) setAgain(ctx context.Context, set store.Set, known *awaitedSet) error {
	text := ""
	if d.now().Sub(known.since) > d.pace.patience {
		text = takesLong
	}
	if err := d.tellSet(ctx, set, known, text); err != nil {
		return err
	}
	if known.interval == 0 {
		known.interval = d.pace.firstPoll
	}
	d.sets.later(set.ExternalID, jitter(known.interval))
	known.interval = d.pace.slower(known.interval, d.now().Sub(known.since))
	return nil
}

// documentsOf are the documents of a set that are no longer pending, in the
// order of the set. One that the service does not know after a while has failed.
func (d *Desk) documentsOf(ctx context.Context, service Service, set store.Set, ids []api.ID, known *awaitedSet) ([]api.Document, error) {
	pending, err := d.pagesOfSet(ctx, service, set, ids, known)
	if err != nil {
		return nil, err
	}
	var documents []api.Document
	for _, id := range ids {
		document, ok := known.read[id]
		if !ok {
			if pending[id] {
				continue
			}
			document, err = service.Document(ctx, id)
			switch {
			case errors.Is(err, api.ErrNotFound) && d.now().Sub(known.since) > d.pace.lag:
				document = lost(id)
			case err != nil:
				return nil, err
			case document.Pending():
				continue
			}
			known.read[id] = document
		}
		documents = append(documents, document)
	}
	return documents, nil
}

// pagesOfSet looks for the documents of a set on the pages of a search, when
// there are more than a few. It tells which the service is still reading; what
// the pages do not tell is asked for one by one.
func (d *Desk) pagesOfSet(ctx context.Context, service Service, set store.Set, ids []api.ID, known *awaitedSet) (map[api.ID]bool, error) {
	wanted, pending := make(map[api.ID]bool), make(map[api.ID]bool)
	for _, id := range ids {
		if _, ok := known.read[id]; !ok {
			wanted[id] = true
		}
	}
	if len(wanted) <= d.polls.few {
		return pending, nil
	}
	err := readPages(ctx, service, set.Created.Add(-clockSkew), len(wanted), func(document api.Document) (more bool) {
		if wanted[document.ID] && whole(document) {
			known.read[document.ID] = document
		}
		pending[document.ID] = document.Pending() && document.Status != "" && d.now().Sub(known.since) < d.pace.patience
		delete(wanted, document.ID)
		return len(wanted) > 0
	})
	if errors.Is(err, api.ErrRateLimited) {
		return nil, err
	}
	return pending, nil // perhaps it is the search alone that does not work
}

func (d *Desk) setNotGot(ctx context.Context, set store.Set, known *awaitedSet, err error) error {
	var e *api.Error
	unknown := errors.Is(err, api.ErrNotFound)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case unknown && d.now().Sub(known.since) > d.pace.lag:
		return d.failSet(ctx, set, "The service accepted the zip but no longer knows it. Look in the account first: retry sends it again, and is paid for again")
	case unknown:
		return d.setAgain(ctx, set, known)
	case errors.As(err, &e) && !e.Temporary() && !errors.Is(err, api.ErrAuth) && !errors.Is(err, api.ErrAddress):
		d.log.Warn("a set cannot be asked for", "set", set.ExternalID, "error", err)
	}
	if fault := d.tellSetTrouble(ctx, set, known, err); fault != nil {
		return fault
	}
	d.setComesAgain(set, err)
	return nil
}

// tellSetTrouble notes on the rows of a set why its answer does not come, or
// that it is waited for as usual again.
func (d *Desk) tellSetTrouble(ctx context.Context, set store.Set, known *awaitedSet, err error) error {
	text := ""
	if err != nil {
		text = notFetched + clause(err)
	}
	return d.tellSet(ctx, set, known, text)
}

func (d *Desk) tellSet(ctx context.Context, set store.Set, known *awaitedSet, text string) error {
	if text == known.told {
		return nil
	}
	known.told = text
	var reasons []string
	if text != "" {
		reasons = []string{text}
	}
	return d.setMembers(ctx, set, "asked for", receipt.Reading, reasons)
}

// matchSet gives each document of a split zip to the file that it was read
// from. A document whose file is not certain becomes a row of its own, to be
// looked at; a file without a document has failed. Nothing is guessed. It can
// be done twice: what the first attempt wrote down is found again.
func (d *Desk) matchSet(ctx context.Context, set store.Set, documents []api.Document) error {
	receipts, err := d.receiptsOf(ctx, set)
	if err != nil {
		return err
	}
	fileOf, byOrder := match(documents, receipts)
	// Rows of their own come first: once the last file's row is read, whoever
	// waits for the batch looks at its rows.
	for i, document := range documents {
		if fileOf[i] >= 0 {
			continue
		}
		var originals []receipt.Original
		if len(receipts) == 1 { // several receipts in the one file
			originals = receipts[0].Originals
		}
		if err := d.addDocument(ctx, set, receipts[0].Batch, document, originals); err != nil {
			return err
		}
	}
	matched := make(map[int64]bool)
	for i, document := range documents {
		if fileOf[i] < 0 {
			continue
		}
		r := receipts[fileOf[i]]
		matched[r.ID] = true
		var doubts []string
		if byOrder[i] && set.Engine != receipt.Local { // ours keeps the order of the zip
			doubts = append(doubts, matchedByOrder)
		}
		if err := d.finishOnce(ctx, r.ID, document, doubts...); err != nil {
			return err
		}
	}
	for _, r := range receipts {
		if matched[r.ID] {
			continue
		}
		if err := d.withoutDocument(ctx, r.ID); err != nil {
			return err
		}
	}
	set.Status = setDone
	if err := d.endSet(ctx, set); err != nil {
		return err
	}
	return d.spentOn(ctx, set.Engine, set.ExternalID, len(documents))
}

func stillOpen(r *receipt.Receipt) error {
	if !r.Status.Open() {
		return errMoved
	}
	return nil
}

func (d *Desk) withoutDocument(ctx context.Context, id int64) error {
	_, err := d.change(ctx, id, store.Edit{By: store.Program, What: "failed"}, func(r *receipt.Receipt) error {
		if r.Status.Open() {
			r.Status = receipt.Failed
			r.Reasons = []string{"None of the receipts that the service returned could be matched to this file. Look among the rows without a file, or retry it by itself"}
		}
		return nil
	})
	return err
}

// addDocument makes a row for a document that no file's row can take.
func (d *Desk) addDocument(ctx context.Context, set store.Set, batch string, document api.Document, originals []receipt.Original) error {
	rows, err := d.store.ByExternalID(ctx, set.ExternalID)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.DocumentID == string(document.ID) {
			return d.finishOnce(ctx, r.ID, document)
		}
	}
	rows, err = d.add(ctx, []receipt.Receipt{{Batch: batch, Status: receipt.Reading, Engine: set.Engine,
		ExternalID: set.ExternalID, DocumentID: string(document.ID), Originals: originals}}, store.Program)
	if err != nil {
		return err
	}
	return d.finishOnce(ctx, rows[0].ID, document)
}

func (d *Desk) finishOnce(ctx context.Context, id int64, document api.Document, doubts ...string) error {
	if err := d.finish(ctx, id, document, stillOpen, doubts...); err != nil && !errors.Is(err, errMoved) {
		return err
	}
	return nil
}
