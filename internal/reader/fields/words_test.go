package fields

import (
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// Every word of the text has its place, and words that stand together have the
// same line.
func TestWords(t *testing.T) {
	page := pageOf("BLUE BOTTLE COFFEE\n2 Latte        9.00\nTOTAL          9.00")
	got := Understand([]text.Page{page, page}, server.Hints{})
	var words []string
	lines := make(map[int][]string)
	for _, w := range got.Words {
		if w.Page == 0 {
			words = append(words, w.Text)
			lines[w.Line] = append(lines[w.Line], w.Text)
		}
		for i, f := range w.Box {
			if f < 0 || f > 1 || i > 1 && f <= w.Box[i-2] {
				t.Errorf("%q is at %v", w.Text, w.Box)
			}
		}
	}
	if want := strings.Fields("BLUE BOTTLE COFFEE 2 Latte 9.00 TOTAL 9.00"); !slices.Equal(words, want) {
		t.Errorf("the words are %q, want %q", words, want)
	}
	if len(got.Words) != 2*len(words) || strings.Join(strings.Fields(got.Text), " ") != strings.Join(append(words, words...), " ") {
		t.Errorf("two pages have %d words; the text is %q", len(got.Words), got.Text)
	}
	var runs []string
	for i := range len(lines) {
		runs = append(runs, strings.Join(lines[i], " "))
	}
	if want := []string{"BLUE BOTTLE COFFEE", "2 Latte", "9.00", "TOTAL", "9.00"}; !slices.Equal(runs, want) {
		t.Errorf("the lines are %q, want %q", runs, want)
	}
	for _, w := range got.Words {
		if w.Text == "TOTAL" && w.Page == 1 {
			if i := slices.IndexFunc(got.Words, func(v server.Word) bool { return v.Page == 0 && v.Text == "TOTAL" }); got.Words[i].Box != w.Box {
				t.Error("the same word has another place on the second page")
			}
		}
	}
}
