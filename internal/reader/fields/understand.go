// Package fields turns the lines that were read on the pages of a receipt into
// the fields of a document, each with its place and the probability that it is
// right. It holds no words of any language: those are in the vocabulary.
//
// No figure is ever computed: the arithmetic only decides between figures that
// are printed.
package fields

import (
	"strings"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// Understand reads the fields of one receipt from the lines of its pages. It
// never fails: what is not found is left empty.
func Understand(pages []text.Page, hints server.Hints) server.Reading {
	var out server.Reading
	for _, p := range pages {
		out.Pages = append(out.Pages, server.PageSize{Width: p.Width, Height: p.Height})
	}
	d := newDocument(pages, hints)
	if len(d.rows) == 0 {
		return out
	}
	d.readAmounts()
	d.nameAmounts()
	d.findTaxRows()
	d.money(&out)
	d.when(&out)
	d.where(&out)
	d.who(&out)
	d.payment(&out)
	d.kind(&out)
	d.category(&out)
	lines := make([]string, len(d.rows))
	for i, r := range d.rows {
		lines[i] = r.line()
	}
	out.Text = strings.Join(lines, "\n")
	return out
}

// printed is the value at bytes lo to hi of a row.
func (d *document) printed(text string, score float64, row, lo, hi int) server.Value {
	r := d.rows[row]
	box, _, _ := r.place(lo, hi)
	return server.Value{Text: text, Score: score, Page: r.page, Box: box}
}
