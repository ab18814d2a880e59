package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// switcher is the sheet with the clients, of which one is chosen by its name.
type switcher struct {
	w      *Window
	all    []desk.Client
	found  []int // places in all
	at     int   // place in found
	search *input
	rows   *fyne.Container
	edit   *button
	open   *button
}

// showClients shows the clients, to turn to another one or to change the list.
func (w *Window) showClients() {
	if w.shelf.clients == nil || w.sheet != nil || !w.saved() {
		return
	}
	var all []desk.Client
	w.do(func(ctx context.Context) error { all = w.shelf.clients.Look(ctx); return nil }, func() {
		if w.sheet == nil {
			w.switchAmong(all)
		}
	})
}

func (w *Window) switchAmong(all []desk.Client) {
	s := &switcher{w: w, all: all, search: newInput(), rows: flow(gapTiny)}
	s.search.SetPlaceHolder(tr("Find a client…"))
	s.search.icon = iconSearch
	s.search.Refresh()
	s.search.OnChanged = func(string) { s.at = 0; s.find() }
	s.search.OnSubmitted = func(string) { s.turn() }
	w.adopt(s.search)
	escape := s.search.onKey
	s.search.onKey = func(ev *fyne.KeyEvent) bool { return s.key(ev) || escape(ev) }
	s.search.onShortcut = s.shortcut
	s.edit = newButton(tr("Change…"), "", normal, func() { s.leave(w.editClient) })
	s.open = newButton(tr("Open"), "", primary, s.turn)
	add := newButton(tr("Add a client…"), iconAdd, normal, func() { w.sheet.close(); w.addClient() })
	text := tr("Each has its own receipts, account, rules, folders and exports. What is on its way goes on, whoever is shown.")
	if len(all) == 1 {
		text = tr("Add a client to keep its receipts, account, rules and exports apart from these.")
	}
	w.showSheet(tr("Clients"), text, 520, flow(gap, bare(s.search), s.rows), []fyne.CanvasObject{add, s.edit, s.open})
	for i, c := range all {
		if c.ID == w.cfg.Client {
			s.at = i
		}
	}
	s.find()
	w.window.Canvas().Focus(s.search)
}

// find lists the clients that have what is typed in their names.
func (s *switcher) find() {
	s.found = s.found[:0]
	for i, c := range s.all {
		if strings.Contains(fold(c.Name), fold(strings.TrimSpace(s.search.Text))) {
			s.found = append(s.found, i)
		}
	}
	s.draw()
}

func (s *switcher) draw() {
	var rows []fyne.CanvasObject
	for place, i := range s.found {
		rows = append(rows, newClientRow(s.all[i], clientKey(i), place == s.at, func() { s.at = place; s.turn() }))
	}
	if len(rows) == 0 {
		rows = []fyne.CanvasObject{placeholder(iconSearch, tr("No client has that in its name"), "")}
	}
	s.rows.Objects = rows
	s.rows.Refresh()
	s.edit.setEnabled(len(s.found) > 0)
	s.open.setEnabled(len(s.found) > 0 && s.chosen().ID != s.w.cfg.Client)
	if s.w.sheet != nil {
		s.w.sheet.resize()
		if len(s.found) > 0 {
			s.w.sheet.reveal(rows[s.at])
		}
	}
}

func (s *switcher) chosen() desk.Client { return s.all[s.found[s.at]] }

func (s *switcher) key(ev *fyne.KeyEvent) bool {
	by := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[ev.Name]
	if by == 0 {
		return false
	}
	if to := s.at + by; to >= 0 && to < len(s.found) {
		s.at = to
		s.draw()
	}
	return true
}

func (s *switcher) shortcut(sc fyne.Shortcut) bool {
	c, ok := sc.(*desktop.CustomShortcut)
	if !ok || len(c.KeyName) != 1 || c.KeyName < fyne.Key1 || c.KeyName > fyne.Key9 {
		return false
	}
	s.w.sheet.close()
	s.w.turnToNumber(int(c.KeyName[0] - '0'))
	return true
}

// turn shows the client that is chosen; one that is in trouble is changed.
func (s *switcher) turn() {
	if len(s.found) == 0 {
		return
	}
	if s.chosen().Trouble != "" {
		s.leave(s.w.editClient)
		return
	}
	s.leave(func(c desk.Client) { s.w.turnTo(c, false, nil) })
}

// leave closes the sheet and goes on with the client that is chosen.
func (s *switcher) leave(do func(desk.Client)) {
	if len(s.found) > 0 {
		c := s.chosen()
		s.w.sheet.close()
		do(c)
	}
}

// clientKey is what turns to the client at that place of the list.
func clientKey(i int) string {
	if i > 8 {
		return ""
	}
	return keyName(fmt.Sprintf("Ctrl+%d", i+1))
}

// clientWords say what there is to do for a client.
func clientWords(c desk.Client) string {
	var parts []string
	if c.Review > 0 {
		parts = append(parts, trn(c.Review, "%d needs review", "%d need review"))
	}
	switch {
	case c.Open > 0 && c.Running:
		parts = append(parts, trn(c.Open, "%d on its way", "%d on their way"))
	case c.Open > 0:
		parts = append(parts, trn(c.Open, "%d waits until it is opened", "%d wait until it is opened"))
	}
	if len(parts) == 0 {
		return tr("Nothing to do")
	}
	return strings.Join(parts, " · ")
}

// newClientRow is a client in the list of the switcher.
func newClientRow(c desk.Client, key string, chosen bool, tapped func()) fyne.CanvasObject {
	words, ink := clientWords(c), colorMuted
	if c.Trouble != "" {
		words, ink = sentence(errors.New(c.Trouble)), colorRed
	}
	name := newElastic(c.Name, theme.SizeNameText, theme.ColorNameForeground, true)
	fill := theme.ColorNameOverlayBackground
	if chosen {
		fill = colorSelected
		if ink == colorRed {
			ink = theme.ColorNameForeground
		}
	}
	line := newRest(flow(2, name, newParagraph(words, theme.SizeNameCaptionText, ink)), newPhrase(key, theme.SizeNameCaptionText, colorMuted, false))
	return newTappable(newSurface(inset(7, 7, gapSmall, gap, lead(newSwatch(c.Color), line)), fill, "", 8), tapped)
}
