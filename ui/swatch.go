package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
)

const swatchSide float32 = 18

// newSwatch is a small square in a client's colour.
func newSwatch(color string) fyne.CanvasObject {
	return newSurface(exactly(fyne.NewSquareSize(swatchSide), canvas.NewRectangle(clearColor)), bandColor(color), "", 5)
}

// swatches are the colours that a client may have, of which one is chosen: by
// a click, or by the arrows while they have the focus.
type swatches struct {
	widget.BaseWidget
	chosen  string
	name    *phrase
	onKey   func(*fyne.KeyEvent) bool
	focused bool
}

// colorNames are the colours as a person reads them.
var colorNames = map[string]string{"blue": "Blue", "teal": "Teal", "green": "Green", "amber": "Amber", "red": "Red", "pink": "Pink", "violet": "Violet", "grey": "Grey"}

const swatchStep = swatchSide + gap

func newSwatches(chosen string) *swatches {
	s := &swatches{chosen: chosen, name: newPhrase(tr(colorNames[chosen]), theme.SizeNameCaptionText, colorMuted, false)}
	s.ExtendBaseWidget(s)
	return s
}

func (s *swatches) choose(i int) {
	n := len(desk.ClientColors)
	s.chosen = desk.ClientColors[(i+n)%n]
	s.name.set(tr(colorNames[s.chosen]))
	s.Refresh()
}

func (s *swatches) at() int {
	for i, c := range desk.ClientColors {
		if c == s.chosen {
			return i
		}
	}
	return 0
}

func (s *swatches) Tapped(ev *fyne.PointEvent) {
	if i := int(ev.Position.X / swatchStep); i >= 0 && i < len(desk.ClientColors) {
		s.choose(i)
	}
}

func (s *swatches) FocusGained()   { s.focused = true; s.Refresh() }
func (s *swatches) FocusLost()     { s.focused = false; s.Refresh() }
func (s *swatches) TypedRune(rune) {}

func (s *swatches) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		s.choose(s.at() - 1)
	case fyne.KeyRight:
		s.choose(s.at() + 1)
	default:
		if s.onKey != nil {
			s.onKey(ev)
		}
	}
}

func (s *swatches) MinSize() fyne.Size {
	return fyne.NewSize(swatchStep*float32(len(desk.ClientColors))+60, controlHeight)
}

func (s *swatches) CreateRenderer() fyne.WidgetRenderer {
	r := &swatchesRenderer{s: s}
	for range desk.ClientColors {
		r.squares = append(r.squares, canvas.NewRectangle(clearColor))
	}
	r.Refresh()
	return r
}

type swatchesRenderer struct {
	s       *swatches
	squares []*canvas.Rectangle
}

func (r *swatchesRenderer) Destroy() {}

func (r *swatchesRenderer) MinSize() fyne.Size { return r.s.MinSize() }

func (r *swatchesRenderer) Objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, len(r.squares)+1)
	for _, o := range r.squares {
		all = append(all, o)
	}
	return append(all, r.s.name)
}

func (r *swatchesRenderer) Refresh() {
	for i, o := range r.squares {
		o.FillColor, o.CornerRadius, o.StrokeWidth = themeColor(bandColor(desk.ClientColors[i])), 5, 0
		if i == r.s.at() {
			o.StrokeWidth, o.StrokeColor = 2, themeColor(theme.ColorNameForeground)
			if r.s.focused {
				o.StrokeWidth, o.StrokeColor = 3, themeColor(theme.ColorNamePrimary)
			}
		}
		o.Refresh()
	}
	r.s.name.Refresh()
}

func (r *swatchesRenderer) Layout(size fyne.Size) {
	y := (size.Height - swatchSide) / 2
	for i, o := range r.squares {
		o.Move(fyne.NewPos(float32(i)*swatchStep+2, y))
		o.Resize(fyne.NewSquareSize(swatchSide))
	}
	name := r.s.name.MinSize()
	r.s.name.Move(fyne.NewPos(float32(len(r.squares))*swatchStep+2, (size.Height-name.Height)/2))
	r.s.name.Resize(name)
}

// tappable makes an object one that can be clicked.
type tappable struct {
	widget.BaseWidget
	content fyne.CanvasObject
	tapped  func()
}

func newTappable(content fyne.CanvasObject, tapped func()) *tappable {
	t := &tappable{content: content, tapped: tapped}
	t.ExtendBaseWidget(t)
	return t
}

func (t *tappable) Tapped(*fyne.PointEvent)             { t.tapped() }
func (t *tappable) heightFor(width float32) float32     { return heightOf(t.content, width) }
func (t *tappable) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.content) }

// lead stands a small object before another, which gets what is left.
func lead(first, rest fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: leadLayout{}, Objects: []fyne.CanvasObject{first, rest}}
}

type leadLayout struct{}

func (leadLayout) rest(o []fyne.CanvasObject, width float32) float32 {
	return width - o[0].MinSize().Width - gap
}

func (l leadLayout) heightFor(o []fyne.CanvasObject, width float32) float32 {
	return max(o[0].MinSize().Height, heightOf(o[1], l.rest(o, width)))
}

func (l leadLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	width := o[0].MinSize().Width + gap + o[1].MinSize().Width
	return fyne.NewSize(width, l.heightFor(o, width))
}

func (l leadLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	first, width := o[0].MinSize(), l.rest(o, size.Width)
	o[0].Resize(first)
	o[0].Move(fyne.NewPos(0, (size.Height-first.Height)/2))
	height := heightOf(o[1], width)
	o[1].Resize(fyne.NewSize(width, height))
	o[1].Move(fyne.NewPos(first.Width+gap, (size.Height-height)/2))
}
