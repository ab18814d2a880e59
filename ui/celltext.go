package ui

import (
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// cellText is what a cell says, as a person types it.
func (b *book) cellText(e *entry, c columnName) string {
	if c == columnTags {
		return e.text(columnTags)
	}
	return b.writing.field(e.receipt.Fields, columnFields[c])
}

// cellMeaning is what a text that is being typed comes to; "" where that is
// plain.
func (b *book) cellMeaning(e *entry, c columnName, text string) string {
	return b.writing.meaning(columnFields[c], text, e.receipt.Fields, b.today())
}

// completeCell is how a text may go on, from what was entered before.
func (b *book) completeCell(e *entry, c columnName, text string) string {
	if e == nil || c != columnVendor && c != columnCategory {
		return ""
	}
	return b.complete(columnFields[c], text, e.receipt.Fields.Vendor)
}

// plainCell is the plain text that a typed one means in a column, other than
// the tags'. The error says in words why it cannot be taken.
func (b *book) plainCell(e *entry, c columnName, text string) (string, error) {
	name := columnFields[c]
	plain, err := b.writing.plain(name, text, e.receipt.Fields, b.today())
	if err != nil {
		return "", err
	}
	fields := e.receipt.Fields
	return plain, fields.Set(name, plain)
}

// parseTags are the tags in a text, parted by commas.
func parseTags(text string) ([]string, error) {
	var tags []string
	for _, part := range strings.Split(text, ",") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		tag, err := receipt.ParseTag(part)
		if err != nil {
			return nil, err
		}
		tags = receipt.WithTag(tags, tag)
	}
	return tags, nil
}
