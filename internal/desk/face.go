package desk

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Receipts are all receipts, those in the trash too, in the order of intake.
func (d *Desk) Receipts(ctx context.Context) ([]receipt.Receipt, error) { return d.store.Receipts(ctx) }

// Pages is how many pages the originals of r have together.
func (d *Desk) Pages(r receipt.Receipt) int {
	n := 0
	for _, o := range r.Originals {
		n += max(o.Pages, 1)
	}
	return n
}

// Page renders a page of a receipt, from 0 across its originals, upright as it
// was taken (not as the person turned it), with no side longer than maxSide.
func (d *Desk) Page(ctx context.Context, id int64, page, maxSide int) (image.Image, error) {
	r, err := d.store.Receipt(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, o := range r.Originals {
		if pages := max(o.Pages, 1); page >= pages {
			page -= pages
			continue
		}
		if o.SHA256 == "" {
			return nil, errors.New("the picture is not copied yet")
		}
		document, err := d.intake.Open(ctx, d.store.OriginalPath(o.SHA256))
		if err != nil {
			return nil, err
		}
		defer document.Close()
		return document.Page(ctx, page, maxSide)
	}
	return nil, errors.New("this receipt has no picture")
}

// History is what happened to a receipt, the oldest first.
func (d *Desk) History(ctx context.Context, id int64) ([]Change, error) {
	events, err := d.store.Events(ctx, id)
	if err != nil {
		return nil, err
	}
	changes := make([]Change, len(events))
	for i, e := range events {
		changes[i] = Change{At: e.At, Person: e.By == store.Person, What: e.What, Field: e.Field, Before: e.Before, After: e.After}
	}
	return changes, nil
}

// Formats are the names that Export takes.
func (d *Desk) Formats() []string { return export.Formats() }

// Export writes receipts to a file, whole or not at all, in the order of ids,
// and marks those that were ready as exported. It returns how many it wrote.
func (d *Desk) Export(ctx context.Context, path, format string, ids []int64) (int, error) {
	rows, err := d.Rows(ctx, ids)
	if err != nil {
		return 0, err
	}
	err = export.File(ctx, path, func(w io.Writer) error { return export.Write(ctx, w, format, rows) })
	if err != nil {
		return 0, err
	}
	return len(rows), d.MarkExported(ctx, ids)
}

// Rows are receipts with what an export needs beside them.
func (d *Desk) Rows(ctx context.Context, ids []int64) ([]export.Row, error) {
	return Rows(ctx, d.store, ids)
}

// Rows are the receipts of a history with what an export needs beside them.
func Rows(ctx context.Context, s *store.Store, ids []int64) ([]export.Row, error) {
	rows := make([]export.Row, 0, len(ids))
	for _, id := range ids {
		r, err := s.Receipt(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("receipt %d: %w", id, err)
		}
		row := export.Row{Receipt: r}
		if row.Document, err = s.Document(ctx, id); err != nil {
			return nil, err
		}
		if r.DuplicateOf != 0 {
			first, err := s.Receipt(ctx, r.DuplicateOf)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			row.DuplicateDocumentID = first.DocumentID
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// MarkExported records that the receipts are in a file that somebody asked
// for. Those that still need a look stay where they are.
func (d *Desk) MarkExported(ctx context.Context, ids []int64) error {
	for _, id := range ids {
		_, err := d.change(ctx, id, store.Edit{By: store.Program, What: "exported"}, func(r *receipt.Receipt) error {
			if r.Status != receipt.Ready {
				return errMoved
			}
			r.Status, r.ExportedAt = receipt.Exported, d.now().UTC()
			return nil
		})
		if err != nil && !errors.Is(err, errMoved) {
			return err
		}
	}
	return nil
}

const settingsKey = "settings"

// Settings are what the person chose, or the defaults.
func (d *Desk) Settings(ctx context.Context) (Settings, error) {
	s := DefaultSettings()
	_, err := d.store.Setting(ctx, settingsKey, &s)
	return s, err
}

// SaveSettings keeps the settings. Receipts that wait and were never sent go
// to the engine that is chosen now.
func (d *Desk) SaveSettings(ctx context.Context, s Settings) error {
	before, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	if err := d.store.SetSetting(ctx, settingsKey, s); err != nil {
		return err
	}
	if s.Engine != before.Engine {
		if err := d.switchEngine(ctx, s.Engine); err != nil {
			return err
		}
	}
	d.reopen()
	return nil
}

func (d *Desk) switchEngine(ctx context.Context, engine receipt.Engine) error {
	all, err := d.store.Receipts(ctx)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Status != receipt.Waiting || r.Engine == engine {
			continue
		}
		r, err := d.change(ctx, r.ID, store.Edit{By: store.Person, What: "given to the other engine"}, func(r *receipt.Receipt) error {
			if r.Status != receipt.Waiting {
				return errMoved
			}
			r.Engine, r.ExternalID, r.Reasons = engine, "", nil
			return nil
		})
		if errors.Is(err, errMoved) {
			continue
		} else if err != nil {
			return err
		}
		if safe(r) {
			d.sending.put(r.ID)
		}
	}
	return nil
}

// reopen lets every engine be asked again: something may have been mended.
func (d *Desk) reopen() {
	d.gate.open(receipt.Local)
	d.gate.open(receipt.Veryfi)
}

// Credentials are those of the Veryfi account in the keychain.
func (d *Desk) Credentials(ctx context.Context) (Credentials, error) { return d.keychain.Load(ctx) }

// SaveCredentials puts them into the keychain.
func (d *Desk) SaveCredentials(ctx context.Context, c Credentials) error {
	if err := d.keychain.Save(ctx, c); err != nil {
		return err
	}
	d.reopen()
	return nil
}

// RemoveCredentials takes them out of the keychain.
func (d *Desk) RemoveCredentials(ctx context.Context) error { return d.keychain.Remove(ctx) }

// TestConnection makes the cheapest real request that needs the credentials.
func (d *Desk) TestConnection(ctx context.Context, url string, c Credentials) error {
	service, err := d.dial(url, c)
	if err != nil {
		return errors.New(Words(err))
	}
	if err := service.Check(ctx); err != nil {
		return errors.New(Words(err))
	}
	return nil
}

// ReaderReady is nil when the reader on this computer can read; else it says
// what to do.
func (d *Desk) ReaderReady(ctx context.Context) error {
	if d.ready == nil {
		return nil
	}
	return d.ready(ctx)
}

// News tells that a document is said to be read. The document is asked for
// with our own credentials; the news itself is not believed.
func (d *Desk) News(ids ...api.ID) {
	for _, id := range ids {
		d.polls.hurry(id, d.now())
	}
}
