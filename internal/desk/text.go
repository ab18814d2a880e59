package desk

import (
	"context"
	"encoding/json"

	"github.com/spindle-receipts/spindle/api"
)

// indexStep is how many documents come into the search at a time: while they
// do, nothing else is written.
const indexStep = 40

// FindText are the ids of the receipts on whose pictures something was read
// that begins with text, small and large letters and accents being the same.
// A receipt that was read just now may be missing for a moment; Event.Indexed
// tells when it is not.
func (d *Desk) FindText(ctx context.Context, text string) ([]int64, error) {
	return d.store.FindText(ctx, text)
}

// index puts the texts of new documents into the search, and of those that
// an older Spindle left. A search that cannot be written stops nothing else:
// it is tried again with the next document.
func (d *Desk) index(ctx context.Context, _ struct{}) error {
	for any := false; ; any = true {
		n, err := d.store.IndexTexts(ctx, indexStep, textOf)
		if err != nil {
			if ctx.Err() == nil {
				d.log.Warn("the search does not know all receipts", "error", err)
			}
			return ctx.Err()
		}
		if n < indexStep {
			if any || n > 0 {
				d.listeners.tell(Event{Indexed: true})
			}
			return nil
		}
	}
}

// textOf is all that an engine read. What is no document has no text.
func textOf(raw json.RawMessage) string {
	document, err := api.ParseDocument(raw)
	if err != nil {
		return ""
	}
	return document.Text
}
