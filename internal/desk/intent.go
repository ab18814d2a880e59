package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	Drafts   []export.Draft `json:",omitempty"`
	Done     bool           `json:",omitempty"` // the files have their names
}

func (x Exporter) intend(ctx context.Context, r *Rehearsal, paths []string, sums []*summed, drafts []export.Draft) error {
	e, written, err := x.entry(r, paths, sums)
	if err != nil {
		return err
	}
	for i := range drafts { // who finishes it may be in another folder
		drafts[i] = export.Draft{Temp: absolute(drafts[i].Temp), Path: absolute(drafts[i].Path)}
	}
	i := intent{Export: &e, Receipts: written, Drafts: drafts}
	if x.Notes != nil {
		return x.Notes.write(ctx, i)
	}
	return x.setIntent(ctx, i)
}

// intended crosses out what was intended: it is noted as done, or was not done.
func (x Exporter) intended(ctx context.Context) error {
	if x.Notes != nil {
		return x.Notes.remove()
	}
	return x.setIntent(ctx, intent{})
}

func (x Exporter) setIntent(ctx context.Context, i intent) error {
	if err := x.Store.SetSetting(context.WithoutCancel(ctx), intentKey, i); err != nil {
		return fmt.Errorf("noting the export: %w", err)
	}
	return nil
}

// marking changes receipts: Store.UpdateEach, or the desk's own, which tells
// the listeners.
type marking func(context.Context, []int64, store.Edit, func(*receipt.Receipt) error) ([]receipt.Receipt, error)

// FinishExport ends an export that a killed program left between its files and
// the note of them: what is complete gets its name and is noted, and the rest
// is taken back as if it had not been asked for. It takes up what was exported
// while another program had the history, too.
func FinishExport(ctx context.Context, s *store.Store) error {
	_, err := (Exporter{Store: s}).takeUp(ctx, s.UpdateEach)
	return err
}

// takeUp brings into the history what was exported and is not noted there yet,
// and gives what others left notes of.
func (x Exporter) takeUp(ctx context.Context, mark marking) ([]Exported, error) {
	err := x.finishIntent(ctx, mark)
	taken, unread := x.takeNotes(ctx, mark)
	return taken, errors.Join(err, unread)
}

func (x Exporter) finishIntent(ctx context.Context, mark marking) error {
	var i intent
	if _, err := x.Store.Setting(ctx, intentKey, &i); err != nil || i.Export == nil {
		return err
	}
	noted, err := x.noted(ctx, i)
	if err != nil {
		return err
	}
	if !noted {
		if i.Done, err = i.finish(); err != nil {
			return err
		}
	}
	if noted || i.Done {
		if err := x.settle(ctx, i, mark); err != nil {
			return err
		}
	}
	return x.intended(ctx)
}

// settle notes an export that is done, once, and marks its receipts.
func (x Exporter) settle(ctx context.Context, i intent, mark marking) error {
	noted, err := x.noted(ctx, i)
	if err != nil {
		return err
	}
	if !noted {
		if _, err := x.Store.AddExport(ctx, *i.Export, i.Receipts); err != nil {
			return fmt.Errorf("noting the export to %s: %w", i.Export.Files[0].Path, err)
		}
	}
	return x.markExported(ctx, i, mark)
}

// noted tells whether the history has the export.
func (x Exporter) noted(ctx context.Context, i intent) (bool, error) {
	all, err := x.Store.Exports(ctx)
	return slices.ContainsFunc(all, func(e Exported) bool {
		return e.At.Equal(i.Export.At) && e.Profile == i.Export.Profile && slices.Equal(e.Files, i.Export.Files)
	}), err
}

// finish gives complete files their names; it is false where there is nothing
// to finish and the export is taken back.
func (i intent) finish() (bool, error) {
	if !i.complete() {
		for _, d := range i.Drafts {
			_ = os.Remove(d.Temp)
		}
		return false, nil
	}
	for n, d := range i.Drafts {
		if sumOf(d.Path) != i.Export.Files[n].SHA256 {
			if err := os.Rename(d.Temp, d.Path); err != nil {
				return false, fmt.Errorf("finishing the export to %s that was interrupted: %w", d.Path, err)
			}
		}
	}
	return true, nil
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
func (x Exporter) markExported(ctx context.Context, i intent, mark marking) error {
	updated := make(map[int64]time.Time, len(i.Receipts))
	for _, r := range i.Receipts {
		updated[r.ID] = r.Updated
	}
	for some := range slices.Chunk(slices.Sorted(maps.Keys(updated)), chunk) {
		there, err := x.Store.ReceiptsByID(ctx, some) // one may be removed for good
		if err != nil {
			return err
		}
		ids := make([]int64, len(there))
		for n, r := range there {
			ids[n] = r.ID
		}
		_, err = mark(ctx, ids, exportedEdit, func(r *receipt.Receipt) error {
			if r.Status == receipt.Ready && r.Updated.Equal(updated[r.ID]) {
				r.Status, r.ExportedAt = receipt.Exported, i.Export.At
			}
			return nil
		})
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("marking what was exported: %w", err)
		}
	}
	return nil
}

func absolute(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}
