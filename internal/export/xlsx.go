package export

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// of are the columns by which a tax line or a line item finds its receipt.
var of = []sheetColumn{{name: "file", width: 32}, {name: "vendor", width: 28}, {name: "date", width: 12}, {name: "currency", width: 9}}

// of are the receipt's values in the columns of.
func (r Row) of() []cell {
	f := r.Receipt.Fields
	return []cell{{text, clean(strings.Join(r.paths(), "; "))}, {text, clean(f.Vendor)}, {day, f.Date.String()}, {text, clean(f.Currency)}}
}

func taxTable(rows iter.Seq2[Row, error]) sheetData {
	return sheetData{
		name: "Tax lines",
		columns: append(of[:len(of):len(of)], sheetColumn{name: "tax", width: 20}, sheetColumn{name: "rate", width: 9, number: true},
			sheetColumn{name: "base", width: 12, sum: true}, sheetColumn{name: "amount", width: 12, sum: true}, sheetColumn{name: "included", width: 10}),
		currency: len(of) - 1,
		cells: each(rows, func(r Row) [][]cell {
			var list [][]cell
			receipt := r.of()
			for _, l := range r.Receipt.Fields.TaxLines {
				included := ""
				if l.Inclusive {
					included = "yes"
				}
				list = append(list, slices.Concat(receipt, []cell{{text, clean(l.Name)}, {amount, l.Rate.String()},
					r.money(l.Base), r.money(l.Total), {word, included}}))
			}
			return list
		}),
	}
}

func itemTable(rows iter.Seq2[Row, error]) sheetData {
	return sheetData{
		name: "Line items",
		columns: append(of[:len(of):len(of)], sheetColumn{name: "line", width: 6, number: true}, sheetColumn{name: "description", width: 40},
			sheetColumn{name: "quantity", width: 10, number: true}, sheetColumn{name: "price", width: 12, number: true}, sheetColumn{name: "total", width: 12, sum: true}),
		currency: len(of) - 1,
		cells: each(rows, func(r Row) [][]cell {
			var list [][]cell
			receipt := r.of()
			for i, l := range r.Receipt.Fields.LineItems {
				list = append(list, slices.Concat(receipt, []cell{{amount, strconv.Itoa(i + 1)}, {text, clean(l.Description)},
					{amount, l.Quantity.String()}, r.money(l.Price), r.money(l.Total)}))
			}
			return list
		}),
	}
}

// money is an amount in the receipt's currency.
func (r Row) money(a receipt.Amount) cell { return cell{amount, a.In(r.Receipt.Fields.Currency)} }

// each makes lines of a table of every row, as the table is written.
func each(rows iter.Seq2[Row, error], lines func(Row) [][]cell) iter.Seq2[[]cell, error] {
	return func(yield func([]cell, error) bool) {
		for r, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, line := range lines(r) {
				if !yield(line, nil) {
					return
				}
			}
		}
	}
}
