package ui

import (
	"image"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// TestGermanScreens compares whole screens in German, whose words are longer,
// with pictures that were looked at.
func TestGermanScreens(t *testing.T) {
	for _, s := range []struct {
		name string
		size fyne.Size
		look string
		desk func() *fakeDesk // nil is the pile
		do   func(w *Window)
	}{
		{"german-review-large-light", large, "light", nil, func(w *Window) { w.list.goTo(5, false) }},
		{"german-review-small-dark", small, "dark", nil, func(w *Window) { w.list.goTo(5, false) }},
		{"german-settings-light", fyne.NewSize(1280, 1300), "light", func() *fakeDesk {
			d := newFakeDesk(pile()...)
			d.settings.Engine = receipt.Veryfi
			return d
		}, func(w *Window) { w.showSettings() }},
		{"german-export-dark", medium, "dark", nil, func(w *Window) {
			w.cfg.ExportDir = os.TempDir()
			w.showExport()
		}},
		{"german-welcome-small-light", small, "light", firstDesk, func(*Window) {}},
		{"german-empty-small-dark", small, "dark", func() *fakeDesk { return newFakeDesk() }, func(*Window) {}},
		{"german-several-light", medium, "light", nil, func(w *Window) {
			w.list.goTo(4, false)
			w.list.goTo(13, true)
			w.showBulk()
		}},
	} {
		inLooks(t, s.name, s.look, func(t *testing.T, look string) image.Image {
			speakIn(t, "de")
			d := newFakeDesk(pile()...)
			if s.desk != nil {
				d = s.desk()
			}
			d.settings.Theme = look
			w := openWindow(t, d, s.size, func(c *Config) { c.Locale, c.DecimalComma = "de-DE", true })
			s.do(w)
			return w.window.Canvas().Capture()
		})
	}
}
