package desk

import (
	"slices"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
)

func TestWhatWasReadIsFound(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.reader.finds(func(_ []byte, r *server.Reading) error {
		r.Text = "CAFÉ CENTRAL\n2 Cappuccino 7.40"
		return nil
	})
	r := start(t, s)
	ids := r.take(Options{}, pictures(t, 2)...)
	found := func(text string) []int64 {
		got, err := r.FindText(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	r.until("both are found", func() bool { return slices.Equal(found("cappu"), ids) })
	if got := found("cafe central"); !slices.Equal(got, ids) {
		t.Errorf("by its name without the accent it finds %v", got)
	}
	if got := found("ccino"); len(got) != 0 {
		t.Errorf("by the end of a word it finds %v", got)
	}
	r.restart()
	if got := found("cappu"); !slices.Equal(got, ids) {
		t.Errorf("after a restart it finds %v", got)
	}
}

// The words of the reader on this computer come all the way through the
// protocol to the window.
func TestWordsOfAPage(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.reader.finds(func(_ []byte, r *server.Reading) error {
		r.Words = []server.Word{{Text: "SHOP", Box: [4]float64{0.1, 0.1, 0.25, 0.15}}, {Text: "Grün", Box: [4]float64{0.3, 0.1, 0.4, 0.15}},
			{Text: "12.50", Line: 1, Box: [4]float64{0.7, 0.12345, 0.9, 0.2}}, {Text: "end", Page: 2, Line: 2, Box: [4]float64{0, 0, 1, 1}}}
		return nil
	})
	r := start(t, s)
	release := s.reader.hold()
	id := r.take(Options{}, pictures(t, 1)...)[0]
	if words, err := r.Words(t.Context(), id, 0); len(words) != 0 || err != nil {
		t.Errorf("before it is read it has %v, %v", words, err)
	}
	release()
	r.settle(id)
	for page, want := range [][]Word{
		{{"SHOP", 0, [4]float64{0.1, 0.1, 0.25, 0.15}}, {"Grün", 0, [4]float64{0.3, 0.1, 0.4, 0.15}}, {"12.50", 1, [4]float64{0.7, 0.1235, 0.9, 0.2}}},
		nil, {{"end", 0, [4]float64{0, 0, 1, 1}}}, nil,
	} {
		if got, err := r.Words(t.Context(), id, page); err != nil || !slices.Equal(got, want) {
			t.Errorf("page %d has %v, %v, want %v", page, got, err, want)
		}
	}
	s.reader.finds(nil) // as the Veryfi service: no words
	plain := r.take(Options{}, pictures(t, 2)[1])[0]
	r.settle(plain)
	if words, err := r.Words(t.Context(), plain, 0); len(words) != 0 || err != nil {
		t.Errorf("a document without words has %v, %v", words, err)
	}
}
