package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

// A click on a word of the picture goes into the cell that has the focus, be it
// edited or not; with Shift it comes behind what is there.
func TestClickAWordIntoACell(t *testing.T) {
	for _, c := range []struct {
		name   string
		tax    bool
		column int
		edited bool
		x, y   float64
		add    bool
		want   string // "" where nothing is taken
	}{
		{"an item", false, 0, false, 0.12, 0.332, false, "10 Gel pens"},
		{"an item that is edited", false, 0, true, 0.12, 0.332, false, "10 Gel pens"},
		{"a quantity", false, 1, false, 0.12, 0.332, false, "10"},
		{"no quantity", false, 1, false, 0.32, 0.332, false, ""},
		{"a total", false, 3, true, 0.8, 0.332, false, "15.00"},
		{"two totals", false, 3, true, 0.8, 0.578, true, "15.00+47.60"},
		{"a rate", true, 1, false, 0.8, 0.824, false, "19"},
		{"a tax's name", true, 0, false, 0.2, 0.578, false, "TOTAL"},
		{"a tax", true, 3, false, 0.8, 0.578, false, "47.60"},
		{"bare paper", true, 3, false, 0.6, 0.45, false, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := wordDesk()
			w := openWindow(t, d, large)
			w.list.goTo(w.place(2), false)
			g := w.panel.form.items
			if c.tax {
				g = w.panel.form.taxes
			}
			if !g.open {
				g.toggle()
			}
			cells := g.cells
			cells.row, cells.column = len(cells.rows), c.column // the empty line at the end
			cells.focus()
			if c.edited {
				cells.edit("")
			}
			if c.add {
				clickAt(w, 0.8, 0.332, 0)
			}
			pointAt(w, c.x, c.y)
			if lit := w.panel.viewer.picture.marked != [4]float64{}; lit != (c.want != "") {
				t.Errorf("lit: %v", lit)
			}
			m := fyne.KeyModifier(0)
			if c.add {
				m = fyne.KeyModifierShift
			}
			clickAt(w, c.x, c.y, m)
			if cells.input.Text != c.want && c.want != "" || c.want != "" && !cells.editing {
				t.Errorf("it says %q, want %q; edited: %v", cells.input.Text, c.want, cells.editing)
			}
			if len(changesOf(d)) > 0 {
				t.Errorf("something was saved before the cell was left: %q", changesOf(d))
			}
			if !cells.taking() {
				t.Fatal("its focus is lost")
			}
			if c.want == "" {
				return
			}
			key(w, fyne.KeyReturn)
			if cells.editing || len(d.undo) != 1 {
				t.Errorf("after Enter it is edited: %v, %d changes", cells.editing, len(d.undo))
			}
		})
	}
}
