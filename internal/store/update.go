package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Edit says who changes a receipt, and what it is that they do.
type Edit struct {
	By       By
	What     string          // "read", "corrected", "exported", ...
	Document json.RawMessage // stored as the receipt's document when it is not nil
	Second   json.RawMessage // likewise as that of its second reading
}

// Update changes one receipt in one transaction: it loads the receipt, has
// change work on it, and stores it together with an event for everything that
// became different. An error of change rolls back and is returned as it is;
// when nothing became different nothing is written. ID, Created and Updated
// are the store's: what change does to them has no effect. What becomes of a
// second reading leaves Updated as it is. change must not use
// the store. The receipt is returned as stored.
func (s *Store) Update(ctx context.Context, id int64, e Edit, change func(*receipt.Receipt) error) (receipt.Receipt, error) {
	rs, err := s.UpdateEach(ctx, []int64{id}, e, change)
	if err != nil {
		return receipt.Receipt{}, err
	}
	return rs[0], nil
}

// UpdateEach does what Update does to several receipts in one transaction,
// which waits for the disk once: all of them are changed, or none. The
// receipts are returned as stored, in the order of ids.
func (s *Store) UpdateEach(ctx context.Context, ids []int64, e Edit, change func(*receipt.Receipt) error) ([]receipt.Receipt, error) {
	results := make([]receipt.Receipt, len(ids))
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		for i, id := range ids {
			if results[i], err = s.updateOne(ctx, tx, id, e, change); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return results, nil
}

func (s *Store) updateOne(ctx context.Context, tx *sql.Tx, id int64, e Edit, change func(*receipt.Receipt) error) (receipt.Receipt, error) {
	before, err := s.load(ctx, tx, id)
	if err != nil {
		return receipt.Receipt{}, err
	}
	after, err := s.load(ctx, tx, id) // its own maps and slices
	if err != nil {
		return receipt.Receipt{}, err
	}
	if err := change(&after); err != nil {
		return receipt.Receipt{}, err
	}
	after.ID, after.Created, after.Updated = before.ID, before.Created, before.Updated
	after, err = save(ctx, tx, e, before, inUTC(after))
	if err != nil {
		return receipt.Receipt{}, s.failed("changing a receipt in", err)
	}
	return after, nil
}

// save stores a changed receipt, its document and its events.
func save(ctx context.Context, tx *sql.Tx, e Edit, before, after receipt.Receipt) (receipt.Receipt, error) {
	old, err := encode(before)
	if err != nil {
		return after, err
	}
	values, err := encode(after)
	if err != nil {
		return after, err
	}
	events := compare(before, after)
	document, err := saveDocument(ctx, tx, after.ID, e.Document)
	if err != nil {
		return after, err
	}
	if document {
		events = append(events, Event{Field: "document"})
	}
	moved := !slices.Equal(before.Originals, after.Originals)
	own := !slices.Equal(old, values) || moved || document
	if !own && before.Second == after.Second && e.Second == nil {
		return before, nil
	}
	if err := saveSecond(ctx, tx, e, &before, &after); err != nil {
		return after, err
	}
	if !own { // what a second reading does is no change of the receipt
		return after, recordEach(ctx, tx, e, after.ID, time.Now().UTC().Round(0), events)
	}
	if len(events) == 0 { // only evidence, say: still a change that somebody made
		events = []Event{{}}
	}
	after.Updated = time.Now().UTC().Round(0)
	if values, err = encode(after); err != nil {
		return after, err
	}
	if err := update(ctx, tx, after.ID, values); err != nil {
		return after, err
	}
	if moved {
		if _, err := tx.ExecContext(ctx, "DELETE FROM originals WHERE receipt_id = ?", after.ID); err != nil {
			return after, err
		}
		if err := insertOriginals(ctx, tx, after); err != nil {
			return after, err
		}
	}
	return after, recordEach(ctx, tx, e, after.ID, after.Updated, events)
}

// recordEach writes down what an edit did.
func recordEach(ctx context.Context, tx *sql.Tx, e Edit, id int64, at time.Time, events []Event) error {
	for _, event := range events {
		event.At, event.By, event.What = at, e.By, e.What
		if err := record(ctx, tx, id, event); err != nil {
			return err
		}
	}
	return nil
}

func update(ctx context.Context, tx *sql.Tx, id int64, values []any) error {
	_, err := tx.ExecContext(ctx, `UPDATE receipts SET (batch, status, reasons, engine, external_id, document_id, duplicate_of,
		fields, evidence, corrected, turned, created, updated, exported_at, trashed, tags)
		= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?`, append(slices.Clone(values), id)...)
	return err
}

// saveDocument stores a document and tells whether it is different from the
// one before.
func saveDocument(ctx context.Context, tx *sql.Tx, id int64, body json.RawMessage) (bool, error) {
	if body == nil {
		return false, nil
	}
	var old []byte
	err := tx.QueryRowContext(ctx, "SELECT body FROM documents WHERE receipt_id = ?", id).Scan(&old)
	if err == nil && bytes.Equal(old, body) {
		return false, nil
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, err
	}
	_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO documents (receipt_id, body) VALUES (?, ?)", id, []byte(body))
	return err == nil, err
}
