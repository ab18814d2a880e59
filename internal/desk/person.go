package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Correct gives a field a new value from plain text, as receipt.Fields.Set
// takes it. The receipt is proved anew.
func (d *Desk) Correct(ctx context.Context, id int64, field receipt.Field, text string) error {
	return d.byPerson(ctx, "Correction of the "+field.Words(), "corrected", []int64{id}, func(r *receipt.Receipt) error {
		if !r.Status.Read() {
			return fmt.Errorf("receipt %d is not read yet, so there is nothing to correct", r.ID)
		}
		before := r.Fields.Get(field)
		if err := r.Fields.Set(field, text); err != nil {
			return err
		}
		if r.Fields.Get(field) == before {
			return nil
		}
		if r.Corrected == nil {
			r.Corrected = make(map[receipt.Field]bool)
		}
		r.Corrected[field] = true
		d.prove(r)
		return nil
	})
}

// Accept says that the receipts are right as they stand. A field that every
// export needs must be there.
func (d *Desk) Accept(ctx context.Context, ids ...int64) error {
	return d.byPerson(ctx, "Accepting "+countOf(ids), "accepted", ids, func(r *receipt.Receipt) error {
		if r.Status != receipt.Review {
			return nil
		}
		for _, name := range []receipt.Field{receipt.FieldVendor, receipt.FieldDate, receipt.FieldCurrency, receipt.FieldTotal} {
			if r.Fields.Get(name) == "" {
				return fmt.Errorf("receipt %d has no %s yet: fill it in first, every export needs it", r.ID, name.Words())
			}
		}
		r.Status, r.Reasons = receipt.Ready, nil
		return nil
	})
}

// Turn turns the picture, clockwise by degrees, for good.
func (d *Desk) Turn(ctx context.Context, id int64, degrees int) error {
	return d.byPerson(ctx, "Turning the picture", "turned", []int64{id}, func(r *receipt.Receipt) error {
		r.Turned = ((r.Turned+degrees)%360 + 360) % 360
		return nil
	})
}

// Trash puts receipts aside. What is on its way to the service stays on its
// way, and is there when the receipt is restored.
func (d *Desk) Trash(ctx context.Context, ids ...int64) error {
	return d.byPerson(ctx, "Moving "+countOf(ids)+" to the trash", "put into the trash", ids, func(r *receipt.Receipt) error {
		if r.Trashed.IsZero() {
			r.Trashed = d.now().UTC()
		}
		return nil
	})
}

// Restore takes receipts back out of the trash.
func (d *Desk) Restore(ctx context.Context, ids ...int64) error {
	return d.byPerson(ctx, "Restoring "+countOf(ids), "restored", ids, func(r *receipt.Receipt) error {
		r.Trashed = time.Time{}
		return nil
	})
}

// Retry starts failed receipts anew. What the engine refused gets a new
// external id, for it is a new submission; what is in doubt keeps its own.
func (d *Desk) Retry(ctx context.Context, ids ...int64) error {
	s, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	d.trouble.clear()
	return d.onTheRoad(ctx, "retried", ids, func(r *receipt.Receipt) bool {
		if r.Status != receipt.Failed {
			return false
		}
		r.Status, r.Reasons, r.DuplicateOf = receipt.Waiting, nil, 0
		r.ExternalID, r.DocumentID, r.Engine = "", "", s.Engine
		return len(r.Originals) > 0
	})
}

// Release sends receipts that were held as duplicates.
func (d *Desk) Release(ctx context.Context, ids ...int64) error {
	return d.onTheRoad(ctx, "sent although it looks like a duplicate", ids, func(r *receipt.Receipt) bool {
		if r.Status != receipt.Held {
			return false
		}
		r.Status, r.Reasons = receipt.Waiting, nil
		return true
	})
}

// onTheRoad makes edits after which the program goes on by itself.
func (d *Desk) onTheRoad(ctx context.Context, what string, ids []int64, edit func(*receipt.Receipt) bool) error {
	for _, id := range ids {
		moved := false
		r, err := d.change(ctx, id, store.Edit{By: store.Person, What: what}, func(r *receipt.Receipt) error {
			moved = edit(r)
			if !moved {
				return errMoved
			}
			return nil
		})
		if errors.Is(err, errMoved) {
			continue
		} else if err != nil {
			return err
		}
		d.route(r)
	}
	return nil
}

// byPerson makes one edit of each receipt that Undo can take back as a whole.
// When one edit is refused the others before it stand, and can be taken back.
func (d *Desk) byPerson(ctx context.Context, name, what string, ids []int64, edit func(*receipt.Receipt) error) error {
	step := undoStep{name: name}
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
		d.sales.add(after)
		step.before, step.after = append(step.before, before), append(step.after, snapshot(after))
	}
	if len(step.before) > 0 {
		d.undo.push(step)
	}
	return fault
}

func countOf(ids []int64) string {
	if len(ids) == 1 {
		return "1 receipt"
	}
	return fmt.Sprintf("%d receipts", len(ids))
}

// snapshot copies what a person's edits touch.
func snapshot(r receipt.Receipt) receipt.Receipt {
	corrected := make(map[receipt.Field]bool, len(r.Corrected))
	for name := range r.Corrected {
		corrected[name] = true
	}
	r.Corrected = corrected
	return r
}

// undoStep is one edit by a person, of one receipt or several.
type undoStep struct {
	name          string
	before, after []receipt.Receipt
}

// undoStack is what can be taken back, and done again, since the start.
type undoStack struct {
	mu         sync.Mutex
	done, gone []undoStep
}

// maxUndo bounds the memory for steps.
const maxUndo = 500

func (u *undoStack) push(s undoStep) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.done, u.gone = append(u.done, s), nil
	if len(u.done) > maxUndo {
		u.done = u.done[1:]
	}
}

func (u *undoStack) move(from, to *[]undoStep) (undoStep, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(*from) == 0 {
		return undoStep{}, false
	}
	last := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, last)
	return last, true
}

// Undo takes the last edit by a person back and says which; "" when there is
// none.
func (d *Desk) Undo(ctx context.Context) (string, error) {
	s, ok := d.undo.move(&d.undo.done, &d.undo.gone)
	if !ok {
		return "", nil
	}
	return s.name, d.restore(ctx, "undone", s.before, s.after)
}

// Redo makes the edit again that Undo took back.
func (d *Desk) Redo(ctx context.Context) (string, error) {
	s, ok := d.undo.move(&d.undo.gone, &d.undo.done)
	if !ok {
		return "", nil
	}
	return s.name, d.restore(ctx, "done again", s.after, s.before)
}

// restore sets the receipts to how they were. Their place on the road is set
// only when they have not moved since.
func (d *Desk) restore(ctx context.Context, what string, to, from []receipt.Receipt) error {
	var moved []string
	for i, want := range to {
		r, err := d.change(ctx, want.ID, store.Edit{By: store.Person, What: what}, func(r *receipt.Receipt) error {
			r.Trashed, r.Turned = want.Trashed, want.Turned
			if r.Status != from[i].Status {
				moved = append(moved, fmt.Sprint(r.ID))
				return nil
			}
			r.Fields, r.Corrected, r.Status, r.Reasons = want.Fields, want.Corrected, want.Status, want.Reasons
			return nil
		})
		if err != nil {
			return err
		}
		d.sales.add(r)
		if r.Trashed.IsZero() && r.Status.Open() {
			d.route(r)
		}
	}
	if len(moved) > 0 {
		return fmt.Errorf("receipt %s has moved on since, so its fields stay as they are", strings.Join(moved, ", "))
	}
	return nil
}
