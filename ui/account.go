package ui

import (
	"errors"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// account is the part of the settings that holds the four credentials. They
// come from the keychain and go to it; they are never shown in clear unless
// the person asks for it.
type account struct {
	w       *Window
	url     func() string
	content *fyne.Container
	id      *input
	secret  *input
	user    *input
	key     *input
	save    *button
	test    *button
	remove  *button
	banner  *banner
	known   desk.Credentials // what the keychain holds
	busy    bool
}

func newAccount(w *Window, url func() string) *account {
	a := &account{w: w, url: url, banner: newBanner()}
	line := func(password bool) *input {
		i := newInput()
		i.Password = password
		i.OnChanged = func(string) { a.enable() }
		w.adopt(i)
		i.OnSubmitted = func(string) { a.keep() }
		return i
	}
	a.id, a.secret, a.user, a.key = line(false), line(true), line(false), line(true)
	a.save = newButton(tr("Save to keychain"), iconSafe, primary, a.keep)
	a.test = newButton(tr("Test connection"), iconCloud, normal, a.try)
	a.remove = newButton(tr("Remove"), iconTrash, quiet, a.forget)
	a.banner.Hide()
	a.content = flow(gap,
		setting(tr("Client ID"), "", bare(a.id)),
		setting(tr("Client secret"), "", bare(a.secret)),
		setting(tr("Username"), "", bare(a.user)),
		setting(tr("API key"), "", bare(a.key)),
		setting("", "", across(gapSmall, a.save, a.test, a.remove)),
		a.banner)
	return a
}

func (a *account) typed() desk.Credentials {
	return desk.Credentials{ClientID: a.id.Text, ClientSecret: a.secret.Text, Username: a.user.Text, APIKey: a.key.Text}
}

func (a *account) put(c desk.Credentials) {
	a.known = c
	a.id.put(c.ClientID)
	a.secret.put(c.ClientSecret)
	a.user.put(c.Username)
	a.key.put(c.APIKey)
	a.enable()
}

func (a *account) enable() {
	t := a.typed()
	full := t.ClientID != "" && t.Username != "" && t.APIKey != ""
	a.save.setEnabled(!a.busy && full && t != a.known)
	a.test.setEnabled(!a.busy && full)
	a.remove.setEnabled(!a.busy && a.known != desk.Credentials{})
}

// say shows how it went under the buttons.
func (a *account) say(t tone, text string) {
	a.banner.say(t, text)
	if a.w.sheet != nil {
		a.w.sheet.resize()
	}
}

// work does something that takes time, with the buttons off meanwhile.
func (a *account) work(words string, f func() error, good string) {
	a.busy = true
	a.enable()
	a.say(toneInfo, words)
	a.w.talk(func() {
		err := f()
		fyne.Do(func() {
			a.busy = false
			a.enable()
			if err != nil {
				a.say(toneBad, sentence(err))
				return
			}
			a.say(toneGood, good)
		})
	})
}

// fetch fills the lines from the keychain.
func (a *account) fetch() {
	a.busy = true
	a.enable()
	a.w.talk(func() {
		c, err := a.w.desk.Credentials(a.w.ctx)
		fyne.Do(func() {
			a.busy = false
			if err != nil && !errors.Is(err, desk.ErrNoCredentials) {
				a.enable()
				a.say(toneWarn, sentence(err))
				return
			}
			if a.typed() != (desk.Credentials{}) { // typed while the keychain asked for its password
				a.known = c
				a.enable()
				return
			}
			a.put(c)
		})
	})
}

func (a *account) keep() {
	c := a.typed()
	if a.save.Disabled() {
		return
	}
	a.work(tr("Saving to the keychain…"), func() error {
		err := a.w.desk.SaveCredentials(a.w.ctx, c)
		if err == nil {
			fyne.Do(func() { a.known = c })
		}
		return err
	}, tr("Saved in this computer's keychain."))
}

func (a *account) try() {
	c, url := a.typed(), a.url()
	a.work(tr("Asking Veryfi…"), func() error { return a.w.desk.TestConnection(a.w.ctx, url, c) }, tr("The connection works: Veryfi accepts these credentials."))
}

func (a *account) forget() {
	a.work(tr("Removing from the keychain…"), func() error {
		err := a.w.desk.RemoveCredentials(a.w.ctx)
		if err == nil {
			fyne.Do(func() { a.put(desk.Credentials{}) })
		}
		return err
	}, tr("Removed from this computer's keychain."))
}
