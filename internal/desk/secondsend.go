package desk

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// A second reading travels the same road as a first one, through the same
// queues, under the negative number of its receipt: that of a receipt itself is
// never taken by it.

// ReadAgain has receipts that are read also read by the other engine, so that a
// person can compare the two: each is a submission of its own. The receipts
// keep their fields and their state. Those of which a second reading is under
// way, that are in the trash, or without a file are passed over. It returns how
// many are asked for.
func (d *Desk) ReadAgain(ctx context.Context, ids ...int64) (int, error) {
	asked := make(map[int64]bool)
	changed, err := d.changeEach(ctx, ids, store.Edit{By: store.Person, What: "asked for a second reading"}, func(r *receipt.Receipt) error {
		if d.CanReadAgain(*r) {
			asked[r.ID] = true
			r.Second = receipt.Second{Engine: r.Engine.Other(), Status: receipt.SecondWaiting, ExternalID: uuid.NewString()}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, r := range changed {
		if asked[r.ID] {
			d.tries.clear(-r.ID)
			d.routeSecond(r)
		}
	}
	return len(asked), nil
}

// CanReadAgain tells whether the other engine can be asked to read r too.
func (d *Desk) CanReadAgain(r receipt.Receipt) bool {
	return r.Status.Read() && r.Engine != "" && r.Trashed.IsZero() && len(r.Originals) > 0 && safe(r) && !r.Second.Open()
}

// asSecond is r as it travels for its second reading.
func asSecond(r receipt.Receipt) receipt.Receipt {
	s := r.Second
	r.ID, r.Engine, r.ExternalID, r.DocumentID, r.Updated, r.Reasons = -r.ID, s.Engine, s.ExternalID, s.DocumentID, s.At, nil
	if s.Reason != "" {
		r.Reasons = []string{s.Reason}
	}
	return r
}

// routeSecond hands an open second reading to whoever does its next step. What
// waits in the trash stays there; what was accepted is asked for even so.
func (d *Desk) routeSecond(r receipt.Receipt) {
	switch {
	case r.Second.Status == receipt.SecondReading:
		d.polls.add(asSecond(r), r.Second.At, d.now())
	case r.Second.Open() && r.Trashed.IsZero():
		d.sending.put(-r.ID)
	}
}

// takeUpSecond puts an open second reading back on the road. What the reader on
// this computer had in hand ended with the program.
func (d *Desk) takeUpSecond(ctx context.Context, r receipt.Receipt) error {
	if r.Second.Engine == receipt.Local && r.Second.Status != receipt.SecondWaiting {
		var err error
		r, err = d.second(ctx, r, store.Edit{By: store.Program, What: "taken up again"}, func(now *receipt.Receipt) {
			now.Second.Status, now.Second.DocumentID, now.Second.Reason = receipt.SecondWaiting, "", ""
		})
		if err != nil {
			return err
		}
	}
	d.routeSecond(r)
	return nil
}

// second changes the second reading of r, unless it has moved on; it returns r
// as it then is.
func (d *Desk) second(ctx context.Context, r receipt.Receipt, e store.Edit, edit func(*receipt.Receipt)) (receipt.Receipt, error) {
	there := func(now receipt.Receipt) bool {
		return now.Second.Status == r.Second.Status && now.Second.ExternalID == r.Second.ExternalID
	}
	return d.changeWhile(ctx, r, e, there, edit)
}

// submitSecond sends one second reading, unless its engine must not be asked
// just now.
func (d *Desk) submitSecond(ctx context.Context, id int64) error {
	r, err := d.store.Receipt(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	engine := r.Second.Engine
	if !(r.Second.Status == receipt.SecondWaiting || r.Second.Status == receipt.SecondSending) || !r.Trashed.IsZero() || !safe(r) {
		d.callNext(engine)
		return nil
	}
	again := func() { d.sending.put(-id) }
	if engine == receipt.Veryfi && r.Second.Status == receipt.SecondWaiting {
		if reached := d.purse.holds(held{again, []int64{-id}}); reached != nil {
			d.callNext(engine)
			return d.secondWaits(ctx, r, reached)
		}
	}
	service, err := d.mayAsk(ctx, engine, again)
	if service == nil || err != nil {
		d.callNext(engine)
		if err == nil {
			if why := d.gate.why(engine); why != nil {
				err = d.secondWaits(ctx, r, why)
			}
		}
		return err
	}
	if !d.slots.take(engine, -id) {
		return nil
	}
	if r.Second.Status == receipt.SecondWaiting {
		if !d.strain.may(engine, again) {
			d.freeSlot(engine, -id)
			return nil
		}
		defer d.strainOver(engine)
	}
	r, err = d.sendSecond(ctx, service, r)
	if err == nil && r.Second.Status == receipt.SecondReading {
		d.polls.add(asSecond(r), d.now(), d.now().Add(jitter(d.pace.firstPoll)))
		return nil
	}
	d.freeSlot(engine, -id)
	return err
}

// secondWaits tells why a second reading is not sent yet.
func (d *Desk) secondWaits(ctx context.Context, r receipt.Receipt, why error) error {
	_, err := d.second(ctx, r, store.Edit{By: store.Program, What: "the second reading waits"}, func(now *receipt.Receipt) {
		if now.Second.Status == receipt.SecondWaiting {
			now.Second.Reason = Words(why)
		}
	})
	return err
}

// sendSecond stores that the second reading of r is being sent, and sends it;
// when an earlier attempt may have arrived it asks the service first.
func (d *Desk) sendSecond(ctx context.Context, service Service, r receipt.Receipt) (receipt.Receipt, error) {
	b, err := d.batchOf(ctx, r.Batch)
	if err != nil {
		return r, err
	}
	inDoubt := r.Second.Status == receipt.SecondSending
	if !inDoubt {
		if fault := tooLarge(r.Second.Engine, r.Originals, Each); fault != nil {
			return d.secondFailed(ctx, r, fault)
		}
		var moved bool
		r, err = d.second(ctx, r, store.Edit{By: store.Program, What: "sending"}, func(now *receipt.Receipt) {
			if moved = !now.Trashed.IsZero(); !moved {
				now.Second.Status, now.Second.Reason = receipt.SecondSending, ""
			}
		})
		if err != nil || moved || r.Second.Status != receipt.SecondSending {
			return r, err
		}
	}
	var documentID api.ID
	if inDoubt {
		if documentID, err = d.find(ctx, service, asSecond(r)); err != nil {
			return d.secondPutOff(ctx, r, receipt.SecondSending, err)
		}
	}
	if documentID == "" {
		count, err := d.spend(ctx, r.Second.Engine, r.Second.ExternalID, 1)
		var reached *LimitError
		if errors.As(err, &reached) {
			return d.secondNotPaid(ctx, r, inDoubt, reached)
		} else if err != nil {
			return d.secondNotBegun(ctx, r, inDoubt, err)
		}
		d.doubts.forget(r.Second.ExternalID)
		answering, done := d.answering(ctx)
		documentID, err = service.Submit(answering, d.submission(asSecond(r), b.Options))
		done()
		d.strained(r.Second.Engine, err)
		if err != nil {
			if fault := d.unspend(ctx, count, err); fault != nil {
				return r, fault
			}
			return d.secondNotSent(ctx, r, err)
		}
	}
	d.tries.clear(-r.ID)
	// What was accepted is written down even when the program is just ending.
	return d.second(context.WithoutCancel(ctx), r, store.Edit{By: store.Program, What: "sent"}, func(now *receipt.Receipt) {
		now.Second.Status, now.Second.DocumentID, now.Second.Reason = receipt.SecondReading, string(documentID), ""
	})
}

// secondNotBegun lets a second reading wait again that was about to be sent.
func (d *Desk) secondNotBegun(ctx context.Context, r receipt.Receipt, inDoubt bool, err error) (receipt.Receipt, error) {
	if inDoubt {
		return r, err
	}
	changed, fault := d.second(context.WithoutCancel(ctx), r, store.Edit{By: store.Program, What: "not sent"}, func(now *receipt.Receipt) {
		now.Second.Status = receipt.SecondWaiting
	})
	return changed, errors.Join(err, fault)
}

// UnsureSecond tells whether nobody knows if the second reading of a receipt
// arrived, so that a person may decide to send it again.
func UnsureSecond(r receipt.Receipt) bool {
	return r.Second.Status == receipt.SecondSending && strings.HasPrefix(r.Second.Reason, unsureStart)
}

// sendSecondAgain is SendAgain for a second reading.
func (d *Desk) sendSecondAgain(ctx context.Context, r receipt.Receipt) error {
	r, err := d.second(ctx, r, store.Edit{By: store.Person, What: "to be sent again, although it may have arrived"}, func(now *receipt.Receipt) {
		if UnsureSecond(*now) {
			now.Second.Reason = "It is looked for once more, and then sent again as you said"
		}
	})
	if err != nil {
		return err
	}
	d.doubts.send(r.Second.ExternalID)
	d.routeSecond(r)
	return nil
}

// secondNotPaid keeps a second reading that the day's limit does not let through.
func (d *Desk) secondNotPaid(ctx context.Context, r receipt.Receipt, inDoubt bool, reached *LimitError) (receipt.Receipt, error) {
	if !inDoubt {
		var err error
		r, err = d.second(ctx, r, store.Edit{By: store.Program, What: "held back by the day's limit"}, func(now *receipt.Receipt) {
			now.Second.Status, now.Second.Reason = receipt.SecondWaiting, Words(reached)
		})
		if err != nil {
			return r, err
		}
	}
	return r, d.overLimit(ctx, reached, func() { d.sending.put(-r.ID) }, -r.ID)
}

// secondNotSent decides what becomes of a second reading whose submission
// failed.
func (d *Desk) secondNotSent(ctx context.Context, r receipt.Receipt, err error) (receipt.Receipt, error) {
	if ctx.Err() != nil && arrivedPerhaps(err) {
		return r, ctx.Err() // it stays in doubt; the next run asks
	}
	ctx = context.WithoutCancel(ctx) // what is certain is written down
	switch {
	case errors.Is(err, api.ErrRefused), errors.Is(err, api.ErrTooLarge), errors.Is(err, api.ErrFile), errors.Is(err, api.ErrNotFound):
		return d.secondFailed(ctx, r, err)
	case !arrivedPerhaps(err):
		return d.secondPutOff(ctx, r, receipt.SecondWaiting, err)
	}
	return d.secondPutOff(ctx, r, receipt.SecondSending, err)
}

func (d *Desk) secondFailed(ctx context.Context, r receipt.Receipt, err error) (receipt.Receipt, error) {
	d.log.Info("a second reading failed", "receipt", r.ID, "error", err)
	return d.second(ctx, r, store.Edit{By: store.Program, What: "the second reading failed"}, func(now *receipt.Receipt) {
		now.Second.Status, now.Second.Reason = receipt.SecondFailed, Words(err)
	})
}

// secondPutOff stores why a second reading is not sent yet, and lets it come
// again.
func (d *Desk) secondPutOff(ctx context.Context, r receipt.Receipt, status receipt.SecondStatus, err error) (receipt.Receipt, error) {
	if ctx.Err() != nil {
		return r, ctx.Err()
	}
	d.log.Info("a second reading was not sent", "receipt", r.ID, "error", err)
	words := notSentWords(receipt.Sending, err)
	if status == receipt.SecondWaiting {
		words = notSentWords(receipt.Waiting, err)
	}
	changed, fault := d.second(ctx, r, store.Edit{By: store.Program, What: "not sent"}, func(now *receipt.Receipt) {
		if unseen := (unseenError{}); errors.As(err, &unseen) && !unseen.unsure && UnsureSecond(*now) { // an earlier run looked for longer
			return
		}
		now.Second.Status, now.Second.Reason = status, words
	})
	if fault != nil {
		return changed, fault
	}
	again := func() { d.sending.put(-r.ID) }
	d.comeAgain(r.Second.Engine, -r.ID, err, func(wait time.Duration) { d.sending.later(-r.ID, wait) }, again)
	return changed, nil
}
