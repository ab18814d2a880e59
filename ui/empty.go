package ui

import (
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// empty is what the window shows before the first receipt has come in.
type empty struct {
	content *card
	add     *button
	samples *button
	banner  *banner // what keeps the program from reading
	privacy *phrase
}

func newEmpty() *empty {
	e := &empty{banner: newBanner()}
	e.add = newButton(tr("Add receipts"), iconAdd, primary, nil)
	e.samples = newButton(tr("Try with sample receipts"), iconReceipt, normal, nil)
	title := newPhrase(tr("Drop your receipts here"), theme.SizeNameHeadingText, theme.ColorNameForeground, true)
	words := newParagraph(tr("Photos, scans and PDFs, one or a whole folder. Each is copied to a safe place, read, and shown beside its picture for you to check."),
		theme.SizeNameText, colorMuted)
	words.center = true
	e.privacy = muted("")
	e.banner.Hide()
	e.content = newCard(container.NewCenter(exactWidth(420, flow(gapLarge,
		container.NewCenter(newSurface(inset(18, 18, 18, 18, newGlyph(iconReceipt, colorOnSelected, 44)), colorSelected, "", 22)),
		container.NewCenter(title),
		words,
		container.New(layout.NewCenterLayout(), across(gapSmall, e.add, e.samples)),
		e.banner,
		inset(gapSmall, 0, 0, 0, container.NewCenter(across(6, middle(newGlyph(iconSafe, colorMuted, 15)), middle(e.privacy)))),
	))))
	return e
}

// show tells where the receipts will go, and what is wrong, if anything.
func (e *empty) show(local bool, trouble string, samples bool) {
	text := tr("Read on this computer. Nothing leaves it.")
	if !local {
		text = tr("Pictures are sent to Veryfi to be read.")
	}
	e.privacy.set(text)
	e.banner.say(toneWarn, trouble)
	e.samples.Hidden = !samples
	e.content.Refresh()
}
