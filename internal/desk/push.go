package desk

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// tellTries is how often the service is told a correction before the desk
// gives up: about half an hour.
const tellTries = 30

// PushCorrections has the Veryfi service told what a person corrected on these
// receipts, so that it learns. It returns for how many there is something to
// tell; that is kept, and goes on by itself, over a restart too. What became of
// it is in the receipts' histories. Rows are never changed by it.
func (d *Desk) PushCorrections(ctx context.Context, ids ...int64) (int, error) {
	n := 0
	for _, id := range ids {
		to, err := d.toTell(ctx, id, false)
		if err != nil {
			return n, err
		}
		if to {
			n++
			d.pushing.put(id)
		}
	}
	return n, nil
}

// telling makes an edit by a person of which the service is told, when the
// settings say so. What is to be told is written down before the edit is made.
func (d *Desk) telling(ctx context.Context, ids []int64, corrects bool, wait time.Duration, edit func() error) error {
	s, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	if !s.PushCorrections {
		return edit()
	}
	var to []int64
	for _, id := range ids {
		is, err := d.toTell(ctx, id, corrects)
		if err != nil {
			return err
		}
		if is {
			to = append(to, id)
		}
	}
	err = edit()
	for _, id := range to {
		// Whoever looked between the two saw nothing to tell, and crossed it out.
		_, fault := d.toTell(ctx, id, false)
		err = errors.Join(err, fault)
		d.pushing.later(id, wait)
	}
	return err
}

// toTell writes down that the service is to be told of a receipt: always, or
// when there is something that it does not know yet.
func (d *Desk) toTell(ctx context.Context, id int64, always bool) (bool, error) {
	r, err := d.store.Receipt(ctx, id)
	if err != nil {
		return false, err
	}
	told, err := d.store.Told(ctx, id)
	if err != nil || !atService(r, told) || !r.Status.Read() {
		return false, err
	}
	if !always && len(untold(r, told, d.now())) == 0 {
		return false, nil
	}
	return true, d.setTold(ctx, r, func(t *store.Told) { t.Pending, t.Tries = true, 0 })
}

// atService tells whether the Veryfi service has a document for a receipt.
func atService(r receipt.Receipt, told store.Told) bool {
	return r.Engine == receipt.Veryfi && r.DocumentID != "" && !(told.Deleted && told.Document == r.DocumentID)
}

// setTold changes what is kept about telling the service of a receipt.
func (d *Desk) setTold(ctx context.Context, r receipt.Receipt, change func(*store.Told), events ...store.Event) error {
	d.tellings.Lock()
	defer d.tellings.Unlock()
	told, err := d.store.Told(ctx, r.ID)
	if err != nil {
		return err
	}
	if told.Document != r.DocumentID { // it was sent anew
		told = store.Told{Receipt: r.ID, Document: r.DocumentID}
	}
	if told.Fields == nil {
		told.Fields = make(map[receipt.Field]string)
	}
	change(&told)
	return d.alone(func() error { return d.store.SaveTold(ctx, told, events...) })
}

// untold are the fields, as they now are, that a person corrected and that the
// service was not told; and those that it was told, and that were taken back.
func untold(r receipt.Receipt, told store.Told, now time.Time) map[receipt.Field]string {
	known := told.Fields
	if told.Document != r.DocumentID {
		known = nil
	}
	to := make(map[receipt.Field]string)
	for _, name := range receipt.AllFields() {
		value := r.Fields.Get(name)
		before, has := known[name]
		if (r.Corrected[name] || has) && (!has || before != value) && takes(name, r.Fields, now) {
			to[name] = value
		}
	}
	return to
}

// members are the names of the fields in a document, as far as the service
// takes changes of them. The vendor's name is inside its vendor.
// Source: https://docs.veryfi.com/api/receipts-invoices/update-a-document/
var members = map[receipt.Field]string{
	receipt.FieldVendor: "vendor", receipt.FieldDate: "date", receipt.FieldCurrency: "currency_code",
	receipt.FieldSubtotal: "subtotal", receipt.FieldTax: "tax", receipt.FieldTip: "tip", receipt.FieldDiscount: "discount",
	receipt.FieldFees: "shipping", receipt.FieldTotal: "total", receipt.FieldCategory: "category",
	receipt.FieldInvoiceNumber: "invoice_number", receipt.FieldNotes: "notes",
}

// takes tells whether the service takes a change of a field: of the date only
// within ten years back and three months ahead.
func takes(name receipt.Field, f receipt.Fields, now time.Time) bool {
	if members[name] == "" {
		return false
	}
	if day := f.Date.Time(); name == receipt.FieldDate && f.Date.Known() {
		return day.After(now.AddDate(-10, 0, 1)) && day.Before(now.AddDate(0, 3, -1))
	}
	return true
}

// changesOf are fields as the service takes them: amounts with every digit.
func changesOf(fields map[receipt.Field]string) map[string]any {
	changes := make(map[string]any, len(fields))
	for name, text := range fields {
		var value any
		switch {
		case text == "":
		case name.Money():
			value = json.Number(text)
		default:
			value = text
		}
		if name == receipt.FieldVendor {
			value = map[string]any{"name": value}
		}
		changes[members[name]] = value
	}
	return changes
}

// takeUpTold takes up what the service is still to be told.
func (d *Desk) takeUpTold(ctx context.Context) error {
	ids, err := d.store.Untold(ctx)
	for _, id := range ids {
		d.pushing.put(id)
	}
	return err
}

// push tells the service what a person corrected on a receipt.
func (d *Desk) push(ctx context.Context, id int64) error {
	r, err := d.store.Receipt(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	told, err := d.store.Told(ctx, id)
	if err != nil || !told.Pending {
		return err
	}
	fields := untold(r, told, d.now())
	if len(fields) == 0 || !atService(r, told) || !r.Status.Read() {
		return d.allTold(ctx, r)
	}
	service, err := d.mayAsk(ctx, r.Engine, func() { d.pushing.put(id) })
	if service == nil || err != nil {
		return err
	}
	document, err := service.UpdateDocument(ctx, api.ID(r.DocumentID), changesOf(fields))
	if err != nil {
		return d.notTold(ctx, r, told, err)
	}
	// The answer to a change lacks scores and boxes.
	if whole, err := service.Document(ctx, api.ID(r.DocumentID)); err == nil && !whole.Pending() && !whole.Failed() {
		document = whole
	}
	return d.wasTold(context.WithoutCancel(ctx), r, fields, document)
}

// allTold crosses out that the service is to be told of a receipt, unless the
// person has corrected it since it was looked at.
func (d *Desk) allTold(ctx context.Context, r receipt.Receipt) error {
	var fault error
	more := false
	err := d.setTold(ctx, r, func(t *store.Told) {
		var now receipt.Receipt
		if now, fault = d.store.Receipt(ctx, r.ID); fault != nil {
			return
		}
		more = atService(now, *t) && now.Status.Read() && len(untold(now, *t, d.now())) > 0
		t.Pending = t.Pending && more
	})
	if more {
		d.pushing.put(r.ID)
	}
	return errors.Join(err, fault)
}

// wasTold writes down what the service now knows, and keeps its document as it
// now is. The receipt's own fields stay: the person's word counts.
func (d *Desk) wasTold(ctx context.Context, r receipt.Receipt, fields map[receipt.Field]string, document api.Document) error {
	var events []store.Event
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		events = append(events, store.Event{By: store.Program, What: "told to the service", Field: string(name), After: fields[name]})
	}
	if err := d.setTold(ctx, r, func(t *store.Told) { maps.Copy(t.Fields, fields); t.Tries = 0 }, events...); err != nil {
		return err
	}
	_, err := d.change(ctx, r.ID, store.Edit{By: store.Program, What: "told to the service", Document: document.Raw}, func(now *receipt.Receipt) error {
		if now.DocumentID != r.DocumentID {
			return errMoved
		}
		return nil
	})
	if err != nil && !errors.Is(err, errMoved) {
		return err
	}
	d.pushing.put(r.ID) // there may be more by now
	return nil
}

// notTold decides whether the service is told again later. A refusal is noted
// in the history of the receipt, and changes nothing else.
func (d *Desk) notTold(ctx context.Context, r receipt.Receipt, told store.Told, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d.log.Info("a correction was not told", "receipt", r.ID, "error", err)
	again := func() { d.pushing.put(r.ID) }
	var e *api.Error
	passes := !errors.As(err, &e) || e.Temporary()
	switch {
	case errors.Is(err, api.ErrAuth), errors.Is(err, api.ErrAddress):
		d.shut(r.Engine, err, again)
		return nil
	case errors.Is(err, api.ErrRateLimited):
		d.pushing.later(r.ID, d.pause(r.Engine, e.RetryAfter, jitter(d.pace.retry)))
		return nil
	case passes && told.Tries < tellTries:
		if err := d.setTold(ctx, r, func(t *store.Told) { t.Tries++ }); err != nil {
			return err
		}
		d.pushing.later(r.ID, jitter(min(d.pace.retry<<min(told.Tries, 10), d.pace.slowestTry)))
		return nil
	}
	if err := d.setTold(ctx, r, func(t *store.Told) { t.Pending = false },
		store.Event{By: store.Program, What: "the service did not take the correction", After: Words(err)}); err != nil {
		return err
	}
	d.listeners.tell(Event{Changed: []receipt.Receipt{r}}) // its history has more
	return nil
}
