package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// bundleWords say in plain language how files are taken.
var bundleWords = map[desk.Bundle]string{
	desk.Each:  "Each file is a receipt",
	desk.Pages: "All files are pages of one receipt",
	desk.Split: "Files may hold several receipts",
}

var bundles = []desk.Bundle{desk.Each, desk.Pages, desk.Split}

// paths are the files behind what was dropped. A dropped link is not one.
func paths(uris []fyne.URI) []string {
	var found []string
	for _, u := range uris {
		found = append(found, filepath.FromSlash(u.Path()))
	}
	return found
}

// Drop takes files and folders in, from any goroutine: what was dropped on
// the window, or named when the program was started.
func (w *Window) Drop(paths []string) {
	if len(paths) == 0 {
		return
	}
	fyne.Do(func() { w.add(paths) })
}

func (w *Window) add(paths []string) {
	if !w.book.loaded { // the settings are not known yet
		w.early = append(w.early, paths...)
		return
	}
	if w.shelf.clients == nil || len(w.shelf.clients.List()) < 2 {
		w.takeIn(paths)
		return
	}
	w.whose(paths)
}

// takeIn takes files and folders in for the client that is shown.
func (w *Window) takeIn(paths []string) {
	if !w.welcome.begins {
		w.endWelcome()
	}
	w.welcome.begins = false
	o := optionsOf(w.settings, w.bundle)
	var added desk.Added
	w.do(func(ctx context.Context) (err error) {
		there, gone := present(paths)
		if len(there) > 0 {
			added, err = w.desk.Add(ctx, there, o)
		}
		added.Skipped = append(added.Skipped, gone...)
		return err
	}, func() { w.tellAdded(added) })
	if w.bundle == desk.Pages { // pages of one receipt, once: the next drop is another receipt
		w.useBundle(w.settings.Bundle)
	}
}

func optionsOf(s desk.Settings, b desk.Bundle) desk.Options {
	return desk.Options{Bundle: b, Country: s.Country, HoldLookalikes: s.HoldLookalikes, Ask: s.AskBeforePaying}
}

// present tells which paths lead to something. A link that is dropped from a
// browser comes as the path of a file that is not there.
func present(paths []string) (there []string, gone []desk.Skip) {
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			gone = append(gone, desk.Skip{Path: p, Reason: "it is not a file on this computer"})
			continue
		}
		there = append(there, p)
	}
	return there, gone
}

// tellAdded says what was taken, and what was not and why.
func (w *Window) tellAdded(a desk.Added) {
	if len(a.Receipts) > 0 && w.query.filter != showAll {
		w.tabs.choose(string(showAll))
	}
	words, t := addedWords(a)
	action, do := "", func() {}
	if len(a.Skipped) > 1 {
		action, do = tr("Show all"), func() { w.showSkipped(a.Skipped) }
	}
	w.toast.say(t, words, action, do)
	first := int64(0) // what to show: the first new receipt, or the one that is here already
	switch {
	case len(a.Receipts) == 0 && len(a.Known) > 0:
		first = a.Known[0].ID
	case len(a.Receipts) > 0 && len(w.list.selection.ids) == 0:
		first = a.Receipts[0].ID
	}
	if i := w.place(first); i >= 0 {
		w.list.goTo(i, false)
	}
}

func addedWords(a desk.Added) (string, tone) {
	var parts []string
	if n := len(a.Receipts); n > 0 {
		parts = append(parts, tr("Took in %s.", receipts(n)))
	}
	if n := len(a.Known); n == 1 {
		parts = append(parts, tr("%s is here already as #%d.", file(a.Known[0]), a.Known[0].ID))
	} else if n > 1 {
		parts = append(parts, trn(n, "%d is here already.", "%d are here already."))
	}
	t := toneGood
	if n := len(a.Skipped); n > 0 {
		t = toneWarn
		s := a.Skipped[0]
		words := tr("Left out %s: %s", filepath.Base(s.Path), told(s.Reason))
		if n > 1 {
			words = tr("Left out %d, such as %s: %s", n, filepath.Base(s.Path), told(s.Reason))
		}
		parts = append(parts, strings.TrimSuffix(words, ".")+".")
	}
	if len(parts) == 0 {
		return tr("There was nothing to take in."), toneWarn
	}
	if len(a.Receipts) == 0 && t == toneGood {
		t = toneInfo
	}
	return strings.Join(parts, " "), t
}

func (w *Window) showSkipped(skipped []desk.Skip) {
	var rows []fyne.CanvasObject
	for _, s := range skipped {
		rows = append(rows, flow(2, newElastic(s.Path, theme.SizeNameCaptionText, theme.ColorNameForeground, true),
			newParagraph(told(s.Reason), theme.SizeNameCaptionText, colorMuted)))
	}
	w.showSheet(tr("Left out"), trn(len(skipped), "%d file could not be taken in. Nothing happened to it.", "%d files could not be taken in. Nothing happened to them."), 520, flow(gap, rows...), nil)
}

// useBundle chooses how the next files are taken; anything but receipts of
// their own is shown beside the button, so that it is not forgotten.
func (w *Window) useBundle(b desk.Bundle) {
	if b == "" {
		b = desk.Each
	}
	w.bundle = b
	w.header.bundle.setText(tr(bundleWords[b]) + "  ×")
	if hide := b == desk.Each; hide == w.header.bundle.Visible() {
		w.header.bundle.Hidden = hide
		w.header.content.Refresh()
	}
}

// showAdd shows the ways to bring receipts in.
func (w *Window) showAdd() {
	command := fyne.KeyModifierShortcutDefault
	open := fyne.NewMenuItem(tr("Add files…"), w.chooseFile)
	open.Shortcut = &desktop.CustomShortcut{KeyName: fyne.KeyO, Modifier: command}
	items := []*fyne.MenuItem{open, fyne.NewMenuItem(tr("Add a folder…"), w.chooseFolder)}
	if w.cfg.Samples != nil {
		items = append(items, fyne.NewMenuItem(tr("Try with sample receipts"), w.addSamples))
	}
	items = append(items, fyne.NewMenuItemSeparator())
	for _, b := range bundles {
		item := fyne.NewMenuItem(tr(bundleWords[b]), func() { w.useBundle(b) })
		item.Checked = b == w.bundle
		items = append(items, item)
	}
	hint := fyne.NewMenuItem(tr("Or drop files and folders anywhere on this window"), nil)
	hint.Disabled = true
	items = append(items, fyne.NewMenuItemSeparator(), hint)
	from := w.header.add
	if w.empty.content.Visible() {
		from = w.empty.add
	}
	w.menu(fyne.NewMenu("", items...), from)
}

// menu shows a menu under a button, within the window.
func (w *Window) menu(m *fyne.Menu, from *button) {
	pop := widget.NewPopUpMenu(m, w.window.Canvas())
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(from)
	x := min(at.X, w.window.Canvas().Size().Width-pop.MinSize().Width-gapWindow)
	pop.ShowAtPosition(fyne.NewPos(max(gapTiny, x), at.Y+from.Size().Height+gapTiny))
}

func (w *Window) addSamples() {
	var found []string
	w.do(func(context.Context) (err error) { found, err = w.cfg.Samples(); return err }, func() { w.takeIn(found) })
}

// paste takes the files whose paths are on the clipboard.
func (w *Window) paste(c fyne.Clipboard) {
	if c == nil {
		return
	}
	found := pasted(c.Content())
	if len(found) == 0 {
		w.toast.say(toneInfo, tr("There is no file on the clipboard. Copy files in your file manager, then paste them here."), "", nil)
		return
	}
	w.add(found)
}

// pasted finds the files and folders in a text that are there.
func pasted(text string) []string {
	var found []string
	for _, path := range desk.ParsePaths(text) {
		if !filepath.IsAbs(path) {
			continue
		}
		if _, err := os.Stat(path); err == nil {
			found = append(found, path)
		}
	}
	return found
}
