package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// row is a receipt as the database has it, without its originals.
type row struct {
	receipt                               receipt.Receipt
	reasons, fields, evidence, corrected  []byte
	created, updated, exportedAt, trashed string
	tags                                  string
}

func (r *row) scan(rows *sql.Rows) error {
	c := &r.receipt
	if err := rows.Scan(&c.ID, &c.Batch, &c.Status, &r.reasons, &c.Engine, &c.ExternalID, &c.DocumentID, &c.DuplicateOf,
		&r.fields, &r.evidence, &r.corrected, &c.Turned, &r.created, &r.updated, &r.exportedAt, &r.trashed, &r.tags); err != nil {
		return fmt.Errorf("reading a receipt: %w", err)
	}
	return nil
}

// decode reads the JSON of many rows on all processors: it takes longer than
// the database does.
func decode(rows []row) ([]receipt.Receipt, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	rs := make([]receipt.Receipt, len(rows))
	var group errgroup.Group
	size := (len(rows) + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
	for start := 0; start < len(rows); start += size {
		end := min(start+size, len(rows))
		group.Go(func() error {
			for i := start; i < end; i++ {
				if err := rows[i].decode(); err != nil {
					return fmt.Errorf("receipt %d: %w", rows[i].receipt.ID, err)
				}
				rs[i] = rows[i].receipt
			}
			return nil
		})
	}
	return rs, group.Wait()
}

func (r *row) decode() error {
	c := &r.receipt
	for _, part := range []struct {
		text []byte
		into any
	}{{r.reasons, &c.Reasons}, {r.fields, &c.Fields}, {r.evidence, &c.Evidence}, {r.corrected, &c.Corrected}} {
		if err := json.Unmarshal(part.text, part.into); err != nil {
			return err
		}
	}
	for _, part := range []struct {
		text string
		into *time.Time
	}{{r.created, &c.Created}, {r.updated, &c.Updated}, {r.exportedAt, &c.ExportedAt}, {r.trashed, &c.Trashed}} {
		if part.text == "" {
			continue
		}
		t, err := time.Parse(stamp, part.text)
		if err != nil {
			return err
		}
		*part.into = t
	}
	if r.tags != "" {
		c.Tags = strings.Split(r.tags, "\n")
	}
	return nil
}

// encode gives the columns after the id. What could not be read again is
// refused, since it would cost the person the whole receipt.
func encode(r receipt.Receipt) ([]any, error) {
	var texts [4]string
	for i, part := range []struct{ value, back any }{
		{r.Reasons, new([]string)},
		{r.Fields, new(receipt.Fields)},
		{r.Evidence, new(map[receipt.Field]receipt.Evidence)},
		{r.Corrected, new(map[receipt.Field]bool)},
	} {
		text, err := json.Marshal(part.value)
		if err != nil {
			return nil, fmt.Errorf("a receipt that cannot be stored: %w", err)
		}
		if err := json.Unmarshal(text, part.back); err != nil {
			return nil, fmt.Errorf("a receipt that could not be read again: %w", err)
		}
		texts[i] = string(text)
	}
	return []any{r.Batch, string(r.Status), texts[0], string(r.Engine), r.ExternalID, r.DocumentID, r.DuplicateOf,
		texts[1], texts[2], texts[3], r.Turned, when(r.Created), when(r.Updated), when(r.ExportedAt), when(r.Trashed), strings.Join(r.Tags, "\n")}, nil
}

// when is a time as text, "" for never.
func when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(stamp)
}
