package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// intentKey is the setting that tells of an export whose files are complete
// and about to get their names.
const intentKey = "export_intent"

// intent is an export that is noted before its files have their names: a
// program that is killed between the two would else write them once more.
type intent struct {
	Export   *store.Export // nil: there is none
	Receipts []store.ExportedReceipt
	Drafts   []export.Draft
}

func (x Exporter) intend(ctx context.Context, r *Rehearsal, paths []string, sums []*summed, drafts []export.Draft) error {
	e, written, err := x.entry(r, paths, sums)
	if err != nil {
		return err
	}
	return x.setIntent(ctx, intent{&e, written, drafts})
}

// intended crosses out what was intended: it is noted as done, or was not done.
func (x Exporter) intended(ctx context.Context) error { return x.setIntent(ctx, intent{}) }

func (x Exporter) setIntent(ctx context.Context, i intent) error {
	err := x.Store.SetSetting(context.WithoutCancel(ctx), intentKey, i)
	if errors.Is(err, store.ErrReadOnly) { // somebody else has the history; the caller says that it is not noted
		return nil
	}
	if err != nil {
		return fmt.Errorf("noting the export: %w", err)
	}
	return nil
}

// FinishExport ends an export that a killed program left between its files and
// the note of them: what is complete gets its name and is noted, and the rest
// is taken back as if it had not been asked for.
func FinishExport(ctx context.Context, s *store.Store) error {
	var i intent
	if _, err := s.Setting(ctx, intentKey, &i); err != nil || i.Export == nil {
		return err
	}
	x := Exporter{Store: s}
	noted, err := s.Exports(ctx)
	if err != nil {
		return err
	}
	for _, e := range noted {
		if e.At.Equal(i.Export.At) && e.Profile == i.Export.Profile {
			return x.intended(ctx)
		}
	}
	if !i.complete() {
		for _, d := range i.Drafts {
			_ = os.Remove(d.Temp)
		}
		return x.intended(ctx)
	}
	for n, d := range i.Drafts {
		if sumOf(d.Path) != i.Export.Files[n].SHA256 {
			if err := os.Rename(d.Temp, d.Path); err != nil {
				return fmt.Errorf("finishing the export to %s that was interrupted: %w", d.Path, err)
			}
		}
	}
	if _, err := s.AddExport(ctx, *i.Export, i.Receipts); err != nil {
		return fmt.Errorf("noting the export that was interrupted: %w", err)
	}
	if err := markExported(ctx, s, i.Export.At, i.Receipts); err != nil {
		return err
	}
	return x.intended(ctx)
}

// complete tells whether at least one file has its name and all others can
// have theirs. When none has, nobody has seen the export, and it is taken back.
func (i intent) complete() bool {
	named := 0
	for n, d := range i.Drafts {
		sum := i.Export.Files[n].SHA256
		switch {
		case sumOf(d.Path) == sum:
			named++
		case sumOf(d.Temp) != sum:
			return false
		}
	}
	return named > 0
}

// sumOf is the SHA-256 of a file in hexadecimal; "" when it cannot be read.
func sumOf(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

// markExported marks receipts that were ready, and are as they were written.
func markExported(ctx context.Context, s *store.Store, at time.Time, written []store.ExportedReceipt) error {
	ids, updated := make([]int64, 0, len(written)), make(map[int64]store.ExportedReceipt, len(written))
	for _, r := range written {
		if _, twice := updated[r.ID]; !twice {
			ids = append(ids, r.ID)
		}
		updated[r.ID] = r
	}
	_, err := s.UpdateEach(ctx, ids, exportedEdit, func(r *receipt.Receipt) error {
		if r.Status == receipt.Ready && r.Updated.Equal(updated[r.ID].Updated) {
			r.Status, r.ExportedAt = receipt.Exported, at
		}
		return nil
	})
	if errors.Is(err, store.ErrNotFound) { // one was removed for good
		return nil
	}
	return err
}
