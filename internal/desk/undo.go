package desk

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// undoStep is one edit by a person, of one receipt or several.
type undoStep struct {
	name  string
	edits []edited
	also  func(ctx context.Context, back bool) error // what else is taken back or done again; nil for nothing
}

// follow does what else belongs to a step that is taken back or done again.
func (s undoStep) follow(ctx context.Context, back bool) error {
	if s.also == nil {
		return nil
	}
	return s.also(ctx, back)
}

// edited is a receipt before and after an edit.
type edited struct{ before, after receipt.Receipt }

// snapshot copies what a person's edits touch.
func snapshot(r receipt.Receipt) receipt.Receipt {
	r.Corrected = maps.Clone(r.Corrected)
	r.Reasons = slices.Clone(r.Reasons)
	r.Tags = slices.Clone(r.Tags)
	return r
}

// differs tells whether an edit changed anything that Undo knows of.
func differs(a, b receipt.Receipt) bool {
	return !a.Trashed.Equal(b.Trashed) || a.Turned != b.Turned || !slices.Equal(a.Tags, b.Tags) || !slices.Equal(a.Originals, b.Originals) || !sameContent(a, b)
}

// sameContent tells whether two states of a receipt say the same and stand at
// the same place of the road.
func sameContent(a, b receipt.Receipt) bool {
	if a.Status != b.Status || a.DocumentID != b.DocumentID || !slices.Equal(a.Reasons, b.Reasons) {
		return false
	}
	for _, name := range receipt.AllFields() {
		if a.Fields.Get(name) != b.Fields.Get(name) || a.Corrected[name] != b.Corrected[name] {
			return false
		}
	}
	return reflect.DeepEqual(a.Fields.LineItems, b.Fields.LineItems) && reflect.DeepEqual(a.Fields.TaxLines, b.Fields.TaxLines)
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
	back := make([]edited, len(s.edits))
	for i, e := range s.edits {
		back[i] = edited{before: e.after, after: e.before}
	}
	if err := s.follow(ctx, true); err != nil {
		return s.name, err
	}
	return s.name, d.redo(ctx, "undone", back)
}

// Redo makes the edit again that Undo took back.
func (d *Desk) Redo(ctx context.Context) (string, error) {
	s, ok := d.undo.move(&d.undo.gone, &d.undo.done)
	if !ok {
		return "", nil
	}
	if err := s.follow(ctx, false); err != nil {
		return s.name, err
	}
	return s.name, d.redo(ctx, "done again", s.edits)
}

// redo makes edits of the past again. What an edit did not touch stays as it
// is; what it did touch, and has changed since, stays too.
func (d *Desk) redo(ctx context.Context, what string, edits []edited) error {
	ids := make([]int64, 0, len(edits))
	for _, e := range edits {
		if !sameContent(e.before, e.after) {
			ids = append(ids, e.after.ID)
		}
	}
	return d.telling(ctx, ids, true, d.pace.tell, func() error { return d.redoEach(ctx, what, edits) })
}

func (d *Desk) redoEach(ctx context.Context, what string, edits []edited) error {
	var moved []string
	for _, e := range edits {
		done := false
		r, err := d.change(ctx, e.after.ID, store.Edit{By: store.Person, What: what}, func(r *receipt.Receipt) error {
			if !e.before.Trashed.Equal(e.after.Trashed) {
				r.Trashed = e.after.Trashed
			}
			if !slices.Equal(e.before.Tags, e.after.Tags) {
				r.Tags = slices.Clone(e.after.Tags)
			}
			if !slices.Equal(e.before.Originals, e.after.Originals) && slices.Equal(r.Originals, e.before.Originals) && mayRegroup(*r) == nil {
				r.Originals, r.Evidence = slices.Clone(e.after.Originals), maps.Clone(e.after.Evidence)
			}
			r.Turned = upright(r.Turned + e.after.Turned - e.before.Turned)
			if sameContent(e.before, e.after) {
				return nil
			}
			if !sameContent(*r, e.before) {
				moved = append(moved, fmt.Sprint(r.ID))
				return nil
			}
			r.Fields, r.Status = e.after.Fields, e.after.Status
			r.Corrected, r.Reasons = maps.Clone(e.after.Corrected), slices.Clone(e.after.Reasons)
			done = true
			return nil
		})
		if err != nil {
			return err
		}
		if done {
			d.teach(ctx, e.before, r)
		}
		d.route(r)
	}
	if len(moved) > 0 {
		return fmt.Errorf("receipt %s has moved on since, so its fields stay as they are", strings.Join(moved, ", "))
	}
	return nil
}
