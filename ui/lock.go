package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Receipts that are in an export are locked softly: what is changed here does
// not change in the books that took the file, so the person is asked once for
// each receipt.

// unlock calls change when no receipt is locked, or once the person says that
// they are to be changed; else it calls leave.
func (w *Window) unlock(ids []int64, change, leave func()) {
	var locked []int64
	for _, id := range ids {
		if e := w.book.get(id); e != nil && e.receipt.Status == receipt.Exported && !w.unlocked[id] {
			locked = append(locked, id)
		}
	}
	if len(locked) == 0 {
		change()
		return
	}
	w.asking++
	w.run(func() {
		exports, err := w.desk.ExportsOf(w.ctx, locked[0])
		fyne.Do(func() {
			w.asking--
			w.fail(err)
			if w.gone {
				leave()
				return
			}
			w.askUnlock(locked, exports, change, leave)
		})
	})
}

func (w *Window) askUnlock(locked []int64, exports []desk.Exported, change, leave func()) {
	said := false
	yes := newButton(tr("Change it"), "", primary, nil)
	no := newButton(tr("Leave it"), "", normal, nil)
	n := len(locked)
	title, text := tr("This receipt is exported"), tr("%s has it as before. What you change here does not change there: correct it in your books too.", lastExport(exports, n))
	if n > 1 {
		title = tr("%d of these receipts are exported", n)
		text = tr("%s has them as before. What you change here does not change there: correct it in your books too.", lastExport(exports, n))
		yes.setText(tr("Change them"))
		no.setText(tr("Leave them"))
	}
	s := w.showSheet(title, text, 460, flow(0), []fyne.CanvasObject{no, yes})
	yes.tapped = func() {
		said = true
		for _, id := range locked {
			w.unlocked[id] = true
		}
		s.close()
		change()
	}
	no.tapped = func() { s.close() }
	s.onClose = func() {
		if !said {
			leave()
		}
	}
}

// lastExport names the file that has a receipt.
func lastExport(exports []desk.Exported, n int) string {
	if n > 1 || len(exports) == 0 || len(exports[0].Files) == 0 {
		return tr("The file that you exported")
	}
	last := exports[0]
	when := longDay(last.At)
	if path := last.Files[0].Path; path != "-" {
		return tr("%s of %s", filepath.Base(path), when)
	}
	return tr("The export of %s", when)
}

// showAgain shows the selected receipt as it is, whatever was typed.
func (w *Window) showAgain() {
	if e := w.panel.entry; e != nil {
		w.panel.form.show(e)
	}
}
