package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// inPrices marks a tax that is part of the prices.
const inPrices = ", in the prices"

func taxRows(w writing, f receipt.Fields) [][]string {
	rows := make([][]string, 0, len(f.TaxLines))
	for _, l := range f.TaxLines {
		name := l.Name
		if l.Inclusive {
			name += inPrices
		}
		rows = append(rows, []string{name, w.entry(l.Rate, ""), w.entry(l.Base, f.Currency), w.entry(l.Total, f.Currency)})
	}
	return rows
}

func itemRows(w writing, f receipt.Fields) [][]string {
	rows := make([][]string, 0, len(f.LineItems))
	for _, l := range f.LineItems {
		rows = append(rows, []string{l.Description, w.entry(l.Quantity, ""), w.entry(l.Price, f.Currency), w.entry(l.Total, f.Currency)})
	}
	return rows
}

// joinGrids lets the grids edit the receipt's lines.
func (f *form) joinGrids() {
	f.items.onCell, f.taxes.onCell = f.setItem, f.setTax
	f.items.onRemove = func(row int) {
		f.setLines(slices.Delete(slices.Clone(f.entry.receipt.Fields.LineItems), row, row+1), f.entry.receipt.Fields.TaxLines)
	}
	f.taxes.onRemove = func(row int) {
		f.setLines(f.entry.receipt.Fields.LineItems, slices.Delete(slices.Clone(f.entry.receipt.Fields.TaxLines), row, row+1))
	}
	f.taxes.onSpace = func(row int) {
		taxes := slices.Clone(f.entry.receipt.Fields.TaxLines)
		taxes[row].Inclusive = !taxes[row].Inclusive
		f.setLines(f.entry.receipt.Fields.LineItems, taxes)
	}
	for _, g := range []*grid{f.items, f.taxes} {
		g.onChange = f.layOut
		g.reckon = func(column int, text string) string {
			a, err := f.cellAmount(text, column == 1)
			if err != nil {
				return ""
			}
			if column == 1 { // no money
				return "= " + f.writing.amount(a, "")
			}
			return "= " + f.writing.amount(a, f.entry.receipt.Fields.Currency)
		}
		g.onKey = func(ev *fyne.KeyEvent) bool { return f.onKey(ev) }
		g.onShort = func(s fyne.Shortcut) bool { return f.onShort(s) }
		g.onReveal = f.revealAt
		g.onLost = func() bool { held := f.holding; f.holding = false; return held }
	}
}

// setLines gives the receipt other lines. The form shows them at once: the next
// cell is edited before the desk has written this one.
func (f *form) setLines(items []receipt.LineItem, taxes []receipt.TaxLine) {
	e := f.entry
	e.receipt.Fields.LineItems, e.receipt.Fields.TaxLines = items, taxes
	f.showLines(e)
	f.layOut()
	f.onLines(e.id(), items, taxes)
}

func (f *form) showLines(e *entry) {
	f.taxes.show(e.id(), taxRows(f.writing, e.receipt.Fields))
	f.items.show(e.id(), itemRows(f.writing, e.receipt.Fields))
}

// setItem takes the text of a line item's cell.
func (f *form) setItem(row, column int, text string) error {
	fields := &f.entry.receipt.Fields
	items := slices.Clone(fields.LineItems)
	if row == len(items) {
		items = append(items, receipt.LineItem{})
	}
	l := &items[row]
	product := f.product(*l)
	if column == 0 {
		l.Description = strings.TrimSpace(text)
		f.setLines(items, fields.TaxLines)
		return nil
	}
	a, err := f.cellAmount(text, column == 1)
	if err != nil {
		return err
	}
	switch column {
	case 1:
		l.Quantity = a
	case 2:
		l.Price = a
	default:
		l.Total = a
	}
	if column < 3 && (!l.Total.Known() || l.Total.Equal(product)) { // a total that was the product stays it
		if now := f.product(*l); now.Known() {
			l.Total = now
		}
	}
	f.setLines(items, fields.TaxLines)
	return nil
}

// product is quantity times price in the currency's digits, unknown unless
// both are known.
func (f *form) product(l receipt.LineItem) receipt.Amount {
	if !l.Quantity.Known() || !l.Price.Known() {
		return receipt.Amount{}
	}
	plain, err := writingOf(false).reckon(l.Quantity.String()+"*("+l.Price.String()+")", f.entry.receipt.Fields.Currency)
	if err != nil {
		return receipt.Amount{}
	}
	a, _ := receipt.ParseAmount(plain)
	return a
}

// setTax takes the text of a tax line's cell.
func (f *form) setTax(row, column int, text string) error {
	fields := &f.entry.receipt.Fields
	taxes := slices.Clone(fields.TaxLines)
	if row == len(taxes) {
		taxes = append(taxes, receipt.TaxLine{})
	}
	l := &taxes[row]
	if column == 0 {
		l.Name = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), inPrices))
		f.setLines(fields.LineItems, taxes)
		return nil
	}
	a, err := f.cellAmount(strings.TrimSuffix(strings.TrimSpace(text), "%"), column == 1)
	if err != nil {
		return err
	}
	switch column {
	case 1:
		l.Rate = a
	case 2:
		l.Base = a
	default:
		l.Total = a
	}
	f.setLines(fields.LineItems, taxes)
	return nil
}

// cellAmount is a figure of a grid; bare ones, such as quantities, are no
// money and keep all their digits.
func (f *form) cellAmount(text string, bare bool) (receipt.Amount, error) {
	if strings.TrimSpace(text) == "" {
		return receipt.Amount{}, nil
	}
	currency := f.entry.receipt.Fields.Currency
	if bare {
		currency = ""
	}
	plain, err := f.writing.plainAmount(text, currency)
	if err != nil {
		return receipt.Amount{}, err
	}
	return receipt.ParseAmount(plain)
}

// revealAt brings a stretch of an object of the form into sight.
func (f *form) revealAt(o fyne.CanvasObject, from, height float32) {
	d := fyne.CurrentApp().Driver()
	y := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(f.scroll).Y + from
	switch room := f.scroll.Size().Height; {
	case y < 0:
		f.scroll.ScrollToOffset(fyne.NewPos(0, max(0, f.scroll.Offset.Y+y-gap)))
	case y+height > room-gapLarge:
		f.scroll.ScrollToOffset(fyne.NewPos(0, f.scroll.Offset.Y+y+height-room+gapLarge))
	}
}
