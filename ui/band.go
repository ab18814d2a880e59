package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// band says over the whole width of the window, by a name and a colour, whose
// books are shown. A click offers the others.
type band struct {
	widget.BaseWidget
	color  string
	tapped func()
	ground *canvas.Rectangle
	name   *phrase
	others *phrase
}

const bandHeight float32 = 30

func newBand(tapped func()) *band {
	b := &band{tapped: tapped, ground: canvas.NewRectangle(clearColor),
		name:   newElastic("", theme.SizeNameText, colorOnBand, true),
		others: newPhrase(tr("Other clients")+"  "+keyName("Ctrl+K"), theme.SizeNameCaptionText, colorOnBand, false)}
	b.ExtendBaseWidget(b)
	b.Hide()
	return b
}

// show shows a client, or nothing.
func (b *band) show(c desk.Client, on bool) {
	b.color = c.Color
	b.name.set(c.Name)
	b.Hidden = !on
	b.Refresh()
}

func (b *band) Tapped(*fyne.PointEvent) { b.tapped() }
func (b *band) Cursor() desktop.Cursor  { return desktop.PointerCursor }
func (b *band) MinSize() fyne.Size      { return fyne.NewSize(100, bandHeight) }
func (b *band) Refresh()                { b.paint(); b.BaseWidget.Refresh() }
func (b *band) paint()                  { b.ground.FillColor = themeColor(bandColor(b.color)) }

func (b *band) CreateRenderer() fyne.WidgetRenderer {
	b.paint()
	return bandRenderer{b}
}

type bandRenderer struct{ b *band }

func (r bandRenderer) Destroy() {}
func (r bandRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.ground, r.b.name, r.b.others}
}
func (r bandRenderer) MinSize() fyne.Size { return fyne.NewSize(100, bandHeight) }

func (r bandRenderer) Refresh() {
	r.b.ground.Refresh()
	r.b.name.Refresh()
	r.b.others.Refresh()
	r.Layout(r.b.Size())
}

func (r bandRenderer) Layout(size fyne.Size) {
	r.b.ground.Resize(size)
	others, name := r.b.others.MinSize(), r.b.name.MinSize().Height
	r.b.others.Resize(others)
	r.b.others.Move(fyne.NewPos(size.Width-others.Width-gapWindow, (size.Height-others.Height)/2))
	r.b.name.Resize(fyne.NewSize(max(0, size.Width-others.Width-2*gapWindow-gap), name))
	r.b.name.Move(fyne.NewPos(gapWindow, (size.Height-name)/2))
}

// bandLayout stands the band over the rest, where it is shown.
type bandLayout struct{}

func (bandLayout) high(o []fyne.CanvasObject) float32 {
	if o[0].Visible() {
		return bandHeight
	}
	return 0
}

func (l bandLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[1].MinSize().AddWidthHeight(0, l.high(o))
}

func (l bandLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	high := l.high(o)
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(size.Width, high))
	o[1].Move(fyne.NewPos(0, high))
	o[1].Resize(size.SubtractWidthHeight(0, high))
}
