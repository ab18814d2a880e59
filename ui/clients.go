package ui

import (
	"context"
	"sync"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// Clients are the person's several books, each with a desk of its own. Every
// method but List may take its time.
type Clients interface {
	// List is the main history and the clients, at once, without what there is
	// to do in them.
	List() []desk.Client
	// Look is the same with what there is to do in each, and what is in its way.
	Look(ctx context.Context) []desk.Client
	// Open gives the desk of a client and has its work go on; Show remembers
	// that it is the one to be shown at the next start.
	Open(ctx context.Context, id string) (Desk, error)
	Show(id string) error
	// Add puts a client on the list, with its history in a folder, "" for the
	// usual one. Change gives one another name, colour or folder. Remove takes it
	// off the list and says in which folder its files stay.
	Add(ctx context.Context, name, color, folder string) (desk.Client, error)
	Change(ctx context.Context, c desk.Client) error
	Remove(id string) (folder string, err error)
	// Suspect tells, of all files that paths lead to, which look like another
	// client's than the one that they are for. It only looks.
	Suspect(ctx context.Context, id string, paths []string) (files []string, doubts []desk.Doubt, err error)
}

// shelf is what the windows of several clients share: the one window of the
// screen. Of the clients only the one that is shown has a Window; another is
// made anew when the person turns to it, so that nothing of the one is ever
// seen in the other.
type shelf struct {
	clients Clients // nil where there are none
	window  fyne.Window
	shown   *Window
	leaving sync.WaitGroup // windows whose work is not yet done
	made    func(*Window)  // sees a window before it is shown; nil for nothing
}

// client is the one that the window shows, with its name and colour.
func (w *Window) client() (c desk.Client, of int) {
	if w.shelf.clients == nil {
		return desk.Client{}, 1
	}
	all := w.shelf.clients.List()
	for _, c = range all {
		if c.ID == w.cfg.Client {
			return c, len(all)
		}
	}
	return desk.Client{ID: w.cfg.Client}, len(all)
}

// showClient says in the band and in the title whose books are shown, when
// there are several.
func (w *Window) showClient() {
	c, of := w.client()
	title := w.cfg.Title
	if of > 1 {
		title += " · " + c.Name
	}
	w.window.SetTitle(title)
	w.band.show(c, of > 1)
	w.content.Refresh()
}

// turnTo shows another client, once all that was asked for here is done. A
// fresh one gets the look of this one.
func (w *Window) turnTo(c desk.Client, fresh bool, then func(*Window)) {
	if c.ID == w.cfg.Client || !w.saved() {
		return
	}
	var d Desk
	w.do(func(ctx context.Context) (err error) {
		if d, err = w.shelf.clients.Open(ctx, c.ID); err != nil {
			return err
		}
		if fresh {
			return sameLook(ctx, d, w.settings)
		}
		return nil
	}, func() {
		// What was typed in between is saved, and a question that came is answered first.
		if w.sheet != nil || !w.saved() || w.asking > 0 {
			return
		}
		cfg := w.cfg
		cfg.Desk, cfg.Client, cfg.DataDir = d, c.ID, c.Folder
		w.leave()
		next := newWindow(cfg, w.shelf)
		next.begin()
		next.do(func(context.Context) error { return next.shelf.clients.Show(c.ID) }, nil)
		if then != nil {
			then(next)
		}
	})
}

// sameLook gives a desk the look and the language of the person.
func sameLook(ctx context.Context, d Desk, from desk.Settings) error {
	s, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	s.Theme, s.Language = from.Theme, from.Language
	return d.SaveSettings(ctx, s)
}

// turnToNumber shows the client at a place of the list, from 1.
func (w *Window) turnToNumber(n int) bool {
	if w.shelf.clients == nil {
		return false
	}
	all := w.shelf.clients.List()
	if len(all) < 2 || n > len(all) {
		return false
	}
	w.turnTo(all[n-1], false, nil)
	return true
}

// leave ends what the window does, but not what it has begun: that is waited
// for away from Fyne's goroutine.
func (w *Window) leave() {
	w.gone = true
	if w.off != nil {
		w.off()
	}
	w.toast.stop()
	w.tips.hide()
	w.shelf.leaving.Go(func() {
		w.waits[0]()
		w.cancel()
		for _, wait := range w.waits {
			wait()
		}
	})
}
