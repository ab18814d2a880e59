package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// chunk is how many receipts are in memory at a time.
const chunk = 500

// rows go through receipts in the order of ids, a few in memory at a time.
func (x Exporter) rows(ctx context.Context, ids []int64, documents bool, edit func(*export.Row)) export.Rows {
	return func(yield func(export.Row, error) bool) {
		for start := 0; start < len(ids); start += chunk {
			rows, err := loadRows(ctx, x.Store, ids[start:min(start+chunk, len(ids))], documents)
			if err != nil {
				yield(export.Row{}, err)
				return
			}
			for _, row := range rows {
				if edit != nil {
					edit(&row)
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

// loadRows are a few receipts with what an export needs beside them.
func loadRows(ctx context.Context, s *store.Store, ids []int64, documents bool) ([]export.Row, error) {
	byID, err := receiptsByID(ctx, s, ids)
	if err != nil {
		return nil, err
	}
	var firsts []int64
	for _, r := range byID {
		if r.DuplicateOf != 0 {
			firsts = append(firsts, r.DuplicateOf)
		}
	}
	repeated, err := receiptsByID(ctx, s, firsts)
	if err != nil {
		return nil, err
	}
	var answers map[int64]json.RawMessage
	if documents {
		if answers, err = s.Documents(ctx, ids); err != nil {
			return nil, err
		}
	}
	rows := make([]export.Row, 0, len(ids))
	for _, id := range ids {
		r, ok := byID[id]
		if !ok {
			return nil, fmt.Errorf("receipt %d is %w", id, store.ErrNotFound)
		}
		rows = append(rows, export.Row{Receipt: r, Document: answers[id], DuplicateDocumentID: repeated[r.DuplicateOf].DocumentID})
	}
	return rows, nil
}

func receiptsByID(ctx context.Context, s *store.Store, ids []int64) (map[int64]receipt.Receipt, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.ReceiptsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]receipt.Receipt, len(found))
	for _, r := range found {
		byID[r.ID] = r
	}
	return byID, nil
}

// summed hashes what is written through it.
type summed struct {
	w io.Writer
	h hash.Hash
}

func newSummed(w io.Writer) *summed { return &summed{w, sha256.New()} }

func (s *summed) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.h.Write(p[:n])
	return n, err
}

func (s *summed) sum() string { return hex.EncodeToString(s.h.Sum(nil)) }

func marshal(c export.Choices) (json.RawMessage, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("noting the choices of the export: %w", err)
	}
	return raw, nil
}
