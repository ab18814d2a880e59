package ui

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
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
	shift      bool // held down

	onSelect   func()
	onKey      func(*fyne.KeyEvent) // keys that the list does not use
	onShortcut func(fyne.Shortcut)
	onMenu     func(fyne.Position)

	scroll *container.Scroll
	body   *listBody
}

func newList(b *book) *list {
	l := &list{book: b, selection: newSelection(), icons: make(icons), columns: slices.Clone(columns)}
	l.measure()
	l.body = &listBody{list: l}
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
}

// useColumns shows other columns.
func (l *list) useColumns(c []column) {
	l.columns = c
	l.places = arrange(c, l.body.width)
	l.body.fill(true)
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
func (l *list) index() int { return slices.Index(l.shown, l.selection.current) }

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
		if l.onKey != nil {
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
	if l.onShortcut != nil {
		l.onShortcut(s)
	}
}

func (l *list) TypedRune(rune) {}
func (l *list) FocusGained()   { l.focused = true }
func (l *list) FocusLost()     { l.focused, l.shift = false, false }

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

// listBody is the whole height of the list, with the rows in sight.
type listBody struct {
	widget.BaseWidget
	list  *list
	rows  []*row // in sight, in any order
	spare []*row
	width float32
}

func (b *listBody) MinSize() fyne.Size {
	return fyne.NewSize(0, float32(len(b.list.shown))*rowHeight+gapTiny)
}

func (b *listBody) Resize(size fyne.Size) {
	b.BaseWidget.Resize(size)
	if size.Width != b.width {
		b.width = size.Width
		b.list.places = arrange(b.list.columns, size.Width)
		b.fill(true)
		return
	}
	b.fill(false)
}

// fill brings the rows in sight into being. With all, rows that are there
// already are drawn anew.
func (b *listBody) fill(all bool) {
	l := b.list
	height := l.scroll.Size().Height
	if b.width == 0 || height == 0 {
		return
	}
	first := max(0, int(l.scroll.Offset.Y/rowHeight))
	last := min(len(l.shown)-1, int((l.scroll.Offset.Y+height)/rowHeight))
	there := make(map[int]bool, last-first+1)
	kept, changed := b.rows[:0], false
	for _, r := range b.rows {
		if r.index < first || r.index > last {
			r.hovered = false
			b.spare = append(b.spare, r)
			changed = true
			continue
		}
		there[r.index] = true
		kept = append(kept, r)
		if all {
			b.show(r, r.index)
		}
	}
	b.rows = kept
	for i := first; i <= last; i++ {
		if !there[i] {
			r := b.take()
			b.show(r, i)
			b.rows = append(b.rows, r)
			changed = true
		}
	}
	if changed || all {
		canvas.Refresh(b)
	}
}

func (b *listBody) take() *row {
	if n := len(b.spare); n > 0 {
		r := b.spare[n-1]
		b.spare = b.spare[:n-1]
		return r
	}
	return newRow(b.list)
}

func (b *listBody) show(r *row, index int) {
	r.show(index, b.list.rows[index], b.list.selection.ids[b.list.shown[index]])
	r.Move(fyne.NewPos(0, float32(index)*rowHeight+gapTiny/2))
	r.Resize(fyne.NewSize(b.width, rowHeight))
}

func (b *listBody) CreateRenderer() fyne.WidgetRenderer { return bodyRenderer{b} }

type bodyRenderer struct{ b *listBody }

func (r bodyRenderer) Destroy()           {}
func (r bodyRenderer) Layout(fyne.Size)   {}
func (r bodyRenderer) Refresh()           {}
func (r bodyRenderer) MinSize() fyne.Size { return r.b.MinSize() }

func (r bodyRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.b.rows))
	for i, row := range r.b.rows {
		objects[i] = row
	}
	return objects
}

func nrgba(name fyne.ThemeColorName) color.NRGBA {
	return color.NRGBAModel.Convert(themeColor(name)).(color.NRGBA)
}
