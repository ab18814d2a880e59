package ui

import "github.com/spindle-receipts/spindle/internal/receipt"

// complete is how a text may go on, from what was entered before.
func (b *book) complete(name receipt.Field, text, vendor string) string {
	vendors, kinds := b.habits()
	switch {
	case name == receipt.FieldCategory:
		return kinds.complete(text, vendor)
	case text == "":
		return ""
	}
	return vendors.complete(text, "")
}
