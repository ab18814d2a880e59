package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// list shows receipts as rows. Only the rows in sight exist; scrolling moves
// them and fills the ones that come in, so that the number of receipts does
// not matter. (Fyne's own list fills all rows at every step and selects one.)
type list struct {
	widget.BaseWidget
	book      *book
	shown     []int64
	rows      []*entry // those of shown
	selection *selection
	columns   []column
	places    []place
	icons     icons
	ruler     *ruler

	lineHeight float32
	focused    bool
	shift      bool       // held down
	cell       columnName // the column of the cell cursor; "" for none
	edit       *cellEdit

	onSelect   func()
	onKey      func(*fyne.KeyEvent) // keys that the list does not use
	onShortcut func(fyne.Shortcut)
	onColumn   func(*desktop.CustomShortcut) bool // the keys of the column with the cursor
	onMenu     func(fyne.Position)

	scroll *container.Scroll
	body   *listBody
}

func newList(b *book) *list {
	l := &list{book: b, selection: newSelection(), icons: make(icons), columns: slices.Clone(columns)}
	l.measure()
	l.body = &listBody{list: l, frame: newCellFrame(l)}
	l.edit = newCellEdit(l)
	l.body.ExtendBaseWidget(l.body)
	l.scroll = container.NewVScroll(l.body)
	l.scroll.OnScrolled = func(fyne.Position) { l.body.fill(false) }
	l.ExtendBaseWidget(l)
	return l
}

func (l *list) measure() {
	size := themeSize(theme.SizeNameText)
	l.ruler = newRuler(size, false)
	l.lineHeight = fyne.MeasureText("Ág", size, fyne.TextStyle{}).Height
}

// set shows other receipts and keeps the place as far as it can.
func (l *list) set(rows []*entry) {
	l.rows, l.shown = rows, slices.Grow(l.shown[:0], len(rows))
	for _, e := range rows {
		l.shown = append(l.shown, e.id())
	}
	l.selection.keep(l.shown)
	l.body.Resize(l.body.MinSize().Max(l.scroll.Size()))
	l.scroll.Refresh()
	l.body.fill(true)
	l.edit.place()
}

// useColumns shows other columns.
func (l *list) useColumns(c []column) {
	l.columns = c
	l.places = arrange(c, l.body.width)
	l.body.fill(true)
	l.edit.place()
}

// words are the text and colour of a cell.
func (l *list) words(e *entry, p place) (string, fyne.ThemeColorName) {
	text := e.text(p.name)
	switch {
	case p.name == columnVendor && text == "":
		return e.text(columnFile), colorMuted
	case p.name == columnFile && e.text(columnVendor) == "":
		return "", colorMuted // it stands in the place of the vendor
	case p.joined && text != "" && e.text(columnCurrency) != "":
		return text + " " + e.text(columnCurrency), theme.ColorNameForeground
	case text == "" && e.receipt.Status.Read() && (p.name == columnDate || p.name == columnTotal || p.name == columnCurrency):
		if e.receipt.Status == receipt.Review {
			return "–", colorAmber
		}
		return "–", colorMuted
	case p.name == columnTotal || p.name == columnVendor:
		return text, theme.ColorNameForeground
	}
	return text, colorMuted
}

func (l *list) pressed(index int, m fyne.KeyModifier, b desktop.MouseButton) {
	if index < 0 || index >= len(l.shown) {
		return
	}
	id := l.shown[index]
	command := m&(fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0
	switch {
	case b == desktop.MouseButtonSecondary && l.selection.ids[id]:
	case m&fyne.KeyModifierShift != 0:
		l.selection.extend(l.shown, id)
	case command && b == desktop.MouseButtonPrimary:
		l.selection.toggle(id)
	default:
		l.selection.only(id)
	}
	l.focus()
	l.selected()
}

func (l *list) focus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil && c.Focused() != fyne.Focusable(l) {
		c.Focus(l)
	}
}

func (l *list) selected() {
	l.body.fill(true)
	l.edit.place()
	if l.onSelect != nil {
		l.onSelect()
	}
}

// chosen are the selected receipts in the order shown.
func (l *list) chosen() []*entry {
	s := l.selection
	if len(s.ids) == 0 {
		return nil
	}
	if i := l.index(); len(s.ids) == 1 && s.ids[s.current] {
		if i < 0 {
			return nil
		}
		return []*entry{l.rows[i]}
	}
	chosen := make([]*entry, 0, len(s.ids))
	for _, e := range l.rows {
		if s.ids[e.id()] {
			chosen = append(chosen, e)
		}
	}
	return chosen
}

// index is where the current receipt stands, -1 for nowhere.
func (l *list) index() int { return l.indexOf(l.selection.current) }

func (l *list) indexOf(id int64) int { return slices.Index(l.shown, id) }

// goTo makes the receipt at an index the current one and brings it into sight.
func (l *list) goTo(index int, extend bool) {
	if len(l.shown) == 0 {
		return
	}
	index = max(0, min(index, len(l.shown)-1))
	if extend {
		l.selection.extend(l.shown, l.shown[index])
	} else {
		l.selection.only(l.shown[index])
	}
	l.reveal(index)
	l.selected()
}

func (l *list) reveal(index int) {
	top, height := float32(index)*rowHeight, l.scroll.Size().Height
	offset := l.scroll.Offset.Y
	if top < offset {
		offset = top
	} else if top+rowHeight > offset+height {
		offset = top + rowHeight - height
	}
	if offset != l.scroll.Offset.Y {
		l.scroll.ScrollToOffset(fyne.NewPos(0, offset))
		l.body.fill(false)
	}
}

// step moves the current receipt up or down.
func (l *list) step(by int, extend bool) {
	i := l.index()
	if i < 0 {
		i = -1
		if by < 0 {
			i = len(l.shown)
		}
	}
	l.goTo(i+by, extend)
}

func (l *list) page() int { return max(1, int(l.scroll.Size().Height/rowHeight)-1) }

func (l *list) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		l.step(1, l.shift)
	case fyne.KeyUp:
		l.step(-1, l.shift)
	case fyne.KeyPageDown:
		l.step(l.page(), l.shift)
	case fyne.KeyPageUp:
		l.step(-l.page(), l.shift)
	case fyne.KeyHome:
		l.goTo(0, l.shift)
	case fyne.KeyEnd:
		l.goTo(len(l.shown)-1, l.shift)
	default:
		if !l.cellKey(ev) && l.onKey != nil {
			l.onKey(ev)
		}
	}
}

func (l *list) KeyDown(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		l.shift = true
	}
}

func (l *list) KeyUp(ev *fyne.KeyEvent) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		l.shift = false
	}
}

func (l *list) TypedShortcut(s fyne.Shortcut) {
	if k, ok := s.(*desktop.CustomShortcut); ok && l.onColumn != nil && l.onColumn(k) {
		return
	}
	if l.onShortcut != nil {
		l.onShortcut(s)
	}
}

// TypedRune begins to edit the cell with the cursor.
func (l *list) TypedRune(r rune) {
	if l.cell != "" && r != ' ' {
		l.edit.begin(l.column(), string(r))
	}
}

func (l *list) FocusGained() { l.focused = true }
func (l *list) FocusLost()   { l.focused, l.shift = false, false }

func (l *list) MinSize() fyne.Size { return fyne.NewSize(200, 3*rowHeight) }

func (l *list) Refresh() {
	l.measure()
	l.body.fill(true)
	for _, r := range l.body.rows {
		r.Refresh()
	}
	l.BaseWidget.Refresh()
}

func (l *list) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(l.scroll)
}
