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

// Set is one zip that the service splits into receipts.
type Set struct {
	ExternalID string         // ours, made before the first byte is sent
	Engine     receipt.Engine // who reads it
	ServiceID  string         // the service's, "" until it answered
	Status     string         // "waiting", "sending", "reading", "done" or "failed"
	Receipts   []int64        // whose files are in it, in the order of the zip
	Reason     string         // why it failed, in words
	Created    time.Time      // UTC
	Options    json.RawMessage
}

// SaveSet stores a set under its external id, over what was stored before.
// Created is now when it is not given.
func (s *Store) SaveSet(ctx context.Context, set Set) error {
	if set.ExternalID == "" {
		return errors.New("a set needs an external id")
	}
	if set.Created.IsZero() {
		set.Created = time.Now()
	}
	ids, err := json.Marshal(set.Receipts)
	if err != nil {
		return fmt.Errorf("the receipts of a set: %w", err)
	}
	return s.put(ctx, `INSERT OR REPLACE INTO sets (external_id, engine, service_id, status, receipts, reason, created, options)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, set.ExternalID, string(set.Engine), set.ServiceID, set.Status, string(ids),
		set.Reason, when(set.Created), string(set.Options))
}

// OpenSets are the sets that are neither done nor failed, the oldest first.
func (s *Store) OpenSets(ctx context.Context) ([]Set, error) {
	rows, err := s.seen().QueryContext(ctx, `SELECT external_id, engine, service_id, status, receipts, reason, created, options
		FROM sets WHERE status NOT IN ('done', 'failed') ORDER BY created, external_id`)
	if err != nil {
		return nil, s.failed("reading the sets from", err)
	}
	defer rows.Close()
	var sets []Set
	for rows.Next() {
		set, err := scanSet(rows)
		if err != nil {
			return nil, s.failed("reading the sets from", err)
		}
		sets = append(sets, set)
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading the sets from", err)
	}
	return sets, nil
}

func scanSet(rows *sql.Rows) (Set, error) {
	var set Set
	var ids, options []byte
	var created string
	err := rows.Scan(&set.ExternalID, &set.Engine, &set.ServiceID, &set.Status, &ids, &set.Reason, &created, &options)
	if err != nil {
		return Set{}, err
	}
	if err := json.Unmarshal(ids, &set.Receipts); err != nil {
		return Set{}, err
	}
	if len(options) > 0 {
		set.Options = options
	}
	set.Created, err = time.Parse(stamp, created)
	return set, err
}

// Batch is what was dropped together, and what the person asked for it.
type Batch struct {
	ID      string
	Options json.RawMessage // so that a resumed batch is submitted alike
	Created time.Time       // UTC
}

// SaveBatch stores a batch under its id. Created is now when it is not given.
func (s *Store) SaveBatch(ctx context.Context, b Batch) error {
	if b.Created.IsZero() {
		b.Created = time.Now()
	}
	return s.put(ctx, "INSERT OR REPLACE INTO batches (id, created, options) VALUES (?, ?, ?)", b.ID, when(b.Created), string(b.Options))
}

// Options are what the person asked for a batch; nil when nothing is stored.
func (s *Store) Options(ctx context.Context, batch string) (json.RawMessage, error) {
	var text []byte
	err := s.seen().QueryRowContext(ctx, "SELECT options FROM batches WHERE id = ?", batch).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) || (err == nil && len(text) == 0) {
		return nil, nil
	}
	if err != nil {
		return nil, s.failed("reading a batch from", err)
	}
	return text, nil
}

// SetOptions stores what the person now asks for a batch that is there.
func (s *Store) SetOptions(ctx context.Context, batch string, options json.RawMessage) error {
	return s.put(ctx, "UPDATE batches SET options = ? WHERE id = ?", string(options), batch)
}
