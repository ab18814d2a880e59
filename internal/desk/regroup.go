package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// CanRegroup tells whether the files of r may be joined with others, split or
// put into another order: it has files, they are safe, and nothing of it is on
// its way to be read.
func (d *Desk) CanRegroup(r receipt.Receipt) bool { return mayRegroup(r) == nil }

func mayRegroup(r receipt.Receipt) error {
	switch {
	case !r.Trashed.IsZero():
		return fmt.Errorf("receipt %d is in the trash: put it back first", r.ID)
	case r.Status == receipt.Sending || r.Status == receipt.Reading:
		return fmt.Errorf("receipt %d is on its way to be read: wait until it is read, and try again", r.ID)
	case len(r.Originals) == 0:
		return fmt.Errorf("receipt %d has no file", r.ID)
	case !safe(r):
		return fmt.Errorf("receipt %d is still being copied: try again in a moment", r.ID)
	}
	return nil
}

// CanSplit tells whether r has several files, or is a PDF of several pages, and
// may be split into receipts.
func (d *Desk) CanSplit(r receipt.Receipt) bool {
	return d.CanRegroup(r) && (len(r.Originals) > 1 || r.Originals[0].Kind == string(intake.PDF) && r.Originals[0].Pages > 1)
}

// Join makes one receipt of several, with their files in the order given. It is
// a new submission; they go to the trash. Undo takes it back. What would be
// paid for waits for the person's word, if they want to be asked.
func (d *Desk) Join(ctx context.Context, ids ...int64) (Added, error) {
	if len(ids) < 2 {
		return Added{}, errors.New("it takes two receipts or more to join them")
	}
	one := receipt.Receipt{Status: receipt.Waiting}
	var notes []string
	for _, id := range ids {
		r, err := d.store.Receipt(ctx, id)
		if err != nil {
			return Added{}, err
		}
		one.Originals = append(one.Originals, r.Originals...)
		for _, tag := range r.Tags {
			one.Tags = receipt.WithTag(one.Tags, tag)
		}
		if r.Fields.Notes != "" {
			notes = append(notes, r.Fields.Notes)
		}
	}
	one.Fields.Notes = strings.Join(notes, "\n")
	return d.regroup(ctx, ids, []receipt.Receipt{one}, Pages, "Joining "+countOf(ids), func(added []receipt.Receipt) string {
		return fmt.Sprintf("joined into receipt %d", added[0].ID)
	})
}

// SplitUp makes a receipt of every file of a receipt or, of a single PDF, of
// every page. Each is a new submission; the receipt goes to the trash. Undo
// takes it back. What would be paid for waits for the person's word, if they
// want to be asked.
func (d *Desk) SplitUp(ctx context.Context, id int64) (Added, error) {
	r, err := d.store.Receipt(ctx, id)
	if err != nil {
		return Added{}, err
	}
	if err := mayRegroup(r); err != nil {
		return Added{}, err
	}
	if !d.CanSplit(r) {
		return Added{}, fmt.Errorf("receipt %d has one page, so there is nothing to split", id)
	}
	rows := make([]receipt.Receipt, len(r.Originals))
	for i, o := range r.Originals {
		rows[i] = receipt.Receipt{Status: receipt.Waiting, Originals: []receipt.Original{o}}
	}
	if len(rows) == 1 {
		if rows, err = d.cutPages(ctx, r, 1, api.MaxDocumentBytes-zipBytes); err != nil {
			return Added{}, err
		}
	}
	for i := range rows {
		rows[i].Tags = slices.Clone(r.Tags)
	}
	return d.regroup(ctx, []int64{id}, rows, Each, fmt.Sprintf("Splitting a receipt into %d", len(rows)), func(added []receipt.Receipt) string {
		return fmt.Sprintf("split into receipts %d to %d", added[0].ID, added[len(added)-1].ID)
	})
}

// regroup puts rows in the place of receipts, which go to the trash: all of it
// at once, so that nothing is read twice, or not at all.
func (d *Desk) regroup(ctx context.Context, ids []int64, rows []receipt.Receipt, b Bundle, name string, what func(added []receipt.Receipt) string) (Added, error) {
	s, err := d.Settings(ctx)
	if err != nil {
		return Added{}, err
	}
	o := Options{Bundle: b, Engine: s.Engine, Country: s.Country, Ask: s.AskBeforePaying}
	added := Added{Batch: uuid.NewString()}
	for i := range rows {
		rows[i].Batch, rows[i].Engine = added.Batch, o.Engine
		if err := tooLarge(o.Engine, rows[i].Originals, b); err != nil {
			return Added{}, err
		}
	}
	if err := d.saveBatch(ctx, added.Batch, o); err != nil {
		return Added{}, err
	}
	before := make(map[int64]receipt.Receipt, len(ids))
	var olds []receipt.Receipt
	_, moved, err := d.commit(func() ([]receipt.Receipt, error) {
		edit := func(added []receipt.Receipt) store.Edit { return store.Edit{By: store.Person, What: what(added)} }
		added.Receipts, olds, err = d.store.Replace(ctx, rows, ids, edit, func(r *receipt.Receipt) error {
			if err := mayRegroup(*r); err != nil {
				return err
			}
			before[r.ID] = snapshot(*r)
			r.Trashed = d.now().UTC()
			return nil
		})
		return append(slices.Clone(added.Receipts), olds...), err
	})
	if err != nil {
		return Added{}, err
	}
	d.compareAgain(ctx, moved)
	step := undoStep{name: name}
	for _, after := range olds {
		step.edits = append(step.edits, edited{before[after.ID], snapshot(after)})
	}
	for _, r := range added.Receipts { // to take it back is to have them in the trash
		gone := snapshot(r)
		gone.Trashed = olds[0].Trashed
		step.edits = append(step.edits, edited{gone, snapshot(r)})
		added.Rows = append(added.Rows, r.ID)
		d.keeping.put(r.ID)
	}
	d.undo.push(step)
	return added, nil
}

// Reorder puts the files of a receipt into another order: order has the place,
// from 0, at which each now stands. What was read stays, and the places on the
// pictures go with their pages: nothing is sent again.
func (d *Desk) Reorder(ctx context.Context, id int64, order []int) error {
	return d.byPerson(ctx, "Another order of the pages", "put into another order", []int64{id}, func(r *receipt.Receipt) error {
		if err := mayRegroup(*r); err != nil {
			return err
		}
		sorted := slices.Sorted(slices.Values(order))
		for i := range max(len(sorted), len(r.Originals)) {
			if i >= len(sorted) || i >= len(r.Originals) || sorted[i] != i {
				return fmt.Errorf("receipt %d has %d files: each needs a place", id, len(r.Originals))
			}
		}
		first := make([]int, len(r.Originals)) // page of each file, as it was
		for i := 1; i < len(first); i++ {
			first[i] = first[i-1] + max(r.Originals[i-1].Pages, 1)
		}
		var originals []receipt.Original
		pages := make(map[int]int)
		for _, at := range order {
			for p := range max(r.Originals[at].Pages, 1) {
				pages[first[at]+p] = len(pages)
			}
			originals = append(originals, r.Originals[at])
		}
		evidence := make(map[receipt.Field]receipt.Evidence, len(r.Evidence))
		for name, e := range r.Evidence {
			e.Page = pages[e.Page]
			evidence[name] = e
		}
		r.Originals = originals
		if r.Evidence != nil {
			r.Evidence = evidence
		}
		return nil
	})
}
