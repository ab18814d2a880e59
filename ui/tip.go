package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// tipAfter is how long the pointer rests on a button before its tip is shown.
const tipAfter = 500 * time.Millisecond

// tips says what a button without a word does, once the pointer rests on it.
type tips struct {
	layer *fyne.Container
	words *phrase
	card  *card
	timer *time.Timer
	of    *button
}

func newTips() *tips {
	t := &tips{words: newPhrase("", theme.SizeNameCaptionText, theme.ColorNameForeground, false)}
	t.card = newSurface(inset(5, 5, 9, 9, t.words), theme.ColorNameMenuBackground, colorBorder, 6)
	t.card.shadow = true
	t.card.Hide()
	t.layer = container.NewWithoutLayout(t.card)
	return t
}

// give lets a button have a tip.
func (t *tips) give(b *button, tip string) {
	b.tip = tip
	b.onHover = func(in bool) {
		t.hide()
		if in {
			t.of = b
			t.timer = time.AfterFunc(tipAfter, func() {
				fyne.Do(func() {
					if t.of == b {
						t.show(b)
					}
				})
			})
		}
	}
}

// show shows a button's tip under it, or over it at the lower edge.
func (t *tips) show(b *button) {
	t.words.set(b.tip)
	size, room := t.card.MinSize(), t.layer.Size()
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(b).Subtract(d.AbsolutePositionForObject(t.layer))
	x := at.X + (b.Size().Width-size.Width)/2
	x = max(gapTiny, min(x, room.Width-size.Width-gapTiny))
	y := at.Y + b.Size().Height + gapTiny
	if y+size.Height > room.Height-gapTiny {
		y = at.Y - size.Height - gapTiny
	}
	t.card.Resize(size)
	t.card.Move(fyne.NewPos(x, y))
	t.card.Show()
	t.card.Refresh()
}

func (t *tips) hide() {
	t.of = nil
	if t.timer != nil {
		t.timer.Stop()
	}
	t.card.Hide()
}
