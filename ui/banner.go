package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// tone is how a banner or toast speaks.
type tone int

const (
	toneInfo tone = iota
	toneWarn
	toneBad
	toneGood
	toneHeld
)

func (t tone) look() (icon iconName, ink, tint fyne.ThemeColorName) {
	switch t {
	case toneWarn:
		return iconReview, colorAmber, colorAmberTint
	case toneBad:
		return iconFailed, colorRed, colorRedTint
	case toneGood:
		return iconReady, colorGreen, colorGreenTint
	case toneHeld:
		return iconHeld, colorViolet, colorVioletTint
	}
	return iconInfo, colorBlue, colorBlueTint
}

// banner is a calm sentence on a tinted ground, with what can be done about it.
type banner struct {
	widget.BaseWidget
	tone tone
	text string
	less string // the same in fewer words, for where there is little room; "" for none

	surface *card
	icon    *glyph
	words   *paragraph
	actions *fyne.Container
	layout  *bannerLayout
}

func newBanner(actions ...fyne.CanvasObject) *banner {
	icon, ink, tint := toneInfo.look()
	b := &banner{icon: newGlyph(icon, ink, 16), words: newParagraph("", theme.SizeNameCaptionText, ink), actions: across(gapSmall, actions...)}
	b.layout = &bannerLayout{b}
	b.surface = newSurface(container.New(b.layout, b.icon, b.words, b.actions), tint, "", 8)
	b.ExtendBaseWidget(b)
	return b
}

// say shows a sentence; "" hides the banner.
func (b *banner) say(t tone, text string) {
	if text == "" {
		b.text = ""
		b.Hide()
		return
	}
	if b.text != text || b.tone != t {
		b.tone, b.text = t, text
		icon, ink, tint := t.look()
		b.icon.set(icon, ink)
		b.words.set(text, ink)
		b.surface.setColors(tint, "")
		b.Refresh()
	}
	b.Show()
}

// wording is the sentence, or what says it in fewer words over the actions.
func (b *banner) wording(under bool) string {
	if under && b.less != "" {
		return b.less
	}
	return b.text
}

func (b *banner) heightFor(width float32) float32 { return b.layout.height(width) }

func (b *banner) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(b.surface) }

// bannerLayout sets the words beside the icon and the actions to the right,
// or under the words where there is little room.
type bannerLayout struct{ b *banner }

const bannerSide float32 = 12

func (l *bannerLayout) acting() bool {
	for _, o := range l.b.actions.Objects {
		if o.Visible() {
			return true
		}
	}
	return false
}

func (l *bannerLayout) parts(width float32) (words float32, under bool) {
	words = width - 2*bannerSide - 16 - gapSmall
	if !l.acting() {
		return words, false
	}
	actions := l.b.actions.MinSize().Width + gap
	if words-actions < 220 {
		return words, true
	}
	return words - actions, false
}

func (l *bannerLayout) height(width float32) float32 {
	w, under := l.parts(width)
	height := l.b.words.heightOf(l.b.wording(under), w)
	switch {
	case under:
		height += gapSmall + l.b.actions.MinSize().Height
	case l.acting():
		height = max(height, l.b.actions.MinSize().Height)
	}
	return height + 2*9
}

func (l *bannerLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	width := max(l.b.Size().Width, 160)
	return fyne.NewSize(160, l.height(width))
}

func (l *bannerLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b := l.b
	width, under := l.parts(size.Width)
	b.words.set(b.wording(under), b.words.color)
	height := b.words.heightFor(width)
	x, y := bannerSide+16+gapSmall, float32(9)
	if !under {
		y = (size.Height - height) / 2
	}
	b.icon.Move(fyne.NewPos(bannerSide, y))
	b.icon.Resize(fyne.NewSquareSize(16))
	b.words.Move(fyne.NewPos(x, y))
	b.words.Resize(fyne.NewSize(width, height))
	actions := b.actions.MinSize()
	b.actions.Resize(actions)
	if under { // a wide button begins further left than the words
		b.actions.Move(fyne.NewPos(max(min(x, size.Width-bannerSide-actions.Width), bannerSide), y+height+gapSmall))
	} else {
		b.actions.Move(fyne.NewPos(size.Width-bannerSide-actions.Width, (size.Height-actions.Height)/2))
	}
}
