package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
)

const dotSize float32 = 9

// dot is a small round mark in the colour of a state.
func newDot(color fyne.ThemeColorName) *card {
	return newSurface(exactly(fyne.NewSquareSize(dotSize), container.NewWithoutLayout()), color, "", dotSize/2)
}

// linkColor is the colour of how the service's news arrive.
func linkColor(l desk.Link) fyne.ThemeColorName {
	switch {
	case l.Up:
		return colorGreen
	case l.Stuck:
		return colorRed
	case l.Wanted && l.Public != "":
		return colorAmber
	case l.Wanted:
		return colorBlue
	}
	return colorGrey
}

// linkWords are how the service's news arrive, in few words; "" when all is
// well.
func linkWords(l desk.Link, wasUp bool) string {
	switch {
	case !l.Wanted, l.Up:
		return ""
	case l.Stuck:
		return tr("News from Veryfi needs you")
	case wasUp:
		return tr("Tunnel down, polling carries on")
	}
	return tr("Opening the way for news")
}

// linkMark is a quiet line under the list, while the service's news do not
// arrive though they should. A tap leads to the settings.
type linkMark struct {
	widget.BaseWidget
	dot    *card
	words  *phrase
	tapped func()
	box    *fyne.Container
}

func newLinkMark() *linkMark {
	m := &linkMark{dot: newDot(colorGrey), words: newPhrase("", theme.SizeNameCaptionText, colorMuted, false)}
	m.box = across(6, middle(m.dot), middle(m.words))
	m.ExtendBaseWidget(m)
	m.Hide()
	return m
}

// show tells how it stands, and whether that takes other room than before.
func (m *linkMark) show(l desk.Link, wasUp bool) (changed bool) {
	words := linkWords(l, wasUp)
	m.dot.setColors(linkColor(l), "")
	changed = words != m.words.text || (words == "") == m.Visible()
	m.words.set(words)
	m.Hidden = words == ""
	return changed
}

func (m *linkMark) Tapped(*fyne.PointEvent) { m.tapped() }

// Cursor shows that it can be tapped.
func (m *linkMark) Cursor() desktop.Cursor { return desktop.PointerCursor }

func (m *linkMark) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(m.box) }

// hearLink shows how the service's news arrive: calmly, since receipts are
// read without them too.
func (w *Window) hearLink(l desk.Link) {
	if w.wasUp && l.Up && !w.link.Up {
		w.toast.say(toneGood, tr("News from Veryfi arrives again."), "", nil)
	}
	w.wasUp = l.Wanted && (w.wasUp || l.Up)
	w.link = l
	if w.mark.show(l, w.wasUp) {
		w.under.Refresh()
	}
	if w.onLink != nil {
		w.onLink(l)
	}
}
