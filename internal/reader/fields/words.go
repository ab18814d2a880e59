package fields

import "github.com/spindle-receipts/spindle/api/server"

// words are all words of the document, with a number for each run of them that
// no wide gap parts.
func (d *document) words() []server.Word {
	var all []server.Word
	line := 0
	for _, r := range d.rows {
		for i, w := range r.words {
			at := r.starts[i]
			if i > 0 && r.text[at-1] == '\t' {
				line++
			}
			box, _, _ := r.place(at, at+len(w.text))
			if box != [4]float64{} {
				all = append(all, server.Word{Text: w.text, Page: r.page, Line: line, Box: box})
			}
		}
		line++
	}
	return all
}
