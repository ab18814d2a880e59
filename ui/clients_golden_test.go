package ui

import (
	"fmt"
	"image"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// TestScreensOfClients compares whole screens of a person who keeps several books.
func TestScreensOfClients(t *testing.T) {
	for _, s := range []struct {
		name string
		size fyne.Size
		look string
		do   func(w *Window, f *fakeClients)
	}{
		{"client-band-light", medium, "light", func(w *Window, _ *fakeClients) { w.turnToNumber(2) }},
		{"client-band-small-dark", small, "dark", func(w *Window, _ *fakeClients) {
			w.turnToNumber(2)
			w.shelf.shown.list.goTo(1, false)
		}},
		{"clients-light", small, "light", func(w *Window, _ *fakeClients) { w.showClients() }},
		{"clients-dark", medium, "dark", func(w *Window, f *fakeClients) {
			f.all[2].Trouble, f.all[2].Review = "", 1
			f.all = append(f.all, desk.Client{ID: "x", Name: "Miller Bros & Partners", Color: "violet"}, desk.Client{ID: "y", Name: "Meyer", Color: "amber", Open: 2})
			w.showClients()
			typeText(w, "m")
			key(w, fyne.KeyDown)
		}},
		{"client-add-light", small, "light", func(w *Window, _ *fakeClients) {
			w.addClient()
			typeText(w, "Miller Bros")
		}},
		{"client-gone-dark", small, "dark", func(w *Window, f *fakeClients) { w.editClient(f.all[2]) }},
		{"client-remove-light", small, "light", func(w *Window, f *fakeClients) { w.askRemoveClient(f.all[1]) }},
		{"client-question-light", small, "light", func(w *Window, f *fakeClients) { askTwelve(w, f.all[1]) }},
		{"client-question-dark", medium, "dark", func(w *Window, f *fakeClients) { askTwelve(w, f.all[1]) }},
	} {
		inLooks(t, s.name, s.look, func(t *testing.T, look string) image.Image {
			f := threeClients()
			f.desks[""] = newFakeDesk(pile()...)
			for _, d := range f.desks {
				d.settings.Theme = look
			}
			w := openWindow(t, f.desks[""], s.size, func(c *Config) { c.Clients = f })
			atOnce(w)
			s.do(w, f)
			return w.window.Canvas().Capture()
		})
	}
}

func askTwelve(w *Window, c desk.Client) {
	var files []string
	for i := range 12 {
		files = append(files, fmt.Sprintf("/home/anna/Scans/Smith Daughters/receipt-%02d.jpg", i+1))
	}
	w.askWhose(files, files, []desk.Doubt{{Client: c, Files: files[:9], Reason: "its name is in the names of files or folders"}, {Client: c, Files: files[9:], Reason: "it has the same already, to the last byte"}})
}
