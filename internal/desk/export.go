package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Exporter writes the receipts of this history; Export and Pack also mark them.
func (d *Desk) Exporter() Exporter { return Exporter{Store: d.store, Now: d.now} }

// ExportProfiles are the export profiles, the person's own among them. With
// an error, which says in words which of those are damaged, the others are good.
func (d *Desk) ExportProfiles(context.Context) ([]ExportProfile, error) {
	return ExportProfiles(d.store.Home())
}

// ExportChoices are what was chosen for a profile in this history, or nothing.
func (d *Desk) ExportChoices(ctx context.Context, profile string) (ExportChoices, error) {
	return d.Exporter().Choices(ctx, profile)
}

// SaveExportChoices keeps the choices for the next export by the profile.
func (d *Desk) SaveExportChoices(ctx context.Context, profile string, c ExportChoices) error {
	return d.Exporter().SaveChoices(ctx, profile, c)
}

// Rehearse goes through an export and writes nothing. What others exported
// meanwhile is taken up before.
func (d *Desk) Rehearse(ctx context.Context, r Request) (*Rehearsal, error) {
	if err := d.takeExports(ctx); err != nil {
		return nil, err
	}
	return d.Exporter().Rehearse(ctx, r)
}

// Export writes a rehearsed export, all of its files or none, the first at
// path, and marks those that were ready as exported.
func (d *Desk) Export(ctx context.Context, r *Rehearsal, path string) (Exported, error) {
	return d.export(ctx, r, func(x Exporter) (Exported, error) { return x.Write(ctx, r, path) })
}

// Pack writes a month-end pack, whole or not at all, and marks those that were
// ready as exported. The title is what the person calls it: "March 2026".
func (d *Desk) Pack(ctx context.Context, r *Rehearsal, path, title string) (Exported, error) {
	return d.export(ctx, r, func(x Exporter) (Exported, error) { return x.Pack(ctx, r, path, title) })
}

// export writes while no other program exports from the same history.
func (d *Desk) export(ctx context.Context, r *Rehearsal, write func(Exporter) (Exported, error)) (e Exported, err error) {
	lock, err := lockExports(ctx, d.store.Home())
	if err != nil {
		return e, err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	if err := d.takeExports(ctx); err != nil {
		return e, err
	}
	x := d.Exporter()
	if once(r.Profile) && !r.again {
		before, err := x.exportedBy(ctx, r.Profile.Name)
		if err != nil {
			return e, err
		}
		for place := range r.Written() {
			if _, ok := before[place.Receipt]; ok {
				return e, export.ErrChanged
			}
		}
	}
	if e, err = write(x); err != nil {
		return e, err
	}
	return e, d.MarkExported(ctx, r)
}

// takeExports brings what programs exported that could only read the history
// into it, and tells the person.
func (d *Desk) takeExports(ctx context.Context) error {
	d.taking.Lock()
	defer d.taking.Unlock()
	taken, err := d.Exporter().takeNotes(ctx, d.changeEach)
	d.tellTaken(taken)
	return err
}

// finishExports does the same at the start, and ends what was interrupted.
func (d *Desk) finishExports(ctx context.Context) error {
	d.taking.Lock()
	defer d.taking.Unlock()
	taken, err := d.Exporter().takeUp(ctx, d.changeEach)
	d.tellTaken(taken)
	return err
}

func (d *Desk) tellTaken(taken []Exported) {
	for _, e := range taken {
		where := e.Files[0].Path
		if where == "-" {
			where = "standard output"
		}
		text := fmt.Sprintf("The command line exported 1 receipt to %s. Unless it changed since, it is marked as exported.", where)
		if e.Receipts != 1 {
			text = fmt.Sprintf("The command line exported %d receipts to %s. Those that did not change since are marked as exported.", e.Receipts, where)
		}
		d.notice(text, false)
	}
}

// watchExports takes up what is exported while this program has the history.
func (d *Desk) watchExports(ctx context.Context) error {
	ticker := time.NewTicker(d.pace.exports)
	defer ticker.Stop()
	said := ""
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		err := d.takeExports(ctx)
		if err != nil && ctx.Err() == nil && err.Error() != said { // it is tried again, and told once
			said = err.Error()
			d.notice(Words(err), true)
		}
	}
}

// Exports are all exports of this history, the newest first.
func (d *Desk) Exports(ctx context.Context) ([]Exported, error) { return d.store.Exports(ctx) }

// ExportsOf are the exports that a receipt is in, the newest first.
func (d *Desk) ExportsOf(ctx context.Context, id int64) ([]Exported, error) {
	return d.store.ExportsOf(ctx, id)
}

// Rows are receipts with what an export needs beside them.
func (d *Desk) Rows(ctx context.Context, ids []int64) ([]export.Row, error) {
	return Rows(ctx, d.store, ids)
}

// Rows are the receipts of a history with what an export needs beside them.
func Rows(ctx context.Context, s *store.Store, ids []int64) ([]export.Row, error) {
	rows := make([]export.Row, 0, len(ids))
	for row, err := range (Exporter{Store: s}).rows(ctx, ids, true, nil) {
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// MarkExported records that the receipts of a rehearsed export are, as it has
// them, in a file that somebody asked for. Those that still need a look stay
// where they are, and so do those that changed since: the file does not have
// them so.
func (d *Desk) MarkExported(ctx context.Context, r *Rehearsal) error {
	ids, edit := exported(r, d.now())
	_, err := d.changeEach(ctx, ids, exportedEdit, edit)
	return err
}

// MarkExported does in a history what Desk.MarkExported does.
func MarkExported(ctx context.Context, s *store.Store, r *Rehearsal) error {
	ids, edit := exported(r, time.Now())
	_, err := s.UpdateEach(ctx, ids, exportedEdit, edit)
	return err
}

var exportedEdit = store.Edit{By: store.Program, What: "exported"}

func exported(r *Rehearsal, now time.Time) (ids []int64, edit func(*receipt.Receipt) error) {
	written := make(map[int64]time.Time)
	for place := range r.Written() {
		ids = append(ids, place.Receipt)
		written[place.Receipt] = place.Updated
	}
	return ids, func(r *receipt.Receipt) error {
		if r.Status == receipt.Ready && r.Updated.Equal(written[r.ID]) {
			r.Status, r.ExportedAt = receipt.Exported, now.UTC()
		}
		return nil
	}
}
