// Package fields turns the lines that were read on the pages of a receipt into
// the fields of a document, each with its place and the probability that it is
// right. It holds no words of any language: those are in the vocabulary.
//
// No figure is ever computed: the arithmetic only decides between figures that
// are printed, and between digits that look alike where one is hardly read.
//
// # What it comes to
//
// Measured with internal/reader/bench on the lines of PP-OCRv6 (-lines), with
// the rule by which the program calls a receipt ready:
//
//	                        total  date  vendor close  ready  of these right
//	110 Malaysian scans     1.000  .991          .936   .891           1.000
//	24 German scans         1.000 1.000          .958   .958           1.000
//
// (recognised anew, 97 of the 110 are ready, .882, and all of them right), and
// on receipts of many trades in 19 countries, written by hand as text
// (testdata, go test -run TestShops -v), where the first three rows were taken
// before any of them was looked at, and the last after all were:
//
//	                        total  date  vendor close  ready  of these right
//	67, the rules as they were .910  .955       .866   .582             .949
//	47, after mending those    .979  .979       .936   .660             .968
//	18, after mending these   1.000 1.000       .944   .722            1.000
//	all 132, in the end       1.000  .992      1.000   .750            1.000
//
// and on random receipts of thirteen countries that no rule was made for
// (assets/generate -n 390 -seed 77 -lines), as they are printed and with errors
// put in: of characters (0.6 % of the digits, 0.3 % of the letters) or of lines
// (blanks, lost lines and currencies).
//
//	                        total  date  items F1  tax lines  ready  of these right
//	as printed               .997 1.000      .999       .995   .969           1.000
//	characters misread       .977  .964      .900       .928   .879            .997
//	lines misread            .979  .982      .716       .815   .874            .994
//
// Line items are given only when they add up: one line that is lost takes the
// list with it.
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
	out.Words = d.words()
	return out
}

// printed is the value at bytes lo to hi of a row.
func (d *document) printed(text string, score float64, row, lo, hi int) server.Value {
	r := d.rows[row]
	box, _, _ := r.place(lo, hi)
	return server.Value{Text: text, Score: score, Page: r.page, Box: box}
}
