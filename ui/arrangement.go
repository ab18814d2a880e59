package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// layoutOf is how the window stands, to be kept.
func (w *Window) layoutOf() desk.Layout {
	l := desk.Layout{Sort: string(w.query.order.column), Descending: w.query.order.descending, Split: w.sides.share, Welcomed: w.welcomed}
	for _, c := range w.head.columns {
		l.Columns = append(l.Columns, desk.Column{Name: string(c.name), Width: c.set, Hidden: c.hidden})
	}
	return l
}

// useLayout brings the window back to how it was left. What it does not know,
// from another version say, stays as usual.
func (w *Window) useLayout(l desk.Layout) {
	var kept []column
	for _, c := range l.Columns {
		for _, usual := range columns {
			if string(usual.name) == c.Name && !slices.ContainsFunc(kept, func(k column) bool { return k.name == usual.name }) {
				usual.hidden = c.Hidden
				if c.Width >= leastWidth && c.Width < 2000 {
					usual.set = c.Width
				}
				kept = append(kept, usual)
			}
		}
	}
	if len(kept) > 0 {
		for _, usual := range columns {
			if !slices.ContainsFunc(kept, func(k column) bool { return k.name == usual.name }) {
				kept = append(kept, usual)
			}
		}
		w.head.useColumns(kept)
		w.list.useColumns(kept)
	}
	if slices.ContainsFunc(columns, func(c column) bool { return string(c.name) == l.Sort }) {
		w.query.order = order{columnName(l.Sort), l.Descending}
		w.head.order = w.query.order
		w.head.Refresh()
	}
	if l.Split >= 0.2 && l.Split <= 0.8 {
		w.sides.share = l.Split
		w.sides.Refresh()
	}
	w.welcomed = w.welcomed || l.Welcomed
	w.kept = w.layoutOf()
}

// keepLayout keeps how the window stands, when that is new.
func (w *Window) keepLayout() {
	now := w.layoutOf()
	if now.Sort == w.kept.Sort && now.Descending == w.kept.Descending && now.Split == w.kept.Split && now.Welcomed == w.kept.Welcomed && slices.Equal(now.Columns, w.kept.Columns) {
		return
	}
	w.kept = now
	w.do(func(ctx context.Context) error { return w.desk.SaveLayout(ctx, now) }, nil)
}

// showColumns offers the columns to show and to hide.
func (w *Window) showColumns(at fyne.Position) {
	var items []*fyne.MenuItem
	for _, c := range columns {
		i := w.head.index(c.name)
		item := fyne.NewMenuItem(tr(string(c.name)), func() {
			all := slices.Clone(w.head.columns)
			all[i].hidden = !all[i].hidden
			w.setColumns(all)
		})
		item.Checked = !w.head.columns[i].hidden
		item.Disabled = c.name == columnState || c.name == columnVendor || c.name == columnTotal
		items = append(items, item)
	}
	items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(tr("Usual columns"), func() { w.setColumns(slices.Clone(columns)) }))
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.window.Canvas(), at)
}

func (w *Window) setColumns(all []column) {
	w.head.useColumns(all)
	w.list.useColumns(all)
	w.keepLayout()
}
