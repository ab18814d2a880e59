package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// token is the line for the tunnel's secret word. It goes to the keychain and
// is never shown again.
type token struct {
	w       *Window
	content *fyne.Container
	line    *input
	save    *button
	remove  *button
	words   *paragraph
	asked   bool
}

func newToken(w *Window) *token {
	t := &token{w: w, line: newInput(), words: newParagraph("", theme.SizeNameCaptionText, colorMuted)}
	t.line.Password = true
	t.line.OnChanged = func(text string) { t.save.setEnabled(text != "") }
	t.line.OnSubmitted = func(string) { t.keep() }
	w.adopt(t.line)
	t.save = newButton(tr("Save"), iconSafe, normal, t.keep)
	t.save.setEnabled(false)
	t.remove = newButton("", iconTrash, quiet, t.forget)
	t.remove.Hide()
	t.content = flow(gapTiny, container.NewBorder(nil, nil, nil, inset(0, 0, gapSmall, 0, across(gapTiny, t.save, t.remove)), bare(t.line)), t.words)
	return t
}

// fetch finds out, once, whether there is a token.
func (t *token) fetch() {
	if t.asked {
		return
	}
	t.asked = true
	t.look()
}

func (t *token) look() {
	t.w.talk(func() {
		has, err := t.w.desk.HasTunnelToken(t.w.ctx)
		fyne.Do(func() {
			if err != nil {
				t.say(sentence(err), colorAmber)
				return
			}
			t.has(has)
		})
	})
}

func (t *token) has(is bool) {
	t.remove.Hidden = !is
	words := tr("Copy it from dashboard.ngrok.com.")
	if is {
		words = tr("A token is in this computer's keychain. Type another to replace it.")
	}
	t.say(words, colorMuted)
}

func (t *token) say(words string, ink fyne.ThemeColorName) {
	t.words.set(words, ink)
	if t.w.sheet != nil {
		t.w.sheet.resize()
	}
}

func (t *token) keep() {
	typed := t.line.Text
	if typed == "" {
		return
	}
	t.work(tr("Saving to the keychain…"), func() error { return t.w.desk.SaveTunnelToken(t.w.ctx, typed) })
}

func (t *token) forget() {
	t.work(tr("Removing from the keychain…"), func() error { return t.w.desk.RemoveTunnelToken(t.w.ctx) })
}

// work changes what the keychain holds and looks what it holds then.
func (t *token) work(words string, f func() error) {
	t.say(words, colorMuted)
	t.w.talk(func() {
		err := f()
		fyne.Do(func() {
			if err != nil {
				t.say(sentence(err), colorRed)
				return
			}
			t.line.put("")
			t.look()
		})
	})
}
