package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

// Setting reads the setting key into the value that into points to, and tells
// whether there is one; without one the value stays as it is.
func (s *Store) Setting(ctx context.Context, key string, into any) (bool, error) {
	var text []byte
	err := s.seen().QueryRowContext(ctx, "SELECT value FROM settings WHERE key = ?", key).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, s.failed("reading a setting from", err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return false, fmt.Errorf("the setting %s in %s: %w", key, s.path(), err)
	}
	return true, nil
}

// Peek reads a setting of the history in home as Setting does, also one of an
// older or a newer Spindle. It changes nothing; without a history there is none.
func Peek(ctx context.Context, home, key string, into any) (bool, error) {
	s, err := openReading(home)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer s.Close()
	return s.Setting(ctx, key, into)
}

// SetSetting keeps a setting as JSON. Secrets belong in the keychain.
func (s *Store) SetSetting(ctx context.Context, key string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("the setting %s: %w", key, err)
	}
	return s.put(ctx, "INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", key, string(text))
}

// Likeness is the perceptual hash of an original, and whether it is known.
func (s *Store) Likeness(ctx context.Context, sha256 string) (uint64, bool, error) {
	var hash int64
	err := s.seen().QueryRowContext(ctx, "SELECT hash FROM likenesses WHERE sha256 = ?", sha256).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, s.failed("reading a picture's likeness from", err)
	}
	return uint64(hash), true, nil
}

// SetLikeness keeps the perceptual hash of an original.
func (s *Store) SetLikeness(ctx context.Context, sha256 string, hash uint64) error {
	return s.put(ctx, "INSERT OR REPLACE INTO likenesses (sha256, hash) VALUES (?, ?)", sha256, int64(hash))
}

// Likenesses are the perceptual hashes of all originals that have one.
func (s *Store) Likenesses(ctx context.Context) (map[string]uint64, error) {
	rows, err := s.seen().QueryContext(ctx, "SELECT sha256, hash FROM likenesses")
	if err != nil {
		return nil, s.failed("reading the pictures' likenesses from", err)
	}
	defer rows.Close()
	all := map[string]uint64{}
	for rows.Next() {
		var sum string
		var hash int64
		if err := rows.Scan(&sum, &hash); err != nil {
			return nil, s.failed("reading the pictures' likenesses from", err)
		}
		all[sum] = uint64(hash)
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading the pictures' likenesses from", err)
	}
	return all, nil
}

// put runs one statement that writes.
func (s *Store) put(ctx context.Context, statement string, args ...any) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, statement, args...); err != nil {
			return s.failed("writing to", err)
		}
		return nil
	})
}
