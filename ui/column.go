package ui

import (
	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// columnName names a column of the list.
type columnName string

// The columns, in the order in which they stand.
const (
	columnState    columnName = "Status"
	columnVendor   columnName = "Vendor"
	columnDate     columnName = "Date"
	columnTotal    columnName = "Total"
	columnCurrency columnName = "Currency"
	columnTax      columnName = "Tax"
	columnCategory columnName = "Category"
	columnFile     columnName = "File"
	columnNumber   columnName = "Number"
	columnTags     columnName = "Tags"
	columnSubtotal columnName = "Subtotal"
	columnTip      columnName = "Tip"
	columnPaid     columnName = "Paid with"
	columnNotes    columnName = "Notes"
)

// columnFields are the fields that columns show, as a person may correct them.
var columnFields = map[columnName]receipt.Field{
	columnVendor: receipt.FieldVendor, columnDate: receipt.FieldDate, columnTotal: receipt.FieldTotal, columnCurrency: receipt.FieldCurrency,
	columnTax: receipt.FieldTax, columnCategory: receipt.FieldCategory, columnNumber: receipt.FieldInvoiceNumber, columnSubtotal: receipt.FieldSubtotal,
	columnTip: receipt.FieldTip, columnPaid: receipt.FieldPaymentType, columnNotes: receipt.FieldNotes,
}

// edits tells whether what stands in the column can be changed in the list.
func (c columnName) edits() bool { return c == columnTags || columnFields[c] != "" }

// column is how a column is laid out.
type column struct {
	name  columnName
	width float32 // the least
	grow  float32 // its share of the room that is left
	right bool    // figures stand to the right
	rank  int     // the higher, the sooner it goes when there is no room

	hidden bool    // the person does not want it
	set    float32 // the width that the person gave it; 0 for none
}

// columns are all columns, in their usual order.
var columns = []column{
	{name: columnState, width: 126},
	{name: columnVendor, width: 84, grow: 3},
	{name: columnDate, width: 84, rank: 1},
	{name: columnTotal, width: 80, right: true},
	{name: columnCurrency, width: 56, rank: 2},
	{name: columnTax, width: 64, right: true, rank: 3},
	{name: columnCategory, width: 96, grow: 1.4, rank: 4},
	{name: columnFile, width: 100, grow: 1.6, rank: 5},
	{name: columnNumber, width: 90, grow: 0.8, rank: 6, hidden: true},
	{name: columnTags, width: 90, grow: 0.8, rank: 7, hidden: true},
	{name: columnSubtotal, width: 80, right: true, rank: 8, hidden: true},
	{name: columnTip, width: 64, right: true, rank: 9, hidden: true},
	{name: columnPaid, width: 90, grow: 0.6, rank: 10, hidden: true},
	{name: columnNotes, width: 90, grow: 1, rank: 11, hidden: true},
}

// place is where a column stands in a row.
type place struct {
	column
	x, w   float32
	joined bool // the total names its currency, which has no column of its own
}

const (
	rowSide     float32 = 14 // left and right of a row's content
	columnGap   float32 = 14
	joinedWidth float32 = 32 // what a currency needs beside its total
	vendorRoom  float32 = 70 // what a vendor gets before the least important columns do
)

// arrange gives columns their places in a row of a width; the least important
// ones go when there is no room.
func arrange(all []column, width float32) []place {
	room := width - 2*rowSide
	var kept []column
	for _, c := range all {
		if c.hidden {
			continue
		}
		if c.set > 0 {
			c.width, c.grow = c.set, 0
		}
		kept = append(kept, c)
	}
	if len(kept) == 0 {
		return nil
	}
	for {
		need, grow, joined := -columnGap, float32(0), joinedWidth
		for _, c := range kept {
			need += c.width + columnGap
			grow += c.grow
			if c.name == columnCurrency {
				joined = 0
			}
		}
		need += joined
		worst := 0
		for i, c := range kept {
			if c.rank >= kept[worst].rank {
				worst = i
			}
		}
		wanted := need
		if kept[worst].rank >= 4 { // details come once the vendor has room
			wanted += vendorRoom
		}
		if wanted <= room || len(kept) <= 3 {
			return spread(kept, max(0, room-need), grow, joined)
		}
		kept = append(kept[:worst], kept[worst+1:]...)
	}
}

func spread(kept []column, spare, grow, joined float32) []place {
	places := make([]place, len(kept))
	x := rowSide
	for i, c := range kept {
		w := c.width
		if grow > 0 {
			w += spare * c.grow / grow
		}
		if c.name == columnTotal {
			w += joined
		}
		w = float32(int(w)) // whole pixels: figures stay in line
		places[i] = place{c, x, w, c.name == columnTotal && joined > 0}
		x += w + columnGap
	}
	return places
}

func (p place) align() fyne.TextAlign {
	if p.right {
		return fyne.TextAlignTrailing
	}
	return fyne.TextAlignLeading
}
