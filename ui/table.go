package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// table is a small table that can be folded away: a text and figures to the
// right of it.
type table struct {
	widget.BaseWidget
	title    string
	heads    []string
	rows     [][]string
	open     bool
	onChange func()

	head *foldHead
	body *fyne.Container
	all  *fyne.Container
}

func newTable(title string, heads ...string) *table {
	t := &table{title: title, heads: heads, open: true, body: flow(6)}
	t.head = newFoldHead(title, t.toggle)
	t.all = flow(gapSmall, t.head, t.body)
	t.ExtendBaseWidget(t)
	return t
}

func newTaxTable(writing) *table  { return newTable("Taxes", "Tax", "Base", "Amount") }
func newItemTable(writing) *table { return newTable("Line items", "Item", "Qty", "Price", "Total") }

func taxRows(w writing, f receipt.Fields) [][]string {
	var rows [][]string
	for _, l := range f.TaxLines {
		name := l.Name
		if l.Rate.Known() {
			name = fmt.Sprintf("%s %s%%", name, w.amount(l.Rate, ""))
		}
		if l.Inclusive {
			name += ", in the prices"
		}
		rows = append(rows, []string{name, w.amount(l.Base, f.Currency), w.amount(l.Total, f.Currency)})
	}
	return rows
}

func itemRows(w writing, f receipt.Fields) [][]string {
	var rows [][]string
	for _, l := range f.LineItems {
		rows = append(rows, []string{l.Description, w.amount(l.Quantity, ""), w.amount(l.Price, f.Currency), w.amount(l.Total, f.Currency)})
	}
	return rows
}

func (t *table) toggle() {
	t.open = !t.open
	t.arrange()
	if t.onChange != nil {
		t.onChange()
	}
}

func (t *table) arrange() {
	t.head.show(t.open, fmt.Sprintf("%d", len(t.rows)))
	t.body.Hidden = !t.open
}

func (t *table) show(rows [][]string) {
	t.Hidden = len(rows) == 0
	if equalRows(t.rows, rows) {
		return
	}
	t.rows = rows
	t.body.Objects = []fyne.CanvasObject{tableRow(t.heads, colorMuted)}
	for _, r := range rows {
		t.body.Add(tableRow(r, theme.ColorNameForeground))
	}
	t.arrange()
}

func equalRows(a, b [][]string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		for j := range a[i] {
			if a[i][j] != b[i][j] {
				return false
			}
		}
	}
	return true
}

func tableRow(texts []string, color fyne.ThemeColorName) fyne.CanvasObject {
	cells := make([]fyne.CanvasObject, len(texts))
	for i, text := range texts {
		p := newElastic(text, theme.SizeNameCaptionText, color, false)
		if i > 0 {
			p.align = fyne.TextAlignTrailing
		}
		cells[i] = p
	}
	return container.New(cellsLayout{}, cells...)
}

// cellsLayout gives figures a fixed width and the text what is left.
type cellsLayout struct{}

func (cellsLayout) width(i, n int) float32 {
	if n == 4 && i == 1 {
		return 40
	}
	return 68
}

func (cellsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

func (l cellsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := size.Width
	for i := len(objects) - 1; i > 0; i-- {
		w := l.width(i, len(objects))
		x -= w
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(w, size.Height))
		x -= gapSmall
	}
	objects[0].Move(fyne.Position{})
	objects[0].Resize(fyne.NewSize(max(0, x), size.Height))
}

func (t *table) heightFor(width float32) float32 { return heightOf(t.all, width) }

func (t *table) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.all) }

// foldHead is the heading of something that can be folded away.
type foldHead struct {
	widget.BaseWidget
	title  *phrase
	count  *phrase
	arrow  *glyph
	tapped func()
}

func newFoldHead(title string, tapped func()) *foldHead {
	h := &foldHead{title: newPhrase(title, theme.SizeNameCaptionText, theme.ColorNameForeground, true),
		count: newPhrase("", theme.SizeNameCaptionText, colorMuted, false), arrow: newGlyph(iconNext, colorMuted, 14), tapped: tapped}
	h.ExtendBaseWidget(h)
	return h
}

func (h *foldHead) show(open bool, count string) {
	name := iconNext
	if open {
		name = iconDown
	}
	h.arrow.set(name, colorMuted)
	h.count.set(count)
}

func (h *foldHead) Tapped(*fyne.PointEvent) { h.tapped() }

func (h *foldHead) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(inset(gapTiny, gapTiny, 0, 0, across(6, middle(h.arrow), h.title, h.count)))
}
