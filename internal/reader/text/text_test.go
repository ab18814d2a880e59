package text

import "testing"

func TestUprightTurnsThePageAndItsPlaces(t *testing.T) {
	// A mark near the top left corner of a page of 100 x 40, one pixel wide.
	mark := Quad{{X: 10, Y: 5}, {X: 11, Y: 5}, {X: 11, Y: 6}, {X: 10, Y: 6}}
	for _, test := range []struct {
		turned, width, height int
		first                 Point // of the mark's first corner
	}{
		{0, 100, 40, Point{X: 10, Y: 5}},
		{90, 40, 100, Point{X: 35, Y: 10}},
		{180, 100, 40, Point{X: 90, Y: 35}},
		{270, 40, 100, Point{X: 5, Y: 90}},
	} {
		page := Page{Width: 100, Height: 40, Turned: test.turned, Lines: []Line{{Text: "x", Quad: mark, Words: []Word{{Text: "x", Quad: mark}}}}}
		up := page.Upright()
		if up.Turned != 0 || up.Width != test.width || up.Height != test.height {
			t.Errorf("turned by %d: %d x %d, turned %d", test.turned, up.Width, up.Height, up.Turned)
		}
		if l := up.Lines[0]; l.Quad[0] != test.first || l.Words[0].Quad[0] != test.first || l.Text != "x" {
			t.Errorf("turned by %d the mark is at %v and %v, want %v", test.turned, l.Quad[0], l.Words[0].Quad[0], test.first)
		}
		if page.Lines[0].Quad != mark || page.Lines[0].Words[0].Quad != mark {
			t.Errorf("turned by %d: the page itself changed", test.turned)
		}
	}
}
