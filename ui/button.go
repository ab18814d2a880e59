package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// weight is how loudly a button speaks.
type weight int

const (
	primary weight = iota // the one thing to do here
	normal                // something else to do here
	quiet                 // without a body until the pointer is over it
)

// button is the window's own button: an icon, a word, or both.
type button struct {
	widget.DisableableWidget
	text   string
	icon   iconName
	weight weight
	tapped func()
	onKey  func(*fyne.KeyEvent) // keys that a button does not use
	small  bool                 // for tools over a picture
	tip    string               // what it does, for a button without a word

	onHover func(in bool)
	onFocus func() // it has got the focus

	hovered, pressed, focused bool
}

func newButton(text string, icon iconName, w weight, tapped func()) *button {
	b := &button{text: text, icon: icon, weight: w, tapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

func (b *button) setText(text string) {
	if b.text != text {
		b.text = text
		b.Refresh()
	}
}

func (b *button) setEnabled(on bool) {
	if on == !b.Disabled() {
		return
	}
	if on {
		b.Enable()
	} else {
		b.Disable()
	}
}

func (b *button) Tapped(*fyne.PointEvent) { b.press() }

func (b *button) press() {
	if !b.Disabled() && b.tapped != nil {
		b.tapped()
	}
}

func (b *button) MouseIn(*desktop.MouseEvent)    { b.hover(true) }
func (b *button) MouseMoved(*desktop.MouseEvent) {}
func (b *button) MouseOut()                      { b.pressed = false; b.hover(false) }
func (b *button) MouseDown(*desktop.MouseEvent)  { b.pressed = true; b.hover(false) }
func (b *button) MouseUp(*desktop.MouseEvent)    { b.pressed = false; b.Refresh() }
func (b *button) FocusGained()                   { b.focused = true; b.Refresh(); call(b.onFocus) }
func (b *button) FocusLost()                     { b.focused = false; b.Refresh() }
func (b *button) TypedRune(rune)                 {}

func call(f func()) {
	if f != nil {
		f()
	}
}

func (b *button) hover(in bool) {
	b.hovered = in || b.pressed
	if b.onHover != nil {
		b.onHover(in)
	}
	b.Refresh()
}

func (b *button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.press()
	default:
		if b.onKey != nil {
			b.onKey(ev)
		}
	}
}

func (b *button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{b: b, back: canvas.NewRectangle(clearColor), veil: canvas.NewRectangle(clearColor),
		image: &canvas.Image{FillMode: canvas.ImageFillContain}, text: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b          *button
	back, veil *canvas.Rectangle
	image      *canvas.Image
	text       *canvas.Text
}

const (
	buttonIcon float32 = 16
	buttonSide float32 = 13 // the room left and right of a word

	// iconOverhang is how far the body of a quiet icon button reaches beyond
	// its icon: at an edge it may stand out, so that the icon is in line.
	iconOverhang = (controlHeight - buttonIcon) / 2
)

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.veil, r.image, r.text}
}

func (r *buttonRenderer) MinSize() fyne.Size {
	width := float32(0)
	if r.b.icon != "" {
		width += buttonIcon
	}
	if r.b.text != "" {
		width += r.text.MinSize().Width + 2*buttonSide
		if r.b.icon != "" {
			width += gapSmall - 2
		}
	} else {
		width = controlHeight
	}
	if r.b.small {
		return fyne.NewSize(28, 28)
	}
	return fyne.NewSize(width, controlHeight)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	r.veil.Resize(size)
	text := fyne.Size{}
	if r.b.text != "" {
		text = r.text.MinSize()
	}
	width := text.Width
	if r.b.icon != "" {
		width += buttonIcon
		if r.b.text != "" {
			width += gapSmall - 2
		}
	}
	x := (size.Width - width) / 2
	if r.b.icon != "" {
		r.image.Move(fyne.NewPos(x, (size.Height-buttonIcon)/2))
		r.image.Resize(fyne.NewSquareSize(buttonIcon))
		x += buttonIcon + gapSmall - 2
	}
	r.text.Move(fyne.NewPos(x, (size.Height-text.Height)/2))
	r.text.Resize(text)
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	fill, edge, ink := themeColor(theme.ColorNameButton), themeColor(theme.ColorNameInputBorder), theme.ColorNameForeground
	switch {
	case b.Disabled():
		ink = theme.ColorNameDisabled
		if b.weight == quiet {
			fill, edge = clearColor, clearColor
		} else {
			fill, edge = themeColor(theme.ColorNameDisabledButton), clearColor
		}
	case b.weight == primary:
		fill, edge, ink = themeColor(theme.ColorNamePrimary), clearColor, theme.ColorNameForegroundOnPrimary
	case b.weight == quiet:
		fill, edge, ink = clearColor, clearColor, colorMuted
		if b.hovered {
			ink = theme.ColorNameForeground
		}
	}
	r.back.FillColor, r.back.StrokeColor, r.back.StrokeWidth = fill, edge, 1
	r.veil.FillColor, r.veil.StrokeWidth, r.veil.StrokeColor = clearColor, 0, clearColor
	switch {
	case b.Disabled():
	case b.pressed:
		r.veil.FillColor = themeColor(theme.ColorNamePressed)
	case b.hovered:
		r.veil.FillColor = themeColor(theme.ColorNameHover)
	}
	if b.focused {
		ring := nrgba(theme.ColorNameFocus)
		if b.weight == primary {
			ring = nrgba(theme.ColorNameForegroundOnPrimary)
		}
		r.veil.StrokeWidth, r.veil.StrokeColor = 2, ring
		if r.veil.FillColor == clearColor { // an edge around nothing comes out dark on a screen
			ring.A = 4
			r.veil.FillColor = ring
		}
	}
	radius := themeSize(theme.SizeNameButtonRadius)
	r.back.CornerRadius, r.veil.CornerRadius = radius, radius
	r.text.Text, r.text.Color, r.text.TextSize = b.text, themeColor(ink), themeSize(theme.SizeNameText)
	r.text.TextStyle = fyne.TextStyle{Bold: true}
	r.image.Hidden = b.icon == ""
	if b.icon != "" {
		if res := drawn(b.icon, themeColor(ink)); r.image.Resource == nil || r.image.Resource.Name() != res.Name() {
			r.image.Resource = res
			r.image.Refresh()
		}
	}
	r.Layout(b.Size())
	canvas.Refresh(b)
}
