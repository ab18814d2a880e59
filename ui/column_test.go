package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

func TestEveryDateHasRoom(t *testing.T) {
	openWindow(t, newFakeDesk(), large) // the theme's font
	for _, c := range columns {
		if c.name != columnDate {
			continue
		}
		for _, day := range []string{"2000-00-00", "2044-04-04", "2088-08-08", "2026-06-26"} {
			if w := fyne.MeasureText(day, theme.TextSize(), fyne.TextStyle{}).Width; w > c.width {
				t.Errorf("%s is %v wide, its column %v", day, w, c.width)
			}
		}
	}
}
