package api

import "strings"

// Word is a run of characters without blanks, where it was read.
type Word struct {
	Text string
	Page int        // from 0
	Line int        // from 0 on its page: words of one line stand side by side
	Box  [4]float64 // x1, y1, x2, y2 as fractions of the page
}

// Words are the words of the document in the order of reading. Only the reader
// on this computer tells them, under "ocr_words" as pages of lines of
// ["word", x1, y1, x2, y2]; the service's documents have none.
func (d Document) Words() []Word {
	o, ok := parseObject(d.Raw)
	if !ok {
		return nil
	}
	var words []Word
	for page, lines := range o.list("ocr_words") {
		for line, parts := range parseList(lines) {
			for _, raw := range parseList(parts) {
				part := parseList(raw)
				if len(part) != 5 {
					continue
				}
				w := Word{Text: strings.TrimSpace(scalar(part[0])), Page: page, Line: line}
				good := w.Text != ""
				for i := range w.Box {
					f := fraction(part[i+1])
					if good = good && f != nil; good {
						w.Box[i] = *f
					}
				}
				if good && w.Box[0] <= w.Box[2] && w.Box[1] <= w.Box[3] {
					words = append(words, w)
				}
			}
		}
	}
	return words
}
