package ui

import (
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// whose takes files in for the client that is shown, once the person has said
// so of those that look like another client's. Before, nothing is copied.
func (w *Window) whose(paths []string) {
	there, _ := present(paths)
	var files []string
	var doubts []desk.Doubt
	w.do(func(ctx context.Context) error {
		var err error
		if files, doubts, err = w.shelf.clients.Suspect(ctx, w.cfg.Client, there); err != nil {
			w.log.Warn("looking whose files they are", "error", err) // they are taken in all the same
			doubts = nil
		}
		return nil
	}, func() { w.askWhose(paths, files, doubts) })
}

// askWhose asks of each client whose files there may be, and then takes in what
// is for this one.
func (w *Window) askWhose(paths, files []string, doubts []desk.Doubt) {
	if len(doubts) == 0 {
		w.takeIn(paths)
		return
	}
	if w.sheet != nil { // nobody's question is taken from the screen by another
		w.later = append(w.later, func() { w.askWhose(paths, files, doubts) })
		return
	}
	other := doubts[0].Client
	var theirs, reasons []string
	var rest []desk.Doubt
	for _, d := range doubts {
		if d.Client.ID != other.ID {
			rest = append(rest, d)
			continue
		}
		theirs = append(theirs, d.Files...)
		reasons = append(reasons, trn(len(d.Files), "Of %d file: %s.", "Of %d files: %s.", told(d.Reason)))
	}
	if len(reasons) == 1 {
		reasons[0] = capital(told(doubts[0].Reason)) + "."
	}
	if w.bundle == desk.Pages { // the pages of one receipt stay together
		theirs, rest = files, nil
	}
	here, _ := w.client()
	var s *sheet
	put := newButton(tr("1  Put into %s", short(other.Name)), "", primary, func() {
		s.close()
		w.putInto(other, theirs)
		left := slices.DeleteFunc(slices.Clone(files), func(f string) bool { return slices.Contains(theirs, f) })
		if len(left) > 0 {
			w.askWhose(left, left, rest)
		}
	})
	keep := newButton(tr("2  Keep in %s", short(here.Name)), "", normal, func() { s.close(); w.askWhose(paths, files, rest) })
	cancel := newButton(tr("Cancel"), "", quiet, func() { s.close() })
	title := trn(len(theirs), "%d file looks like one of %s", "These %d files look like those of %s", other.Name)
	text := tr("You are in %s. Nothing is copied or sent before you say whose they are; Esc takes none of them in.", here.Name)
	rows := []fyne.CanvasObject{lead(newSwatch(other.Color), newElastic(other.Name, theme.SizeNameText, theme.ColorNameForeground, true))}
	for _, r := range reasons {
		rows = append(rows, newParagraph(r, theme.SizeNameText, theme.ColorNameForeground))
	}
	rows = append(rows, newParagraph(someNames(theirs), theme.SizeNameCaptionText, colorMuted))
	s = w.showSheet(title, text, 560, flow(gapSmall, rows...), []fyne.CanvasObject{cancel, keep, put})
	s.onKey = pressed(map[fyne.KeyName]*button{fyne.Key1: put, fyne.Key2: keep})
}

// putInto takes files in for a client that is not shown.
func (w *Window) putInto(c desk.Client, files []string) {
	bundle := w.bundle
	if bundle == desk.Pages {
		w.useBundle(w.settings.Bundle)
	}
	var added desk.Added
	w.do(func(ctx context.Context) error {
		d, err := w.shelf.clients.Open(ctx, c.ID)
		if err != nil {
			return err
		}
		settings, err := d.Settings(ctx)
		if err != nil {
			return err
		}
		added, err = d.Add(ctx, files, optionsOf(settings, bundle))
		return err
	}, func() {
		words, t := addedWords(added)
		w.toast.say(t, c.Name+": "+words, tr("Go there"), func() { w.turnTo(c, false, nil) })
	})
}

// short is a name as a button has room for it.
func short(name string) string {
	if r := []rune(name); len(r) > 22 {
		return string(r[:21]) + "…"
	}
	return name
}

// someNames are the names of the first files, and how many more there are.
func someNames(files []string) string {
	text := ""
	for i, f := range files {
		if i == 4 {
			return tr("%s and %d more", text, len(files)-i)
		}
		if i > 0 {
			text += ", "
		}
		text += filepath.Base(f)
	}
	return text
}
