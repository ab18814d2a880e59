package ui

import "fyne.io/fyne/v2"

const (
	nearLine float32 = 26 // how high a lit line of text is at least, to be read at a glance
	nearMost float32 = 4  // how far the picture comes by itself
)

// approach brings the lit box into sight, near enough to be read. What the
// person has zoomed in further stays so.
func (p *picture) approach() {
	if !p.near {
		p.before = p.zoom
	}
	p.zoom = p.before
	area, room := p.area(), p.Size()
	width, height := float32(p.box[2]-p.box[0])*area.Width, float32(p.box[3]-p.box[1])*area.Height
	if width <= 0 || height <= 0 {
		return
	}
	by := min(nearLine/height, 0.85*room.Width/width, nearMost/p.zoom)
	p.near = by > 1
	if p.near {
		p.zoom *= by
		area = p.area()
	}
	middle := fyne.NewPos(float32(p.box[0]+p.box[2])/2*area.Width, float32(p.box[1]+p.box[3])/2*area.Height)
	if at := p.offset.Add(middle); p.near || at.X < 0 || at.Y < 0 || at.X > room.Width || at.Y > room.Height {
		p.offset = fyne.NewPos(room.Width/2, room.Height/2).Subtract(middle)
	}
}

// stepBack gives the picture the zoom again that the person had.
func (p *picture) stepBack() {
	if !p.near {
		return
	}
	p.near = false
	old := p.area()
	p.zoom = p.before
	if now := p.area(); old.Width > 0 {
		at, ratio := fyne.NewPos(p.Size().Width/2, p.Size().Height/2), now.Width/old.Width
		p.offset = fyne.NewPos(at.X-(at.X-p.offset.X)*ratio, at.Y-(at.Y-p.offset.Y)*ratio)
	}
}
