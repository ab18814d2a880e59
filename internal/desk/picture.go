package desk

import (
	"context"
	"errors"
	"image"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Pages is how many pages the originals of r have together.
func (d *Desk) Pages(r receipt.Receipt) int {
	n := 0
	for _, o := range r.Originals {
		n += max(o.Pages, 1)
	}
	return n
}

// Page renders a page of a receipt, from 0 across its originals, upright as it
// was taken (not as the person turned it), with no side longer than maxSide.
func (d *Desk) Page(ctx context.Context, id int64, page, maxSide int) (image.Image, error) {
	r, err := d.store.Receipt(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, o := range r.Originals {
		if pages := max(o.Pages, 1); page >= pages {
			page -= pages
			continue
		}
		if o.SHA256 == "" {
			return nil, errors.New("the picture is not copied yet")
		}
		document, err := d.intake.Open(ctx, d.store.OriginalPath(o.SHA256))
		if err != nil {
			return nil, err
		}
		defer document.Close()
		return document.Page(ctx, page, maxSide)
	}
	return nil, errors.New("this receipt has no picture")
}
