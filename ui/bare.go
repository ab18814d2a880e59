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
func framed(s *widget.Select) fyne.CanvasObject {
	return newSurface(inset(1, 1, 1, 1, s), theme.ColorNameInputBackground, theme.ColorNameInputBorder, 7)
}

// bare shows an entry with an edge of the window's own, without the bars and
// shadows of its scroller.
func bare(i *input) fyne.CanvasObject {
	return newSurface(container.NewThemeOverride(i, bareTheme{}), theme.ColorNameInputBackground, theme.ColorNameInputBorder, 7)
}
