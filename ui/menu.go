package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// showMenu shows what can be done with the selected receipts.
func (w *Window) showMenu(at fyne.Position) {
	if items := w.acts(); len(items) > 0 {
		widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.window.Canvas(), at)
	}
}

// showMore shows the same under a button of the panel.
func (w *Window) showMore() {
	if items := w.acts(); len(items) > 0 {
		w.menu(fyne.NewMenu("", items...), w.panel.more)
	}
}

// acts are what can be done with the selected receipts.
func (w *Window) acts() []*fyne.MenuItem {
	entries := w.list.chosen()
	var items []*fyne.MenuItem
	for _, a := range []struct {
		name string
		is   func(*entry) bool
		do   func()
	}{
		{"Accept", with("review"), w.accept},
		{"Try again", with("failed"), w.retry},
		{"Send again…", unsure, w.askSendAgain},
		{"Read anyway", with("held"), w.release},
		{"Compare side by side…", w.hasTwin, w.compareTwin},
		{"Compare the two readings…", toCompare, w.compareReadings},
		{w.againName(entries), w.readable, w.readAgain},
		{"Split into parts…", w.cuttable, w.cut},
		{"Join into one receipt…", w.joinable, w.askJoin},
		{"Split into receipts…", w.splittable, w.askSplit},
		{"Order of the pages…", w.reorderable, w.askReorder},
		{"Set a field…", canCorrect, w.showBulk},
		{"Tags…", func(e *entry) bool { return !e.trashed() }, w.showTags},
		{"Export…", func(e *entry) bool { return !e.trashed() && e.receipt.Status.Read() }, w.showExport},
		{"Tell Veryfi the corrections", corrected, w.tellCorrections},
		{"Delete at Veryfi…", atVeryfi, w.askDelete},
		{"Put back", (*entry).trashed, w.restore},
		{"Move to trash", func(e *entry) bool { return !e.trashed() }, w.trash},
	} {
		n := 0
		for _, e := range entries {
			if a.is(e) {
				n++
			}
		}
		if n > 0 {
			items = append(items, fyne.NewMenuItem(tr(a.name), a.do))
		}
	}
	return items
}
