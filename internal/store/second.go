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

// SecondDocument is what the other engine answered for the receipt, byte for
// byte; nil when there is nothing.
func (s *Store) SecondDocument(ctx context.Context, id int64) (json.RawMessage, error) {
	var body []byte
	err := s.read.QueryRowContext(ctx, "SELECT body FROM seconds WHERE receipt_id = ?", id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, s.failed("reading a second document from", err)
	}
	return body, nil
}

// OpenSeconds are the receipts whose second reading is Open, those in the trash
// too, in the order of intake.
func (s *Store) OpenSeconds(ctx context.Context) ([]receipt.Receipt, error) {
	return s.list(ctx, "id IN (SELECT receipt_id FROM seconds WHERE status IN (?, ?, ?))",
		string(receipt.SecondWaiting), string(receipt.SecondSending), string(receipt.SecondReading))
}

// addSeconds reads the second readings of the receipts that where chooses,
// which are in the order of their ids.
func addSeconds(ctx context.Context, tx *sql.Tx, rs []receipt.Receipt, where string, args ...any) error {
	rows, err := tx.QueryContext(ctx, `SELECT receipt_id, engine, status, reason, external_id, document_id, at FROM seconds
		WHERE receipt_id IN (SELECT id FROM receipts WHERE `+where+`) ORDER BY receipt_id`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	i := 0
	for rows.Next() {
		var id int64
		var second receipt.Second
		var at string
		if err := rows.Scan(&id, &second.Engine, &second.Status, &second.Reason, &second.ExternalID, &second.DocumentID, &at); err != nil {
			return err
		}
		if second.At, err = time.Parse(stamp, at); err != nil {
			return fmt.Errorf("the second reading of receipt %d: %w", id, err)
		}
		for i < len(rs) && rs[i].ID != id {
			i++
		}
		if i == len(rs) {
			return fmt.Errorf("receipt %d has a second reading and no row", id)
		}
		rs[i].Second = second
	}
	return rows.Err()
}

// saveSecond stores the second reading of a receipt, and its document when
// there is one; a document of an earlier second reading goes.
func saveSecond(ctx context.Context, tx *sql.Tx, e Edit, before, after *receipt.Receipt) error {
	if before.Second == after.Second && e.Second == nil {
		return nil
	}
	if after.Second.Engine == "" {
		after.Second = receipt.Second{}
		_, err := tx.ExecContext(ctx, "DELETE FROM seconds WHERE receipt_id = ?", after.ID)
		return err
	}
	after.Second.At = time.Now().UTC().Round(0)
	keep := e.Second == nil && before.Second.ExternalID == after.Second.ExternalID
	return putSecond(ctx, tx, after.ID, after.Second, e.Second, keep)
}

// putSecond writes the row of a second reading; keep leaves the document that
// is there.
func putSecond(ctx context.Context, tx *sql.Tx, id int64, s receipt.Second, body []byte, keep bool) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO seconds (receipt_id, engine, status, reason, external_id, document_id, at, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (receipt_id) DO UPDATE SET
		(engine, status, reason, external_id, document_id, at, body) = (excluded.engine, excluded.status, excluded.reason,
			excluded.external_id, excluded.document_id, excluded.at, CASE WHEN ? THEN body ELSE excluded.body END)`,
		id, string(s.Engine), string(s.Status), s.Reason, s.ExternalID, s.DocumentID, when(s.At), body, keep)
	return err
}
