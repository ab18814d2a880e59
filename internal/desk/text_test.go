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
