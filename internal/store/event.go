package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// By is who changed something.
type By string

// The program by itself, or a person.
const (
	Program By = "program"
	Person  By = "person"
)

// Event is one entry in the history of a receipt.
type Event struct {
	At     time.Time // UTC
	By     By
	What   string // "added", or what the Edit said
	Field  string // a receipt.Field, "status" or another part of a receipt; "" for what cannot be seen
	Before string // as plain text; amounts are literals
	After  string
}

// Events is the history of a receipt, the oldest first.
func (s *Store) Events(ctx context.Context, id int64) ([]Event, error) {
	rows, err := s.seen().QueryContext(ctx, `SELECT at, actor, what, field, value_before, value_after
		FROM events WHERE receipt_id = ? ORDER BY id`, id)
	if err != nil {
		return nil, s.failed("reading events from", err)
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var e Event
		var at string
		if err := rows.Scan(&at, &e.By, &e.What, &e.Field, &e.Before, &e.After); err != nil {
			return nil, s.failed("reading events from", err)
		}
		if e.At, err = time.Parse(stamp, at); err != nil {
			return nil, s.failed("reading events from", err)
		}
		events = append(events, e)
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading events from", err)
	}
	return events, nil
}

func record(ctx context.Context, tx *sql.Tx, id int64, e Event) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO events (receipt_id, at, actor, what, field, value_before, value_after)
		VALUES (?, ?, ?, ?, ?, ?, ?)`, id, when(e.At), string(e.By), e.What, e.Field, e.Before, e.After)
	return err
}

// compare gives an event for everything that a person can see and that is
// different: the status first, then the fields in the order of the window. A
// field that a person confirmed without changing it has the same text twice.
func compare(before, after receipt.Receipt) []Event {
	var events []Event
	differ := func(field, b, a string) {
		if b != a {
			events = append(events, Event{Field: field, Before: b, After: a})
		}
	}
	differ("status", string(before.Status), string(after.Status))
	for _, name := range receipt.AllFields() {
		b, a := before.Fields.Get(name), after.Fields.Get(name)
		if b != a || (!before.Corrected[name] && after.Corrected[name]) {
			events = append(events, Event{Field: string(name), Before: b, After: a})
		}
	}
	differ("tax_lines", text(before.Fields.TaxLines), text(after.Fields.TaxLines))
	differ("line_items", text(before.Fields.LineItems), text(after.Fields.LineItems))
	differ("reasons", strings.Join(before.Reasons, "; "), strings.Join(after.Reasons, "; "))
	differ("batch", before.Batch, after.Batch)
	differ("engine", string(before.Engine), string(after.Engine))
	differ("external_id", before.ExternalID, after.ExternalID)
	differ("document_id", before.DocumentID, after.DocumentID)
	differ("duplicate_of", number(before.DuplicateOf), number(after.DuplicateOf))
	differ("second_reading", secondText(before.Second), secondText(after.Second))
	if b, a := before.Second, after.Second; b.DocumentID != "" && a.DocumentID == "" && a.Status == b.Status {
		events = append(events, Event{Field: "second_document", Before: b.DocumentID}) // it was deleted at the service
	}
	differ("tags", strings.Join(before.Tags, ", "), strings.Join(after.Tags, ", "))
	differ("turned", number(int64(before.Turned)), number(int64(after.Turned)))
	differ("exported", when(before.ExportedAt), when(after.ExportedAt))
	differ("trashed", when(before.Trashed), when(after.Trashed))
	if !slices.Equal(before.Originals, after.Originals) {
		events = append(events, Event{Field: "originals", Before: paths(before), After: paths(after)})
	}
	return events
}

// text is a list as JSON, "" for an empty one.
func text[T any](list []T) string {
	if len(list) == 0 {
		return ""
	}
	data, err := json.Marshal(list)
	if err != nil { // cannot happen: encode has refused it before
		return fmt.Sprint(list)
	}
	return string(data)
}

// secondText is where a second reading stands, as text: "veryfi reading",
// with the reason where there is one.
func secondText(s receipt.Second) string {
	if s.Engine == "" {
		return ""
	}
	text := string(s.Engine) + " " + string(s.Status)
	if s.Reason != "" {
		text += ": " + s.Reason
	}
	return text
}

// number is n as text, "" for 0.
func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

func paths(r receipt.Receipt) string {
	list := make([]string, len(r.Originals))
	for i, o := range r.Originals {
		list[i] = o.Path
	}
	return strings.Join(list, "; ")
}
