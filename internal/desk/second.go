package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Part is what of a second reading may be taken: a field, or one of the two
// kinds of lines.
type Part = receipt.Field

// The parts that are not fields.
const (
	PartTaxLines  Part = "tax_lines"
	PartLineItems Part = "line_items"
)

// Readings are what two engines read on one receipt.
type Readings struct {
	Receipt receipt.Receipt // as it now is
	Second  receipt.Fields  // what Receipt.Second.Engine read, with the rules that count for its vendor
	Differ  []Part          // where the two say something else, in the order of the window
	Yours   map[Part]bool   // what of Receipt a person corrected
}

// All are the parts that "take all of the second" takes: where the two differ,
// but for what a person corrected, and but for what the second reading lacks
// and is no part of the sum.
func (r Readings) All() []Part {
	return slices.DeleteFunc(slices.Clone(r.Differ), func(p Part) bool { return r.Yours[p] || r.lacks(p) })
}

// lacks tells whether the second reading has nothing for a part. A tip or the
// like that it lacks is a figure too: none.
func (r Readings) lacks(p Part) bool {
	switch p {
	case PartTaxLines:
		return len(r.Second.TaxLines) == 0
	case PartLineItems:
		return len(r.Second.LineItems) == 0
	case receipt.FieldTip, receipt.FieldDiscount, receipt.FieldFees, receipt.FieldRounding:
		return false
	}
	return r.Second.Get(p) == ""
}

// Readings gives the two readings of a receipt side by side.
func (d *Desk) Readings(ctx context.Context, id int64) (Readings, error) {
	r, err := d.store.Receipt(ctx, id)
	if err != nil {
		return Readings{}, err
	}
	if !r.Second.Read() {
		return Readings{}, fmt.Errorf("receipt %d has no second reading", id)
	}
	raw, err := d.store.SecondDocument(ctx, id)
	if err != nil {
		return Readings{}, err
	}
	document, err := api.ParseDocument(raw)
	if err != nil {
		return Readings{}, fmt.Errorf("the second reading of receipt %d: %w", id, err)
	}
	yours := maps.Clone(r.Corrected)
	if yours == nil {
		yours = make(map[Part]bool)
	}
	events, err := d.store.Events(ctx, id)
	if err != nil {
		return Readings{}, err
	}
	for _, e := range events {
		if p := Part(e.Field); p == PartTaxLines || p == PartLineItems {
			yours[p] = e.By == store.Person
		}
	}
	second := d.secondFields(r, document)
	return Readings{Receipt: r, Second: second, Differ: differing(r.Fields, second), Yours: yours}, nil
}

// secondFields are what a document says of r, with what is never read.
func (d *Desk) secondFields(r receipt.Receipt, document api.Document) receipt.Fields {
	r.Fields, r.Evidence = readFields(document)
	r.Corrected = nil
	d.rules.use(&r)
	return r.Fields
}

// differing are the parts in which two readings differ. Notes are a person's.
func differing(a, b receipt.Fields) []Part {
	var parts []Part
	for _, name := range receipt.AllFields() {
		same := a.Get(name) == b.Get(name) || name == receipt.FieldNotes
		if name.Money() {
			same = a.Amount(name).Equal(b.Amount(name))
		}
		if !same {
			parts = append(parts, name)
		}
	}
	if !sameTaxes(a.TaxLines, b.TaxLines) {
		parts = append(parts, PartTaxLines)
	}
	if !sameItems(a.LineItems, b.LineItems) {
		parts = append(parts, PartLineItems)
	}
	return parts
}

// TakeSecond corrects parts of a receipt to what its second reading says, as
// one step for Undo; without any it keeps the receipt as it is. Either way the
// two are compared then. The receipt is proved anew.
func (d *Desk) TakeSecond(ctx context.Context, id int64, parts ...Part) error {
	read, err := d.Readings(ctx, id)
	if err != nil {
		return err
	}
	engine := read.Receipt.Second.Engine
	if len(parts) > 0 {
		name := fmt.Sprintf("Taking %v of the second reading of receipt %d", valuesAre(len(parts)), id)
		err := d.telling(ctx, []int64{id}, true, d.pace.tell, func() error {
			return d.togetherByPerson(ctx, name, "took what "+engineWords(engine)+" read:", []int64{id}, func(r *receipt.Receipt) error {
				return d.takeParts(r, read, parts)
			})
		})
		if err != nil {
			return err
		}
	}
	what := "compared the two readings"
	if len(parts) == 0 {
		what = "kept the first reading"
	}
	_, err = d.change(ctx, id, store.Edit{By: store.Person, What: what}, func(r *receipt.Receipt) error {
		if r.Second.ExternalID == read.Receipt.Second.ExternalID && r.Second.Status == receipt.SecondRead {
			r.Second.Status = receipt.SecondSettled
		}
		return nil
	})
	return err
}

// takeParts sets parts of r to what was read the second time.
func (d *Desk) takeParts(r *receipt.Receipt, read Readings, parts []Part) error {
	if r.Second.ExternalID != read.Receipt.Second.ExternalID {
		return fmt.Errorf("receipt %d is being read anew meanwhile: compare again once that is there", r.ID)
	}
	// In the order of the window, so that the vendor's rule does not undo the category.
	for _, name := range receipt.AllFields() {
		if !slices.Contains(parts, name) {
			continue
		}
		if err := d.setField(r, name, read.Second.Get(name)); err != nil {
			return err
		}
	}
	doubts := d.standing(*r)
	if slices.Contains(parts, PartTaxLines) {
		r.Fields.TaxLines = slices.Clone(read.Second.TaxLines)
	}
	if slices.Contains(parts, PartLineItems) {
		r.Fields.LineItems = slices.Clone(read.Second.LineItems)
	}
	if slices.Contains(parts, PartTaxLines) || slices.Contains(parts, PartLineItems) {
		d.prove(r, doubts)
	}
	return nil
}

func valuesAre(n int) string {
	if n == 1 {
		return "1 value"
	}
	return fmt.Sprintf("%d values", n)
}

// engineWords are an engine's name for people.
func engineWords(e receipt.Engine) string {
	if e == receipt.Veryfi {
		return "Veryfi"
	}
	return "the reader on this computer"
}

// tellSecond notes why a second reading takes so long, or that it is waited for
// as usual again.
func (d *Desk) tellSecond(ctx context.Context, item *pollItem, words string) error {
	r, err := d.awaitedSecond(ctx, item)
	if err != nil || r.ID == 0 {
		return err
	}
	_, err = d.second(ctx, r, store.Edit{By: store.Program, What: "asked for"}, func(now *receipt.Receipt) { now.Second.Reason = words })
	return err
}

// awaitedSecond is the receipt whose second reading an item asks for; without
// an id when that has moved on.
func (d *Desk) awaitedSecond(ctx context.Context, item *pollItem) (receipt.Receipt, error) {
	r, err := d.store.Receipt(ctx, -item.id)
	if errors.Is(err, store.ErrNotFound) {
		return receipt.Receipt{}, nil
	} else if err != nil {
		return receipt.Receipt{}, err
	}
	if r.Second.Status != receipt.SecondReading || r.Second.DocumentID != string(item.documentID) {
		return receipt.Receipt{}, nil
	}
	return r, nil
}

// finishSecond stores what became of a second reading. Where both read the
// same, nobody needs to compare.
func (d *Desk) finishSecond(ctx context.Context, item *pollItem, document api.Document) error {
	r, err := d.awaitedSecond(ctx, item)
	if err != nil || r.ID == 0 {
		return err
	}
	what := "read again by " + engineWords(r.Second.Engine)
	if document.Failed() {
		what = "the second reading failed"
	}
	_, err = d.second(ctx, r, store.Edit{By: store.Program, What: what, Second: document.Raw}, func(now *receipt.Receipt) {
		switch {
		case document.Failed():
			now.Second.Status, now.Second.Reason = receipt.SecondFailed, reasonOf(document)
		case len(differing(now.Fields, d.secondFields(*now, document))) == 0:
			now.Second.Status, now.Second.Reason = receipt.SecondSettled, ""
		default:
			now.Second.Status, now.Second.Reason = receipt.SecondRead, ""
		}
	})
	return err
}
