package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/catalogue"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// The engines and looks as the window calls them.
const (
	engineLocal  = "On this computer"
	engineVeryfi = "Veryfi"
)

var looks = map[string]string{"System": "system", "Light": "light", "Dark": "dark"}

// preferences is the settings dialog. Every choice counts at once; only the
// credentials wait for their button.
type preferences struct {
	w       *Window
	sheet   *sheet
	s       desk.Settings
	engine  *choice
	about   *paragraph
	url     *input
	country *input
	wrong   *paragraph // about the country
	account *account
	news    *newsPart
	costs   *spending
	veryfi  *fyne.Container
}

func (w *Window) showSettings() {
	if w.sheet != nil || !w.saved() {
		return
	}
	p := &preferences{w: w, s: w.settings}
	p.build()
	p.open()
}

// open fetches what the settings do not hold.
func (p *preferences) open() {
	p.sheet.onClose = p.leave
	p.w.onLink = p.hear
	p.hear(p.w.link)
	p.costs.fetch()
	if p.s.Tunnel == "ngrok" {
		p.news.token.fetch()
	}
	p.account.fetch()
}

// hear shows how the service's news arrive.
func (p *preferences) hear(l desk.Link) {
	p.news.show(l)
	p.sheet.resize()
}

func (p *preferences) build() {
	w := p.w
	p.about = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	engine := engineLocal
	if p.s.Engine == receipt.Veryfi {
		engine = engineVeryfi
	}
	p.engine = newChoice([]string{engineLocal, engineVeryfi}, engine, p.useEngine)
	p.url = newInput()
	p.url.put(p.s.URL)
	p.url.onFocus = func(gained bool) {
		if !gained {
			p.saveURL()
		}
	}
	p.url.OnSubmitted = func(string) { p.saveURL() }
	w.adopt(p.url)
	p.account = newAccount(w, func() string { return strings.TrimSpace(p.url.Text) })
	p.news, p.costs = newNewsPart(p), newSpending(p)
	p.veryfi = flow(gapLarge, flow(gap, setting(tr("Address"), "", bare(p.url)), p.account.content), line(), p.costs.content, line(), p.news.content)

	chosen := "System"
	for name, value := range looks {
		if value == p.s.Theme {
			chosen = name
		}
	}
	theme := newChoice([]string{"System", "Light", "Dark"}, chosen, func(name string) {
		p.s.Theme = looks[name]
		w.useTheme(p.s.Theme)
		p.save()
	})
	words := make([]string, len(bundles))
	for i, b := range bundles {
		words[i] = tr(bundleWords[b])
	}
	bundle := newPicker(words, tr(bundleWords[p.s.Bundle]), p.useBundle)
	bundle.onKey = w.sheetKey
	p.country = newInput()
	p.country.SetPlaceHolder(tr("Any"))
	p.country.put(p.s.Country)
	p.country.OnSubmitted = func(string) { p.saveCountry() }
	p.country.onFocus = func(gained bool) {
		if !gained {
			p.saveCountry()
		}
	}
	w.adopt(p.country)
	p.wrong = newParagraph("", sizePill, colorRed)
	p.wrong.Hide()

	body := flow(gapLarge,
		setting(tr("Who reads receipts"), "", flow(6, p.engine, p.about)),
		p.veryfi,
		line(),
		setting(tr("Look"), "", theme),
		setting(tr("Language"), tr("Counts when Spindle is opened again."), framed(p.languages())),
		setting(tr("Dropped files"), "", framed(bundle)),
		setting(tr("Watched folders"), tr("New files in them are taken in by themselves."), container.New(leftLayout{140}, newButton(tr("Folders…"), "", normal, func() { p.sheet.close(); w.showWatched() }))),
		setting(tr("Categories"), tr("Vendors whose receipts have a category by a rule."), container.New(leftLayout{140}, newButton(tr("Rules…"), "", normal, func() { p.sheet.close(); w.showRules() }))),
		setting(tr("Country"), tr("A hint for the reader: two letters, such as DE or US."), flow(gapTiny, container.New(leftLayout{90}, bare(p.country)), p.wrong)),
	)
	if w.shelf.clients != nil {
		body.Add(setting(tr("Clients"), tr("Several books, kept apart."), container.New(leftLayout{140}, newButton(tr("Clients…"), "", normal, func() { p.sheet.close(); w.showClients() }))))
	}
	if w.cfg.DataDir != "" {
		body.Add(line())
		body.Add(setting(tr("Where it is kept"), "", inset(7, 0, 0, 0, newParagraph(w.cfg.DataDir, sizePill, colorMuted))))
	}
	p.sheet = w.showSheet(tr("Settings"), "", 620, body, []fyne.CanvasObject{newButton(tr("Done"), "", primary, func() { p.sheet.close() })})
	p.tell()
}

// tell says what the chosen engine means.
func (p *preferences) tell() {
	text := tr("Receipts are read here. Nothing leaves this computer, and it costs nothing.")
	if p.s.Engine == receipt.Veryfi {
		text = tr("Pictures are sent to Veryfi's service, which reads them. It needs an account and may cost money for each receipt.")
	}
	p.about.set(text, colorMuted)
	p.veryfi.Hidden = p.s.Engine != receipt.Veryfi
	p.news.tell()
	p.sheet.resize()
}

func (p *preferences) useEngine(name string) {
	p.s.Engine = receipt.Local
	if name == engineVeryfi {
		p.s.Engine = receipt.Veryfi
	}
	p.tell()
	p.save()
}

func (p *preferences) useBundle(words string) {
	for _, b := range bundles {
		if tr(bundleWords[b]) == words {
			p.s.Bundle = b
			p.w.useBundle(b)
		}
	}
	p.save()
}

func (p *preferences) saveURL() {
	if url := strings.TrimSpace(p.url.Text); url != p.s.URL {
		if url == "" {
			url = desk.VeryfiURL
			p.url.put(url)
		}
		p.s.URL = url
		p.save()
	}
}

func (p *preferences) saveCountry() {
	code := strings.ToUpper(strings.TrimSpace(p.country.Text))
	good := code == "" || len(code) == 2 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
	p.wrong.Hidden = good
	if !good {
		p.wrong.set(tr("Two letters, such as DE or US, or nothing."), colorRed)
		p.sheet.resize()
		return
	}
	p.country.put(code)
	if code != p.s.Country {
		p.s.Country = code
		p.save()
	}
}

// leave saves what was typed last.
func (p *preferences) leave() {
	p.w.onLink = nil
	p.saveURL()
	if p.s.Engine == receipt.Veryfi {
		p.news.save()
		p.costs.save()
	}
	code := strings.ToUpper(strings.TrimSpace(p.country.Text))
	if code == "" || len(code) == 2 {
		p.saveCountry()
	}
}

func (p *preferences) save() {
	w, s := p.w, p.s
	w.settings = s
	w.do(func(ctx context.Context) error { return w.desk.SaveSettings(ctx, s) }, func() {
		w.refresh()
		w.run(w.checkReader)
	})
}

// adopt makes a line one of a dialog: Esc closes it, the wheel scrolls it.
func (w *Window) adopt(i *input) {
	i.onKey = w.sheetKey
	i.onScroll = func(ev *fyne.ScrollEvent) {
		if w.sheet != nil {
			w.sheet.scroll.Scrolled(ev)
		}
	}
}

// sheetKey lets Esc close the dialog while a line of it has the focus, and
// gives it the keys of its own.
func (w *Window) sheetKey(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyEscape && w.sheet != nil {
		w.uncover()
		return true
	}
	return w.sheet != nil && w.sheet.onKey != nil && w.sheet.onKey(ev)
}

// leftLayout gives its object a width at the left.
type leftLayout struct{ width float32 }

func (l leftLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.width, o[0].MinSize().Height)
}

func (l leftLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(l.width, size.Height))
}

// languages is the list of languages to choose from. The window is made in a
// language, so another one counts when it is made again.
func (p *preferences) languages() *picker {
	names, codes, chosen := []string{tr("As on this computer")}, []string{""}, 0
	for i, l := range catalogue.Languages() {
		names, codes = append(names, l.Name), append(codes, l.Code)
		if l.Code == p.s.Language {
			chosen = i + 1
		}
	}
	list := newPicker(names, names[chosen], func(name string) {
		p.s.Language = codes[slices.Index(names, name)]
		p.save()
	})
	list.onKey = p.w.sheetKey
	return list
}
