package ui

import "fyne.io/fyne/v2"

const footHeight float32 = 34

// footLayout is the line under the list: what is shown or selected, and at its
// end what can be done with all of it.
type footLayout struct{}

func (footLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, footHeight) }

func (footLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := size.Width
	for _, end := range o[1:] {
		if !end.Visible() {
			continue
		}
		min := end.MinSize()
		width -= min.Width
		end.Resize(min)
		end.Move(fyne.NewPos(width, (size.Height-min.Height)/2))
		width -= gapSmall
	}
	height := min(heightOf(o[0], max(0, width)), size.Height)
	o[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	o[0].Resize(fyne.NewSize(max(0, width), height))
}
