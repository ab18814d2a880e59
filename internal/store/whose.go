package store

import (
	"context"
	"database/sql"
	"errors"
)

// Sizes are the sizes in bytes of all originals outside the trash: what has
// none of them is not among them.
func (s *Store) Sizes(ctx context.Context) (map[int64]bool, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT DISTINCT size FROM originals WHERE sha256 <> '' AND receipt_id IN (SELECT id FROM receipts WHERE trashed = '')")
	if err != nil {
		return nil, s.failed("reading", err)
	}
	defer rows.Close()
	sizes := make(map[int64]bool)
	for rows.Next() {
		var size int64
		if err := rows.Scan(&size); err != nil {
			return nil, s.failed("reading", err)
		}
		sizes[size] = true
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading", err)
	}
	return sizes, nil
}

// HoldsBytes tells whether there is a receipt outside the trash with an
// original of this hash.
func (s *Store) HoldsBytes(ctx context.Context, sha256 string) (bool, error) {
	return s.any(ctx, "SELECT 1 FROM originals o JOIN receipts r ON r.id = o.receipt_id WHERE o.sha256 = ? AND r.trashed = '' LIMIT 1", sha256)
}

// CameFrom tells whether a receipt outside the trash came from a folder; start
// is its path with the separator at its end.
func (s *Store) CameFrom(ctx context.Context, start string) (bool, error) {
	return s.any(ctx, `SELECT 1 FROM originals o JOIN receipts r ON r.id = o.receipt_id WHERE r.trashed = ''
		AND substr(o.path, 1, length(?1)) = ?1 AND instr(substr(o.path, length(?1) + 1), substr(?1, -1)) = 0 LIMIT 1`, start)
}

// any tells whether a query gives a row.
func (s *Store) any(ctx context.Context, query string, args ...any) (bool, error) {
	var one int
	err := s.read.QueryRowContext(ctx, query, args...).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, s.failed("reading", err)
	}
	return true, nil
}
