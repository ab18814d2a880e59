package export

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

const sheetName = "Receipts"

// widths of the columns in characters.
var widths = []float64{32, 10, 28, 12, 9, 12, 12, 12, 12, 24, 18, 18, 14, 8, 48}

// writeXLSX writes a workbook for people: amounts are numbers, dates are
// dates, everything else is text and never a formula.
func writeXLSX(ctx context.Context, w io.Writer, rows []Row) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closeErr := book.Close(); err == nil {
			err = closeErr
		}
	}()
	if err := book.SetSheetName("Sheet1", sheetName); err != nil {
		return err
	}
	s := sheet{book: book, styles: map[string]int{}}
	if err := s.header(); err != nil {
		return err
	}
	for i, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		for column, c := range row.cells() {
			if err := s.set(column+1, i+2, c); err != nil {
				return err
			}
		}
	}
	end, err := excelize.CoordinatesToCellName(len(columns), len(rows)+1)
	if err != nil {
		return err
	}
	if err := book.AutoFilter(sheetName, "A1:"+end, nil); err != nil {
		return err
	}
	return book.Write(w)
}

// sheet is the sheet while it is written.
type sheet struct {
	book   *excelize.File
	styles map[string]int // by number format
}

func (s *sheet) header() error {
	bold, err := s.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, name := range columns {
		at, err := excelize.CoordinatesToCellName(i+1, 1)
		if err != nil {
			return err
		}
		letter := strings.TrimRight(at, "1")
		if err := s.book.SetColWidth(sheetName, letter, letter, widths[i]); err != nil {
			return err
		}
		if err := s.book.SetCellStr(sheetName, at, name); err != nil {
			return err
		}
		if err := s.book.SetCellStyle(sheetName, at, at, bold); err != nil {
			return err
		}
	}
	return s.book.SetPanes(sheetName, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

func (s *sheet) set(column, row int, c cell) error {
	if c.value == "" {
		return nil
	}
	at, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return err
	}
	format := "@" // text stays text, also when somebody edits the cell
	switch c.kind {
	case amount:
		format = digits(c.value)
		err = s.book.SetCellDefault(sheetName, at, c.value) // the literal, without a way through a float
	case day:
		if serial, ok := serialDay(c.value); ok {
			format = "yyyy-mm-dd"
			err = s.book.SetCellInt(sheetName, at, serial)
			break
		}
		fallthrough
	default:
		err = s.book.SetCellStr(sheetName, at, c.value)
	}
	if err != nil {
		return fmt.Errorf("cell %s: %w", at, err)
	}
	style, err := s.style(format)
	if err != nil {
		return err
	}
	return s.book.SetCellStyle(sheetName, at, at, style)
}

func (s *sheet) style(format string) (int, error) {
	if id, ok := s.styles[format]; ok {
		return id, nil
	}
	id, err := s.book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return 0, fmt.Errorf("number format %s: %w", format, err)
	}
	s.styles[format] = id
	return id, nil
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
