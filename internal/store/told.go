package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Told is what the service was told of a receipt's document, and is still to
// be told.
type Told struct {
	Receipt  int64
	Document string                   // its id at the service; of another document nothing was told
	Fields   map[receipt.Field]string // the values that the service has from a person
	Pending  bool                     // there may be more to tell
	Tries    int                      // that failed since it became pending
	Deleted  bool                     // the document was deleted at the service
}

// Told is what is known of the document of a receipt; the zero value but for
// Receipt when nothing is.
func (s *Store) Told(ctx context.Context, id int64) (Told, error) {
	t := Told{Receipt: id}
	var fields []byte
	err := s.seen().QueryRowContext(ctx, "SELECT document_id, fields, pending, tries, deleted FROM told WHERE receipt_id = ?", id).
		Scan(&t.Document, &fields, &t.Pending, &t.Tries, &t.Deleted)
	if errors.Is(err, sql.ErrNoRows) {
		return t, nil
	}
	if err != nil {
		return t, s.failed("reading what the service was told from", err)
	}
	if err := json.Unmarshal(fields, &t.Fields); err != nil {
		return t, fmt.Errorf("what the service was told of receipt %d: %w", id, err)
	}
	return t, nil
}

// SaveTold stores t and adds events to the history of its receipt, all or
// nothing. Their time is now when it is not given.
func (s *Store) SaveTold(ctx context.Context, t Told, events ...Event) error {
	fields, err := json.Marshal(t.Fields)
	if err != nil {
		return fmt.Errorf("what the service was told of receipt %d: %w", t.Receipt, err)
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO told (receipt_id, document_id, fields, pending, tries, deleted)
			VALUES (?, ?, ?, ?, ?, ?)`, t.Receipt, t.Document, string(fields), t.Pending, t.Tries, t.Deleted); err != nil {
			return s.failed("writing to", err)
		}
		for _, e := range events {
			if e.At.IsZero() {
				e.At = time.Now()
			}
			if err := record(ctx, tx, t.Receipt, e); err != nil {
				return s.failed("writing to", err)
			}
		}
		return nil
	})
}

// Untold are the receipts whose documents are to be told something.
func (s *Store) Untold(ctx context.Context) ([]int64, error) {
	rows, err := s.seen().QueryContext(ctx, "SELECT receipt_id FROM told WHERE pending ORDER BY receipt_id")
	if err != nil {
		return nil, s.failed("reading what the service is to be told from", err)
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, s.failed("reading what the service is to be told from", err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading what the service is to be told from", err)
	}
	return ids, nil
}
