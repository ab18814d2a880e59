package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// fakeClients are clients in memory, for the window's tests only; the real ones
// are tested with real histories in the house.
type fakeClients struct {
	all   []desk.Client
	desks map[string]*fakeDesk
	shown string

	files   []string // what Suspect finds
	doubts  []desk.Doubt
	suspect error
	opens   func() // happens while books are being opened
}

func (f *fakeClients) Suspect(context.Context, string, []string) ([]string, []desk.Doubt, error) {
	return f.files, f.doubts, f.suspect
}

func (f *fakeClients) List() []desk.Client                { return slices.Clone(f.all) }
func (f *fakeClients) Look(context.Context) []desk.Client { return slices.Clone(f.all) }
func (f *fakeClients) Show(id string) error               { f.shown = id; return nil }

func (f *fakeClients) at(id string) int {
	return slices.IndexFunc(f.all, func(c desk.Client) bool { return c.ID == id })
}

func (f *fakeClients) Open(_ context.Context, id string) (Desk, error) {
	i := f.at(id)
	if i < 0 {
		return nil, errors.New("that client is not on the list any more")
	}
	if t := f.all[i].Trouble; t != "" {
		return nil, errors.New(t)
	}
	f.all[i].Running = true
	if f.opens != nil {
		f.opens()
	}
	return f.desks[id], nil
}

func (f *fakeClients) Add(_ context.Context, name, color, folder string) (desk.Client, error) {
	for _, c := range f.all {
		if c.Name == name {
			return c, fmt.Errorf("there is a client %s already: give this one another name", name)
		}
	}
	c := desk.Client{ID: strings.ToLower(name), Name: name, Color: color, Folder: folder}
	f.all = append(f.all, c)
	f.desks[c.ID] = newFakeDesk()
	return c, nil
}

func (f *fakeClients) Change(_ context.Context, c desk.Client) error {
	f.all[f.at(c.ID)] = c
	return nil
}

func (f *fakeClients) Remove(id string) (string, error) {
	i := f.at(id)
	folder := f.all[i].Folder
	f.all = slices.Delete(f.all, i, i+1)
	return folder, nil
}

// threeClients are the main books and those of two clients, one of them on a
// disk that is not there.
func threeClients() *fakeClients {
	smith, jones := newFakeDesk(twenty(3)[:6]...), newFakeDesk()
	smith.settings.Theme, jones.settings.Theme = "light", "light"
	return &fakeClients{all: []desk.Client{
		{Name: "Main books", Color: "blue", Folder: "/home/anna/spindle", Running: true, Review: 2},
		{ID: "smith", Name: "Smith & Daughters Ltd", Color: "teal", Folder: "/home/anna/spindle/clients/smith", Review: 6, Open: 3, Running: true},
		{ID: "jones", Name: "Jones", Color: "red", Folder: "/media/office/jones", Trouble: "the folder of Jones, /media/office/jones, is not there: connect its disk, or say under “Clients” where it is now"},
	}, desks: map[string]*fakeDesk{"smith": smith, "jones": jones}}
}

// openClients opens the window with clients; what it does it does at once, also
// in the windows that come after it.
func openClients(t *testing.T, f *fakeClients, size fyne.Size) *Window {
	t.Helper()
	d := newFakeDesk(pile()...)
	f.desks[""] = d
	w := openWindow(t, d, size, func(c *Config) { c.Clients = f })
	atOnce(w)
	return w
}

func atOnce(w *Window) {
	w.shelf.made = func(next *Window) {
		now := func(f func()) { f() }
		next.run, next.look, next.talk, next.find = now, now, now, now
	}
}

func TestASingleClientSeesNoBand(t *testing.T) {
	f := threeClients()
	f.all = f.all[:1]
	w := openClients(t, f, medium)
	if w.band.Visible() || w.window.Title() != "Spindle" {
		t.Errorf("band %v, title %q", w.band.Visible(), w.window.Title())
	}
	shortcut(w, control(fyne.Key2))
	if w.shelf.shown != w || w.toast.text() != "" {
		t.Error("Ctrl+2 does something")
	}
}

func TestTurningToAnotherClientByKeyboard(t *testing.T) {
	f := threeClients()
	w := openClients(t, f, medium)
	if !w.band.Visible() || w.band.name.text != "Main books" || w.window.Title() != "Spindle · Main books" {
		t.Fatalf("band %v %q, title %q", w.band.Visible(), w.band.name.text, w.window.Title())
	}
	shortcut(w, control(fyne.Key2))
	smith := w.shelf.shown
	if smith == w || smith.band.name.text != "Smith & Daughters Ltd" || len(smith.book.entries) != 6 || f.shown != "smith" {
		t.Fatalf("it shows %q with %d receipts", smith.band.name.text, len(smith.book.entries))
	}
	if n := len(f.desks[""].listeners); n != 0 {
		t.Errorf("%d still listen to the other desk", n)
	}
	// What is dropped now goes to the one that is shown.
	smith.add([]string{"/tmp"})
	if !slices.ContainsFunc(f.desks["smith"].asked, func(s string) bool { return strings.HasPrefix(s, "add") }) ||
		slices.ContainsFunc(f.desks[""].asked, func(s string) bool { return strings.HasPrefix(s, "add") }) {
		t.Errorf("hers was asked %q, the main one %q", f.desks["smith"].asked, f.desks[""].asked)
	}
	// News of the one that is not shown is not seen.
	w.hear(desk.Event{Changed: []receipt.Receipt{{ID: 99, Status: receipt.Review, Updated: testNow}}})
	if smith.book.get(99) != nil {
		t.Error("news of the other one came in")
	}

	// By its name, and back.
	shortcut(smith, control(fyne.KeyK))
	typeText(smith, "main")
	key(smith, fyne.KeyReturn)
	back := w.shelf.shown
	if back.band.name.text != "Main books" || len(back.book.entries) != len(pile()) {
		t.Errorf("it shows %q with %d receipts", back.band.name.text, len(back.book.entries))
	}
	// By the arrows; one that is not there is changed, not shown.
	shortcut(back, control(fyne.KeyK))
	key(back, fyne.KeyDown)
	key(back, fyne.KeyDown)
	key(back, fyne.KeyReturn)
	if w.shelf.shown != back || back.sheet == nil || back.sheetButtons()["It is elsewhere…"] == nil {
		t.Error("a client that is not there is not offered to be found")
	}
	key(back, fyne.KeyEscape)
	shortcut(back, control(fyne.Key3))
	if w.shelf.shown != back || !strings.Contains(back.toast.text(), "connect its disk") {
		t.Errorf("Ctrl+3 says %q", back.toast.text())
	}
}

func TestAddingChangingAndRemovingAClient(t *testing.T) {
	f := threeClients()
	f.all = f.all[:1]
	w := openClients(t, f, medium)
	w.showClients()
	test.Tap(w.sheetButtons()["Add a client…"])
	typeText(w, "Main books")
	key(w, fyne.KeyReturn)
	if w.sheet == nil || len(f.all) != 1 {
		t.Fatal("a name that is taken is taken again")
	}
	inSheet[*input](w).SetText("Miller")
	key(w, fyne.KeyReturn)
	miller := w.shelf.shown
	if miller == w || !miller.band.Visible() || miller.band.name.text != "Miller" || f.all[1].Color != "teal" {
		t.Fatalf("there are %+v, shown is %q", f.all, miller.band.name.text)
	}
	if f.desks["miller"].settings.Theme != f.desks[""].settings.Theme {
		t.Error("it has another look")
	}
	miller.showClients()
	test.Tap(miller.sheetButtons()["Change…"])
	typeText(miller, "Miller Bros")
	key(miller, fyne.KeyReturn)
	if f.all[1].Name != "Miller Bros" || miller.band.name.text != "Miller Bros" {
		t.Errorf("it is %+v, the band says %q", f.all[1], miller.band.name.text)
	}
	miller.showClients()
	test.Tap(miller.sheetButtons()["Change…"])
	test.Tap(miller.sheetButtons()["Take off the list…"])
	test.Tap(miller.sheetButtons()["Take it off"])
	left := w.shelf.shown
	if len(f.all) != 1 || left.cfg.Client != "" || left.band.Visible() || !strings.Contains(left.toast.text(), "is off the list. Its files are in") {
		t.Errorf("there are %+v; shown is %q, it says %q", f.all, left.cfg.Client, left.toast.text())
	}
}

// Files that look like another client's are asked about before anything is
// copied or sent: put there, kept here, or neither.
func TestFilesOfAnotherClientAreAskedAbout(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for _, name := range []string{"a.jpg", "b.jpg", "c.jpg"} {
		files = append(files, filepath.Join(dir, name))
		if err := os.WriteFile(files[len(files)-1], []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(t *testing.T, answer fyne.KeyName) (here, there []string, w *Window) {
		f := threeClients()
		f.files, f.doubts = files, []desk.Doubt{{Client: f.all[1], Files: files[:1], Reason: "it has the same already"}, {Client: f.all[1], Files: files[1:2], Reason: "its name is in their names"}}
		w = openClients(t, f, medium)
		w.add([]string{dir})
		if w.sheet == nil {
			t.Fatal("nothing is asked")
		}
		if taken(f.desks[""]) != nil || taken(f.desks["smith"]) != nil {
			t.Fatal("files are taken before the answer")
		}
		key(w, answer)
		if w.sheet != nil {
			t.Error("the question stays")
		}
		return taken(f.desks[""]), taken(f.desks["smith"]), w
	}
	here, there, w := ask(t, fyne.Key1)
	if !slices.Equal(there, []string{fmt.Sprintf("add %v as each", files[:2])}) || !slices.Equal(here, []string{fmt.Sprintf("add %v as each", files[2:])}) {
		t.Errorf("put there: here %q, there %q; it says %q", here, there, w.toast.text())
	}
	if here, there, _ := ask(t, fyne.Key2); there != nil || !slices.Equal(here, []string{fmt.Sprintf("add %v as each", []string{dir})}) {
		t.Errorf("kept here: here %q, there %q", here, there)
	}
	if here, there, _ := ask(t, fyne.KeyEscape); here != nil || there != nil {
		t.Errorf("neither: here %q, there %q", here, there)
	}
	// What cannot be looked at keeps nobody from taking files in.
	f := threeClients()
	f.suspect = errors.New("broken")
	w = openClients(t, f, medium)
	w.add(files)
	if w.sheet != nil || len(taken(f.desks[""])) != 1 {
		t.Error("without an answer nothing is taken in")
	}
}

// taken is what a desk was asked to take in.
func taken(d *fakeDesk) (asked []string) {
	for _, a := range d.asked {
		if strings.HasPrefix(a, "add ") {
			asked = append(asked, a)
		}
	}
	return asked
}

// What is typed while another client's books are being opened is saved where it
// was typed.
func TestTypingWhileAnotherClientOpens(t *testing.T) {
	f := threeClients()
	w := openClients(t, f, large)
	w.list.goTo(w.place(2), false)
	f.opens = func() {
		f.opens = nil
		key(w, fyne.KeyRight)
		key(w, fyne.KeyF2)
		typeOver(w, "Typed at the last moment")
	}
	shortcut(w, control(fyne.Key2))
	if got := f.desks[""].find(2).Fields.Vendor; got != "Typed at the last moment" {
		t.Errorf("the vendor is %q", got)
	}
	if w.shelf.shown.cfg.Client != "smith" || f.shown != "smith" {
		t.Errorf("shown is %q, remembered %q", w.shelf.shown.cfg.Client, f.shown)
	}
}

// What cannot be taken as it was typed keeps the window at its client.
func TestWrongTypingKeepsTheClient(t *testing.T) {
	f := threeClients()
	w := openClients(t, f, large)
	w.list.goTo(w.place(2), false)
	f.opens = func() {
		f.opens = nil
		retype(w, receipt.FieldTotal, "12,,5")
	}
	shortcut(w, control(fyne.Key2))
	if w.shelf.shown != w || f.shown != "" || w.panel.form.fields[receipt.FieldTotal].wrong == "" {
		t.Errorf("shown is %q, remembered %q", w.shelf.shown.cfg.Client, f.shown)
	}
}

// A question about files waits while another sheet is open, and asks then: no
// file is left out because of what is on the screen.
func TestAQuestionWaitsForTheSheetThatIsOpen(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for _, name := range []string{"a.jpg", "b.jpg"} {
		files = append(files, filepath.Join(dir, name))
		if err := os.WriteFile(files[len(files)-1], []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := threeClients()
	w := openClients(t, f, medium)
	for i, name := range files {
		f.files, f.doubts = []string{name}, []desk.Doubt{{Client: f.all[1], Files: []string{name}, Reason: fmt.Sprint("reason ", i)}}
		w.add([]string{name})
	}
	first := w.sheet
	key(w, fyne.Key1)
	if w.sheet == nil || w.sheet == first {
		t.Fatal("the second question was never asked")
	}
	key(w, fyne.Key2)
	here, there := taken(f.desks[""]), taken(f.desks["smith"])
	if len(here) != 1 || !strings.Contains(here[0], "b.jpg") || len(there) != 1 || !strings.Contains(there[0], "a.jpg") || w.sheet != nil {
		t.Errorf("here %q, there %q, a sheet is open: %v", here, there, w.sheet != nil)
	}
}
