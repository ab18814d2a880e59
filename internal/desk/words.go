package desk

import (
	"context"

	"github.com/spindle-receipts/spindle/api"
)

// Word is a run of characters without blanks on the picture of a receipt.
type Word struct {
	Text string
	Line int        // words of one line stand side by side, with no wide gap
	Box  [4]float64 // x1, y1, x2, y2 as fractions of the page as it was taken
}

// Words are the words that were read on a page of a receipt, from 0 as in Page,
// in the order of reading. There are none before it is read, and none where the
// engine does not tell them, as the Veryfi service does not.
func (d *Desk) Words(ctx context.Context, id int64, page int) ([]Word, error) {
	raw, err := d.store.Document(ctx, id)
	if err != nil || raw == nil {
		return nil, err
	}
	document, err := api.ParseDocument(raw)
	if err != nil {
		return nil, nil // it has failed, and the receipt says why
	}
	var words []Word
	for _, w := range document.Words() {
		if w.Page == page {
			words = append(words, Word{Text: w.Text, Line: w.Line, Box: w.Box})
		}
	}
	return words, nil
}
