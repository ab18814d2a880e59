package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// card is a plain surface with rounded corners that content lies on.
type card struct {
	widget.BaseWidget
	content fyne.CanvasObject
	fill    fyne.ThemeColorName
	edge    fyne.ThemeColorName // "" for no edge
	radius  float32             // 0 means the theme's
	shadow  bool                // it floats over the window
	back    *canvas.Rectangle
}

func newCard(content fyne.CanvasObject) *card { return newSurface(content, colorCard, colorBorder, 0) }

func newSurface(content fyne.CanvasObject, fill, edge fyne.ThemeColorName, radius float32) *card {
	c := &card{content: content, fill: fill, edge: edge, radius: radius, back: canvas.NewRectangle(clearColor)}
	c.ExtendBaseWidget(c)
	c.paint()
	return c
}

func (c *card) paint() {
	c.back.FillColor = themeColor(c.fill)
	c.back.CornerRadius = c.radius
	if c.radius == 0 {
		c.back.CornerRadius = themeSize(theme.SizeNameCardRadius)
	}
	var edge color.Color = clearColor
	width := float32(0)
	if c.edge != "" {
		edge, width = themeColor(c.edge), 1
	}
	c.back.StrokeColor, c.back.StrokeWidth = edge, width
	if c.shadow {
		c.back.Shadow = canvas.Shadow{Color: themeColor(theme.ColorNameShadow), BlurRadius: 16, Offset: fyne.NewPos(0, 5), Variant: canvas.DropShadow}
	}
}

func (c *card) setColors(fill, edge fyne.ThemeColorName) {
	if c.fill != fill || c.edge != edge {
		c.fill, c.edge = fill, edge
		c.Refresh()
	}
}

func (c *card) Refresh() {
	c.paint()
	c.back.Refresh()
	c.BaseWidget.Refresh()
}

func (c *card) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(c.back, c.content))
}

func (c *card) heightFor(width float32) float32 { return heightOf(c.content, width) }

// line is a thin separator in the theme's colour.
func line() fyne.CanvasObject { return widget.NewSeparator() }

// Layouts on the grid.

func across(between float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedHBoxLayout(between), objects...)
}

// middle keeps an object at its own height in the middle of a higher row.
func middle(o fyne.CanvasObject) *fyne.Container {
	return container.New(middleLayout{}, o)
}

type middleLayout struct{}

func (middleLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (middleLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(size.Width, height))
	objects[0].Move(fyne.NewPos(0, (size.Height-height)/2))
}

// exactly gives its object one size and asks for it, whatever the object asks.
func exactly(size fyne.Size, o fyne.CanvasObject) *fyne.Container {
	return container.New(exactLayout{size}, o)
}

type exactLayout struct{ size fyne.Size }

func (l exactLayout) MinSize([]fyne.CanvasObject) fyne.Size { return l.size }

func (exactLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[0].Move(fyne.Position{})
}
