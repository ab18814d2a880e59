package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// welcome is what the window shows at its first start: three ways to begin,
// none of which is needed.
type welcome struct {
	content  *card
	samples  *beginning
	local    *beginning
	cloud    *beginning
	progress *progress
	skip     *button
	open     bool // it is shown
	trying   bool // the samples come in, and it stays meanwhile
	begins   bool // what is added next are the samples
}

func newWelcome() *welcome {
	e := &welcome{progress: newProgress()}
	e.samples = newBeginning("1", tr("Try it with sample receipts"), tr("Try the samples"), e.progress)
	e.local = newBeginning("2", tr("Read on this computer"), tr("Use this computer"))
	e.cloud = newBeginning("3", tr("Connect Veryfi"), tr("Connect…"))
	e.cloud.words.set(tr("Have the pictures read by Veryfi instead, with your own account. Its keys are kept in the keychain of this computer."), colorMuted)
	e.skip = newButton(tr("Skip"), "", quiet, nil)
	sub := newParagraph(tr("Three ways to begin. None is needed: drop your own receipts anywhere on this window whenever you like."), theme.SizeNameText, colorMuted)
	e.content = newCard(container.NewCenter(exactWidth(600, flow(gapLarge,
		flow(gapSmall, newPhrase(tr("Welcome to Spindle"), theme.SizeNameHeadingText, theme.ColorNameForeground, true), sub),
		e.samples.content, line(), e.local.content, line(), e.cloud.content,
		inset(0, 0, -buttonSide, 0, across(0, e.skip))))))
	e.content.Hide()
	return e
}

// show tells how far each of the ways is.
func (e *welcome) show(w *Window) {
	veryfi := w.settings.Engine == receipt.Veryfi
	words := tr("Receipts from many countries that we made ourselves, to see how all of it works. They are read on this computer.")
	if veryfi {
		words = tr("Receipts from many countries that we made ourselves. Veryfi reads them, as it would read yours, and counts them.")
	}
	n := w.book.tally.status
	if read := n[receipt.Review] + n[receipt.Ready]; e.trying && len(w.book.entries) > 0 {
		words = tr("They come in now. Look at them at once, or wait here.")
		if w.book.tally.work().all == 0 && read > 0 {
			words = tr("%s read: %d ready, %d to look at.", receipts(read), n[receipt.Ready], n[receipt.Review])
		}
	}
	e.samples.words.set(words, colorMuted)
	e.samples.content.Hidden = w.cfg.Samples == nil
	e.progress.show(w.book.tally.work(), w.now())
	e.samples.do.setText(tr("Try the samples"))
	if e.trying {
		e.samples.do.setText(tr("Show them"))
	}
	e.samples.finish(e.trying && len(w.book.entries) > 0 && w.book.tally.work().all == 0)

	switch {
	case w.trouble != "":
		e.local.words.set(w.trouble, colorAmber)
		e.local.do.setText(tr("Check again"))
	case veryfi:
		e.local.words.set(tr("Pictures are never sent anywhere, and it costs nothing."), colorMuted)
		e.local.do.setText(tr("Use this computer"))
	default:
		e.local.words.set(tr("Chosen, and ready. Pictures are never sent anywhere, and it costs nothing."), colorMuted)
	}
	e.local.do.Hidden = w.trouble == "" && !veryfi
	e.local.finish(w.trouble == "" && !veryfi)
	e.cloud.finish(veryfi)
	e.cloud.do.setText(tr("Connect…"))
	if veryfi {
		e.cloud.do.setText(tr("Settings…"))
	}
	e.content.Refresh()
}

// greet joins the ways to begin with what they do.
func (w *Window) greet() {
	e := w.welcome
	e.samples.do.tapped = w.trySamples
	e.local.do.tapped = w.useThisComputer
	e.cloud.do.tapped = w.connectVeryfi
	e.skip.tapped = w.endWelcome
	for _, b := range []*button{e.samples.do, e.local.do, e.cloud.do, e.skip} {
		b.onKey = w.typedKey
	}
}

// welcoming tells whether the ways to begin are still shown.
func (w *Window) welcoming() bool {
	return w.welcome.open && (w.welcome.trying || len(w.book.entries) == 0)
}

// trySamples takes the samples in, or shows them once they are in.
func (w *Window) trySamples() {
	if w.welcome.trying {
		w.endWelcome()
		if len(w.list.shown) > 0 && len(w.list.selection.ids) == 0 {
			w.list.goTo(0, false)
		}
		return
	}
	var found []string
	w.do(func(context.Context) (err error) { found, err = w.cfg.Samples(); return err }, func() {
		w.welcome.trying, w.welcome.begins = true, true
		w.add(found)
	})
}

func (w *Window) useThisComputer() {
	if w.trouble != "" && w.settings.Engine != receipt.Veryfi {
		w.recheck()
		return
	}
	s := w.settings
	s.Engine = receipt.Local
	w.settings = s
	w.do(func(ctx context.Context) error { return w.desk.SaveSettings(ctx, s) }, func() {
		w.refresh()
		w.run(w.checkReader)
	})
}

// connectVeryfi opens the settings where the account is entered.
func (w *Window) connectVeryfi() {
	p := &preferences{w: w, s: w.settings}
	if w.sheet != nil {
		return
	}
	p.build()
	p.open()
	p.engine.choose(engineVeryfi)
}

// endWelcome shows the window as it is from now on, and for good.
func (w *Window) endWelcome() {
	if !w.welcome.open {
		return
	}
	w.welcome.open, w.welcomed = false, true
	w.keepLayout()
	w.refresh()
	w.list.focus()
}

// beginning is one way to begin: a number, words and a button.
type beginning struct {
	content *fyne.Container
	number  *phrase
	check   *glyph
	disc    *card
	words   *paragraph
	do      *button
}

func newBeginning(number, title, action string, more ...fyne.CanvasObject) *beginning {
	s := &beginning{number: newPhrase(number, theme.SizeNameText, colorOnSelected, true), check: newGlyph(iconCheck, colorGreen, 16),
		words: newParagraph("", theme.SizeNameCaptionText, colorMuted), do: newButton(action, "", normal, nil)}
	s.check.Hide()
	s.disc = newSurface(container.NewCenter(s.number, s.check), colorSelected, "", markSize/2)
	text := append([]fyne.CanvasObject{newPhrase(title, theme.SizeNameText, theme.ColorNameForeground, true), s.words}, more...)
	s.content = container.New(beginningLayout{}, s.disc, flow(gapTiny, text...), s.do)
	return s
}

// finish shows a check in place of the number, or the number.
func (s *beginning) finish(done bool) {
	s.check.Hidden, s.number.Hidden = !done, done
	fill := fyne.ThemeColorName(colorSelected)
	if done {
		fill = colorGreenTint
	}
	s.disc.setColors(fill, "")
}

const (
	markSize   float32 = 30
	beginWidth float32 = 156
)

// beginningLayout stands a mark at the left, words in the middle and a button at
// the right; the buttons of all steps stand under each other.
type beginningLayout struct{}

func (beginningLayout) middle(width float32) float32 {
	return width - markSize - beginWidth - 2*gapLarge
}

func (l beginningLayout) heightFor(o []fyne.CanvasObject, width float32) float32 {
	return max(markSize, heightOf(o[1], l.middle(width)), o[2].MinSize().Height)
}

func (beginningLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(markSize+beginWidth+2*gapLarge+120, max(markSize, o[1].MinSize().Height))
}

func (l beginningLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(0, 2))
	o[0].Resize(fyne.NewSize(markSize, markSize))
	height := heightOf(o[1], l.middle(size.Width))
	o[1].Move(fyne.NewPos(markSize+gapLarge, 0))
	o[1].Resize(fyne.NewSize(l.middle(size.Width), height))
	button := o[2].MinSize()
	o[2].Move(fyne.NewPos(size.Width-beginWidth, max(0, (size.Height-button.Height)/2)))
	o[2].Resize(fyne.NewSize(beginWidth, button.Height))
}
