package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"unicode"
)

// IndexTexts puts the texts of at most n documents that came in since the last
// time into the search, in one transaction, and returns how many they were:
// fewer than n when none is left. text gives what is to be searched of a
// document; it must not use the store.
func (s *Store) IndexTexts(ctx context.Context, n int, text func(document json.RawMessage) string) (int, error) {
	done := 0
	err := s.change(ctx, func(tx *sql.Tx) error {
		bodies, err := unindexed(ctx, tx, n)
		if err != nil {
			return s.failed("reading documents from", err)
		}
		done = len(bodies)
		for id, body := range bodies {
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO texts (rowid, text) VALUES (?, ?)", id, text(body)); err != nil {
				return s.failed("writing the search of", err)
			}
			if _, err := tx.ExecContext(ctx, "DELETE FROM unindexed WHERE receipt_id = ?", id); err != nil {
				return s.failed("writing the search of", err)
			}
		}
		return nil
	})
	return done, err
}

// unindexed are at most n documents that are not in the search, by receipt.
func unindexed(ctx context.Context, tx *sql.Tx, n int) (map[int64]json.RawMessage, error) {
	rows, err := tx.QueryContext(ctx, `SELECT receipt_id, body FROM unindexed LEFT JOIN documents USING (receipt_id)
		ORDER BY receipt_id DESC LIMIT ?`, n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	bodies := make(map[int64]json.RawMessage, n)
	for rows.Next() {
		var id int64
		var body []byte
		if err := rows.Scan(&id, &body); err != nil {
			return nil, err
		}
		bodies[id] = body
	}
	return bodies, rows.Err()
}

// FindText are the ids of the receipts on which something stands that begins
// with text, small and large letters and accents being the same; text of more
// than one word is sought as a whole. The ids are in the order of intake. Of a
// text without letters and digits nothing is found.
func (s *Store) FindText(ctx context.Context, text string) ([]int64, error) {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return nil, nil
	}
	phrase := `"` + strings.ReplaceAll(strings.ReplaceAll(text, "\x00", " "), `"`, `""`) + `" *`
	rows, err := s.seen().QueryContext(ctx, "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid", phrase)
	if err != nil {
		return nil, s.failed("searching", err)
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, s.failed("searching", err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("searching", err)
	}
	return ids, nil
}
