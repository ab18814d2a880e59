package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// bareTheme is the app's theme without what an entry draws around its text.
// Fyne's entries scroll inside and show a bar under any text that is too long
// for them; their edge lies between two pixels and comes out dark on a screen.
type bareTheme struct{}

func (bareTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameShadow, theme.ColorNameScrollBar, theme.ColorNameScrollBarBackground,
		theme.ColorNameInputBorder, theme.ColorNameInputBackground:
		return clearColor
	case theme.ColorNameDisabled: // of the text, and of an edge that need not be heavy
		c := nrgba(colorMuted)
		c.A = 0x99
		return c
	}
	return fyne.CurrentApp().Settings().Theme().Color(name, v)
}

func (bareTheme) Font(s fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(s)
}

func (bareTheme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(name)
}

func (bareTheme) Size(name fyne.ThemeSizeName) float32 {
	return fyne.CurrentApp().Settings().Theme().Size(name)
}

// framed gives Fyne's select, which has no edge, the edge of an entry.
func framed(s *picker) fyne.CanvasObject {
	return newSurface(inset(1, 1, 1, 1, s), theme.ColorNameInputBackground, theme.ColorNameInputBorder, 7)
}

// bare shows an entry with an edge of the window's own, without the bars and
// shadows of its scroller, and leaves the wheel to what the entry stands in.
func bare(i *input) fyne.CanvasObject {
	return newSurface(container.NewStack(container.NewThemeOverride(i, bareTheme{}), i.ghost, newWheel(i)),
		theme.ColorNameInputBackground, theme.ColorNameInputBorder, 7)
}

// strongTheme is the app's theme with edges that small circles need to be seen.
type strongTheme struct{ bareTheme }

func (t strongTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameInputBorder {
		name = colorMuted
	}
	return fyne.CurrentApp().Settings().Theme().Color(name, v)
}

// wheel lies over an entry, which would keep the wheel for itself, and hands
// it on. It takes nothing else from the pointer.
type wheel struct {
	widget.BaseWidget
	input *input
}

func newWheel(i *input) *wheel {
	w := &wheel{input: i}
	w.ExtendBaseWidget(w)
	return w
}

func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	if w.input.onScroll != nil {
		w.input.onScroll(ev)
	}
}

func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout())
}
