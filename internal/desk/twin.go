package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// apartKey is the setting with the pairs that a person said to be two receipts.
const apartKey = "apart"

// pair are the ids of two receipts, the smaller first.
type pair [2]int64

func pairOf(a, b int64) pair { return pair{min(a, b), max(a, b)} }

// Twin is the receipt that r looks like, by its bytes, its picture or what it
// says; 0 for none. A receipt that a person has settled has no twin any more.
func Twin(r receipt.Receipt) int64 {
	if r.Status == receipt.Held {
		return r.DuplicateOf
	}
	for _, reason := range r.Reasons {
		rest, says := strings.CutPrefix(reason, sameSaleStart)
		number, _, _ := strings.Cut(rest, " ")
		if id, err := strconv.ParseInt(number, 10, 64); says && err == nil {
			return id
		}
	}
	return 0
}

// KeepOne says that a receipt is the one that it looks like: it goes to the
// trash, with a note in its history. The other one stays as it is.
func (d *Desk) KeepOne(ctx context.Context, id int64) error {
	_, other, err := d.twins(ctx, id)
	if err != nil {
		return err
	}
	if !other.Trashed.IsZero() {
		return fmt.Errorf("receipt %d is in the trash itself: put it back first, or keep both", other.ID)
	}
	name := fmt.Sprintf("Keeping receipt %d and not %d, which is the same", other.ID, id)
	return d.byPerson(ctx, name, fmt.Sprintf("put into the trash, as the same as receipt %d", other.ID), []int64{id}, func(r *receipt.Receipt) error {
		if Twin(*r) != other.ID {
			return noTwin(id)
		}
		if r.Trashed.IsZero() {
			r.Trashed = d.now().UTC()
		}
		return nil
	})
}

// KeepBoth says that a receipt and the one that it looks like are two. One that
// was held goes on its way; the question does not come again.
func (d *Desk) KeepBoth(ctx context.Context, id int64) error {
	r, other, err := d.twins(ctx, id)
	if err != nil {
		return err
	}
	two := pairOf(id, other.ID)
	if err := d.setApart(ctx, two, true); err != nil {
		return err
	}
	if r.Status == receipt.Held {
		return d.Release(ctx, id)
	}
	step := undoStep{name: fmt.Sprintf("Keeping both receipts %d and %d", two[0], two[1]), also: func(ctx context.Context, back bool) error {
		return d.setApart(ctx, two, !back)
	}}
	return d.stepByPerson(ctx, step, fmt.Sprintf("kept, as another than receipt %d", other.ID), []int64{id}, func(r *receipt.Receipt) error {
		if (r.Status != receipt.Review && r.Status != receipt.Ready) || Twin(*r) != other.ID {
			return nil // compared again meanwhile
		}
		r.Reasons = slices.DeleteFunc(r.Reasons, saysSameSale)
		if next := d.sales.other(*r); next != 0 { // there is a third
			r.Reasons = slices.Insert(r.Reasons, 0, sameSale(next))
		}
		if len(r.Reasons) == 0 {
			r.Status, r.Reasons = receipt.Ready, nil
		}
		return nil
	})
}

// twins are a receipt and the one that it looks like.
func (d *Desk) twins(ctx context.Context, id int64) (r, other receipt.Receipt, err error) {
	if r, err = d.store.Receipt(ctx, id); err != nil {
		return r, other, err
	}
	twin := Twin(r)
	if twin == 0 || !r.Trashed.IsZero() {
		return r, other, noTwin(id)
	}
	other, err = d.store.Receipt(ctx, twin)
	return r, other, err
}

func noTwin(id int64) error { return fmt.Errorf("receipt %d looks like no other any more", id) }

// setApart keeps whether a person says that two receipts are two, over a
// restart too.
func (d *Desk) setApart(ctx context.Context, two pair, apart bool) error {
	return d.alone(func() error {
		pairs, err := d.apart(ctx)
		if err != nil {
			return err
		}
		pairs = slices.DeleteFunc(pairs, func(p pair) bool { return p == two })
		if apart {
			pairs = append(pairs, two)
		}
		if err := d.store.SetSetting(ctx, apartKey, pairs); err != nil {
			return err
		}
		d.sales.setApart(pairs)
		return nil
	})
}

// apart are the pairs that a person said to be two receipts.
func (d *Desk) apart(ctx context.Context) ([]pair, error) {
	var pairs []pair
	_, err := d.store.Setting(ctx, apartKey, &pairs)
	return pairs, err
}

// stepByPerson makes one edit of each receipt that Undo can take back as a
// whole, with what else belongs to the step. When one edit is refused the
// others before it stand, and can be taken back.
func (d *Desk) stepByPerson(ctx context.Context, step undoStep, what string, ids []int64, edit func(*receipt.Receipt) error) error {
	var fault error
	for _, id := range ids {
		var before receipt.Receipt
		after, err := d.change(ctx, id, store.Edit{By: store.Person, What: what}, func(r *receipt.Receipt) error {
			before = snapshot(*r)
			return edit(r)
		})
		if err != nil {
			fault = err
			break
		}
		d.route(after)
		d.teach(ctx, before, after)
		if after = snapshot(after); differs(before, after) {
			step.edits = append(step.edits, edited{before, after})
		}
	}
	if len(step.edits) > 0 {
		d.undo.push(step)
	}
	return fault
}
