package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Fyne asks an object for its least size before it knows its width, so text
// that wraps is cut or leaves holes. Here the width goes first: whoever lays
// out asks for the height at that width.

// tall is an object whose height depends on its width.
type tall interface{ heightFor(width float32) float32 }

// tallLayout is a layout that knows its height at a width.
type tallLayout interface {
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// heightOf is the height an object needs at a width.
func heightOf(o fyne.CanvasObject, width float32) float32 {
	switch t := o.(type) {
	case tall:
		return t.heightFor(width)
	case *fyne.Container:
		if l, ok := t.Layout.(tallLayout); ok {
			return l.heightFor(t.Objects, width)
		}
	}
	return o.MinSize().Height
}

// flow stands objects one under the other, each as high as it needs to be.
func flow(between float32, objects ...fyne.CanvasObject) *fyne.Container {
	l := &flowLayout{gap: between}
	l.owner = container.New(l, objects...)
	return l.owner
}

type flowLayout struct {
	gap   float32
	width float32 // of the last layout
	owner *fyne.Container
}

func (l *flowLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	height := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if height > 0 {
			height += l.gap
		}
		height += heightOf(o, width)
	}
	return height
}

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objects {
		if o.Visible() {
			size.Width = max(size.Width, o.MinSize().Width)
		}
	}
	size.Height = l.heightFor(objects, max(l.width, size.Width))
	return size
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	wider := l.width != size.Width
	l.width = size.Width
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if y > 0 {
			y += l.gap
		}
		height := heightOf(o, size.Width)
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height
	}
	// Inside a scroller the height was asked for at the old width.
	if wider && y > size.Height && l.owner != nil {
		l.owner.Resize(fyne.NewSize(size.Width, y))
	}
}

// scrollEdge is the room that a scroller keeps at its left: a border that
// touches its edge is cut.
const scrollEdge float32 = 4

// inset keeps room around an object.
func inset(top, bottom, left, right float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(insetLayout{top, bottom, left, right}, o)
}

type insetLayout struct{ top, bottom, left, right float32 }

func (l insetLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightOf(objects[0], width-l.left-l.right) + l.top + l.bottom
}

func (l insetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(l.left+l.right, l.top+l.bottom)
}

func (l insetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(l.left, l.top))
	objects[0].Resize(size.SubtractWidthHeight(l.left+l.right, l.top+l.bottom))
}

// beside stands objects in columns of the same width.
func beside(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(besideLayout{}, objects...)
}

type besideLayout struct{}

func (besideLayout) cell(objects []fyne.CanvasObject, width float32) float32 {
	n := float32(len(objects))
	return (width - gap*(n-1)) / n
}

func (l besideLayout) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	height := float32(0)
	for _, o := range objects {
		height = max(height, heightOf(o, l.cell(objects, width)))
	}
	return height
}

func (l besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	n := float32(len(objects))
	size.Width = size.Width*n + gap*(n-1)
	return size
}

func (l besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := l.cell(objects, size.Width)
	for i, o := range objects {
		o.Move(fyne.NewPos(float32(i)*(width+gap), 0))
		o.Resize(fyne.NewSize(width, heightOf(o, width)))
	}
}
