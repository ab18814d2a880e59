package ui

import "fyne.io/fyne/v2"

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
)

// column is how a column is laid out.
type column struct {
	name  columnName
	width float32 // the least
	grow  float32 // its share of the room that is left
	right bool    // figures stand to the right
	rank  int     // the higher, the sooner it goes when there is no room
}

var columns = []column{
	{columnState, 126, 0, false, 0},
	{columnVendor, 84, 3, false, 0},
	{columnDate, 84, 0, false, 1},
	{columnTotal, 80, 0, true, 0},
	{columnCurrency, 56, 0, false, 2},
	{columnTax, 64, 0, true, 3},
	{columnCategory, 96, 1.4, false, 4},
	{columnFile, 100, 1.6, false, 5},
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

// arrange gives the columns their places in a row of a width; the least
// important ones go when there is no room.
func arrange(width float32) []place {
	room := width - 2*rowSide
	kept := append([]column(nil), columns...)
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
		if kept[len(kept)-1].rank >= 4 { // details come once the vendor has room
			need += vendorRoom
		}
		if need <= room || len(kept) <= 3 {
			if kept[len(kept)-1].rank >= 4 {
				need -= vendorRoom
			}
			return spread(kept, max(0, room-need), grow, joined)
		}
		worst := 0
		for i, c := range kept {
			if c.rank >= kept[worst].rank {
				worst = i
			}
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
