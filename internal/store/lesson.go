package store

import (
	"context"
	"database/sql"
)

// Lesson is one thing that a person said of a shop: what stands on its
// receipts, and what it is called.
type Lesson struct {
	Trace  string // such as a tax number
	Vendor string
}

// Lessons are all lessons, in the order in which they were learnt.
func (s *Store) Lessons(ctx context.Context) ([]Lesson, error) {
	rows, err := s.seen().QueryContext(ctx, "SELECT trace, vendor FROM lessons ORDER BY id")
	if err != nil {
		return nil, s.failed("reading what is known of shops from", err)
	}
	defer rows.Close()
	var all []Lesson
	for rows.Next() {
		var l Lesson
		if err := rows.Scan(&l.Trace, &l.Vendor); err != nil {
			return nil, s.failed("reading what is known of shops from", err)
		}
		all = append(all, l)
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading what is known of shops from", err)
	}
	return all, nil
}

// AddLessons keeps lessons. One of a trace and a vendor that is there already
// becomes the latest.
func (s *Store) AddLessons(ctx context.Context, lessons []Lesson) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		for _, l := range lessons {
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO lessons (trace, vendor) VALUES (?, ?)", l.Trace, l.Vendor); err != nil {
				return s.failed("writing to", err)
			}
		}
		return nil
	})
}

// ForgetLessons drops what was learnt of a vendor by these traces.
func (s *Store) ForgetLessons(ctx context.Context, traces []string, vendor string) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		for _, trace := range traces {
			if _, err := tx.ExecContext(ctx, "DELETE FROM lessons WHERE trace = ? AND vendor = ?", trace, vendor); err != nil {
				return s.failed("writing to", err)
			}
		}
		return nil
	})
}
