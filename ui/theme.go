package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The window's own type sizes, beside those that Fyne names.
const (
	sizeTitle fyne.ThemeSizeName = "title" // the window's heading
	sizePill  fyne.ThemeSizeName = "pill"  // pills and column headings
)

// The grid: every gap of the window is one of these.
const (
	gapTiny   float32 = 4
	gapSmall  float32 = 8
	gap       float32 = 12
	gapLarge  float32 = 16
	gapWindow float32 = 20

	controlHeight float32 = 34 // buttons and entries
	rowHeight     float32 = 40
)

// look chooses the variant: what the system says, or always light or dark.
type look string

const (
	lookSystem look = "system"
	lookLight  look = "light"
	lookDark   look = "dark"
)

// Theme is the window's look: one palette, one font in two weights, one grid.
type Theme struct {
	look          look
	regular, bold fyne.Resource
}

// NewTheme makes the theme "system", "light" or "dark" (anything else is
// "system") with two weights of a font; nil means Fyne's own font.
func NewTheme(name string, regular, bold fyne.Resource) *Theme {
	l := look(name)
	if l != lookLight && l != lookDark {
		l = lookSystem
	}
	return &Theme{look: l, regular: regular, bold: bold}
}

// Color is a colour of the palette that the look or, failing that, the
// system's variant chooses.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	switch t.look {
	case lookLight:
		variant = theme.VariantLight
	case lookDark:
		variant = theme.VariantDark
	}
	colors := lightPalette
	if variant == theme.VariantDark {
		colors = darkPalette
	}
	if c, ok := colors[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font is one of the two weights; monospaced text and symbols stay Fyne's.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace || style.Symbol:
	case style.Bold && t.bold != nil:
		return t.bold
	case !style.Bold && t.regular != nil:
		return t.regular
	}
	return theme.DefaultTheme().Font(style)
}

// Icon is Fyne's own icon; the window draws its icons itself.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size is a measure of the grid or a size of type.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case sizeTitle:
		return 21
	case sizePill:
		return 11.5
	case theme.SizeNameText:
		return 13
	case theme.SizeNameCaptionText:
		return 12
	case theme.SizeNameHeadingText:
		return 18
	case theme.SizeNameSubHeadingText:
		return 15
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameSelectionRadius, theme.SizeNameMenuRadius:
		return 7
	case theme.SizeNameCardRadius, theme.SizeNameDialogRadius, theme.SizeNamePopupRadius:
		return 12
	case theme.SizeNameInlineIcon:
		return 18
	case theme.SizeNameInputBorder:
		return 1
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameModalBlurRadius:
		return 0 // a blur of the whole window costs a frame on old graphics
	}
	return theme.DefaultTheme().Size(name)
}
