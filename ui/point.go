package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// pointing is what a picture tells of the pointer. Places are fractions of the
// page as it is shown. All are nil where nobody asks.
type pointing struct {
	over    func(x, y float64)                // the pointer is there
	out     func()                            // it has left
	press   func()                            // a button went down: the focus is about to be lost
	click   func(x, y float64, add bool) bool // true when the click is used up
	release func()                            // the button is up again
}

// mark marks a box for the pointer; the zero box takes the mark away.
func (p *picture) mark(box [4]float64) {
	if p.marked != box {
		p.marked = box
		p.placeMarks(p.area())
	}
}

// hint shows boxes softly, such as where a word stands that is searched for.
func (p *picture) hint(boxes [][4]float64) {
	if len(boxes) == 0 && len(p.hints) == 0 {
		return
	}
	p.hints = boxes
	for len(p.soft) < len(boxes) {
		p.soft = append(p.soft, canvas.NewRectangle(clearColor))
	}
	objects := []fyne.CanvasObject{p.shown}
	for _, r := range p.soft {
		objects = append(objects, r)
	}
	p.page.Objects = append(objects, p.pointed, p.lit)
	p.placeMarks(p.area())
	p.page.Refresh()
}

func (p *picture) placeMarks(area fyne.Size) {
	p.pointed.StrokeColor, p.pointed.StrokeWidth, p.pointed.CornerRadius = rgb(0x2456d6), 1, 3
	p.pointed.FillColor = rgba(0x2456d6, 0x33)
	p.over(p.pointed, p.marked, area, 2)
	for i, r := range p.soft {
		var box [4]float64
		if i < len(p.hints) {
			box = p.hints[i]
		}
		r.FillColor, r.CornerRadius = rgba(0xf5b800, 0x59), 3
		p.over(r, box, area, 2)
	}
}

// over lays a rectangle over a box of the page; there is none without a
// picture, and none for the zero box.
func (p *picture) over(r *canvas.Rectangle, box [4]float64, area fyne.Size, around float32) {
	r.Hidden = p.image == nil || box == [4]float64{}
	if !r.Hidden {
		x1, y1 := float32(box[0])*area.Width, float32(box[1])*area.Height
		x2, y2 := float32(box[2])*area.Width, float32(box[3])*area.Height
		r.Move(p.offset.AddXY(x1-around, y1-around))
		r.Resize(fyne.NewSize(x2-x1+2*around, y2-y1+2*around))
	}
	r.Refresh()
}

// at is a place as a fraction of the page.
func (p *picture) at(pos fyne.Position) (x, y float64, ok bool) {
	area := p.area()
	if area.Width <= 0 || area.Height <= 0 {
		return 0, 0, false
	}
	x, y = float64((pos.X-p.offset.X)/area.Width), float64((pos.Y-p.offset.Y)/area.Height)
	return x, y, x >= 0 && x <= 1 && y >= 0 && y <= 1
}

func (p *picture) MouseIn(ev *desktop.MouseEvent) { p.MouseMoved(ev) }

func (p *picture) MouseMoved(ev *desktop.MouseEvent) {
	x, y, ok := p.at(ev.Position)
	switch {
	case ok && p.pointing.over != nil:
		p.pointing.over(x, y)
	case p.pointing.out != nil:
		p.pointing.out()
	}
}

func (p *picture) MouseOut() {
	if p.pointing.out != nil {
		p.pointing.out()
	}
}

func (p *picture) MouseDown(*desktop.MouseEvent) {
	p.dragged = false
	if p.pointing.press != nil {
		p.pointing.press()
	}
}

func (p *picture) MouseUp(ev *desktop.MouseEvent) {
	x, y, ok := p.at(ev.Position)
	p.used = ok && !p.dragged && ev.Button == desktop.MouseButtonPrimary && p.pointing.click != nil &&
		p.pointing.click(x, y, ev.Modifier&(fyne.KeyModifierShift|fyne.KeyModifierControl|fyne.KeyModifierSuper) != 0)
	if p.pointing.release != nil {
		p.pointing.release()
	}
}

// Cursor is a hand over what can be clicked.
func (p *picture) Cursor() desktop.Cursor {
	if p.marked != [4]float64{} {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
