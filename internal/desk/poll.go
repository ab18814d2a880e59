package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// pollers is how many requests for documents of an engine go side by side.
const pollers = 8

// News tells that documents are said to be read. They are asked for with our
// own credentials; the news itself is not believed.
func (d *Desk) News(ids ...api.ID) {
	known := true
	for _, id := range ids {
		known = d.polls.hurry(id, d.now()) && known
	}
	if !known { // perhaps what a set was split into
		for _, externalID := range d.awaited.all() {
			d.sets.put(externalID)
		}
	}
}

// poll asks an engine for every receipt that it is reading until ctx ends.
func (d *Desk) poll(ctx context.Context, engine receipt.Engine) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(pollers)
	for ctx.Err() == nil {
		items, pages, wait := d.polls.due(engine, d.now(), d.pace)
		switch {
		case len(items) == 0:
			d.polls.await(ctx, engine, wait)
		case pages:
			g.Go(func() error { return d.askPages(ctx, engine, items) })
		default:
			for _, item := range items {
				g.Go(func() error { return d.ask(ctx, item) })
			}
		}
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// ask gets one document and records what it says.
func (d *Desk) ask(ctx context.Context, item *pollItem) error {
	service, err := d.mayAsk(ctx, item.engine, func() { d.polls.again(item, d.now(), d.pace, 0) })
	if service == nil || err != nil {
		return err
	}
	document, err := service.Document(ctx, item.documentID)
	if err == nil {
		d.denials.clear(item.engine)
	}
	switch {
	case err != nil:
		return d.notGot(ctx, item, err)
	case document.Pending():
		return d.stillRead(ctx, item, document)
	}
	return d.record(ctx, item, document)
}

// stillRead puts off a document that its service says it is reading.
func (d *Desk) stillRead(ctx context.Context, item *pollItem, document api.Document) error {
	item.missed, item.created = 0, document.Created
	var reasons []string
	if d.now().Sub(item.accepted) > d.pace.patience {
		reasons = []string{takesLong}
	}
	fault := d.tell(ctx, []*pollItem{item}, reasons)
	d.askAgain(item, 0)
	return fault
}

// takesLong is said once the pace's patience is over: the protocol has no word
// for a document that is never read.
const takesLong = "The service accepted it long ago and still says that it is reading it. It is asked again every minute and is not sent again by itself; " +
	"if it stays so, look for it in the account"

// notFetched begins what a row tells when its answer does not come.
const notFetched = "Its answer could not be fetched yet: "

// tellTrouble notes on the rows why the answers do not come, or that they are
// waited for as usual again.
func (d *Desk) tellTrouble(ctx context.Context, items []*pollItem, err error) error {
	var reasons []string
	if err != nil {
		reasons = []string{notFetched + clause(err)}
	}
	return d.tell(ctx, items, reasons)
}

// tell puts reasons on the rows that do not have them yet.
func (d *Desk) tell(ctx context.Context, items []*pollItem, reasons []string) error {
	awaited := make(map[int64]api.ID)
	var ids []int64
	for _, item := range items {
		if !slices.Equal(reasons, item.trouble) {
			item.trouble = reasons
			if item.id < 0 {
				if err := d.tellSecond(ctx, item, strings.Join(reasons, " ")); err != nil {
					return err
				}
				continue
			}
			ids, awaited[item.id] = append(ids, item.id), item.documentID
		}
	}
	if len(ids) == 0 {
		return nil
	}
	_, err := d.changeEach(ctx, ids, store.Edit{By: store.Program, What: "asked for"}, func(r *receipt.Receipt) error {
		if r.Status == receipt.Reading && r.DocumentID == string(awaited[r.ID]) {
			r.Reasons = reasons
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// askAgain puts a document off. One that takes its time no longer keeps others
// from being sent.
func (d *Desk) askAgain(item *pollItem, atLeast time.Duration) {
	now := d.now()
	d.polls.again(item, now, d.pace, atLeast)
	if now.Sub(item.accepted) > d.pace.holdsSlot {
		d.freeSlot(item.engine, item.id)
	}
}

func reasonOf(document api.Document) string {
	if document.Reason != "" {
		return sentence(document.Reason)
	}
	return "The service could not read it and gave no reason. Look at the picture, then retry or send a better copy"
}

// lost is the document of a receipt that was accepted, and then was no more.
func lost(id api.ID) api.Document {
	return api.Document{ID: id, Status: "failed", Reason: "the service accepted the receipt but no longer knows it. Look in the account first: retry sends it again, and is paid for again"}
}

// locked is the document of a receipt that was accepted, and then not handed
// out. That is so of this one alone.
func locked(id api.ID, err error) api.Document {
	return api.Document{ID: id, Status: "failed", Reason: strings.TrimSuffix(clause(err), ".") +
		". It was accepted and may be paid for: retry sends it again, and is paid for again"}
}

func (d *Desk) notGot(ctx context.Context, item *pollItem, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d.log.Info("not got", "receipt", item.id, "error", err)
	var e *api.Error
	asked := time.Duration(0)
	if errors.As(err, &e) {
		asked = e.RetryAfter
	}
	unknown := errors.Is(err, api.ErrNotFound)
	late := d.now().Sub(item.accepted) > d.pace.lag
	switch {
	case unknown && late:
		return d.record(ctx, item, lost(item.documentID))
	case errors.Is(err, api.ErrForbidden) && late && !d.denials.many(item.engine, item.documentID):
		return d.record(ctx, item, locked(item.documentID, err))
	}
	if !unknown { // a service may need a moment to know what it accepted
		if fault := d.tellTrouble(ctx, []*pollItem{item}, err); fault != nil {
			return fault
		}
	}
	switch {
	case errors.Is(err, api.ErrAuth), errors.Is(err, api.ErrAddress), errors.Is(err, api.ErrForbidden) && d.denials.many(item.engine, item.documentID):
		d.shut(item.engine, err, func() { d.askAgain(item, 0) })
		return nil
	case errors.Is(err, api.ErrRateLimited):
		asked = d.pause(item.engine, asked, jitter(d.pace.firstPoll))
	}
	d.askAgain(item, asked)
	return nil
}

// record stores what became of a receipt, even when the program is just
// ending, and frees what it held. One that moved on, or is gone, is none of
// the poll's business any more.
func (d *Desk) record(ctx context.Context, item *pollItem, document api.Document) error {
	var err error
	if item.id < 0 {
		err = d.finishSecond(context.WithoutCancel(ctx), item, document)
	} else {
		err = d.finish(context.WithoutCancel(ctx), item.id, document, func(r *receipt.Receipt) error {
			if r.Status != receipt.Reading || r.DocumentID != string(item.documentID) {
				return errMoved
			}
			return nil
		})
	}
	d.polls.forget(item)
	d.freeSlot(item.engine, item.id)
	if errors.Is(err, errMoved) || errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// finish puts a document that is read, or has failed, into a receipt.
func (d *Desk) finish(ctx context.Context, id int64, document api.Document, may func(*receipt.Receipt) error, doubts ...string) error {
	what := "read"
	if document.Failed() {
		what = "failed"
	} else if fields, _ := readFields(document); fields.Vendor != "" {
		what = d.withRule(what, fields.Vendor)
	}
	_, err := d.change(ctx, id, store.Edit{By: store.Program, What: what, Document: document.Raw}, func(r *receipt.Receipt) error {
		if err := may(r); err != nil {
			return err
		}
		r.DocumentID = string(document.ID)
		d.fill(r, document, doubts...)
		return nil
	})
	return err
}
