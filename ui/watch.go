package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// showWatched lists the folders of which new files are taken in.
func (w *Window) showWatched() {
	var folders []string
	w.do(func(ctx context.Context) (err error) { folders, err = w.desk.Watched(ctx); return err }, func() {
		if w.sheet != nil {
			w.sheet.close()
		}
		var rows []fyne.CanvasObject
		for i, folder := range folders {
			if i > 0 {
				rows = append(rows, line())
			}
			remove := newButton(tr("Let it be"), "", quiet, func() {
				w.do(func(ctx context.Context) error { return w.desk.Unwatch(ctx, folder) }, w.showWatched)
			})
			rows = append(rows, newRest(newParagraph(folder, theme.SizeNameText, theme.ColorNameForeground), remove))
		}
		if len(folders) == 0 {
			rows = []fyne.CanvasObject{placeholder(iconFolder, tr("No folder is watched"), tr("Choose the folder of a scanner, say: what it writes there is taken in by itself."))}
		}
		text := tr("New files are taken in once they are whole. The folder itself is never changed, and nothing is taken twice.")
		add := newButton(tr("Watch a folder…"), iconFolder, normal, func() { w.pickFolder(w.watch) })
		done := newButton(tr("Done"), "", primary, func() { w.sheet.close() })
		w.showSheet(tr("Watched folders"), text, 620, flow(gap, rows...), []fyne.CanvasObject{add, done})
	})
}

// watch asks what is to become of what lies in a folder already, and has it
// watched.
func (w *Window) watch(folder string) {
	n := 0
	w.do(func(ctx context.Context) (err error) { n, err = w.desk.FilesIn(ctx, folder); return err }, func() {
		watch := func(too bool) func() {
			return func() {
				w.do(func(ctx context.Context) error { return w.desk.Watch(ctx, folder, too) }, w.showWatched)
			}
		}
		if n == 0 {
			watch(false)()
			return
		}
		body := newParagraph(tr("In %s and the folders below it.", folder), theme.SizeNameText, colorMuted)
		w.showSheet(trn(n, "%d file is there already", "%d files are there already"), tr("Take them in too, or only what comes from now on?"), 520, body, []fyne.CanvasObject{
			newButton(tr("Cancel"), "", quiet, func() { w.sheet.close() }), newButton(tr("Take them too"), "", normal, watch(true)),
			newButton(tr("Only new files"), "", primary, watch(false))})
	})
}
