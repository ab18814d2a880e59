package ui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// grid is a small table under a heading that can be edited by the keyboard
// alone: the arrows go from cell to cell, typing or Enter edits one, Tab goes
// on to the next, Ctrl+Delete takes a line out; the empty line at the end is
// for a new one. One entry serves all cells, so that forty lines cost no more
// than four.
type grid struct {
	widget.BaseWidget
	title  string
	open   bool
	chosen bool // the person has opened or closed it
	id     int64

	head  *foldHead
	cells *cells
	wrong *paragraph
	all   *fyne.Container

	onChange func()                                // its height is another
	onCell   func(row, column int, t string) error // a cell was edited
	reckon   func(column int, t string) string     // what a calculation comes to; "" for nothing
	onRemove func(row int)
	onSpace  func(row int)                             // Space on a line; may be nil
	onLost   func() bool                               // the focus leaves a cell; true when it is held
	onKey    func(*fyne.KeyEvent) bool                 // keys that it does not use
	onShort  func(fyne.Shortcut) bool                  // likewise
	onReveal func(fyne.CanvasObject, float32, float32) // brings a stretch of it into sight
}

// gridColumn is a column of a grid.
type gridColumn struct {
	head  string
	width float32 // 0 takes what is left
}

func newGrid(title string, columns ...gridColumn) *grid {
	g := &grid{title: title}
	g.head = newFoldHead(tr(title), g.toggle)
	g.cells = newCells(g, columns)
	g.wrong = newParagraph("", theme.SizeNameCaptionText, colorRed)
	g.wrong.Hide()
	g.all = flow(gapTiny, g.head, g.cells, g.wrong)
	g.head.onKey = func(ev *fyne.KeyEvent) bool { return g.onKey(ev) }
	g.ExtendBaseWidget(g)
	return g
}

func newTaxGrid() *grid {
	return newGrid("Taxes", gridColumn{"Tax", 0}, gridColumn{"%", 34}, gridColumn{"Base", 60}, gridColumn{"Amount", 60})
}

func newItemGrid() *grid {
	return newGrid("Line items", gridColumn{"Item", 0}, gridColumn{"Qty", 34}, gridColumn{"Price", 60}, gridColumn{"Total", 60})
}

func (g *grid) toggle() {
	g.open, g.chosen = !g.open, true
	g.arrange()
	g.changed()
}

func (g *grid) changed() {
	if g.onChange != nil {
		g.onChange()
	}
}

func (g *grid) arrange() {
	n := fmt.Sprint(len(g.cells.rows))
	if len(g.cells.rows) == 0 {
		n = tr("none")
	}
	g.head.show(g.open, n)
	g.cells.Hidden = !g.open
}

// show shows the lines of a receipt. An empty grid is folded until it is asked
// for. What is being typed stays.
func (g *grid) show(id int64, rows [][]string) {
	if id != g.id {
		g.cells.cancel()
		g.id, g.chosen = id, false
		g.cells.row, g.cells.column = 0, 0
	}
	same := slices.EqualFunc(g.cells.rows, rows, func(a, b []string) bool { return slices.Equal(a, b) })
	if !g.chosen {
		g.open = len(rows) > 0
	}
	if !same {
		g.cells.rows = rows
		g.cells.row = min(g.cells.row, len(rows))
		g.cells.Refresh()
	}
	g.arrange()
}

// foresee shows what a calculation in a cell comes to, before it is taken.
func (g *grid) foresee(column int, text string) {
	means := ""
	if column > 0 && reckons(text) && g.reckon != nil {
		means = g.reckon(column, text)
	}
	if g.wrong.text == means && g.wrong.Visible() == (means != "") {
		return
	}
	g.wrong.set(means, colorBlue)
	g.wrong.Hidden = means == ""
	g.changed()
}

// say says why a cell cannot be taken; "" for nothing.
func (g *grid) say(text string) {
	if g.wrong.text == text && g.wrong.Visible() == (text != "") {
		return
	}
	g.wrong.set(text, colorRed)
	g.wrong.Hidden = text == ""
	g.changed()
}

func (g *grid) heightFor(width float32) float32 { return heightOf(g.all, width) }

func (g *grid) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.all) }
