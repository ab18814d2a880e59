package ui

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// The window's own colours, beside those that Fyne names.
const (
	colorCard       fyne.ThemeColorName = "card"       // what content lies on
	colorBorder     fyne.ThemeColorName = "border"     // the edge of a card
	colorMuted      fyne.ThemeColorName = "muted"      // text of less weight
	colorStage      fyne.ThemeColorName = "stage"      // behind a picture
	colorSelected   fyne.ThemeColorName = "selected"   // a selected row
	colorVeil       fyne.ThemeColorName = "veil"       // over the window behind a dialog
	colorOnSelected fyne.ThemeColorName = "onSelected" // a selected tab's text

	colorBlue       fyne.ThemeColorName = "blue"
	colorBlueTint   fyne.ThemeColorName = "blueTint"
	colorAmber      fyne.ThemeColorName = "amber"
	colorAmberTint  fyne.ThemeColorName = "amberTint"
	colorGreen      fyne.ThemeColorName = "green"
	colorGreenTint  fyne.ThemeColorName = "greenTint"
	colorRed        fyne.ThemeColorName = "red"
	colorRedTint    fyne.ThemeColorName = "redTint"
	colorViolet     fyne.ThemeColorName = "violet"
	colorVioletTint fyne.ThemeColorName = "violetTint"
	colorGrey       fyne.ThemeColorName = "grey"
	colorGreyTint   fyne.ThemeColorName = "greyTint"

	// The bands of clients, by the names of their colours, and what is written
	// on them.
	colorOnBand fyne.ThemeColorName = "onBand"
)

// bandColor is the colour of a client's band.
func bandColor(name string) fyne.ThemeColorName {
	if !slices.Contains(desk.ClientColors, name) {
		name = "grey"
	}
	return fyne.ThemeColorName("band-" + name)
}

// palette gives every colour of one variant. Text on what it stands on has a
// contrast of at least 4.5 to 1 (WCAG AA); a test holds it to that.
type palette map[fyne.ThemeColorName]color.Color

func rgb(v uint32) color.Color {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}
}

func rgba(v uint32, a uint8) color.Color {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), a}
}

var lightPalette = palette{
	theme.ColorNameBackground:          rgb(0xf5f6f9),
	theme.ColorNameForeground:          rgb(0x1a2130),
	theme.ColorNamePrimary:             rgb(0x2456d6),
	theme.ColorNameForegroundOnPrimary: rgb(0xffffff),
	theme.ColorNameButton:              rgb(0xffffff),
	theme.ColorNameDisabledButton:      rgb(0xeceef2),
	theme.ColorNameDisabled:            rgb(0x9aa2b1),
	theme.ColorNamePlaceHolder:         rgb(0x667085),
	theme.ColorNameInputBackground:     rgb(0xffffff),
	theme.ColorNameInputBorder:         rgb(0xcfd5df),
	theme.ColorNameFocus:               rgba(0x2456d6, 0x55),
	theme.ColorNameHover:               rgba(0x1f3a7a, 0x0d),
	theme.ColorNamePressed:             rgba(0x1f3a7a, 0x1f),
	theme.ColorNameSelection:           rgba(0x2456d6, 0x33),
	theme.ColorNameSeparator:           rgb(0xe6e9ef),
	theme.ColorNameScrollBar:           rgba(0x3b465c, 0x59),
	theme.ColorNameScrollBarBackground: rgba(0x3b465c, 0x00),
	theme.ColorNameShadow:              rgba(0x1a2130, 0x24),
	theme.ColorNameMenuBackground:      rgb(0xffffff),
	theme.ColorNameOverlayBackground:   rgb(0xffffff),
	theme.ColorNameHeaderBackground:    rgb(0xf5f6f9),
	theme.ColorNameError:               rgb(0xb4232c),
	theme.ColorNameSuccess:             rgb(0x12693e),
	theme.ColorNameWarning:             rgb(0x8a5200),
	theme.ColorNameHyperlink:           rgb(0x2456d6),

	colorCard:       rgb(0xffffff),
	colorBorder:     rgb(0xe3e7ee),
	colorMuted:      rgb(0x596377),
	colorStage:      rgb(0xedf0f4),
	colorSelected:   rgb(0xe5ecfc),
	colorVeil:       rgba(0x1a2130, 0x66),
	colorOnSelected: rgb(0x1d48b8),

	colorBlue: rgb(0x1c52b8), colorBlueTint: rgb(0xe2ecfd),
	colorAmber: rgb(0x874f00), colorAmberTint: rgb(0xfcefd6),
	colorGreen: rgb(0x12653c), colorGreenTint: rgb(0xdef3e7),
	colorRed: rgb(0xb0212a), colorRedTint: rgb(0xfce5e5),
	colorViolet: rgb(0x5b39ab), colorVioletTint: rgb(0xede7fb),
	colorGrey: rgb(0x4d576a), colorGreyTint: rgb(0xe9edf2),

	colorOnBand:   rgb(0xffffff),
	"band-blue":   rgb(0x2f5fb5),
	"band-teal":   rgb(0x10706b),
	"band-green":  rgb(0x2f7038),
	"band-amber":  rgb(0x8f5a08),
	"band-red":    rgb(0xa93a34),
	"band-pink":   rgb(0xa33b73),
	"band-violet": rgb(0x6748b0),
	"band-grey":   rgb(0x4d5868),
}

var darkPalette = palette{
	theme.ColorNameBackground:          rgb(0x11151c),
	theme.ColorNameForeground:          rgb(0xe7eaf0),
	theme.ColorNamePrimary:             rgb(0x3b6fe6),
	theme.ColorNameForegroundOnPrimary: rgb(0xffffff),
	theme.ColorNameButton:              rgb(0x232a35),
	theme.ColorNameDisabledButton:      rgb(0x1e242e),
	theme.ColorNameDisabled:            rgb(0x667185),
	theme.ColorNamePlaceHolder:         rgb(0x8d98aa),
	theme.ColorNameInputBackground:     rgb(0x141922),
	theme.ColorNameInputBorder:         rgb(0x36404f),
	theme.ColorNameFocus:               rgba(0x6d97f5, 0x66),
	theme.ColorNameHover:               rgba(0xcfdcff, 0x0f),
	theme.ColorNamePressed:             rgba(0xcfdcff, 0x24),
	theme.ColorNameSelection:           rgba(0x5b8cff, 0x4d),
	theme.ColorNameSeparator:           rgb(0x29313d),
	theme.ColorNameScrollBar:           rgba(0xb4c0d4, 0x59),
	theme.ColorNameScrollBarBackground: rgba(0xb4c0d4, 0x00),
	theme.ColorNameShadow:              rgba(0x000000, 0x5c),
	theme.ColorNameMenuBackground:      rgb(0x212833),
	theme.ColorNameOverlayBackground:   rgb(0x1c222c),
	theme.ColorNameHeaderBackground:    rgb(0x11151c),
	theme.ColorNameError:               rgb(0xff8f92),
	theme.ColorNameSuccess:             rgb(0x71d6a1),
	theme.ColorNameWarning:             rgb(0xf2bb66),
	theme.ColorNameHyperlink:           rgb(0x8fb2ff),

	colorCard:       rgb(0x1a2029),
	colorBorder:     rgb(0x2a323e),
	colorMuted:      rgb(0x9ba6b7),
	colorStage:      rgb(0x10141a),
	colorSelected:   rgb(0x22345a),
	colorVeil:       rgba(0x05070a, 0x99),
	colorOnSelected: rgb(0xb7ccff),

	colorBlue: rgb(0x9fc0ff), colorBlueTint: rgb(0x1f3054),
	colorAmber: rgb(0xf4c277), colorAmberTint: rgb(0x3d2f17),
	colorGreen: rgb(0x80dbab), colorGreenTint: rgb(0x173527),
	colorRed: rgb(0xff9d9f), colorRedTint: rgb(0x45222a),
	colorViolet: rgb(0xc4b0ff), colorVioletTint: rgb(0x30284f),
	colorGrey: rgb(0xb3bdcc), colorGreyTint: rgb(0x2a323e),

	colorOnBand:   rgb(0xf1f4f9),
	"band-blue":   rgb(0x2b4c8c),
	"band-teal":   rgb(0x155550),
	"band-green":  rgb(0x2a5732),
	"band-amber":  rgb(0x6b4814),
	"band-red":    rgb(0x7d312e),
	"band-pink":   rgb(0x762f57),
	"band-violet": rgb(0x4d3a85),
	"band-grey":   rgb(0x3d4756),
}
