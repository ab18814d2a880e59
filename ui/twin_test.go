package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// twinDesk has the pile with a second receipt of Office World, a look-alike
// that is held, and sizes of the files.
func twinDesk() *fakeDesk {
	all := pile()
	for i := range all {
		o := &all[i].Originals[0]
		o.Width, o.Height, o.Size = 1512, 2016, 1_240_000+int64(i)*7_000
	}
	again := all[9]
	again.ID, again.Status, again.Batch = 17, receipt.Review, "two"
	again.Originals = []receipt.Original{{Path: "/home/anna/Downloads/scan 2026-11-12.pdf", SHA256: "bb", Size: 84_000, Pages: 1}}
	again.Fields.InvoiceNumber, again.Fields.Category = "", "Sundries"
	again.Reasons = []string{"Looks like receipt 10 again: the same vendor, day and total"}
	all[8].Originals[0].SHA256 = "cc"
	return newFakeDesk(append(all, again)...)
}

func TestTwinsByKeyboard(t *testing.T) {
	for _, c := range []struct {
		id    int64
		open  fyne.KeyName
		press fyne.KeyName
		want  string // "" for nothing
		says  string
	}{
		{17, fyne.KeyF6, fyne.Key1, "keep one, not 17", "Kept #10. #17 is in the trash, as the same."},
		{17, fyne.KeyF6, fyne.Key2, "keep both with 17", "Kept both. They are two receipts."},
		{17, fyne.KeyF6, fyne.Key3, "", ""},
		{17, fyne.KeyF6, fyne.KeyReturn, "", ""},
		{17, fyne.KeyF6, fyne.KeyEscape, "", ""},
		{9, fyne.KeyReturn, fyne.Key1, "keep one, not 9", "Kept #3. #9 is in the trash, as the same."},
		{9, fyne.KeyReturn, fyne.Key2, "keep both with 9", "Kept both. #9 goes on to be read."},
	} {
		d := twinDesk()
		w := openWindow(t, d, large)
		w.list.goTo(w.place(c.id), false)
		key(w, c.open)
		if w.sheet == nil {
			t.Fatalf("%s on #%d opens nothing", c.open, c.id)
		}
		d.asked = nil
		key(w, c.press)
		if w.sheet != nil {
			t.Errorf("%s leaves the sheet open", c.press)
		}
		d.asked = slices.DeleteFunc(d.asked, func(s string) bool { return strings.HasPrefix(s, "page") })
		if got := strings.Join(d.asked, "; "); got != c.want {
			t.Errorf("%s asks for %q, want %q", c.press, got, c.want)
		}
		if c.says != "" && w.toast.text() != c.says {
			t.Errorf("the toast says %q", w.toast.text())
		}
	}
}

func TestWhatTwinsDifferIn(t *testing.T) {
	w := openWindow(t, twinDesk(), large)
	got := make(map[string]bool)
	for _, f := range w.facts(w.book.get(17), w.book.get(10)) {
		got[f.name] = f.differs()
	}
	for name, differs := range map[string]bool{"File": true, "Picture": true, "Vendor": false, "Total": false, "Category": true} {
		if is, there := got[name]; !there || is != differs {
			t.Errorf("%s is there: %v, differs: %v", name, there, is)
		}
	}
	if _, there := got["Tip"]; there {
		t.Error("it tells what neither has")
	}
}

// The other one may be in the trash: then it cannot be the one to keep.
func TestATwinInTheTrash(t *testing.T) {
	d := twinDesk()
	d.receipts[9].Trashed = testNow
	w := openWindow(t, d, large)
	w.list.goTo(w.place(17), false)
	w.compareTwin()
	if w.sheet == nil {
		t.Fatalf("nothing is open, on #%d", w.panel.entry.id())
	}
	key(w, fyne.Key1)
	if w.sheet == nil || !w.sheetButtons()["1  The same: keep one"].Disabled() {
		t.Error("both can be put into the trash")
	}
}
