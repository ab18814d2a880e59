package server

import (
	"encoding/json"
	"math"
)

// wordsKey is the member under which a document carries its words: ours, since
// the protocol has the text of a document (ocr_text) but no places in it. It
// stands beside ocr_text, only where bounding_boxes are asked for; Veryfi's own
// libraries pass over members that they do not know.
const wordsKey = "ocr_words"

// encodeWords writes words as pages of lines of words, each with its text and
// its box: [[[["TOTAL",0.1,0.52,0.31,0.55],["12.50",0.7,0.52,0.9,0.55]]]]. The
// form is as short as it can be, since there are hundreds on a receipt.
func encodeWords(words []Word) json.RawMessage {
	if len(words) == 0 {
		return nil
	}
	var pages [][][][5]any
	line := -1
	for _, w := range words {
		if w.Page < 0 {
			continue
		}
		for len(pages) <= w.Page {
			pages, line = append(pages, [][][5]any{}), -1
		}
		page := &pages[w.Page]
		if len(*page) == 0 || w.Line != line {
			*page = append(*page, nil)
			line = w.Line
		}
		last := len(*page) - 1
		(*page)[last] = append((*page)[last], [5]any{w.Text, short(w.Box[0]), short(w.Box[1]), short(w.Box[2]), short(w.Box[3])})
	}
	return encode(pages)
}

// short is a fraction of a page in four digits: less than a pixel.
func short(f float64) float64 { return math.Round(fraction(f)*1e4) / 1e4 }
