package export

import (
	"bytes"
	"context"
	"iter"
)

// sheets are those of a workbook: the profile's columns, and what is on the
// receipts beneath them. The text of the first is measured as it passes.
func (p *Plan) sheets(ctx context.Context, i int, s *scribe, out *measure) []sheetData {
	main := sheetData{name: "Receipts", currency: -1, cells: p.sheetLines(ctx, i, s, out)}
	for n, c := range p.Profile.Columns {
		if c.Value == "{currency}" {
			main.currency = n
		}
		main.columns = append(main.columns, sheetColumn{name: c.Name, width: max(c.Width, 8), sum: c.Sum})
	}
	return []sheetData{main, taxTable(p.fileRows(ctx, i, s)), itemTable(p.fileRows(ctx, i, s))}
}

// sheetLines are the lines of file i.
func (p *Plan) sheetLines(ctx context.Context, i int, s *scribe, out *measure) iter.Seq2[[]cell, error] {
	return func(yield func([]cell, error) bool) {
		var b bytes.Buffer
		t := table{s}
		t.begin(&b)
		for entries, err := range p.entries(ctx, i, s) {
			if err == nil {
				_, err = t.receipt(&b, entries)
			}
			if err == nil {
				err = out.add(&b)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for n := range entries {
				if !yield(s.cells(&entries[n]), nil) {
					return
				}
			}
		}
		if err := out.add(&b); err != nil {
			yield(nil, err)
		}
	}
}

// fileRows are the receipts of file i.
func (p *Plan) fileRows(ctx context.Context, i int, s *scribe) Rows {
	return func(yield func(Row, error) bool) {
		for entries, err := range p.entries(ctx, i, s) {
			var row Row
			if err == nil {
				row = *entries[0].row
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}
