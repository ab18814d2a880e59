package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Export is one export that somebody asked for.
type Export struct {
	ID       int64
	At       time.Time       // UTC
	Profile  string          // its name
	Choices  json.RawMessage // what makes the same bytes again
	Files    []ExportFile
	Receipts int
}

// ExportFile is a file that an export wrote.
type ExportFile struct {
	Path   string `json:"path"` // "-" for standard output
	SHA256 string `json:"sha256"`
}

// ExportedReceipt is a receipt as an export has it.
type ExportedReceipt struct {
	ID      int64
	Updated time.Time // UTC, of the receipt when it was written

	Number, Vendor string // what it is known by there; "" where the format has no number that must be its own
}

// AddExport records an export with its receipts in the order in which they
// were written, and gives its id.
func (s *Store) AddExport(ctx context.Context, e Export, receipts []ExportedReceipt) (int64, error) {
	files, err := json.Marshal(e.Files)
	if err != nil {
		return 0, err
	}
	var id int64
	err = s.change(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "INSERT INTO exports (at, profile, choices, files) VALUES (?, ?, ?, ?)", when(e.At), e.Profile, string(e.Choices), string(files))
		if err != nil {
			return s.failed("writing to", err)
		}
		if id, err = result.LastInsertId(); err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, "INSERT INTO exported (export_id, position, receipt_id, updated, number, vendor) VALUES (?, ?, ?, ?, ?, ?)")
		if err != nil {
			return s.failed("writing to", err)
		}
		defer insert.Close()
		for i, r := range receipts {
			if _, err := insert.ExecContext(ctx, id, i, r.ID, when(r.Updated), r.Number, r.Vendor); err != nil {
				return s.failed("writing to", err)
			}
		}
		return nil
	})
	return id, err
}

// Exports are all exports, the newest first.
func (s *Store) Exports(ctx context.Context) ([]Export, error) {
	return s.exports(ctx, "1")
}

// ExportsOf are the exports that a receipt is in, the newest first.
func (s *Store) ExportsOf(ctx context.Context, id int64) ([]Export, error) {
	return s.exports(ctx, "id IN (SELECT export_id FROM exported WHERE receipt_id = ?)", id)
}

func (s *Store) exports(ctx context.Context, where string, args ...any) ([]Export, error) {
	rows, err := s.seen().QueryContext(ctx, `SELECT id, at, profile, choices, files, (SELECT count(*) FROM exported WHERE export_id = id)
		FROM exports WHERE `+where+` ORDER BY id DESC`, args...)
	if err != nil {
		return nil, s.failed("reading the exports from", err)
	}
	defer rows.Close()
	var all []Export
	for rows.Next() {
		var e Export
		var at string
		var choices, files []byte
		if err := rows.Scan(&e.ID, &at, &e.Profile, &choices, &files, &e.Receipts); err != nil {
			return nil, s.failed("reading the exports from", err)
		}
		if e.At, err = time.Parse(stamp, at); err != nil {
			return nil, s.failed("reading the exports from", err)
		}
		if err := json.Unmarshal(files, &e.Files); err != nil {
			return nil, s.failed("reading the exports from", err)
		}
		e.Choices = choices
		all = append(all, e)
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading the exports from", err)
	}
	return all, nil
}

// ExportedIn are the receipts of an export in the order of its files.
func (s *Store) ExportedIn(ctx context.Context, export int64) ([]ExportedReceipt, error) {
	rows, err := s.seen().QueryContext(ctx, "SELECT receipt_id, updated, number, vendor FROM exported WHERE export_id = ? ORDER BY position", export)
	if err != nil {
		return nil, s.failed("reading an export from", err)
	}
	defer rows.Close()
	var all []ExportedReceipt
	for rows.Next() {
		var r ExportedReceipt
		var updated string
		if err := rows.Scan(&r.ID, &updated, &r.Number, &r.Vendor); err != nil {
			return nil, s.failed("reading an export from", err)
		}
		if r.Updated, err = time.Parse(stamp, updated); err != nil {
			return nil, s.failed("reading an export from", err)
		}
		all = append(all, r)
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading an export from", err)
	}
	return all, nil
}

// ReceiptsByID are the receipts with these ids, in the order of intake; those
// that are no more are left out. At most some hundred ids at a time.
func (s *Store) ReceiptsByID(ctx context.Context, ids []int64) ([]receipt.Receipt, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return s.list(ctx, "id IN (SELECT value FROM json_each(?))", string(list))
}

// Documents are what the engine answered for these receipts, by receipt.
func (s *Store) Documents(ctx context.Context, ids []int64) (map[int64]json.RawMessage, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := s.seen().QueryContext(ctx, "SELECT receipt_id, body FROM documents WHERE receipt_id IN (SELECT value FROM json_each(?))", string(list))
	if err != nil {
		return nil, s.failed("reading documents from", err)
	}
	defer rows.Close()
	all := make(map[int64]json.RawMessage, len(ids))
	for rows.Next() {
		var id int64
		var body []byte
		if err := rows.Scan(&id, &body); err != nil {
			return nil, s.failed("reading documents from", err)
		}
		all[id] = body
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading documents from", err)
	}
	return all, nil
}

// ExportedBy tells of every receipt that a profile exported which export was
// its last.
func (s *Store) ExportedBy(ctx context.Context, profile string) (map[int64]Export, error) {
	exports, err := s.exports(ctx, "profile = ?", profile)
	if err != nil {
		return nil, err
	}
	last := make(map[int64]Export)
	for _, e := range exports { // the newest first
		receipts, err := s.ExportedIn(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		for _, r := range receipts {
			if _, ok := last[r.ID]; !ok {
				last[r.ID] = e
			}
		}
	}
	return last, nil
}

// NumbersBy are the numbers under which a profile exported receipts, the
// latest of each receipt.
func (s *Store) NumbersBy(ctx context.Context, profile string) (map[int64]ExportedReceipt, error) {
	rows, err := s.seen().QueryContext(ctx, `SELECT receipt_id, number, vendor FROM exported
		WHERE number <> '' AND export_id IN (SELECT id FROM exports WHERE profile = ?) ORDER BY export_id`, profile)
	if err != nil {
		return nil, s.failed("reading the exports from", err)
	}
	defer rows.Close()
	all := make(map[int64]ExportedReceipt)
	for rows.Next() {
		var r ExportedReceipt
		if err := rows.Scan(&r.ID, &r.Number, &r.Vendor); err != nil {
			return nil, s.failed("reading the exports from", err)
		}
		all[r.ID] = r
	}
	if err := rows.Err(); err != nil {
		return nil, s.failed("reading the exports from", err)
	}
	return all, nil
}
