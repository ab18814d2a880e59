package fields

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

var column = regexp.MustCompile(`\S+(?: \S+)*`)

// pageOf lays out a receipt that is written as plain text: two blanks or more
// end a line of the recogniser, a row begun with ^ is in letters twice as high.
func pageOf(receipt string) text.Page {
	const width, height = 10.0, 18.0
	page := text.Page{Width: 480, Height: 60}
	y := 30.0
	for _, row := range strings.Split(strings.Trim(receipt, "\n"), "\n") {
		h := height
		if strings.HasPrefix(row, "^") {
			row, h = " "+row[1:], 2*height
		}
		for _, m := range column.FindAllStringIndex(row, -1) {
			x0 := 20 + width*float64(utf8.RuneCountInString(row[:m[0]]))
			x1 := x0 + width*float64(utf8.RuneCountInString(row[m[0]:m[1]]))
			page.Lines = append(page.Lines, text.Line{Text: row[m[0]:m[1]], Score: 0.99,
				Quad: text.Quad{{X: x0, Y: y - h/2}, {X: x1, Y: y - h/2}, {X: x1, Y: y + h/2}, {X: x0, Y: y + h/2}}})
			page.Width = max(page.Width, int(x1)+20)
		}
		y += 30
	}
	page.Height = int(y) + 30
	return page
}
