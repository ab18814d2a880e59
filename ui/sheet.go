package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// sheet is a dialog of the window's own look.
type sheet struct {
	layer   *fyne.Container // covers the window
	body    fyne.CanvasObject
	scroll  *container.Scroll
	close   func()
	enter   func()                    // what the Enter key does
	onKey   func(*fyne.KeyEvent) bool // keys of its own; nil for none
	onClose func()
	width   float32
}

// showSheet shows a dialog with a title, a sentence ("" for none), a body and
// buttons; without buttons it gets one that closes it.
func (w *Window) showSheet(title, text string, width float32, body fyne.CanvasObject, buttons []fyne.CanvasObject) *sheet {
	if w.sheet != nil {
		w.sheet.close()
	}
	s := &sheet{body: body, width: width}
	head := flow(6, newPhrase(title, theme.SizeNameHeadingText, theme.ColorNameForeground, true))
	if text != "" {
		head.Add(newParagraph(text, theme.SizeNameCaptionText, colorMuted))
	}
	if buttons == nil {
		buttons = []fyne.CanvasObject{newButton(tr("Close"), "", normal, func() { s.close() })}
	}
	w.teach(s, body, buttons)
	s.scroll = container.NewVScroll(inset(0, 0, scrollEdge, gap, body))
	foot := across(gapSmall, append([]fyne.CanvasObject{layout.NewSpacer()}, buttons...)...)
	over := w.window.Canvas()
	all := container.New(&sheetLayout{s, over}, head, s.scroll, foot)
	surface := newSurface(inset(gapWindow, gapWindow, gapWindow+4, gapWindow+4, all), theme.ColorNameOverlayBackground, colorBorder, 0)
	surface.shadow = true
	surface.paint()
	s.layer = container.NewStack(newVeil(), container.NewCenter(surface))
	s.close = func() {
		if w.sheet != s {
			return
		}
		w.sheet = nil
		over.Overlays().Remove(s.layer)
		if s.onClose != nil {
			s.onClose()
		}
		w.list.focus()
		if len(w.later) > 0 {
			w.do(func(context.Context) error { return nil }, w.askLater)
		}
	}
	w.tips.hide()
	w.sheet = s
	over.Overlays().Add(s.layer)
	return s
}

// askLater asks the next question that waits, unless another sheet came first.
func (w *Window) askLater() {
	if w.sheet == nil && len(w.later) > 0 {
		next := w.later[0]
		w.later = w.later[1:]
		next()
	}
}

// teach lets Esc close the dialog from every button that has the focus, Enter
// do what the loudest one does, and the body scroll to what gets the focus.
// The keys of lines and pickers are adopted one by one.
func (w *Window) teach(s *sheet, body fyne.CanvasObject, buttons []fyne.CanvasObject) {
	key := func(ev *fyne.KeyEvent) { w.sheetKey(ev) }
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		show := func() { s.reveal(o) }
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case *card:
			walk(o.content)
		case *container.ThemeOverride:
			walk(o.Content)
		case *button:
			o.onKey, o.onFocus = key, show
		case *choice:
			o.onKey, o.onFocus = key, show
		case *picker:
			o.onFocus = show
		case *input:
			before := o.onFocus
			o.onFocus = func(gained bool) {
				if gained {
					show()
				}
				if before != nil {
					before(gained)
				}
			}
		}
	}
	walk(body)
	for _, o := range buttons {
		b, ok := o.(*button)
		if !ok {
			continue
		}
		b.onKey = key
		if b.weight == primary || s.enter == nil {
			s.enter = b.press
		}
	}
}

// reveal scrolls to a part of the body.
func (s *sheet) reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(s.scroll).Y
	low, room, at := top+o.Size().Height, s.scroll.Size().Height, s.scroll.Offset
	switch {
	case top < 0:
		at.Y += top - gap
	case low > room:
		at.Y += low - room + gap
	default:
		return
	}
	s.scroll.ScrollToOffset(at)
}

// resize fits the dialog to its body after that has changed.
func (s *sheet) resize() { s.layer.Refresh() }

// veil darkens the window behind a dialog and keeps the pointer from it.
type veil struct {
	widget.BaseWidget
	shade *canvas.Rectangle
}

func newVeil() *veil {
	v := &veil{shade: canvas.NewRectangle(themeColor(colorVeil))}
	v.ExtendBaseWidget(v)
	return v
}

func (v *veil) Tapped(*fyne.PointEvent)          {}
func (v *veil) Scrolled(*fyne.ScrollEvent)       {}
func (v *veil) MouseIn(*desktop.MouseEvent)      {}
func (v *veil) MouseMoved(*desktop.MouseEvent)   {}
func (v *veil) MouseOut()                        {}
func (v *veil) TappedSecondary(*fyne.PointEvent) {}

func (v *veil) Refresh() {
	v.shade.FillColor = themeColor(colorVeil)
	v.shade.Refresh()
}

func (v *veil) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(v.shade) }

// sheetLayout keeps the head and the buttons in place and scrolls the body
// where the window is too low for it.
type sheetLayout struct {
	s      *sheet
	canvas fyne.Canvas
}

func (l *sheetLayout) width() float32 {
	return min(l.s.width, l.canvas.Size().Width-4*gapWindow)
}

func (l *sheetLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	width := l.width()
	height := heightOf(o[0], width) + gapLarge + heightOf(l.s.body, width-gap) + gapLarge + o[2].MinSize().Height
	return fyne.NewSize(width, min(height, l.canvas.Size().Height-4*gapWindow))
}

func (l *sheetLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	head, low := heightOf(o[0], size.Width), o[2].MinSize().Height
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(size.Width, head))
	o[2].Move(fyne.NewPos(0, size.Height-low))
	o[2].Resize(fyne.NewSize(size.Width, low))
	o[1].Move(fyne.NewPos(-scrollEdge, head+gapLarge))
	o[1].Resize(fyne.NewSize(size.Width+scrollEdge, max(0, size.Height-head-low-2*gapLarge)))
}

// setting is a line of a dialog: what it is about to the left, the rest to the right.
func setting(name, text string, control fyne.CanvasObject) *fyne.Container {
	words := flow(2, newParagraph(name, theme.SizeNameText, theme.ColorNameForeground))
	if text != "" {
		words.Add(newParagraph(text, theme.SizeNameCaptionText, colorMuted))
	}
	return container.New(settingLayout{}, words, control)
}

type settingLayout struct{}

const settingName float32 = 170

func (settingLayout) heightFor(o []fyne.CanvasObject, width float32) float32 {
	return max(heightOf(o[0], settingName)+7, heightOf(o[1], width-settingName-gapLarge))
}

func (l settingLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(settingName+gapLarge+o[1].MinSize().Width, l.heightFor(o, settingName+gapLarge+300))
}

func (settingLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	width := size.Width - settingName - gapLarge
	o[0].Move(fyne.NewPos(0, 7))
	o[0].Resize(fyne.NewSize(settingName, heightOf(o[0], settingName)))
	o[1].Move(fyne.NewPos(settingName+gapLarge, 0))
	o[1].Resize(fyne.NewSize(width, heightOf(o[1], width)))
}
