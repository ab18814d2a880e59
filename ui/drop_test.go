package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestFirstStart(t *testing.T) {
	d := newFakeDesk()
	w := openWindow(t, d, medium)
	if !w.empty.content.Visible() || w.table.Visible() {
		t.Fatal("the empty state is not shown")
	}
	if !strings.Contains(w.empty.privacy.text, "Nothing leaves") {
		t.Errorf("it does not say that nothing leaves: %q", w.empty.privacy.text)
	}
	test.Tap(w.empty.samples)
	if !w.table.Visible() || len(w.list.shown) != 1 || !strings.HasSuffix(d.asked[0], "sample.jpg] as each") {
		t.Errorf("the samples did not come in: %v", d.asked)
	}
	if w.toast.text() != "Took in 1 receipt." {
		t.Errorf("the toast says %q", w.toast.text())
	}
}

func TestDropSaysWhatWasTakenAndWhatNot(t *testing.T) {
	d := newFakeDesk()
	w := openWindow(t, d, medium)
	d.added = desk.Added{Receipts: []receipt.Receipt{{ID: 1, Batch: "b", Status: receipt.Waiting, Originals: []receipt.Original{{Path: "/in/a.jpg"}}}},
		Skipped: []desk.Skip{{Path: "/in/notes.txt", Reason: "it is not a picture or a PDF"}, {Path: "/in/empty.jpg", Reason: "it is empty"}}}
	w.Drop([]string{t.TempDir()})
	if got := w.toast.text(); !strings.Contains(got, "Took in 1 receipt.") || !strings.Contains(got, "Left out 2, such as notes.txt: it is not a picture") {
		t.Errorf("the toast says %q", got)
	}
	e := w.book.get(1)
	if e.state.word != "Copying…" {
		t.Errorf("before the copy is safe the row says %q", e.state.word)
	}
	r := d.receipts[0]
	r.Originals = []receipt.Original{{Path: "/in/a.jpg", SHA256: "aa"}}
	d.tell(desk.Event{Changed: []receipt.Receipt{r}})
	if e := w.book.get(1); e.state.word != "Safe, waiting" {
		t.Errorf("once the copy is safe the row says %q", e.state.word)
	}
	w.toast.action.press()
	if w.sheet == nil {
		t.Fatal("the files that were left out are not shown")
	}
	key(w, fyne.KeyEscape)
	if w.sheet != nil {
		t.Error("Esc does not close the dialog")
	}
}

// files makes small files to drop.
func files(t *testing.T, names ...string) []string {
	t.Helper()
	dir := t.TempDir()
	paths := make([]string, len(names))
	for i, n := range names {
		paths[i] = filepath.Join(dir, n)
		if err := os.WriteFile(paths[i], []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

func TestDroppedLinkIsNoFile(t *testing.T) {
	d := newFakeDesk()
	w := openWindow(t, d, medium)
	a := files(t, "a.jpg")[0]
	w.Drop([]string{"/somewhere/https:/example.com/receipt", a})
	if len(d.asked) != 1 || d.asked[0] != "add ["+a+"] as each" || !strings.Contains(w.toast.text(), "Left out receipt: it is not a file on this computer.") {
		t.Errorf("asked %v; %q", d.asked, w.toast.text())
	}
}

func TestDroppedBeforeEverythingIsLoaded(t *testing.T) {
	d := newFakeDesk()
	a := files(t, "a.jpg")[0]
	d.settings.Bundle = desk.Split
	app := test.NewTempApp(t)
	w := New(Config{App: app, Desk: d, Now: func() time.Time { return testNow }})
	w.run, w.look, w.talk = func(f func()) { f() }, func(f func()) { f() }, func(f func()) { f() }
	w.Drop([]string{a})
	if len(d.asked) != 0 {
		t.Fatal("it was added before the settings were known")
	}
	w.Show()
	if len(d.asked) != 1 || d.asked[0] != "add ["+a+"] as split" {
		t.Errorf("asked %v", d.asked)
	}
	w.toast.stop()
}

func TestPagesAreForOneDropOnly(t *testing.T) {
	d := newFakeDesk()
	w := openWindow(t, d, medium)
	w.useBundle(desk.Pages)
	if !w.header.bundle.Visible() {
		t.Error("it is not shown that files are pages of one receipt")
	}
	p := files(t, "1.jpg", "2.jpg", "3.jpg")
	w.Drop(p[:2])
	w.Drop(p[2:])
	if d.asked[0] != "add ["+p[0]+" "+p[1]+"] as pages" || d.asked[1] != "add ["+p[2]+"] as each" {
		t.Errorf("asked %v", d.asked)
	}
	if w.header.bundle.Visible() {
		t.Error("it is still shown that files are pages of one receipt")
	}
}

func TestPasteOfPaths(t *testing.T) {
	dir := t.TempDir()
	a := filepath.Join(dir, "a receipt ü#1.jpg")
	if err := os.WriteFile(a, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := newFakeDesk()
	w := openWindow(t, d, medium)
	c := test.NewClipboard()
	c.SetContent("some words")
	shortcut(w, &fyne.ShortcutPaste{Clipboard: c})
	if len(d.asked) != 0 || !strings.Contains(w.toast.text(), "no file on the clipboard") {
		t.Errorf("words were taken as files: %v, %q", d.asked, w.toast.text())
	}
	c.SetContent("\"" + a + "\"\n/not/there.jpg")
	shortcut(w, &fyne.ShortcutPaste{Clipboard: c})
	c.SetContent("file://" + strings.NewReplacer(" ", "%20", "ü", "%C3%BC", "#", "%23").Replace(a) + "\r\n")
	shortcut(w, &fyne.ShortcutPaste{Clipboard: c})
	want := "add [" + a + "] as each"
	if len(d.asked) != 2 || d.asked[0] != want || d.asked[1] != want {
		t.Errorf("asked %v, want twice %q", d.asked, want)
	}
}
