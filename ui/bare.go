package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// bareTheme is the app's theme without what a scroller draws. Fyne's entries
// scroll inside and show a bar under any text that is too long for them.
type bareTheme struct{}

func (bareTheme) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameShadow, theme.ColorNameScrollBar, theme.ColorNameScrollBarBackground:
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

// bare shows an entry without the bars and shadows of its scroller.
func bare(i *input) fyne.CanvasObject { return container.NewThemeOverride(i, bareTheme{}) }
