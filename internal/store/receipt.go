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

// stamp is RFC 3339 with all nanoseconds, so that text sorts as time.
const stamp = "2006-01-02T15:04:05.000000000Z07:00"

const columns = `id, batch, status, reasons, engine, external_id, document_id, duplicate_of,
	fields, evidence, corrected, turned, created, updated, exported_at, trashed, tags`

// Insert adds receipts in one transaction and returns them as stored, with
// their ids. Created is kept when it is given, Updated is now.
func (s *Store) Insert(ctx context.Context, rs []receipt.Receipt, by By) ([]receipt.Receipt, error) {
	stored := make([]receipt.Receipt, len(rs))
	err := s.change(ctx, func(tx *sql.Tx) error {
		for i, r := range rs {
			now := time.Now()
			if r.Created.IsZero() {
				r.Created = now
			}
			r.Updated = now
			r = inUTC(r)
			if err := insert(ctx, tx, &r, by); err != nil {
				return s.failed("adding a receipt to", err)
			}
			stored[i] = r
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return stored, nil
}

func insert(ctx context.Context, tx *sql.Tx, r *receipt.Receipt, by By) error {
	values, err := encode(*r)
	if err != nil {
		return err
	}
	result, err := tx.ExecContext(ctx, `INSERT INTO receipts (`+columns+`)
		VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, values...)
	if err != nil {
		return err
	}
	if r.ID, err = result.LastInsertId(); err != nil {
		return err
	}
	if err := insertOriginals(ctx, tx, *r); err != nil {
		return err
	}
	if r.Second.Engine != "" {
		if err := putSecond(ctx, tx, r.ID, r.Second, nil, false); err != nil {
			return err
		}
	}
	return record(ctx, tx, r.ID, Event{At: r.Updated, By: by, What: "added", Field: "status", After: string(r.Status)})
}

func insertOriginals(ctx context.Context, tx *sql.Tx, r receipt.Receipt) error {
	for i, o := range r.Originals {
		_, err := tx.ExecContext(ctx, `INSERT INTO originals (receipt_id, position, path, sha256, kind, size, pages, width, height, crc32)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.ID, i, o.Path, o.SHA256, o.Kind, o.Size, o.Pages, o.Width, o.Height, o.CRC32)
		if err != nil {
			return err
		}
	}
	return nil
}

// Receipt is the receipt with this id; ErrNotFound when there is none.
func (s *Store) Receipt(ctx context.Context, id int64) (receipt.Receipt, error) {
	var r receipt.Receipt
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		r, err = s.load(ctx, tx, id)
		return err
	})
	return r, err
}

// Receipts are all receipts, those in the trash too, in the order of intake.
func (s *Store) Receipts(ctx context.Context) ([]receipt.Receipt, error) {
	return s.list(ctx, "1")
}

// ByOriginal are the receipts that have an original with this hash, in the
// order of intake.
func (s *Store) ByOriginal(ctx context.Context, sha256 string) ([]receipt.Receipt, error) {
	return s.list(ctx, "id IN (SELECT receipt_id FROM originals WHERE sha256 = ?)", sha256)
}

// ByExternalID are the receipts that were sent under this external id, in the
// order of intake.
func (s *Store) ByExternalID(ctx context.Context, externalID string) ([]receipt.Receipt, error) {
	return s.list(ctx, "external_id = ?", externalID)
}

// ByBatch are the receipts that came in together, in the order of intake.
func (s *Store) ByBatch(ctx context.Context, batch string) ([]receipt.Receipt, error) {
	return s.list(ctx, "batch = ?", batch)
}

// Unfinished are the receipts outside the trash whose status is Open: the
// program has work to do on them by itself. They are in the order of intake.
func (s *Store) Unfinished(ctx context.Context) ([]receipt.Receipt, error) {
	return s.list(ctx, "status IN (?, ?, ?) AND trashed = ''", string(receipt.Waiting), string(receipt.Sending), string(receipt.Reading))
}

// ToDo counts the receipts outside the trash that need review, and those that
// the program has work to do on by itself.
func (s *Store) ToDo(ctx context.Context) (review, open int, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT count(*) FILTER (WHERE status = ?1), count(*) FILTER (WHERE status <> ?1)
		FROM receipts WHERE status IN (?1, ?2, ?3, ?4) AND trashed = ''`,
		string(receipt.Review), string(receipt.Waiting), string(receipt.Sending), string(receipt.Reading)).Scan(&review, &open)
	if err != nil {
		return 0, 0, s.failed("reading", err)
	}
	return review, open, nil
}

// Document is what the engine answered for the receipt, byte for byte; nil
// when there is nothing yet.
func (s *Store) Document(ctx context.Context, id int64) (json.RawMessage, error) {
	var body []byte
	err := s.seen().QueryRowContext(ctx, "SELECT body FROM documents WHERE receipt_id = ?", id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, s.failed("reading a document from", err)
	}
	return body, nil
}

func (s *Store) list(ctx context.Context, where string, args ...any) ([]receipt.Receipt, error) {
	var rs []receipt.Receipt
	err := s.view(ctx, func(tx *sql.Tx) (err error) {
		rs, err = query(ctx, tx, where, args...)
		if err != nil {
			return s.failed("reading", err)
		}
		return nil
	})
	return rs, err
}

// load reads one receipt, inside a transaction that may be about to change it.
func (s *Store) load(ctx context.Context, tx *sql.Tx, id int64) (receipt.Receipt, error) {
	rs, err := query(ctx, tx, "id = ?", id)
	if err != nil {
		return receipt.Receipt{}, s.failed("reading", err)
	}
	if len(rs) == 0 {
		return receipt.Receipt{}, fmt.Errorf("receipt %d is %w", id, ErrNotFound)
	}
	return rs[0], nil
}

func query(ctx context.Context, tx *sql.Tx, where string, args ...any) ([]receipt.Receipt, error) {
	rows, err := tx.QueryContext(ctx, `SELECT `+columns+` FROM receipts WHERE `+where+` ORDER BY id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var raws []row
	for rows.Next() {
		var r row
		if err := r.scan(rows); err != nil {
			return nil, err
		}
		raws = append(raws, r)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rs, err := decode(raws)
	if err != nil {
		return nil, err
	}
	if err := addOriginals(ctx, tx, rs, where, args...); err != nil {
		return nil, err
	}
	return rs, addSeconds(ctx, tx, rs, where, args...)
}

// addOriginals reads the originals of the receipts that where chooses, which
// are in the order of their ids.
func addOriginals(ctx context.Context, tx *sql.Tx, rs []receipt.Receipt, where string, args ...any) error {
	rows, err := tx.QueryContext(ctx, `SELECT receipt_id, path, sha256, kind, size, pages, width, height, crc32 FROM originals
		WHERE receipt_id IN (SELECT id FROM receipts WHERE `+where+`) ORDER BY receipt_id, position`, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	i := 0
	for rows.Next() {
		var id int64
		var o receipt.Original
		if err := rows.Scan(&id, &o.Path, &o.SHA256, &o.Kind, &o.Size, &o.Pages, &o.Width, &o.Height, &o.CRC32); err != nil {
			return err
		}
		for i < len(rs) && rs[i].ID != id {
			i++
		}
		if i == len(rs) {
			return fmt.Errorf("receipt %d has an original and no row", id)
		}
		rs[i].Originals = append(rs[i].Originals, o)
	}
	return rows.Err()
}

func inUTC(r receipt.Receipt) receipt.Receipt {
	for _, t := range []*time.Time{&r.Created, &r.Updated, &r.ExportedAt, &r.Trashed, &r.Second.At} {
		if t.IsZero() {
			*t = time.Time{}
		} else {
			*t = t.UTC().Round(0) // Round drops the monotonic clock
		}
	}
	return r
}
