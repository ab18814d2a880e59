package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spindle-receipts/spindle/internal/store"
)

// batch is what is kept of a pile of files until all of it is read.
type batch struct {
	Options
	// Dir is the folder from which relative paths count, so that a run that is
	// taken up in another folder still finds the files.
	Dir string
	// Said are the receipts that the person wants submitted by themselves while
	// the batch waits for the person's word.
	Said []int64 `json:",omitempty"`
	// Known is how many files of the pile the history held already.
	Known int `json:",omitempty"`
}

func (d *Desk) saveBatch(ctx context.Context, id string, o Options) error {
	dir, err := os.Getwd()
	if err != nil {
		dir = "" // relative paths then count from wherever the program runs
	}
	raw, err := json.Marshal(batch{Options: o, Dir: dir})
	if err != nil {
		return fmt.Errorf("storing the options of a batch: %w", err)
	}
	return d.store.SaveBatch(ctx, store.Batch{ID: id, Options: raw, Created: d.now().UTC()})
}

// batchOf is what a batch was added with.
func (d *Desk) batchOf(ctx context.Context, id string) (batch, error) {
	b := batch{Options: Options{Bundle: Each}}
	raw, err := d.store.Options(ctx, id)
	if err != nil || raw == nil {
		return b, err
	}
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, fmt.Errorf("reading the options of batch %s: %w", id, err)
	}
	return b, nil
}

// place is where the file at a path that the person gave is.
func (b batch) place(path string) string {
	if filepath.IsAbs(path) || b.Dir == "" {
		return path
	}
	return filepath.Join(b.Dir, path)
}
