package ui

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// luminance and contrast are those of WCAG 2.2.
func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	one := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*one(n.R) + 0.7152*one(n.G) + 0.0722*one(n.B)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestTextCanBeReadOnWhatItStandsOn(t *testing.T) {
	pairs := []struct{ ink, ground fyne.ThemeColorName }{
		{theme.ColorNameForeground, theme.ColorNameBackground}, {theme.ColorNameForeground, colorCard},
		{theme.ColorNameForeground, colorSelected}, {theme.ColorNameForeground, theme.ColorNameButton},
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary}, {theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
		{colorMuted, theme.ColorNameBackground}, {colorMuted, colorCard}, {colorMuted, colorSelected}, {colorMuted, colorStage},
		{colorMuted, theme.ColorNameOverlayBackground}, {colorOnSelected, colorSelected},
		{colorBlue, colorBlueTint}, {colorAmber, colorAmberTint}, {colorGreen, colorGreenTint}, {colorRed, colorRedTint},
		{colorViolet, colorVioletTint}, {colorGrey, colorGreyTint}, {colorAmber, colorCard}, {colorRed, colorCard}, {colorAmber, colorSelected},
	}
	for _, c := range desk.ClientColors {
		pairs = append(pairs, struct{ ink, ground fyne.ThemeColorName }{colorOnBand, bandColor(c)})
	}
	for name, p := range map[string]palette{"light": lightPalette, "dark": darkPalette} {
		for _, pair := range pairs {
			if c := contrast(p[pair.ink], p[pair.ground]); c < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f, 4.5 is asked", name, pair.ink, pair.ground, c)
			}
		}
	}
}

func TestPalettesNameTheSameColors(t *testing.T) {
	for name := range lightPalette {
		if darkPalette[name] == nil {
			t.Errorf("the dark palette has no %s", name)
		}
	}
	if len(lightPalette) != len(darkPalette) {
		t.Error("the dark palette has colours of its own")
	}
	test.AssertAllColorNamesDefined(t, NewTheme("light", nil, nil), "light")
	test.AssertAllColorNamesDefined(t, NewTheme("dark", nil, nil), "dark")
}

func TestEveryIconIsDrawn(t *testing.T) {
	for _, s := range []iconName{iconAdd, iconExport, iconSettings, iconCheck, iconReady, iconReview, iconWaiting, iconSending, iconReading, iconFailed,
		iconHeld, iconExported, iconTrash, iconRestore, iconRetry, iconZoomIn, iconZoomOut, iconFit, iconRotate, iconPrevious, iconNext, iconUp, iconDown,
		iconReceipt, iconSafe, iconInfo, iconClose, iconSearch, iconFolder, iconCloud} {
		if drawings[s] == "" {
			t.Errorf("there is no drawing of %s", s)
		}
	}
}

func TestWindowCanBeSmall(t *testing.T) {
	w := openWindow(t, newFakeDesk(pile()...), small)
	for _, id := range []int{0, 5, 9, 12} {
		w.list.goTo(id, false)
		if m := w.window.Content().MinSize(); m.Width > small.Width || m.Height > small.Height {
			t.Errorf("the window cannot be smaller than %v", m)
		}
	}
}
