package ui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
)

// Ctrl+O shows the system's dialog, in which several files can be chosen; where
// that cannot be shown, Fyne's.
func TestSeveralFilesInTheSystemsDialog(t *testing.T) {
	chosen := files(t, "a.jpg", "b.pdf")
	var asked []FileAsk
	answer := func() ([]string, error) { return chosen, nil }
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, medium, func(c *Config) {
		c.Choose = func(_ context.Context, a FileAsk) ([]string, error) { asked = append(asked, a); return answer() }
	})
	before := len(d.receipts)
	shortcut(w, control(fyne.KeyO))
	if len(d.receipts) != before+2 || asked[0].Folder || !slices.Contains(asked[0].Endings, ".heic") {
		t.Errorf("asked for %+v, it took %d in", asked, len(d.receipts)-before)
	}
	answer = func() ([]string, error) { return nil, nil }
	shortcut(w, control(fyne.KeyO))
	if len(d.receipts) != before+2 || w.dialog != nil {
		t.Error("choosing nothing takes something in, or asks again")
	}
	answer = func() ([]string, error) { return []string{filepath.Dir(chosen[0])}, nil }
	w.chooseFolder()
	if len(d.receipts) != before+3 || !asked[2].Folder {
		t.Errorf("of a folder it took %d in", len(d.receipts)-before-2)
	}
	for _, err := range []error{ErrNoChooser, errors.New("the dialog crashed")} {
		answer = func() ([]string, error) { return nil, err }
		w.chooseFile()
		if w.dialog == nil {
			t.Fatalf("after %v there is no other dialog", err)
		}
		w.dialog.Hide()
	}
}

// While the dialog is open there is no second one, and the window works on.
func TestOneDialogAtATime(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), medium, func(c *Config) {
		c.Choose = func(context.Context, FileAsk) ([]string, error) { return nil, nil }
	})
	var open []func()
	w.picks = func(f func()) { open = append(open, f) }
	w.chooseFile()
	w.chooseFile()
	if len(open) != 1 {
		t.Fatalf("%d dialogs are open", len(open))
	}
	open[0]()
	w.chooseFile()
	if len(open) != 2 {
		t.Error("no dialog opens any more")
	}
}
