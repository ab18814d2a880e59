package ui

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Window is the program's one window. All its methods but Drop and Raise
// belong to Fyne's goroutine.
type Window struct {
	notifier *notifier
	unlocked map[int64]bool // exported receipts that the person changes all the same
	cfg      Config
	desk     Desk
	window   fyne.Window
	log      *slog.Logger
	now      func() time.Time

	shelf   *shelf
	gone    bool     // another client is shown now
	asking  int      // questions on the way about receipts that are exported
	warned  bool     // it was to be closed over what is not saved
	later   []func() // questions that wait until no sheet is open
	band    *band
	content *fyne.Container

	ctx    context.Context
	cancel context.CancelFunc
	off    func() // ends the subscription

	run      func(func()) // the person's work, in order, away from Fyne's goroutine
	look     func(func()) // pictures, likewise
	find     func(func()) // in what the pictures say, likewise
	unseek   func()       // gives up what is being looked for, or nil
	picks    func(func()) // files in the system's dialog, likewise
	choosing bool         // that dialog is open
	talk     func(func()) // to the keychain and the service, likewise: they may keep one waiting
	waits    []func()
	news     news
	early    []string // dropped before the settings were known
	settings desk.Settings
	bundle   desk.Bundle
	trouble  string // why receipts cannot be read here, "" for nothing

	dismissed string // the last warning that was put away

	link   desk.Link       // how the service's news arrive
	wasUp  bool            // they did before
	onLink func(desk.Link) // the settings, while they are open

	book     *book
	query    query
	list     *list
	head     *listHead
	panel    *panel
	header   *header
	tabs     *choice
	search   *input
	funnel   *button // offers filters
	sides    *split
	kept     desk.Layout // as it was last kept
	foot     *paragraph
	prove    *button         // accepts all that prove
	retries  *button         // tries all again that could not be read
	under    *fyne.Container // the foot of the list
	noHits   *fyne.Container
	banner   *banner
	offers   *offers
	mark     *linkMark
	empty    *empty
	welcome  *welcome
	welcomed bool // the welcome has been, and is not shown again
	toast    *toast
	tips     *tips
	table    *fyne.Container // everything but the empty state
	main     *fyne.Container
	sheet    *sheet // the dialog that is open, or nil
	dialog   *dialog.FileDialog
}

// New makes the window. It starts nothing: Show does.
func New(cfg Config) *Window {
	if cfg.Title == "" {
		cfg.Title = "Spindle"
	}
	window := cfg.App.NewWindow(cfg.Title)
	if cfg.Icon != nil {
		window.SetIcon(cfg.Icon)
	}
	window.SetPadded(false)
	window.Resize(fyne.NewSize(1280, 800))
	window.SetMaster()
	cfg.App.Settings().SetTheme(NewTheme(desk.DefaultSettings().Theme, cfg.Regular, cfg.Bold))
	return newWindow(cfg, &shelf{clients: cfg.Clients, window: window})
}

// newWindow makes the window of one client.
func newWindow(cfg Config, s *shelf) *Window {
	w := &Window{cfg: cfg, shelf: s, window: s.window, desk: cfg.Desk, log: cfg.Log, now: cfg.Now, settings: desk.DefaultSettings(), bundle: desk.Each, unlocked: make(map[int64]bool), notifier: newNotifier(cfg.App)}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	if w.now == nil {
		w.now = time.Now
	}
	w.welcomed = cfg.Client != "" // whoever has several books knows how to begin
	w.ctx, w.cancel = context.WithCancel(context.Background())
	work, pictures, talks, finds, picks := &queue{}, &queue{}, &queue{}, &queue{}, &queue{}
	w.run, w.look, w.talk, w.find, w.picks = work.run, pictures.run, talks.run, finds.run, picks.run
	w.waits = []func(){work.wait, pictures.wait, talks.wait, finds.wait, picks.wait}
	w.query = query{filter: showAll}
	w.book = newBook(writingIn(cfg.Locale, cfg.DecimalComma), w.today)
	w.build()
	w.open()
	if s.made != nil {
		s.made(w)
	}
	return w
}

func (w *Window) today() receipt.Date { return receipt.DateOf(w.now()) }

func (w *Window) useTheme(name string) {
	w.cfg.App.Settings().SetTheme(NewTheme(name, w.cfg.Regular, w.cfg.Bold))
}

// open takes the window of the screen.
func (w *Window) open() {
	w.shelf.shown = w
	w.content = container.NewStack(container.New(bandLayout{}, w.band, inset(gapLarge, gapLarge, gapWindow, gapWindow, w.main)), w.toast.layer, w.tips.layer)
	w.window.SetContent(w.content)
	w.window.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) { w.Drop(paths(uris)) })
	w.window.SetCloseIntercept(w.close)
	w.bindKeys()
	w.showClient()
}

// Show opens the window and begins to listen to the desk.
func (w *Window) Show() {
	w.begin()
	w.window.Show()
}

// begin begins to listen to the desk.
func (w *Window) begin() {
	w.off = w.desk.Subscribe(w.hear)
	w.run(w.load)
}

// Raise brings the window to the front, from any goroutine.
func (w *Window) Raise() {
	fyne.Do(func() {
		w.window.Show()
		w.window.RequestFocus()
	})
}

// load fetches everything that is there at the start.
func (w *Window) load() {
	settings, err := w.desk.Settings(w.ctx)
	all, err2 := w.desk.Receipts(w.ctx)
	waiting, err3 := w.desk.Offers(w.ctx)
	arranged, err4 := w.desk.Layout(w.ctx)
	entries := make([]*entry, len(all))
	for i, r := range all {
		entries[i] = w.book.newEntry(r)
	}
	fyne.Do(func() {
		if w.gone {
			return
		}
		if err == nil {
			w.settings, w.bundle = settings, settings.Bundle
			w.useTheme(settings.Theme)
			w.useBundle(settings.Bundle)
		}
		w.fail(err)
		w.fail(err2)
		w.fail(err3)
		w.offers.load(waiting)
		w.hearLink(w.desk.Link())
		w.fail(err4)
		w.useLayout(arranged)
		w.book.fill(entries)
		w.book.loaded = true
		w.welcome.open = err2 == nil && err4 == nil && len(all) == 0 && !w.welcomed
		w.refresh()
		w.list.focus()
		early := w.early
		w.early = nil
		w.Drop(early)
	})
	w.checkReader()
}

// checkReader finds out whether receipts can be read on this computer.
func (w *Window) checkReader() {
	trouble := ""
	if err := w.desk.ReaderReady(w.ctx); err != nil {
		trouble = sentence(err)
	}
	fyne.Do(func() {
		if w.trouble != trouble && w.banner.text == w.trouble {
			w.warn(toneInfo, "")
		}
		w.trouble = trouble
		w.refresh()
	})
}

// news gathers what the desk tells until Fyne's goroutine has time for it, so
// that a hundred pieces of news cost one redraw.
type news struct {
	mu      sync.Mutex
	events  []desk.Event
	pending bool
}

// hear takes an event from any goroutine. This is the one place where the
// desk's news come over to Fyne's goroutine.
func (w *Window) hear(e desk.Event) {
	w.news.mu.Lock()
	w.news.events = append(w.news.events, e)
	first := !w.news.pending
	w.news.pending = true
	w.news.mu.Unlock()
	if first {
		fyne.Do(w.apply)
	}
}

func (w *Window) apply() {
	w.news.mu.Lock()
	events := w.news.events
	w.news.events, w.news.pending = nil, false
	w.news.mu.Unlock()
	if w.gone {
		return
	}
	for _, e := range events {
		w.heardSecond(e.Changed)
		w.book.put(e.Changed)
		w.book.remove(e.Removed)
		w.offers.put(e.Offers)
		w.offers.settle(e.Settled)
		if e.Indexed && w.query.search != "" {
			w.seek(true)
		}
		if e.Link != nil {
			w.hearLink(*e.Link)
		}
		if e.Notice != nil {
			w.notice(*e.Notice)
		}
	}
	w.refresh()
}

// notice tells the person about the work as a whole.
func (w *Window) notice(n desk.Notice) {
	if n.Urgent {
		w.warn(toneBad, told(n.Text))
		return
	}
	w.toast.say(toneInfo, told(n.Text), "", nil)
}

// Warn tells of something that is amiss from the start; nil is nothing. It is
// called before the program's loop runs.
func (w *Window) Warn(err error) {
	if err != nil {
		w.warn(toneBad, sentence(err))
	}
}

// warn shows a lasting sentence over the list, until it is dismissed; ""
// takes it away.
func (w *Window) warn(t tone, text string) {
	if text != w.banner.text {
		w.banner.say(t, text)
		w.table.Refresh()
	}
}

func (w *Window) dismiss() {
	w.dismissed = w.banner.text
	w.warn(toneInfo, "")
}

// recheck looks whether what kept the program from reading is mended.
func (w *Window) recheck() {
	w.dismiss()
	w.dismissed = ""
	w.run(w.checkReader)
}

// mayClose saves what is being typed. What cannot be taken, or is for an
// exported receipt, which asks first, keeps the window open once.
func (w *Window) mayClose() bool {
	good := w.saved()
	if good && w.asking == 0 || w.warned {
		return true
	}
	w.warned = true
	if !good {
		w.toast.say(toneWarn, tr("What you typed last cannot be taken yet. Mend it, or close once more to give it up."), "", nil)
	}
	return false
}

// close waits for the work that was begun, and closes.
func (w *Window) close() {
	if !w.mayClose() {
		return
	}
	w.leave()
	w.window.Hide()
	go func() {
		w.shelf.leaving.Wait()
		fyne.Do(w.window.Close)
	}()
}

// endLayout gives its object at most a width, at the right end.
type endLayout struct{ most float32 }

func (l endLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, o[0].MinSize().Height)
}

func (l endLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := min(l.most, size.Width-gap)
	o[0].Move(fyne.NewPos(size.Width-width, 0))
	o[0].Resize(fyne.NewSize(width, size.Height))
}
