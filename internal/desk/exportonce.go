package desk

import (
	"context"
	"slices"

	"github.com/spindle-receipts/spindle/internal/export"
)

// once tells whether what the profile wrote before would be there twice: a
// program that takes receipts in adds them to those that it has.
func once(p export.Profile) bool { return p.Rules.Take == "ready" }

// onlyOnce are the ids without those that are there already.
func onlyOnce(ids []int64) []int64 {
	seen := make(map[int64]bool, len(ids))
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool {
		twice := seen[id]
		seen[id] = true
		return twice
	})
}

// given are the numbers that the profile wrote before.
func (x Exporter) given(ctx context.Context, profile string) (map[int64]export.Numbered, error) {
	written, err := x.Store.NumbersBy(ctx, profile)
	if err != nil {
		return nil, err
	}
	numbers := make(map[int64]export.Numbered, len(written))
	for id, r := range written {
		numbers[id] = export.Numbered{Number: r.Number, Vendor: r.Vendor}
	}
	for _, i := range x.Notes.by(profile) {
		for _, r := range i.Receipts {
			if r.Number != "" {
				numbers[r.ID] = export.Numbered{Number: r.Number, Vendor: r.Vendor}
			}
		}
	}
	return numbers, nil
}

// fresh takes out what the profile wrote before.
func (x Exporter) fresh(ctx context.Context, profile string, ids []int64) ([]int64, map[int64]Exported, error) {
	written, err := x.exportedBy(ctx, profile)
	if err != nil {
		return nil, nil, err
	}
	before := make(map[int64]Exported)
	left := make([]int64, 0, len(ids))
	for _, id := range ids {
		if e, ok := written[id]; ok {
			before[id] = e
		} else {
			left = append(left, id)
		}
	}
	return left, before, nil
}

// exportedBy tells of every receipt that a profile exported which export was
// its last, those among them that the history has not taken up yet.
func (x Exporter) exportedBy(ctx context.Context, profile string) (map[int64]Exported, error) {
	written, err := x.Store.ExportedBy(ctx, profile)
	if err != nil {
		return nil, err
	}
	for _, i := range x.Notes.by(profile) {
		for _, r := range i.Receipts {
			written[r.ID] = *i.Export
		}
	}
	return written, nil
}
