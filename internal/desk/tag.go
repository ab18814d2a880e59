package desk

import (
	"context"
	"fmt"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Tag gives receipts a tag, or takes it off them: all of them, as one step for
// Undo. The tags stay on this computer.
func (d *Desk) Tag(ctx context.Context, ids []int64, tag string, on bool) error {
	tag, err := receipt.ParseTag(tag)
	if err != nil {
		return err
	}
	name, what := fmt.Sprintf("Tag %s on %s", tag, countOf(ids)), "tagged"
	change := receipt.WithTag
	if !on {
		name, what, change = fmt.Sprintf("Taking the tag %s off %s", tag, countOf(ids)), "untagged", receipt.WithoutTag
	}
	return d.togetherByPerson(ctx, name, what, ids, func(r *receipt.Receipt) error {
		r.Tags = change(r.Tags, tag)
		return nil
	})
}
