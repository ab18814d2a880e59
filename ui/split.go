package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// split stands two objects side by side. The gap between them can be dragged;
// it only shows itself under the pointer.
type split struct {
	widget.BaseWidget
	left, right fyne.CanvasObject
	share       float32 // of the left side
	onDragged   func()
	grip        *grip
}

func newSplit(left, right fyne.CanvasObject, share float32) *split {
	s := &split{left: left, right: right, share: share}
	s.grip = &grip{split: s, line: canvas.NewRectangle(clearColor)}
	s.grip.ExtendBaseWidget(s.grip)
	s.ExtendBaseWidget(s)
	return s
}

func (s *split) CreateRenderer() fyne.WidgetRenderer { return splitRenderer{s} }

type splitRenderer struct{ s *split }

func (r splitRenderer) Destroy() {}

func (r splitRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.left, r.s.grip, r.s.right}
}

func (r splitRenderer) MinSize() fyne.Size {
	left, right := r.s.left.MinSize(), r.s.right.MinSize()
	return fyne.NewSize(left.Width+gap+right.Width, max(left.Height, right.Height))
}

func (r splitRenderer) Refresh() { r.Layout(r.s.Size()) }

func (r splitRenderer) Layout(size fyne.Size) {
	s := r.s
	width := (size.Width - gap) * s.share
	width = min(width, size.Width-gap-s.right.MinSize().Width)
	width = float32(int(max(width, s.left.MinSize().Width)))
	s.left.Move(fyne.Position{})
	s.left.Resize(fyne.NewSize(width, size.Height))
	s.grip.Move(fyne.NewPos(width, 0))
	s.grip.Resize(fyne.NewSize(gap, size.Height))
	s.right.Move(fyne.NewPos(width+gap, 0))
	s.right.Resize(fyne.NewSize(size.Width-width-gap, size.Height))
}

// grip is the gap between the sides.
type grip struct {
	widget.BaseWidget
	split *split
	line  *canvas.Rectangle
}

func (g *grip) Cursor() desktop.Cursor { return desktop.HResizeCursor }

func (g *grip) Dragged(ev *fyne.DragEvent) {
	s := g.split
	if room := s.Size().Width - gap; room > 0 {
		s.share = max(0.2, min(0.8, (g.Position().X+ev.Dragged.DX)/room))
		s.Refresh()
	}
}

func (g *grip) DragEnd() {
	if g.split.onDragged != nil {
		g.split.onDragged()
	}
}

func (g *grip) MouseIn(*desktop.MouseEvent)    { g.show(themeColor(theme.ColorNameInputBorder)) }
func (g *grip) MouseMoved(*desktop.MouseEvent) {}
func (g *grip) MouseOut()                      { g.show(clearColor) }

func (g *grip) show(c color.Color) {
	g.line.FillColor = c
	g.line.Refresh()
}

func (g *grip) CreateRenderer() fyne.WidgetRenderer { return gripRenderer{g} }

type gripRenderer struct{ g *grip }

func (r gripRenderer) Destroy()                     {}
func (r gripRenderer) Refresh()                     {}
func (r gripRenderer) MinSize() fyne.Size           { return fyne.NewSize(gap, 0) }
func (r gripRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.g.line} }

func (r gripRenderer) Layout(size fyne.Size) {
	r.g.line.CornerRadius = 1.5
	r.g.line.Move(fyne.NewPos((size.Width-3)/2, (size.Height-48)/2))
	r.g.line.Resize(fyne.NewSize(3, 48))
}
