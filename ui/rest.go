package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newRest stands an object at the right of another, which gets what is left.
func newRest(o, right fyne.CanvasObject) *fyne.Container {
	return container.New(restLayout{}, o, right)
}

// restLayout stands its second object at the right and gives the first what
// is left.
type restLayout struct{}

func (restLayout) rest(o []fyne.CanvasObject, width float32) float32 {
	return width - o[1].MinSize().Width - gap
}

func (l restLayout) heightFor(o []fyne.CanvasObject, width float32) float32 {
	return max(heightOf(o[0], l.rest(o, width)), o[1].MinSize().Height)
}

func (l restLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	width := o[1].MinSize().Width + gap + 160
	return fyne.NewSize(width, l.heightFor(o, width))
}

func (l restLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width, side := l.rest(o, size.Width), o[1].MinSize()
	height := heightOf(o[0], width)
	o[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	o[0].Resize(fyne.NewSize(width, height))
	o[1].Move(fyne.NewPos(size.Width-side.Width, (size.Height-side.Height)/2))
	o[1].Resize(side)
}
