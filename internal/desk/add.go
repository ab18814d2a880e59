package desk

import (
	"context"
	"slices"

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
	if err := d.saveBatch(ctx, added.Batch, o); err != nil {
		return added, err
	}
	rows := rowsOf(found.Files, o, added.Batch)
	if o.Reuse && !o.Again {
		return d.addUnknown(ctx, rows, o.Bundle, added)
	}
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

// rowsOf makes a row of every file, or one of all when they are its pages.
func rowsOf(files []string, o Options, batch string) []receipt.Receipt {
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
	rows, err := d.add(ctx, rows, store.Person)
	if err != nil {
		return added, err
	}
	for _, r := range rows {
		added.Receipts = append(added.Receipts, r)
		added.Rows = append(added.Rows, r.ID)
		d.keeping.put(r.ID)
	}
	return added, nil
}

// addUnknown adds the rows whose files the history does not hold yet.
func (d *Desk) addUnknown(ctx context.Context, rows []receipt.Receipt, b Bundle, added Added) (Added, error) {
	fresh := make([]receipt.Receipt, 0, len(rows))
	known, listed := make(map[int][]receipt.Receipt), make(map[int64]bool)
	for i, row := range rows {
		found, err := d.inHistory(ctx, row.Originals, b)
		if err != nil {
			return added, err
		}
		if len(found) > 0 {
			known[i] = slices.DeleteFunc(found, func(r receipt.Receipt) bool { return len(r.Originals) == 0 && listed[r.ID] })
			for _, r := range known[i] { // rows without a file may stand for several files, and are listed once
				listed[r.ID] = true
			}
			added.Known = append(added.Known, known[i]...)
		} else {
			fresh = append(fresh, row)
		}
	}
	if len(known) > 0 {
		if err := d.setBatch(ctx, added.Batch, func(b *batch) { b.Known = len(known) }); err != nil {
			return added, err
		}
	}
	added, err := d.insert(ctx, fresh, added)
	if err != nil {
		return added, err
	}
	inserted := added.Rows
	added.Rows = make([]int64, 0, len(rows))
	for i := range rows {
		if found, ok := known[i]; ok {
			for _, r := range found {
				added.Rows = append(added.Rows, r.ID)
			}
			continue
		}
		added.Rows = append(added.Rows, inserted[0])
		inserted = inserted[1:]
	}
	return added, nil
}

// inHistory finds the rows that already stand for the bytes of these files,
// read or on their way: one, or several where the service has split one file
// into receipts. One that is to be split again, and whose zip was read without a
// document that could be matched to it, has its old row and those of that zip
// that have no file. A file that cannot be read is not known: its new row will
// say why.
func (d *Desk) inHistory(ctx context.Context, originals []receipt.Original, b Bundle) ([]receipt.Receipt, error) {
	hashes := make([]string, len(originals))
	for i, o := range originals {
		hash, err := hashFile(ctx, o.Path)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, nil
		}
		hashes[i] = hash
	}
	first, found, err := d.sameBytes(ctx, hashes, func(receipt.Receipt) bool { return true })
	if err != nil {
		return nil, err
	}
	if !found {
		if b != Split {
			return nil, nil
		}
		sent, rows, err := d.readInZip(ctx, hashes)
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		return append([]receipt.Receipt{sent}, rows...), nil
	}
	rows := []receipt.Receipt{first}
	if first.ExternalID == "" {
		return rows, nil
	}
	together, err := d.store.ByExternalID(ctx, first.ExternalID)
	if err != nil {
		return nil, err
	}
	for _, r := range together {
		if r.ID != first.ID && r.Trashed.IsZero() && slices.EqualFunc(r.Originals, hashes, holds) {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// sameBytes is the first receipt with these bytes in this order, read or on its
// way, that counts.
func (d *Desk) sameBytes(ctx context.Context, hashes []string, counts func(receipt.Receipt) bool) (receipt.Receipt, bool, error) {
	same, err := d.store.ByOriginal(ctx, hashes[0])
	if err != nil {
		return receipt.Receipt{}, false, err
	}
	for _, r := range same {
		if r.Trashed.IsZero() && (r.Status.Read() || r.Status.Open()) && slices.EqualFunc(r.Originals, hashes, holds) && counts(r) {
			return r, true, nil
		}
	}
	return receipt.Receipt{}, false, nil
}

func holds(o receipt.Original, hash string) bool { return o.SHA256 == hash }

// hashFile is the hash of a file that could be a receipt.
func hashFile(ctx context.Context, path string) (string, error) {
	f, _, err := intake.OpenFile(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return store.Hash(ctx, f)
}
