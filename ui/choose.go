package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/storage"
)

// kinds are the endings of files to choose from; what a file is, its bytes tell.
var kinds = []string{".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".gif", ".bmp", ".pdf", ".heic", ".heif"}

// chooseFile has the person choose receipts to take in: several in the
// system's own dialog, one in Fyne's.
func (w *Window) chooseFile() {
	w.askFiles(FileAsk{Title: tr("Add receipts"), Kinds: tr("Pictures and PDFs"), Endings: kinds}, w.add, func() {
		d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
			w.fail(err)
			if r == nil {
				return
			}
			path := filepath.FromSlash(r.URI().Path())
			if err := r.Close(); err != nil {
				w.log.Warn("closing a chosen file", "error", err)
			}
			w.add([]string{path})
		}, w.window)
		both := kinds
		for _, k := range kinds {
			both = append(both, strings.ToUpper(k))
		}
		d.SetFilter(storage.NewExtensionFileFilter(both))
		w.choose(d)
	})
}

func (w *Window) chooseFolder() {
	w.pickFolder(func(path string) { w.add([]string{path}) })
}

// pickFolder has the person choose a folder.
func (w *Window) pickFolder(then func(path string)) {
	w.askFiles(FileAsk{Title: tr("Choose a folder"), Folder: true}, func(paths []string) { then(paths[0]) }, func() {
		w.choose(dialog.NewFolderOpen(func(u fyne.ListableURI, err error) {
			w.fail(err)
			if u != nil {
				then(filepath.FromSlash(u.Path()))
			}
		}, w.window))
	})
}

// askFiles shows the system's dialog, one at a time, and hands on what was
// chosen there; where there is no such dialog, otherwise shows Fyne's.
func (w *Window) askFiles(a FileAsk, then func([]string), otherwise func()) {
	if w.cfg.Choose == nil {
		otherwise()
		return
	}
	if w.choosing {
		return
	}
	w.choosing = true
	w.tips.hide()
	a.Parent = w.native()
	w.picks(func() {
		paths, err := w.cfg.Choose(w.ctx, a)
		fyne.Do(func() {
			w.choosing = false
			switch {
			case errors.Is(err, ErrNoChooser):
				otherwise()
			case errors.Is(err, context.Canceled):
			case err != nil:
				w.log.Warn("the system's file dialog", "error", err)
				otherwise()
			case len(paths) > 0:
				then(paths)
			}
		})
	})
}

// native is the window as the system names it, for a dialog to stand over it;
// 0 where that is not known.
func (w *Window) native() (handle uintptr) {
	n, ok := w.window.(driver.NativeWindow)
	if !ok {
		return 0
	}
	n.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.X11WindowContext:
			handle = c.WindowHandle
		case driver.WindowsWindowContext:
			handle = c.HWND
		}
	})
	return handle
}

// choose shows a dialog of Fyne's, as large as the window lets it be.
func (w *Window) choose(d *dialog.FileDialog) {
	w.tips.hide()
	w.dialog = d
	d.SetOnClosed(func() {
		w.dialog = nil
		if w.sheet == nil {
			w.list.focus()
		}
	})
	d.SetView(dialog.ListView)
	d.Show()
	size := w.window.Canvas().Size() // before Show, Resize panics in Fyne 2.8.1
	d.Resize(fyne.NewSize(min(860, size.Width-2*gapWindow), min(600, size.Height-2*gapWindow)))
}
