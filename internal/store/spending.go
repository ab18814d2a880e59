package store

import (
	"context"
	"database/sql"
)

// Spend writes down that documents are about to be submitted under an external
// id on a day, unless the day's documents would then be more than limit; 0 is
// no limit. It returns when that is on the disk: the number by which Unspend
// takes it back, and whether it was within the limit.
func (s *Store) Spend(ctx context.Context, day, externalID string, documents, limit int) (entry int64, within bool, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		spent, err := spentOn(ctx, tx, day)
		if err != nil {
			return s.failed("reading", err)
		}
		if limit > 0 && spent+documents > limit {
			return nil
		}
		result, err := tx.ExecContext(ctx, "INSERT INTO spending (day, external_id, documents) VALUES (?, ?, ?)", day, externalID, documents)
		if err != nil {
			return s.failed("writing to", err)
		}
		within = true
		entry, err = result.LastInsertId()
		return err
	})
	return entry, within && err == nil, err
}

// Unspend takes back what Spend wrote, once it is certain that nothing arrived.
func (s *Store) Unspend(ctx context.Context, entry int64) error {
	return s.put(ctx, "DELETE FROM spending WHERE id = ?", entry)
}

// SpentOn gives what Spend wrote last for an external id the number of documents
// that the service made of it.
func (s *Store) SpentOn(ctx context.Context, externalID string, documents int) error {
	return s.put(ctx, "UPDATE spending SET documents = ? WHERE id = (SELECT max(id) FROM spending WHERE external_id = ?)", documents, externalID)
}

// Spent is how many documents were submitted on a day.
func (s *Store) Spent(ctx context.Context, day string) (documents int, err error) {
	err = s.view(ctx, func(tx *sql.Tx) error {
		if documents, err = spentOn(ctx, tx, day); err != nil {
			return s.failed("reading", err)
		}
		return nil
	})
	return documents, err
}

func spentOn(ctx context.Context, tx *sql.Tx, day string) (documents int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT coalesce(sum(documents), 0) FROM spending WHERE day = ?", day).Scan(&documents)
	return documents, err
}
