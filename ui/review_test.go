package ui

import (
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

func selected(w *Window) []int64 {
	var ids []int64
	for _, id := range w.list.shown {
		if w.list.selection.ids[id] {
			ids = append(ids, id)
		}
	}
	return ids
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
	if d.find(2).Fields.Vendor != "ACME" || w.book.get(2).text(columnVendor) != "ACME" || w.panel.title.text != "ACME" {
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
	test.Tap(w.panel.main)
	if w.sheet == nil {
		t.Fatal("it does not show what #9 looks like")
	}
	key(w, fyne.KeyEscape)
	test.Tap(w.panel.side)
	if d.find(9).Status != receipt.Waiting || len(w.list.shown) != 0 {
		t.Error("a held receipt cannot be released")
	}
}

func TestProgressWords(t *testing.T) {
	tests := []struct {
		w    batchWork
		left time.Duration
		want string
	}{
		{batchWork{done: 0, all: 40}, 0, "0 of 40 read"},
		{batchWork{done: 38, all: 40, needs: 2}, 20 * time.Second, "38 of 40 read · about 20 s left · 2 need you"},
		{batchWork{done: 10, all: 100, needs: 1}, 180 * time.Second, "10 of 100 read · about 3 min left · 1 needs you"},
	}
	for _, tt := range tests {
		if got := progressWords(tt.w, tt.left); got != tt.want {
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
