package desk

import (
	"context"
	"fmt"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// matchSet gives each document of a split zip to the file that it was read
// from. A document whose file is not certain becomes a row of its own, to be
// looked at; a file without a document has failed. Nothing is guessed.
func (d *Desk) matchSet(ctx context.Context, set store.Set, documents []api.Document) error {
	receipts, err := d.receiptsOf(ctx, set)
	if err != nil {
		return err
	}
	fileOf := match(documents, receipts)
	matched := make(map[int64]bool)
	for i, document := range documents {
		file := fileOf[i]
		if file < 0 {
			err = d.unmatched(ctx, set, document)
		} else {
			matched[receipts[file].ID] = true
			err = d.finishMember(ctx, receipts[file].ID, document)
		}
		if err != nil {
			return err
		}
	}
	for _, r := range receipts {
		if matched[r.ID] || !r.Status.Open() {
			continue
		}
		if _, err := d.change(ctx, r.ID, store.Edit{By: store.Program, What: "failed"}, func(r *receipt.Receipt) error {
			r.Status = receipt.Failed
			r.Reasons = []string{"No receipt that the service returned could be matched to this file. Look among the rows without a file, or retry it by itself"}
			return nil
		}); err != nil {
			return err
		}
	}
	set.Status = "done"
	return d.store.SaveSet(ctx, set)
}

// match finds the file of each document, -1 where it is not certain: by the
// size of the picture and of the file as the service saw them, and among
// files that agree in both, by the order.
func match(documents []api.Document, receipts []receipt.Receipt) []int {
	fileOf := make([]int, len(documents))
	byLooks := make(map[string][]int)
	for i, r := range receipts {
		for _, looks := range looksOf(r.Originals[0]) {
			byLooks[looks] = append(byLooks[looks], i)
		}
	}
	taken := make(map[int]bool)
	counts := make(map[string]int)
	for _, document := range documents {
		counts[documentLooks(document)]++
	}
	for i, document := range documents {
		fileOf[i] = -1
		looks := documentLooks(document)
		candidates := byLooks[looks]
		if looks == "" || counts[looks] != len(candidates) {
			continue
		}
		for _, file := range candidates {
			if !taken[file] {
				fileOf[i], taken[file] = file, true
				break
			}
		}
	}
	return fileOf
}

// looksOf are the ways in which the service may tell of a file: its size in
// thousands or in units of 1024 bytes is not documented, nor is the rounding.
func looksOf(o receipt.Original) []string {
	seen := make(map[string]bool)
	var all []string
	for _, kb := range []int64{o.Size / 1000, (o.Size + 500) / 1000, o.Size/1000 + 1, o.Size / 1024, (o.Size + 512) / 1024, o.Size/1024 + 1} {
		looks := fmt.Sprintf("%dx%d %d", o.Width, o.Height, kb)
		if !seen[looks] {
			seen[looks] = true
			all = append(all, looks)
		}
	}
	return all
}

func documentLooks(document api.Document) string {
	if len(document.SourceDocuments) != 1 {
		return ""
	}
	s := document.SourceDocuments[0]
	return fmt.Sprintf("%dx%d %d", s.Width, s.Height, s.SizeKB)
}

func (d *Desk) finishMember(ctx context.Context, id int64, document api.Document) error {
	r, err := d.change(ctx, id, store.Edit{By: store.Program, What: "read", Document: document.Raw}, func(r *receipt.Receipt) error {
		r.DocumentID = string(document.ID)
		if document.Failed() {
			r.Status, r.Reasons = receipt.Failed, []string{sentence(reasonOf(document))}
			return nil
		}
		d.record(r, document)
		return nil
	})
	if err == nil {
		d.sales.add(r)
	}
	return err
}

// unmatched makes a row without a file for a document.
func (d *Desk) unmatched(ctx context.Context, set store.Set, document api.Document) error {
	first, err := d.store.Receipt(ctx, set.Receipts[0])
	if err != nil {
		return err
	}
	rows, err := d.store.Insert(ctx, []receipt.Receipt{{Batch: first.Batch, Status: receipt.Reading, Engine: set.Engine,
		ExternalID: set.ExternalID, DocumentID: string(document.ID)}}, store.Program)
	if err != nil {
		return err
	}
	if err := d.finishMember(ctx, rows[0].ID, document); err != nil {
		return err
	}
	_, err = d.change(ctx, rows[0].ID, store.Edit{By: store.Program, What: "not matched"}, func(r *receipt.Receipt) error {
		doubt(r, "The service returned this receipt, but which file it was read from is not certain")
		return nil
	})
	return err
}
