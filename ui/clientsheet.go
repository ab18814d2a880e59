package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// clientSheet asks for a client's name, colour and folder.
type clientSheet struct {
	w      *Window
	name   *input
	colors *swatches
	folder *paragraph
	chosen string // the folder, "" for the usual one
	wrong  *paragraph
}

func (w *Window) newClientSheet(c desk.Client, save func()) *clientSheet {
	s := &clientSheet{w: w, name: newInput(), colors: newSwatches(c.Color), chosen: c.Folder,
		folder: newParagraph("", theme.SizeNameCaptionText, colorMuted), wrong: newParagraph("", theme.SizeNameCaptionText, colorRed)}
	s.name.put(c.Name)
	s.name.SetPlaceHolder("Smith Ltd")
	s.name.OnSubmitted = func(string) { save() }
	w.adopt(s.name)
	s.colors.onKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter {
			save()
			return true
		}
		return w.sheetKey(ev)
	}
	s.wrong.Hide()
	return s
}

// client is what was typed and chosen; false after it has said what is wrong.
func (s *clientSheet) client(c desk.Client) (desk.Client, bool) {
	c.Name, c.Color, c.Folder = strings.TrimSpace(s.name.Text), s.colors.chosen, s.chosen
	if c.Name == "" {
		s.say(tr("A client needs a name."))
		return c, false
	}
	return c, true
}

func (s *clientSheet) say(text string) {
	s.wrong.set(text, colorRed)
	s.wrong.Show()
	s.w.sheet.resize()
}

// where is the line with the folder, and the button that chooses another.
func (s *clientSheet) where(button string) fyne.CanvasObject {
	pick := newButton(button, iconFolder, normal, func() {
		s.w.pickFolder(func(folder string) {
			s.chosen = folder
			s.folder.set(folder, colorMuted)
			s.w.sheet.resize()
		})
	})
	return setting(tr("Folder"), "", flow(gapSmall, inset(7, 0, 0, 0, s.folder), inset(0, 2, 0, 0, container.New(leftLayout{170}, pick))))
}

// addClient asks for a new client.
func (w *Window) addClient() {
	var s *clientSheet
	all := w.shelf.clients.List()
	save := func() {
		c, ok := s.client(desk.Client{})
		if !ok {
			return
		}
		s.keep(func(ctx context.Context) (err error) {
			c, err = w.shelf.clients.Add(ctx, c.Name, c.Color, c.Folder)
			return err
		}, func() {
			w.turnTo(c, true, func(next *Window) {
				next.toast.say(toneGood, tr("Added %[1]s. What you drop now goes to %[1]s.", c.Name), "", nil)
			})
		})
	}
	s = w.newClientSheet(desk.Client{Color: desk.ClientColors[len(all)%len(desk.ClientColors)]}, save)
	s.folder.set(tr("Beside the main books, in the folder “clients”."), colorMuted)
	body := flow(gap, setting(tr("Name"), "", bare(s.name)), setting(tr("Colour"), "", s.colors), s.where(tr("Another folder…")), s.wrong)
	text := tr("A client has receipts, rules, exports and settings of its own, and its own Veryfi account: enter that in its Settings if it has one.")
	w.showSheet(tr("Add a client"), text, 560, body, []fyne.CanvasObject{
		newButton(tr("Cancel"), "", normal, func() { w.sheet.close() }), newButton(tr("Add"), iconAdd, primary, save)})
	w.window.Canvas().Focus(s.name)
}

// keep has the list changed; what is wrong is said in the sheet.
func (s *clientSheet) keep(change func(context.Context) error, then func()) {
	w := s.w
	w.run(func() {
		err := change(w.ctx)
		fyne.Do(func() {
			switch {
			case w.gone:
			case err != nil && w.sheet != nil:
				s.say(sentence(err))
			case err != nil:
				w.fail(err)
			default:
				if w.sheet != nil {
					w.sheet.close()
				}
				w.showClient()
				then()
			}
		})
	})
}

// editClient changes a client's name, colour and folder, or takes it off the list.
func (w *Window) editClient(c desk.Client) {
	var s *clientSheet
	save := func() {
		if now, ok := s.client(c); ok {
			s.keep(func(ctx context.Context) error { return w.shelf.clients.Change(ctx, now) }, func() {
				w.toast.say(toneGood, tr("Changed %s.", now.Name), "", nil)
			})
		}
	}
	s = w.newClientSheet(c, save)
	s.folder.set(c.Folder, colorMuted)
	body := flow(gap, setting(tr("Name"), "", bare(s.name)), setting(tr("Colour"), "", s.colors))
	buttons := []fyne.CanvasObject{newButton(tr("Cancel"), "", normal, func() { w.sheet.close() }), newButton(tr("Save"), iconCheck, primary, save)}
	switch {
	case c.ID == "":
		body.Add(setting(tr("Folder"), "", inset(7, 0, 0, 0, s.folder)))
	case c.Running:
		body.Add(setting(tr("Folder"), "", inset(7, 0, 0, 0, s.folder)))
		buttons = append([]fyne.CanvasObject{newButton(tr("Take off the list…"), "", quiet, func() { w.askRemoveClient(c) })}, buttons...)
	default:
		body.Add(s.where(tr("It is elsewhere…")))
		buttons = append([]fyne.CanvasObject{newButton(tr("Take off the list…"), "", quiet, func() { w.askRemoveClient(c) })}, buttons...)
	}
	body.Add(s.wrong)
	if c.Trouble != "" {
		s.wrong.set(sentence(errors.New(c.Trouble)), colorRed)
		s.wrong.Show()
	}
	w.showSheet(c.Name, "", 560, body, buttons)
	w.window.Canvas().Focus(s.name)
}

// askRemoveClient says what taking a client off the list means before it is done.
func (w *Window) askRemoveClient(c desk.Client) {
	text := tr("Nothing is deleted: its receipts stay in %s, and its account stays in the keychain. “Add a client” with that folder brings it back.", c.Folder)
	if c.Open > 0 {
		text = trn(c.Open, "%d receipt on its way stops where it is, and goes on once it is back.", "%d receipts on their way stop where they are, and go on once it is back.") + " " + text
	}
	take := func() {
		if c.ID == w.cfg.Client { // nobody looks at what is being closed
			w.sheet.close()
			w.turnTo(w.shelf.clients.List()[0], false, func(next *Window) { next.removeClient(c) })
			return
		}
		w.removeClient(c)
	}
	w.showSheet(tr("Take %s off the list?", c.Name), text, 520, flow(0), []fyne.CanvasObject{
		newButton(tr("Cancel"), "", normal, func() { w.sheet.close() }), newButton(tr("Take it off"), "", primary, take)})
}

func (w *Window) removeClient(c desk.Client) {
	folder := ""
	w.do(func(context.Context) (err error) { folder, err = w.shelf.clients.Remove(c.ID); return err }, func() {
		if w.sheet != nil {
			w.sheet.close()
		}
		w.showClient()
		w.toast.say(toneInfo, tr("%s is off the list. Its files are in %s.", c.Name, folder), "", nil)
	})
}
