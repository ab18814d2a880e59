package ui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

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
	p.open()
	return p
}

func TestKeychainThatIsLocked(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.keychain = errKeychain
	d.settings.Engine = receipt.Veryfi
	w := openWindow(t, d, large)
	p := w.settingsForTest()
	if got := p.account.banner.text; !strings.Contains(got, "The keychain is locked. Unlock it") || !strings.Contains(got, "works without credentials") {
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

// inSheet is the first object of a kind in the open dialog.
func inSheet[T fyne.CanvasObject](w *Window) (found T) {
	for _, o := range test.LaidOutObjects(w.sheet.layer) {
		if o, ok := o.(T); ok {
			return o
		}
	}
	return found
}

func TestDialogKeys(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	canvas := w.window.Canvas()
	focused := func(ev fyne.KeyName) { canvas.Focused().TypedKey(&fyne.KeyEvent{Name: ev}) }

	// Whatever has the focus, Esc closes the dialog.
	for _, find := range []func() fyne.Focusable{
		func() fyne.Focusable { return w.sheetButtons()["Choose…"] },
		func() fyne.Focusable { return w.sheetButtons()["Cancel"] },
		func() fyne.Focusable { return inSheet[*picker](w) },
	} {
		w.showExport()
		canvas.Focus(find())
		focused(fyne.KeyEscape)
		if w.sheet != nil {
			t.Fatalf("Esc on a %T leaves the dialog open", find())
		}
	}

	// What to export is chosen, then Enter exports it.
	w.showExport()
	which := inSheet[*widget.RadioGroup](w)
	which.SetSelected(which.Options[len(which.Options)-1])
	if name, ok := canvas.Focused().(*input); !ok || !strings.HasPrefix(name.Text, "receipts-") {
		t.Errorf("after the choice the focus is on a %T", canvas.Focused())
	}
	canvas.Unfocus()
	key(w, fyne.KeyReturn)
	if w.sheet != nil || len(d.exported) != 10 {
		t.Errorf("Enter exports %v", d.exported)
	}

	// The engine is chosen by the keyboard alone.
	p := w.settingsForTest()
	canvas.FocusNext()
	focused(fyne.KeyRight)
	focused(fyne.KeySpace)
	if d.settings.Engine != receipt.Veryfi {
		t.Errorf("the engine is %s", d.settings.Engine)
	}
	focused(fyne.KeyEscape)
	if w.sheet != nil || p.engine.chosen != engineVeryfi {
		t.Error("Esc on a choice leaves the dialog open")
	}
}

// What is typed while the keychain asks for its password stays.
func TestSlowKeychain(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.settings.Engine = receipt.Veryfi
	d.credentials = desk.Credentials{ClientID: "id", ClientSecret: "secret", Username: "anna", APIKey: "key"}
	w := openWindow(t, d, large)
	var later []func()
	w.talk = func(f func()) { later = append(later, f) }
	p := w.settingsForTest()
	p.account.user.SetText("bert")
	w.accept() // other work goes on meanwhile
	for _, f := range later {
		f()
	}
	if p.account.user.Text != "bert" || p.account.id.Text != "" {
		t.Errorf("the keychain's answer replaced what was typed: %q, %q", p.account.user.Text, p.account.id.Text)
	}
	if p.account.remove.Disabled() {
		t.Error("what the keychain holds cannot be removed")
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{
		"no room on the disk":                       "No room on the disk.",
		"http://example.com is not protected":       "http://example.com is not protected.",
		"/home/anna/x is not there: choose another": "/home/anna/x is not there: choose another.",
		"The file is empty.":                        "The file is empty.",
	} {
		if got := sentence(errors.New(text)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
