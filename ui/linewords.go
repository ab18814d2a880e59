package ui

import (
	"encoding/json"
	"strings"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// lineWords puts a change of the line items or the tax lines, which the
// history keeps whole, into words: how many there are and what they come to.
func lineWords(c desk.Change) desk.Change {
	switch c.Field {
	case "line_items":
		c.Field, c.Before, c.After = "line items", itemWords(c.Before), itemWords(c.After)
	case "tax_lines":
		c.Field, c.Before, c.After = "tax lines", taxWords(c.Before), taxWords(c.After)
	case "second_reading": // what happened is all that there is to say, but for why
		_, why, _ := strings.Cut(c.After, ": ")
		c.Field, c.Before, c.After = "", "", told(why)
	}
	return c
}

func itemWords(text string) string {
	var items []receipt.LineItem
	if text == "" {
		return tr("none")
	}
	if json.Unmarshal([]byte(text), &items) != nil {
		return text
	}
	return sumWords(len(items), itemSum(items))
}

func taxWords(text string) string {
	var lines []receipt.TaxLine
	if text == "" {
		return tr("none")
	}
	if json.Unmarshal([]byte(text), &lines) != nil {
		return text
	}
	return sumWords(len(lines), taxSum(lines))
}

func sumWords(n int, sum receipt.Amount) string {
	if !sum.Known() {
		return linesOf(n)
	}
	return tr("%s making %s", linesOf(n), sum)
}
