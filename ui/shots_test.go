package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestShots(t *testing.T) {
	for _, look := range []string{"light", "dark"} {
		for name, size := range map[string]fyne.Size{"large": {Width: 1440, Height: 900}, "medium": {Width: 1180, Height: 760}, "small": {Width: 800, Height: 560}} {
			d := newFakeDesk(pile()...)
			d.settings.Theme = look
			w := openWindow(t, d, size)
			shot(t, w, "list-"+name+"-"+look)
			w.list.goTo(5, false)
			shot(t, w, "review-"+name+"-"+look)
			e := newFakeDesk()
			e.settings.Theme = look
			w = openWindow(t, e, size)
			shot(t, w, "empty-"+name+"-"+look)
		}
	}
}
