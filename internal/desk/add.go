package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/google/uuid"

	"github.com/spindle-receipts/spindle/internal/intake"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Add takes a pile of files and folders in. Every file is a row at once; its
// safe copy, and all that follows, goes on in Run. With o.Reuse a file whose
// bytes the history already holds, read or on its way, gets no new row: its
// old one is among Known.
//
// A path that leads nowhere is an *intake.MissingError and nothing is taken.
func (d *Desk) Add(ctx context.Context, paths []string, o Options) (Added, error) {
	found, err := intake.Expand(ctx, paths)
	if err != nil {
		return Added{}, err
	}
	o, err = d.complete(ctx, o)
	if err != nil {
		return Added{}, err
	}
	added := Added{Batch: uuid.NewString()}
	for _, s := range found.Skipped {
		added.Skipped = append(added.Skipped, Skip{Path: s.Path, Reason: s.Reason})
	}
	if len(found.Files) == 0 {
		return added, nil
	}
	raw, err := json.Marshal(o)
	if err != nil {
		return added, fmt.Errorf("storing the options of a batch: %w", err)
	}
	if err := d.store.SaveBatch(ctx, store.Batch{ID: added.Batch, Options: raw, Created: d.now().UTC()}); err != nil {
		return added, err
	}
	if o.Reuse && !o.Again && o.Bundle == Each {
		return d.addUnknown(ctx, found.Files, o, added)
	}
	rows := d.rows(found.Files, o, added.Batch)
	return d.insert(ctx, rows, added)
}

// complete fills in what the options leave to the settings.
func (d *Desk) complete(ctx context.Context, o Options) (Options, error) {
	s, err := d.Settings(ctx)
	if err != nil {
		return o, err
	}
	if o.Bundle == "" {
		o.Bundle = Each
	}
	if o.Engine == "" {
		o.Engine = s.Engine
	}
	if o.Country == "" {
		o.Country = s.Country
	}
	return o, nil
}

// rows makes a row of every file, or one of all when they are its pages.
func (d *Desk) rows(files []string, o Options, batch string) []receipt.Receipt {
	var rows []receipt.Receipt
	for _, path := range files {
		original := receipt.Original{Path: path}
		if o.Bundle == Pages && len(rows) == 1 {
			rows[0].Originals = append(rows[0].Originals, original)
			continue
		}
		rows = append(rows, receipt.Receipt{Batch: batch, Status: receipt.Waiting, Engine: o.Engine, Originals: []receipt.Original{original}})
	}
	return rows
}

func (d *Desk) insert(ctx context.Context, rows []receipt.Receipt, added Added) (Added, error) {
	rows, err := d.store.Insert(ctx, rows, store.Person)
	if err != nil {
		return added, err
	}
	d.listeners.tell(Event{Changed: rows})
	for _, r := range rows {
		added.Receipts = append(added.Receipts, r)
		added.Rows = append(added.Rows, r.ID)
		d.keeping.put(r.ID)
	}
	return added, nil
}

// addUnknown adds the files that the history does not hold yet.
func (d *Desk) addUnknown(ctx context.Context, files []string, o Options, added Added) (Added, error) {
	fresh := make([]receipt.Receipt, 0, len(files))
	known := make(map[int]receipt.Receipt)
	for i, path := range files {
		if r, ok, err := d.held(ctx, path); err != nil {
			return added, err
		} else if ok {
			known[i] = r
			continue
		}
		fresh = append(fresh, d.rows([]string{path}, o, added.Batch)...)
	}
	added, err := d.insert(ctx, fresh, added)
	if err != nil {
		return added, err
	}
	inserted := added.Rows
	added.Rows = nil
	for i := range files {
		if r, ok := known[i]; ok {
			added.Known = append(added.Known, r)
			added.Rows = append(added.Rows, r.ID)
			continue
		}
		added.Rows = append(added.Rows, inserted[0])
		inserted = inserted[1:]
	}
	return added, nil
}

// held finds the row that already stands for the bytes of a file. A file that
// cannot be read is not known: its new row will say why.
func (d *Desk) held(ctx context.Context, path string) (receipt.Receipt, bool, error) {
	hash, err := hashFile(path)
	if err != nil {
		return receipt.Receipt{}, false, nil
	}
	same, err := d.store.ByOriginal(ctx, hash)
	if err != nil {
		return receipt.Receipt{}, false, err
	}
	for _, r := range same {
		if r.Trashed.IsZero() && len(r.Originals) == 1 && (r.Status.Read() || r.Status.Open()) {
			return r, true, nil
		}
	}
	return receipt.Receipt{}, false, nil
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
