package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Snapshot is the history as it is now: whatever is changed from here on, by
// this program or by another, is not seen in it. What is written through it
// goes into the history itself. It keeps one of the store's few connections and
// the journal from being emptied, so it is for one piece of work such as an
// export; the caller closes it before the store. It ends with ctx.
func (s *Store) Snapshot(ctx context.Context) (*Store, error) {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, s.failed("reading", err)
	}
	var tables int // the state is that of the first reading
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		_ = tx.Rollback()
		return nil, s.failed("reading", err)
	}
	return &Store{home: s.home, write: s.write, read: s.read, fixed: tx}, nil
}

// querier is what reads: the store's connections, or the transaction of a snapshot.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (s *Store) seen() querier {
	if s.fixed != nil {
		return s.fixed
	}
	return s.read
}

// release ends a snapshot; its history stays open.
func (s *Store) release() error {
	if err := s.fixed.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("closing what was read of the history in %s: %w", s.home, err)
	}
	return nil
}
