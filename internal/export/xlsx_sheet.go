package export

import (
	"bufio"
	"context"
	"encoding/xml"
	"fmt"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// sheetData is what a sheet shows: a heading, lines, and where a column asks for
// it a totals row for each currency.
type sheetData struct {
	name     string // at most 26 characters, so that a number fits behind it
	columns  []sheetColumn
	currency int // the column that says what the sums are in; -1 for none
	cells    iter.Seq2[[]cell, error]
}

type sheetColumn struct {
	name   string
	width  float64 // characters
	sum    bool
	number bool // of amounts that have no sum
}

// What a sheet can hold, by Excel's specifications and limits.
const (
	sheetRows   = 1048576
	cellUnits   = 32767 // UTF-16 code units
	exactDigits = 15    // of a number
)

// lineHeight is that of a row with one line of text, in points.
const lineHeight = 15

// sheet is one sheet while it is written. A failed write shows at end.
type sheet struct {
	book  *book
	name  string
	table sheetData
	out   *bufio.Writer
	row   int // the last one written
	last  int // the last one that is not a totals row
}

// table writes a table, on as many sheets as its lines need.
func (b *book) table(ctx context.Context, t sheetData) error {
	s, err := b.add(t.name, t)
	if err != nil {
		return err
	}
	var sums totals
	part := 1
	for line, err := range t.cells {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if s.row == b.rows-totalsRoom {
			if err := s.end(); err != nil {
				return err
			}
			part++
			if s, err = b.add(fmt.Sprintf("%s %d", t.name, part), t); err != nil {
				return err
			}
		}
		s.line(line, plain)
		sums.add(t, line)
	}
	s.last = s.row
	s.totals(sums)
	return s.end()
}

func (s *sheet) begin() {
	s.out.WriteString(xmlHeader + `<worksheet ` + mainNamespace + `><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>` +
		`<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	line := make([]cell, len(s.table.columns))
	for i, c := range s.table.columns {
		fmt.Fprintf(s.out, `<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, c.width)
		line[i] = cell{word, c.name}
	}
	s.out.WriteString(`</cols><sheetData>`)
	s.line(line, heading)
}

// line writes the next row. Empty values leave their cell empty.
func (s *sheet) line(cells []cell, l look) {
	s.row++
	fmt.Fprintf(s.out, `<row r="%d"`, s.row)
	if height := height(cells, l); height > lineHeight {
		fmt.Fprintf(s.out, ` ht="%d" customHeight="1"`, height)
	}
	s.out.WriteByte('>')
	for i, c := range cells {
		if c.value != "" {
			s.cell(i, c, l)
		} else if l == bold { // the line above the totals runs through
			s.open(i, style{"@", l, anywhere}, `/>`)
		}
	}
	s.out.WriteString(`</row>`)
}

// height is that of a row in points: no program works it out for a row with
// several lines of text.
func height(cells []cell, l look) int {
	if l == heading {
		return lineHeight + 5
	}
	lines := 1
	for _, c := range cells {
		if c.kind == text {
			lines = max(lines, 1+strings.Count(c.value, "\n"))
		}
	}
	return min(lines*lineHeight, 10*lineHeight)
}

func (s *sheet) cell(column int, c cell, l look) {
	switch c.kind {
	case amount:
		if fitsExactly(c.value) {
			s.open(column, style{digits(c.value), l, right}, `><v>`)
			s.out.WriteString(c.value)
			s.out.WriteString(`</v></c>`)
			return
		}
	case day:
		if serial, ok := serialDay(c.value); ok {
			s.open(column, style{"yyyy-mm-dd", l, left}, `><v>`)
			s.out.WriteString(strconv.FormatInt(serial, 10))
			s.out.WriteString(`</v></c>`)
			return
		}
	}
	// The text format keeps text what it is, also when somebody edits the cell.
	where := anywhere
	switch {
	case strings.Contains(c.value, "\n"):
		where = wrapped
	case l == heading && (s.table.columns[column].sum || s.table.columns[column].number):
		where = right
	}
	s.open(column, style{"@", l, where}, ` t="inlineStr"><is><t xml:space="preserve">`)
	_ = xml.EscapeText(s.out, []byte(unambiguous(short(untabbed(c.value))))) // the writer keeps its first error for end
	s.out.WriteString(`</t></is></c>`)
}

// open begins a cell up to its value.
func (s *sheet) open(column int, look style, rest string) {
	s.out.WriteString(`<c r="`)
	s.out.WriteString(columnLetters(column))
	s.out.WriteString(strconv.Itoa(s.row))
	s.out.WriteString(`" s="`)
	s.out.WriteString(strconv.Itoa(s.book.style(look)))
	s.out.WriteByte('"')
	s.out.WriteString(rest)
}

// end writes what follows the rows.
func (s *sheet) end() error {
	if s.last == 0 {
		s.last = s.row
	}
	fmt.Fprintf(s.out, `</sheetData><autoFilter ref="%s"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>`+
		`<pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>`+
		`<ignoredErrors><ignoredError sqref="A1:%s%d" numberStoredAsText="1"/></ignoredErrors></worksheet>`,
		s.filter(false), columnLetters(len(s.table.columns)-1), s.row)
	return s.out.Flush()
}

// filter is the range of the heading and the lines below it, without totals.
func (s *sheet) filter(absolute bool) string {
	sign := ""
	if absolute {
		sign = "$"
	}
	return fmt.Sprintf("%[1]sA%[1]s1:%[1]s%[2]s%[1]s%[3]d", sign, columnLetters(len(s.table.columns)-1), max(s.last, 1))
}

// columnLetters is the name of a column, from 0: A, B, ... Z, AA.
func columnLetters(column int) string {
	if column < 26 {
		return string(rune('A' + column))
	}
	return columnLetters(column/26-1) + columnLetters(column%26)
}

// fitsExactly tells whether a spreadsheet holds the literal to its last digit. A
// longer one is kept as text.
func fitsExactly(literal string) bool {
	return len(strings.TrimLeft(strings.ReplaceAll(literal, ".", ""), "-0")) <= exactDigits
}

// digits is the number format that shows every digit of the literal.
func digits(literal string) string {
	_, fraction, _ := strings.Cut(literal, ".")
	if fraction == "" {
		return "#,##0"
	}
	return "#,##0." + strings.Repeat("0", len(fraction))
}

// serialDay is the number by which a spreadsheet knows a day. Days before
// March 1900, which spreadsheets count wrongly, have none.
func serialDay(value string) (int64, bool) {
	t, err := time.Parse(time.DateOnly, value)
	if err != nil || t.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)) {
		return 0, false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	return int64(t.Sub(epoch) / (24 * time.Hour)), true
}

// untabbed is text without tabs, which spreadsheets drop or show as nothing, so
// that words would run together.
func untabbed(s string) string { return strings.ReplaceAll(s, "\t", " ") }

var ambiguous = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// unambiguous is text without what Excel would read as the escape of another
// character, "_x0041_" for "A".
func unambiguous(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return ambiguous.ReplaceAllString(s, "_x005F_$1")
}

// short is text that fits a cell; Excel calls a file with more damaged.
func short(s string) string {
	if len(s) <= cellUnits {
		return s
	}
	units := utf16.Encode([]rune(s))
	if len(units) <= cellUnits {
		return s
	}
	kept := units[:cellUnits-1]
	if utf16.IsSurrogate(rune(kept[len(kept)-1])) && kept[len(kept)-1] < 0xDC00 {
		kept = kept[:len(kept)-1]
	}
	return string(utf16.Decode(kept)) + "…"
}

// escaped is text for an attribute or an element.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder has no errors
	return b.String()
}
