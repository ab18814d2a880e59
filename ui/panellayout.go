package ui

import "fyne.io/fyne/v2"

// panelLayout stands the picture over the fields, or beside them where the
// panel is wide.
type panelLayout struct{}

const besideFrom float32 = 500

func (panelLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(252, 300)
}

func (panelLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	form, head, banner, picture, foot := o[0], o[1], o[2], o[3], o[4]
	y := heightOf(head, size.Width)
	head.Move(fyne.Position{})
	head.Resize(fyne.NewSize(size.Width, y))
	y += gap
	if height := heightOf(banner, size.Width); height > 0 {
		banner.Move(fyne.NewPos(0, y))
		banner.Resize(fyne.NewSize(size.Width, height))
		y += height + gap
	}
	low := foot.MinSize().Height
	foot.Move(fyne.NewPos(0, size.Height-low))
	foot.Resize(fyne.NewSize(size.Width, low))
	room := max(0, size.Height-low-y)
	if !form.Visible() {
		picture.Move(fyne.NewPos(0, y))
		picture.Resize(fyne.NewSize(size.Width, room))
		return
	}
	if size.Width >= besideFrom {
		width := float32(int((size.Width - gapLarge) * 0.5))
		picture.Move(fyne.NewPos(0, y))
		picture.Resize(fyne.NewSize(width, room))
		form.Move(fyne.NewPos(width+gapLarge-scrollEdge, y))
		form.Resize(fyne.NewSize(size.Width-width-gapLarge+scrollEdge, room))
		return
	}
	share := float32(0.46)
	if room < 200 { // a banner takes the rest: a look at the picture, and one field
		share = 0.54
	}
	height := float32(int(room * share))
	picture.Move(fyne.NewPos(0, y))
	picture.Resize(fyne.NewSize(size.Width, height))
	form.Move(fyne.NewPos(-scrollEdge, y+height+gapSmall))
	form.Resize(fyne.NewSize(size.Width+scrollEdge, room-height-gapSmall))
}
