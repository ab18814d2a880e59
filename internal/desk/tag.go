package desk

import (
	"context"
	"fmt"
	"slices"

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

// SetTags gives receipts these tags in place of those that they have, all of
// them as one step for Undo.
func (d *Desk) SetTags(ctx context.Context, ids []int64, tags []string) error {
	var clean []string
	for _, text := range tags {
		tag, err := receipt.ParseTag(text)
		if err != nil {
			return err
		}
		clean = receipt.WithTag(clean, tag)
	}
	return d.togetherByPerson(ctx, "Tags on "+countOf(ids), "tagged", ids, func(r *receipt.Receipt) error {
		r.Tags = slices.Clone(clean)
		return nil
	})
}
