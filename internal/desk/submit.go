package desk

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// submit sends one receipt, unless its engine must not be asked just now. Only
// a fault of this computer's own history is an error.
func (d *Desk) submit(ctx context.Context, id int64) error {
	if id < 0 {
		return d.submitSecond(ctx, -id)
	}
	r, err := d.store.Receipt(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	if !sendable(r) {
		d.callNext(r.Engine)
		return nil
	}
	b, err := d.batchOf(ctx, r.Batch)
	if err != nil {
		return err
	}
	if b.Bundle == Split { // its files never travel by themselves
		d.batches.put(r.Batch)
		d.callNext(r.Engine)
		return nil
	}
	if b.holds(r) {
		d.standStill(ErrAsking, id)
		d.offering.put(r.Batch)
		d.callNext(r.Engine)
		return nil
	}
	looking := Unsure(r) && !d.doubts.toldToSend(r.ExternalID) // it stands still for whoever waits: a person is to decide
	if !looking {
		d.halts.goesOn(id)
	}
	if r.Engine == receipt.Veryfi && r.Status == receipt.Waiting { // one in doubt is asked for, which is free
		if reached := d.purse.holds(held{func() { d.sending.put(id) }, []int64{id}}); reached != nil {
			d.standStill(reached, id)
			d.callNext(r.Engine)
			return nil
		}
	}
	if !looking {
		defer d.inHand(r)()
	}
	service, err := d.mayAsk(ctx, r.Engine, func() { d.sending.put(id) })
	if service == nil || err != nil {
		d.callNext(r.Engine)
		return err
	}
	if !d.slots.take(r.Engine, id) {
		return nil
	}
	if r.Status == receipt.Waiting {
		if !d.strain.may(r.Engine, func() { d.sending.put(id) }) {
			d.freeSlot(r.Engine, id)
			return nil
		}
		defer d.strainOver(r.Engine)
	}
	r, err = d.send(ctx, service, r, b.Options)
	if err == nil && r.Status == receipt.Reading {
		d.polls.add(r, d.now(), d.now().Add(jitter(d.pace.firstPoll)))
		return nil
	}
	d.freeSlot(r.Engine, id)
	return err
}

func sendable(r receipt.Receipt) bool {
	return (r.Status == receipt.Waiting || r.Status == receipt.Sending) && r.Trashed.IsZero() && safe(r)
}

// mayAsk gives the service of an engine; nil when it must not be asked just
// now, and again is then called once it may.
func (d *Desk) mayAsk(ctx context.Context, engine receipt.Engine, again func()) (Service, error) {
	if d.gate.park(engine, again) {
		return nil, nil
	}
	if wait := d.gate.wait(engine, d.now()); wait > 0 {
		time.AfterFunc(jitter(wait), again)
		return nil, nil
	}
	service, err := d.connect(ctx, engine)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		d.shut(engine, err, again)
		return nil, nil
	}
	return service, nil
}

// send stores that r is being sent, and sends it; when an earlier attempt may
// have arrived it asks the service first. It returns r as it then is.
func (d *Desk) send(ctx context.Context, service Service, r receipt.Receipt, o Options) (receipt.Receipt, error) {
	inDoubt := r.Status == receipt.Sending
	sending, err := d.change(ctx, r.ID, store.Edit{By: store.Program, What: "sending"}, func(now *receipt.Receipt) error {
		if now.Status != r.Status || now.Engine != r.Engine || !now.Trashed.IsZero() {
			return errMoved
		}
		if now.ExternalID == "" {
			now.ExternalID = uuid.NewString()
		}
		if !inDoubt {
			now.Status, now.Reasons = receipt.Sending, nil
		}
		return nil
	})
	if errors.Is(err, errMoved) {
		return r, nil
	} else if err != nil {
		return r, err
	}
	r = sending
	var documentID api.ID
	if inDoubt {
		if documentID, err = d.find(ctx, service, r); err != nil {
			return d.inDoubt(ctx, r, err)
		}
	}
	if documentID == "" {
		count, err := d.spend(ctx, r.Engine, r.ExternalID, 1)
		var reached *LimitError
		if errors.As(err, &reached) {
			return d.notPaid(ctx, r, inDoubt, reached)
		} else if err != nil {
			return d.notBegun(ctx, r, inDoubt, err)
		}
		d.doubts.forget(r.ExternalID)
		answering, done := d.answering(ctx)
		documentID, err = service.Submit(answering, d.submission(r, o))
		done()
		d.strained(r.Engine, err)
		if err != nil {
			if fault := d.unspend(ctx, count, err); fault != nil {
				return r, fault
			}
			return d.notSent(ctx, r, err)
		}
	}
	d.tries.clear(r.ID)
	d.halts.goesOn(r.ID)
	// What was accepted is written down even when the program is just ending.
	return d.fromSending(context.WithoutCancel(ctx), r, "sent", func(now *receipt.Receipt) {
		now.Status, now.DocumentID, now.Reasons = receipt.Reading, string(documentID), nil
	})
}

// answering gives a submission that is under way a moment more than ctx, for
// its answer to come: a program that is being closed then leaves no doubt.
func (d *Desk) answering(ctx context.Context) (context.Context, func()) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(d.pace.grace, cancel) })
	return longer, func() { stop(); cancel() }
}

// notBegun lets a receipt wait again that was about to be sent.
func (d *Desk) notBegun(ctx context.Context, r receipt.Receipt, inDoubt bool, err error) (receipt.Receipt, error) {
	if inDoubt {
		return r, err
	}
	changed, fault := d.fromSending(context.WithoutCancel(ctx), r, "not sent", func(now *receipt.Receipt) { now.Status = receipt.Waiting })
	return changed, errors.Join(err, fault)
}

// notPaid keeps a receipt that the day's limit does not let through.
func (d *Desk) notPaid(ctx context.Context, r receipt.Receipt, inDoubt bool, reached *LimitError) (receipt.Receipt, error) {
	if !inDoubt {
		var err error
		if r, err = d.fromSending(ctx, r, "held back by the day's limit", func(now *receipt.Receipt) { now.Status = receipt.Waiting }); err != nil {
			return r, err
		}
	}
	return r, d.overLimit(ctx, reached, func() { d.sending.put(r.ID) }, r.ID)
}

// fromSending changes a receipt that is being sent, and returns it as it then is.
func (d *Desk) fromSending(ctx context.Context, r receipt.Receipt, what string, edit func(*receipt.Receipt)) (receipt.Receipt, error) {
	there := func(now receipt.Receipt) bool {
		return now.Status == receipt.Sending && now.ExternalID == r.ExternalID
	}
	return d.changeWhile(ctx, r, store.Edit{By: store.Program, What: what}, there, edit)
}

// changeWhile changes r while it is still there, and leaves it alone once it has
// moved on; it returns r as it then is.
func (d *Desk) changeWhile(ctx context.Context, r receipt.Receipt, e store.Edit, there func(now receipt.Receipt) bool, edit func(*receipt.Receipt)) (receipt.Receipt, error) {
	changed, err := d.change(ctx, r.ID, e, func(now *receipt.Receipt) error {
		if !there(*now) {
			return errMoved
		}
		edit(now)
		return nil
	})
	if errors.Is(err, errMoved) {
		return r, nil
	} else if err != nil {
		return r, err
	}
	return changed, nil
}

// notSent decides what becomes of a receipt whose submission failed. Where it
// is certain that nothing arrived, it waits or has failed; else it is in doubt.
func (d *Desk) notSent(ctx context.Context, r receipt.Receipt, err error) (receipt.Receipt, error) {
	if ctx.Err() != nil && arrivedPerhaps(err) {
		return r, ctx.Err() // it stays in doubt; the next run asks
	}
	ctx = context.WithoutCancel(ctx) // what is certain is written down
	switch {
	case errors.Is(err, api.ErrRefused), errors.Is(err, api.ErrTooLarge), errors.Is(err, api.ErrFile), errors.Is(err, api.ErrNotFound):
		d.log.Info("refused", "receipt", r.ID, "error", err)
		return d.fromSending(ctx, r, "refused", func(now *receipt.Receipt) {
			now.Status, now.Reasons = receipt.Failed, []string{Words(err)}
		})
	case !arrivedPerhaps(err):
		return d.putOff(ctx, r, receipt.Waiting, err)
	}
	return d.inDoubt(ctx, r, err)
}

// arrivedPerhaps tells whether a request that failed may have had its effect.
func arrivedPerhaps(err error) bool {
	var e *api.Error
	return !errors.As(err, &e) || e.InDoubt()
}

// inDoubt keeps a receipt that may have arrived where it is: whatever went
// wrong with asking for it, it is asked for again before it is sent again.
func (d *Desk) inDoubt(ctx context.Context, r receipt.Receipt, err error) (receipt.Receipt, error) {
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	return d.putOff(ctx, r, receipt.Sending, err)
}

// putOff stores why a receipt is not sent yet and when it is tried again, and
// lets it come again then.
func (d *Desk) putOff(ctx context.Context, r receipt.Receipt, status receipt.Status, err error) (receipt.Receipt, error) {
	d.log.Info("not sent", "receipt", r.ID, "error", err)
	wait := d.untilAgain(r.Engine, r.ID, err)
	changed, fault := d.fromSending(ctx, r, "not sent", func(now *receipt.Receipt) {
		now.Status, now.Reasons = status, d.notSentReasons(*now, status, err, wait)
	})
	if fault != nil {
		return changed, fault
	}
	again := func() { d.sending.put(r.ID) }
	if errors.Is(err, api.ErrAuth) || errors.Is(err, api.ErrAddress) {
		d.shut(r.Engine, err, again)
		return changed, nil
	}
	if Unsure(changed) {
		d.standStill(ErrUnsure, r.ID)
	}
	time.AfterFunc(wait, again)
	return changed, nil
}

// notSentReasons keeps telling that nobody knows whether a receipt arrived for
// as long as that is so.
func (d *Desk) notSentReasons(now receipt.Receipt, status receipt.Status, err error, wait time.Duration) []string {
	unseen := unseenError{}
	looked := errors.As(err, &unseen)
	if looked && !unseen.unsure && Unsure(now) { // an earlier run looked for longer
		return now.Reasons
	}
	reasons := []string{notSentWords(status, err)}
	if !looked {
		reasons[0] = withTime(reasons[0], err, d.now().Add(wait))
		if Unsure(now) {
			reasons = append(now.Reasons[:1:1], reasons...)
		}
	}
	return reasons
}

// untilAgain is how long work that failed waits before it comes again, unless
// its engine is shut.
func (d *Desk) untilAgain(engine receipt.Engine, id int64, err error) time.Duration {
	unseen := unseenError{}
	if errors.As(err, &unseen) && unseen.unsure {
		return unseen.wait
	}
	var e *api.Error
	asked := time.Duration(0)
	if errors.As(err, &e) {
		asked = e.RetryAfter
	}
	wait := max(asked, d.tries.next(id, d.pace))
	if unseen.wait > 0 {
		wait = min(wait, unseen.wait)
	}
	if errors.Is(err, api.ErrRateLimited) {
		return d.pause(engine, asked, wait)
	}
	return wait
}

// comeAgain lets work that failed come again: once the engine is open, or
// after a while.
func (d *Desk) comeAgain(engine receipt.Engine, id int64, err error, later func(time.Duration), now func()) {
	if errors.Is(err, api.ErrAuth) || errors.Is(err, api.ErrAddress) {
		d.shut(engine, err, now)
		return
	}
	later(d.untilAgain(engine, id, err))
}
