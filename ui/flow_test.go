package ui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// key types a key where the focus is.
func key(w *Window, name fyne.KeyName) {
	ev := &fyne.KeyEvent{Name: name}
	if f := w.window.Canvas().Focused(); f != nil {
		f.TypedKey(ev)
		return
	}
	w.window.Canvas().OnTypedKey()(ev)
}

// shortcut types a shortcut where the focus is, as Fyne's driver does.
func shortcut(w *Window, s fyne.Shortcut) {
	if f, ok := w.window.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return
	}
	w.typedShortcut(s) // the test canvas has no shortcuts of its own
}

func control(k fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl}
}

// retype replaces what a field says, as a person does.
func retype(w *Window, name receipt.Field, text string) *field {
	line := w.panel.form.fields[name]
	w.panel.form.focus(line)
	for _, r := range text {
		line.input.TypedRune(r)
	}
	return line
}

// press clicks the row of a receipt.
func press(t *testing.T, w *Window, id int64, m fyne.KeyModifier) {
	t.Helper()
	for _, r := range w.list.body.rows {
		if r.entry.id() == id {
			r.MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: m})
			return
		}
	}
	t.Fatalf("receipt %d is not in sight", id)
}

func selected(w *Window) []int64 { return w.list.selection.list(w.list.shown) }

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
	w.run, w.look = func(f func()) { f() }, func(f func()) { f() }
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

func TestFilterSearchAndSort(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), large)
	if !slices.Equal(w.list.shown[:5], []int64{13, 14, 15, 16, 1}) {
		t.Errorf("the newest batch is not on top, in its own order: %v", w.list.shown)
	}
	for name, want := range map[filter]int{showAll: 16, showReview: 3, showReady: 5, showExported: 2, showProblems: 2, showTrash: 0} {
		w.tabs.choose(string(name))
		if len(w.list.shown) != want {
			t.Errorf("%s shows %d, want %d", name, len(w.list.shown), want)
		}
		if i := slices.Index(filters, name); w.tabs.tabs[i].count != want {
			t.Errorf("%s counts %d, want %d", name, w.tabs.tabs[i].count, want)
		}
	}
	w.tabs.choose(string(showAll))
	for text, want := range map[string][]int64{"müller": {1}, "INV-1201": {2}, "1268.50": {5}, "1,268.50": {5}, "office supp": {2, 10}, "img_2075": {6}, "meals usd": {4}, "zzz": nil} {
		w.search.SetText(text)
		if !slices.Equal(w.list.shown, want) {
			t.Errorf("%q finds %v, want %v", text, w.list.shown, want)
		}
	}
	if !w.noHits.Visible() && len(w.list.shown) == 0 {
		t.Error("an empty search is not explained")
	}
	w.search.SetText("")
	click := func(c columnName) {
		for _, p := range w.head.places {
			if p.name == c {
				test.TapAt(w.head, fyne.NewPos(p.x+4, 10))
				return
			}
		}
		t.Fatalf("there is no column %s", c)
	}
	click(columnTotal)
	if got := w.list.shown[:3]; !slices.Equal(got, []int64{12, 11, 4}) {
		t.Errorf("by total, ascending: %v", w.list.shown)
	}
	click(columnTotal)
	if got := w.list.shown; !slices.Equal(got[:3], []int64{5, 7, 8}) || w.book.get(got[15]).text[columnTotal] != "" {
		t.Errorf("by total, descending, unknown last: %v", got)
	}
	click(columnTotal)
	if w.list.shown[0] != 13 {
		t.Errorf("the third click does not go back to the order of intake: %v", w.list.shown)
	}
	click(columnVendor)
	if w.list.shown[0] != 2 {
		t.Errorf("by vendor: %v", w.list.shown)
	}
}

func TestSelectingMany(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), large)
	press(t, w, 1, 0)
	press(t, w, 4, fyne.KeyModifierShift)
	if got := selected(w); !slices.Equal(got, []int64{1, 2, 3, 4}) {
		t.Errorf("Shift selects %v", got)
	}
	if got := w.foot.text; got != "4 of 16 receipts selected  ·  142.80 EUR  ·  13.61 USD" {
		t.Errorf("the footer says %q", got)
	}
	press(t, w, 2, fyne.KeyModifierControl)
	press(t, w, 7, fyne.KeyModifierControl)
	if got := selected(w); !slices.Equal(got, []int64{1, 3, 4, 7}) {
		t.Errorf("Ctrl selects %v", got)
	}
	shortcut(w, &fyne.ShortcutSelectAll{})
	if got := selected(w); len(got) != 16 || !w.panel.many.content.Visible() {
		t.Errorf("Ctrl+A selects %v", got)
	}
	test.Tap(w.panel.many.accept)
	if w.tabs.tabs[1].count != 0 {
		t.Error("accepting all left some to review")
	}
	key(w, fyne.KeyEscape)
	if got := selected(w); len(got) != 0 || !w.panel.none.Visible() {
		t.Errorf("Esc leaves %v", got)
	}
}

func TestKeysInTheList(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), large)
	is := func(want int64, what string) {
		t.Helper()
		if w.list.selection.current != want {
			t.Errorf("%s leads to %d, want %d", what, w.list.selection.current, want)
		}
	}
	key(w, fyne.KeyDown)
	is(13, "the first Down")
	key(w, fyne.KeyDown)
	is(14, "Down")
	key(w, fyne.KeyEnd)
	is(12, "End")
	if y := w.list.scroll.Offset.Y; y == 0 && w.list.body.Size().Height > w.list.scroll.Size().Height {
		t.Error("End does not scroll")
	}
	key(w, fyne.KeyDown)
	is(12, "Down at the end")
	key(w, fyne.KeyHome)
	is(13, "Home")
	key(w, fyne.KeyPageDown)
	is(w.list.shown[w.list.page()], "PgDn")
	key(w, fyne.KeyPageUp)
	is(13, "PgUp")
	w.list.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(w, fyne.KeyDown)
	key(w, fyne.KeyDown)
	w.list.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	if got := selected(w); !slices.Equal(got, []int64{13, 14, 15}) {
		t.Errorf("Shift+Down selects %v", got)
	}
}

// A pile is reviewed without a mouse: a proved receipt costs one key.
func TestReviewByKeyboardAlone(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.tabs.choose(string(showReview))
	key(w, fyne.KeyF8) // to the doubtful vendor of #2
	if w.list.selection.current != 2 || w.window.Canvas().Focused() != fyne.Focusable(w.panel.form.fields[receipt.FieldVendor].input) {
		t.Fatalf("F8 leads to %d", w.list.selection.current)
	}
	if w.panel.viewer.picture.box == [4]float64{} {
		t.Error("the doubtful field is not lit on the picture")
	}
	key(w, fyne.KeyReturn) // it is right as it is: out of the form
	key(w, fyne.KeyReturn) // accept and next
	if d.find(2).Status != receipt.Ready || w.list.selection.current != 8 {
		t.Fatalf("#2 is %s, at %d", d.find(2).Status, w.list.selection.current)
	}
	key(w, fyne.KeyF8) // to the total that is off
	retype(w, receipt.FieldTotal, "321,78")
	key(w, fyne.KeyReturn)
	if got := d.find(8); !got.Fields.Total.Equal(receipt.MustAmount("321.78")) || got.Status != receipt.Ready {
		t.Fatalf("#8 has %s, %s", got.Fields.Total, got.Status)
	}
	if w.list.selection.current != 8 || w.panel.pill.state.word != "Ready" {
		t.Errorf("#8 is gone from under the person's hands: at %d", w.list.selection.current)
	}
	key(w, fyne.KeyReturn) // it proves: on to the next
	if w.list.selection.current != 11 || slices.Contains(w.list.shown, 8) {
		t.Errorf("after #8 it is at %d of %v", w.list.selection.current, w.list.shown)
	}
	key(w, fyne.KeyReturn) // #11 has no date: it cannot be accepted
	if d.find(11).Status != receipt.Review || !strings.Contains(w.toast.text(), "date is missing") {
		t.Errorf("#11 is %s; %q", d.find(11).Status, w.toast.text())
	}
	retype(w, receipt.FieldDate, "10.11.26")
	key(w, fyne.KeyReturn)
	key(w, fyne.KeyReturn)
	if got := d.find(11); got.Fields.Date.String() != "2026-11-10" || got.Status != receipt.Ready {
		t.Errorf("#11 has %s, %s", got.Fields.Date, got.Status)
	}
	if len(w.list.shown) != 0 || !w.noHits.Visible() {
		t.Errorf("left to review: %v", w.list.shown)
	}
}

func TestWrongTextIsNotLost(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(5, false) // #2
	line := retype(w, receipt.FieldTotal, "1.234")
	key(w, fyne.KeyReturn)
	if line.wrong == "" || !line.message.Visible() || line.input.Text != "1.234" {
		t.Fatalf("%q is said of %q", line.wrong, line.input.Text)
	}
	for _, a := range d.asked {
		if strings.HasPrefix(a, "correct") {
			t.Errorf("asked %q", a)
		}
	}
	key(w, fyne.KeyPageDown)
	if w.list.selection.current != 3 || line.input.Text != "71.40" || line.wrong != "" {
		t.Fatalf("#3 shows %q", line.input.Text)
	}
	w.list.step(-1, false)
	if line.input.Text != "1.234" || line.wrong == "" {
		t.Errorf("what was typed is gone: %q", line.input.Text)
	}
	w.list.focus()
	key(w, fyne.KeyReturn)
	if d.find(2).Status != receipt.Review {
		t.Error("it was accepted with a text that could not be taken")
	}
	w.panel.form.focus(line)
	key(w, fyne.KeyEscape)
	if line.input.Text != "47.60" || line.wrong != "" {
		t.Errorf("Esc leaves %q", line.input.Text)
	}
}

func TestCorrectUndoRedo(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(5, false)
	line := retype(w, receipt.FieldVendor, "ACME")
	w.list.focus() // leaving the field saves it
	if d.find(2).Fields.Vendor != "ACME" || w.book.get(2).text[columnVendor] != "ACME" || w.panel.title.text != "ACME" {
		t.Fatalf("the vendor is %q", d.find(2).Fields.Vendor)
	}
	shortcut(w, &fyne.ShortcutUndo{})
	if d.find(2).Fields.Vendor == "ACME" || line.input.Text != "ACME Office Supplies GmbH & Co. KG" || w.toast.text() != "Undone: the vendor of #2" {
		t.Errorf("after undo the form has %q, the toast says %q", line.input.Text, w.toast.text())
	}
	shortcut(w, &fyne.ShortcutRedo{})
	if d.find(2).Fields.Vendor != "ACME" || line.input.Text != "ACME" {
		t.Errorf("after redo the form has %q", line.input.Text)
	}
	retype(w, receipt.FieldTotal, "47.6") // the same amount is no correction
	key(w, fyne.KeyReturn)
	if n := len(d.undo); n != 1 {
		t.Errorf("there are %d steps, want 1", n)
	}
}

func TestTypingIsKeptWhenNewsCome(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(5, false)
	line := retype(w, receipt.FieldVendor, "AC")
	r := *d.find(2)
	r.Fields.Category, r.Updated = "Paper", testNow.Add(time.Minute)
	d.tell(desk.Event{Changed: []receipt.Receipt{r}})
	if line.input.Text != "AC" {
		t.Errorf("the news took %q from under the person's fingers", line.input.Text)
	}
	if got := w.panel.form.fields[receipt.FieldCategory].input.Text; got != "Paper" {
		t.Errorf("the category is %q", got)
	}
}

func TestTrashAndBack(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	press(t, w, 2, 0)
	key(w, fyne.KeyDelete)
	if d.find(2).Trashed.IsZero() || w.list.selection.current != 3 || w.toast.text() != "Moved 1 receipt to the trash." {
		t.Fatalf("#2 is not in the trash: at %d, %q", w.list.selection.current, w.toast.text())
	}
	w.toast.action.press()
	if !d.find(2).Trashed.IsZero() {
		t.Error("Undo does not bring it back")
	}
	press(t, w, 2, 0)
	key(w, fyne.KeyDelete)
	w.tabs.choose(string(showTrash))
	press(t, w, 2, 0)
	test.Tap(w.panel.main)
	if !d.find(2).Trashed.IsZero() || len(w.list.shown) != 0 {
		t.Error("it cannot be put back")
	}
}

func TestFailedAndHeld(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.tabs.choose(string(showProblems))
	press(t, w, 6, 0)
	if !strings.Contains(w.panel.banner.text, "too dark") || w.panel.form.scroll.Visible() {
		t.Errorf("the panel says %q", w.panel.banner.text)
	}
	test.Tap(w.panel.main)
	if d.find(6).Status != receipt.Waiting {
		t.Error("Try again does not")
	}
	press(t, w, 9, 0)
	test.Tap(w.panel.twin)
	if w.list.selection.current != 3 {
		t.Error("it does not show what #9 looks like")
	}
	w.tabs.choose(string(showProblems))
	press(t, w, 9, 0)
	test.Tap(w.panel.main)
	if d.find(9).Status != receipt.Waiting || len(w.list.shown) != 0 {
		t.Error("a held receipt cannot be released")
	}
}

func TestPicture(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.pages = 3
	w := openWindow(t, d, large)
	press(t, w, 2, 0)
	v := w.panel.viewer
	fit := v.picture.shown.Size()
	if v.picture.image == nil || fit.Width <= 0 {
		t.Fatal("no picture")
	}
	at := fyne.NewPos(120, 160)
	before := fyne.NewPos((at.X-v.picture.offset.X)/fit.Width, (at.Y-v.picture.offset.Y)/fit.Height)
	v.picture.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.Delta{DY: 10}})
	now := v.picture.shown.Size()
	after := fyne.NewPos((at.X-v.picture.offset.X)/now.Width, (at.Y-v.picture.offset.Y)/now.Height)
	if now.Width <= fit.Width || before.X-after.X > 0.02 || after.X-before.X > 0.02 {
		t.Errorf("zooming moves the point under the pointer from %v to %v", before, after)
	}
	test.Drag(w.window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(v.picture).AddXY(50, 50), 5000, 5000)
	if v.picture.offset.X > v.picture.Size().Width || v.picture.offset.Y > v.picture.Size().Height {
		t.Errorf("the picture can be dragged out of sight: %v", v.picture.offset)
	}
	v.picture.DoubleTapped(&fyne.PointEvent{})
	if v.picture.shown.Size() != fit {
		t.Error("a double tap does not fit the picture")
	}
	test.Tap(v.next)
	if v.wanted.page != 1 || v.which.text != "Page 2 of 3" {
		t.Errorf("it shows %q", v.which.text)
	}
	test.Tap(v.turn)
	if d.find(2).Turned != 90 || v.picture.image.Bounds().Dx() != 520 || v.wanted.page != 1 {
		t.Errorf("turned by %d, the picture is %v", d.find(2).Turned, v.picture.image.Bounds())
	}
	d.pageError = errors.New("the file is damaged")
	press(t, w, 3, 0)
	if !strings.Contains(v.picture.note, "The file is damaged.") || !v.turn.Disabled() {
		t.Errorf("instead of the picture it says %q", v.picture.note)
	}
}

func TestTurnedBoxes(t *testing.T) {
	box := [4]float64{0.1, 0.2, 0.3, 0.4}
	turned := turnBox(box, 90)
	for i, want := range [4]float64{0.6, 0.1, 0.8, 0.3} {
		if d := turned[i] - want; d > 1e-9 || d < -1e-9 {
			t.Fatalf("turned by 90 it is %v", turned)
		}
	}
	if got := turnBox(box, 360); got != box {
		t.Errorf("turned all the way round it is %v", got)
	}
}

func TestExport(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	shortcut(w, control(fyne.KeyE))
	if w.sheet == nil {
		t.Fatal("Ctrl+E does not open the dialog")
	}
	buttons := w.sheetButtons()
	test.Tap(buttons["Export"])
	if w.sheet != nil {
		t.Fatal("the dialog is still open")
	}
	if !slices.Equal(d.exported, []int64{1, 3, 5, 7, 12}) {
		t.Errorf("exported %v", d.exported)
	}
	path := filepath.Join(w.cfg.ExportDir, "receipts-2026-11-24.csv")
	if _, err := os.Stat(path); err != nil || w.toast.text() != "Exported 5 receipts to "+path {
		t.Errorf("%v; the toast says %q", err, w.toast.text())
	}
	if w.tabs.tabs[3].count != 7 {
		t.Errorf("%d are exported", w.tabs.tabs[3].count)
	}
}

func TestExportToNowhere(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large, func(c *Config) { c.ExportDir = "/not/there" })
	w.showExport()
	if b := w.sheetButtons()["Export"]; !b.Disabled() {
		t.Error("it offers to export to a folder that is not there")
	}
}

// sheetButtons are the buttons of the open dialog by their words.
func (w *Window) sheetButtons() map[string]*button {
	found := make(map[string]*button)
	for _, o := range test.LaidOutObjects(w.sheet.layer) {
		if b, ok := o.(*button); ok {
			found[b.text] = b
		}
	}
	return found
}

func TestSettings(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.credentials = desk.Credentials{ClientID: "id", ClientSecret: "secret", Username: "anna", APIKey: "key"}
	w := openWindow(t, d, large)
	p := w.settingsForTest()
	if p.veryfi.Visible() {
		t.Error("the account is asked for though receipts are read here")
	}
	p.engine.choose(engineVeryfi)
	if d.settings.Engine != receipt.Veryfi || !p.veryfi.Visible() {
		t.Fatal("the engine was not changed")
	}
	if p.account.user.Text != "anna" || !p.account.secret.Password || !p.account.key.Password {
		t.Error("the credentials are not there, or in clear")
	}
	d.connection = errors.New("Veryfi did not accept this key. Nothing was sent or charged")
	test.Tap(p.account.test)
	if p.account.banner.tone != toneBad || !strings.HasPrefix(p.account.banner.text, "Veryfi did not accept") {
		t.Errorf("the test says %q", p.account.banner.text)
	}
	d.connection = nil
	test.Tap(p.account.test)
	if p.account.banner.tone != toneGood {
		t.Errorf("the test says %q", p.account.banner.text)
	}
	if !p.account.save.Disabled() {
		t.Error("what the keychain holds can be saved again")
	}
	p.account.user.SetText("bert")
	test.Tap(p.account.save)
	if d.credentials.Username != "bert" {
		t.Error("the credentials were not saved")
	}
	test.Tap(p.account.remove)
	if d.credentials != (desk.Credentials{}) || p.account.user.Text != "" {
		t.Error("the credentials were not removed")
	}
	p.country.SetText("deu")
	p.saveCountry()
	if !p.wrong.Visible() || d.settings.Country != "" {
		t.Error("a country of three letters was taken")
	}
	p.country.SetText("de")
	p.saveCountry()
	if d.settings.Country != "DE" {
		t.Errorf("the country is %q", d.settings.Country)
	}
	key(w, fyne.KeyEscape)
	if w.sheet != nil {
		t.Error("Esc does not close the settings")
	}
}

// settingsForTest opens the settings and gives their parts.
func (w *Window) settingsForTest() *preferences {
	p := &preferences{w: w, s: w.settings}
	p.build()
	p.sheet.onClose = p.leave
	p.account.fetch()
	return p
}

func TestKeychainThatIsLocked(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.keychain = errKeychain
	d.settings.Engine = receipt.Veryfi
	w := openWindow(t, d, large)
	p := w.settingsForTest()
	if got := p.account.banner.text; !strings.Contains(got, "The keychain is locked. Unlock it") || !strings.Contains(got, "works without it") {
		t.Errorf("it says %q", got)
	}
}

func TestFileDialogs(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), medium)
	press(t, w, 2, 0)
	for name, open := range map[string]func(){"file": func() { shortcut(w, control(fyne.KeyO)) }, "folder": w.chooseFolder} {
		open()
		if w.dialog == nil || w.window.Canvas().Overlays().Top() == nil {
			t.Fatalf("the %s dialog is not open", name)
		}
		w.typedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
		if !w.book.get(2).receipt.Trashed.IsZero() {
			t.Errorf("Del works behind the %s dialog", name)
		}
		w.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if w.dialog != nil || w.window.Canvas().Overlays().Top() != nil {
			t.Errorf("Esc does not close the %s dialog", name)
		}
	}
}

func TestTipOfAButtonWithoutAWord(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), medium)
	w.tips.show(w.header.settings)
	if !w.tips.card.Visible() || w.tips.words.text != "Settings" {
		t.Errorf("the tip says %q", w.tips.words.text)
	}
	w.header.settings.MouseOut()
	if w.tips.card.Visible() {
		t.Error("the tip stays when the pointer leaves")
	}
}

func TestThemeChangesAtOnce(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), medium)
	light := w.window.Canvas().Capture().At(4, 4)
	w.useTheme("dark")
	w.table.Refresh()
	dark := w.window.Canvas().Capture().At(4, 4)
	if distance(light, dark) < 100 {
		t.Errorf("the window is %v, then %v", light, dark)
	}
}

func TestReaderThatIsMissing(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.reader = errReader
	w := openWindow(t, d, medium)
	if !w.banner.Visible() || !strings.Contains(w.banner.text, "The reader on this computer is not set up") {
		t.Errorf("the banner says %q", w.banner.text)
	}
	d.reader = nil
	w.recheck()
	if w.banner.Visible() {
		t.Errorf("once it is mended the banner still says %q", w.banner.text)
	}
}

func TestProgressWords(t *testing.T) {
	tests := []struct {
		w     batchWork
		since int
		took  time.Duration
		want  string
	}{
		{batchWork{0, 40, 0}, 0, time.Second, "0 of 40 read"},
		{batchWork{38, 40, 2}, 38, 380 * time.Second, "38 of 40 read · about 20 s left · 2 need you"},
		{batchWork{10, 100, 1}, 10, 20 * time.Second, "10 of 100 read · about 3 min left · 1 needs you"},
	}
	for _, tt := range tests {
		if got := progressWords(tt.w, tt.since, tt.took); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestOldNewsIsLeftOut(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, medium)
	r := *d.find(2)
	r.Status, r.Updated = receipt.Ready, testNow.Add(time.Second)
	old := *d.find(2)
	d.tell(desk.Event{Changed: []receipt.Receipt{r}})
	d.tell(desk.Event{Changed: []receipt.Receipt{old}})
	if w.book.get(2).receipt.Status != receipt.Ready {
		t.Error("older news won over newer")
	}
}
