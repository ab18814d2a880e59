package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// bindKeys takes the keys that no widget has taken.
func (w *Window) bindKeys() {
	c := w.window.Canvas()
	c.SetOnTypedKey(w.typedKey)
	for _, s := range []fyne.Shortcut{&fyne.ShortcutUndo{}, &fyne.ShortcutRedo{}, &fyne.ShortcutPaste{}, &fyne.ShortcutSelectAll{}} {
		c.AddShortcut(s, w.typedShortcut)
	}
	for _, key := range []fyne.KeyName{fyne.KeyF, fyne.KeyE, fyne.KeyO, fyne.KeyR, fyne.KeyS, fyne.KeyB, fyne.KeyD, fyne.KeyJ, fyne.KeyL, fyne.KeyT, fyne.KeyApostrophe, fyne.KeyComma, fyne.KeyReturn, fyne.KeyEnter,
		fyne.KeyK, fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9} {
		for _, m := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierSuper} {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: m}, w.typedShortcut)
		}
	}
	for _, m := range []fyne.KeyModifier{fyne.KeyModifierControl, fyne.KeyModifierSuper} {
		for _, key := range []fyne.KeyName{fyne.KeyZ, fyne.KeyR, fyne.KeyReturn, fyne.KeyEnter} {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: m | fyne.KeyModifierShift}, w.typedShortcut)
		}
	}
}

// typedKey takes a key that was typed on the list or on nothing.
func (w *Window) typedKey(ev *fyne.KeyEvent) {
	if w.covered() {
		w.coveredKey(ev)
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		w.acceptNext()
	case fyne.KeyDelete, fyne.KeyBackspace:
		w.trash()
	case fyne.KeyF5:
		w.copyOne()
	case fyne.KeyF6:
		w.compareTwin()
	case fyne.KeyF7:
		w.second()
	case fyne.KeyF8:
		w.turnDoubt()
	case fyne.KeyF9:
		w.mend()
	case fyne.KeyF1:
		w.showKeys()
	case fyne.KeyEscape:
		w.escape()
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		if w.window.Canvas().Focused() != fyne.Focusable(w.list) {
			w.list.focus()
			w.list.TypedKey(ev)
		}
	}
}

// covered tells that a dialog or a menu lies over the window.
func (w *Window) covered() bool {
	return w.sheet != nil || w.window.Canvas().Overlays().Top() != nil
}

// coveredKey takes a key while a dialog lies over the window and nothing in it
// has the focus.
func (w *Window) coveredKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape:
		w.uncover()
	case fyne.KeyReturn, fyne.KeyEnter:
		if w.sheet != nil && w.window.Canvas().Overlays().Top() == w.sheet.layer {
			w.sheet.enter()
		}
	default:
		w.sheetKey(ev)
	}
}

// uncover closes the topmost dialog.
func (w *Window) uncover() {
	switch {
	case w.dialog != nil:
		w.dialog.Hide()
	case w.sheet != nil:
		w.sheet.close()
	}
}

// escape goes one step back: out of the news, the search, the selection.
func (w *Window) escape() {
	switch {
	case w.toast.layer.Visible():
		w.toast.hide()
	case w.search.Text != "":
		w.search.put("")
	default:
		w.list.selection.clear()
		w.list.selected()
	}
}

// formKey takes the keys of the window while a field has the focus. Letters
// and the arrows are the field's own.
func (w *Window) formKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyF6:
		w.compareTwin()
	case fyne.KeyF7:
		w.second()
	case fyne.KeyF8:
		w.turnDoubt()
	case fyne.KeyF9:
		w.mend()
	case fyne.KeyF5:
		w.copyAbove()
	case fyne.KeyF1:
		w.showKeys()
	case fyne.KeyPageDown:
		w.list.step(1, false)
	case fyne.KeyPageUp:
		w.list.step(-1, false)
	case fyne.KeyEscape:
		w.list.focus()
	default:
		return false
	}
	return true
}

func (w *Window) searchKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyDown, fyne.KeyUp, fyne.KeyPageDown, fyne.KeyPageUp:
		w.list.focus()
		w.list.TypedKey(ev)
	case fyne.KeyEscape:
		w.search.put("")
		w.list.focus()
	case fyne.KeyF8:
		w.turnDoubt()
	case fyne.KeyF1:
		w.showKeys()
	default:
		return false
	}
	return true
}

// typedShortcut takes a shortcut that was typed on the list or on nothing.
func (w *Window) typedShortcut(s fyne.Shortcut) {
	if w.covered() {
		return
	}
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		w.undo()
	case *fyne.ShortcutRedo:
		w.redo()
	case *fyne.ShortcutPaste:
		w.paste(s.Clipboard)
	case *fyne.ShortcutSelectAll:
		w.list.selection.all(w.list.shown)
		w.list.selected()
	case *desktop.CustomShortcut:
		w.custom(s)
	}
}

// entryShortcut takes the window's shortcuts while a line has the focus;
// those for editing are the line's own.
func (w *Window) entryShortcut(s fyne.Shortcut) bool {
	switch s := s.(type) {
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		if w.window.Canvas().Focused() == fyne.Focusable(w.search) {
			return false
		}
		w.typedShortcut(s)
		return true
	case *desktop.CustomShortcut:
		return w.custom(s)
	}
	return false
}

func (w *Window) custom(s *desktop.CustomShortcut) bool {
	if s.Modifier&(fyne.KeyModifierControl|fyne.KeyModifierSuper) == 0 || w.covered() {
		return false
	}
	switch s.KeyName {
	case fyne.KeyZ: // with Shift; without it is a shortcut of Fyne's own
		w.redo()
	case fyne.KeyF:
		w.window.Canvas().Focus(w.search)
	case fyne.KeyE:
		w.showExport()
	case fyne.KeyO:
		w.chooseFile()
	case fyne.KeyR:
		if s.Modifier&fyne.KeyModifierShift != 0 {
			w.retryAll()
		} else {
			w.retry()
		}
	case fyne.KeyB:
		w.showBulk()
	case fyne.KeyD, fyne.KeyApostrophe:
		w.copyOne()
	case fyne.KeyJ:
		w.askJoin()
	case fyne.KeyT:
		w.showTags()
	case fyne.KeyL:
		w.askRule()
	case fyne.KeyComma:
		w.showSettings()
	case fyne.KeyK:
		w.showClients()
	case fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9:
		return w.turnToNumber(int(s.KeyName[0] - '0'))
	case fyne.KeyReturn, fyne.KeyEnter:
		if s.Modifier&fyne.KeyModifierShift != 0 {
			w.acceptProved()
		} else {
			w.acceptNext()
		}
	default:
		return w.offerKey(s)
	}
	return true
}
