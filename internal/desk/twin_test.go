package desk

import (
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestTwinsAreToldAndSettled(t *testing.T) {
	t.Parallel()
	r, ids := sameSales(t, 3)
	first, second, third := ids[0], ids[1], ids[2]
	if got := []int64{Twin(r.get(first)), Twin(r.get(second)), Twin(r.get(third))}; !slices.Equal(got, []int64{0, first, first}) {
		t.Fatalf("the twins are %v", got)
	}

	// The same: the new one goes to the trash, says so, and comes back.
	r.must(r.KeepOne(t.Context(), second))
	if r.get(second).Trashed.IsZero() || !r.get(first).Trashed.IsZero() {
		t.Error("the wrong one is in the trash")
	}
	changes, err := r.History(t.Context(), second)
	if last := changes[len(changes)-1]; err != nil || !last.Person || last.What != "put into the trash, as the same as receipt 1" {
		t.Errorf("the history ends with %+v, %v", last, err)
	}
	if _, err := r.Undo(t.Context()); err != nil || !r.get(second).Trashed.IsZero() {
		t.Errorf("undone, it is still in the trash: %v", err)
	}

	// Two receipts: the third looks like the second now, and then like none.
	r.must(r.KeepBoth(t.Context(), third))
	if got := Twin(r.get(third)); got != second {
		t.Errorf("the third looks like %d", got)
	}
	r.must(r.KeepBoth(t.Context(), third))
	if got := r.get(third); got.Status != receipt.Ready || Twin(got) != 0 {
		t.Errorf("the third is %s %q", got.Status, got.Reasons)
	}
	for _, what := range []string{"corrected", "and restarted"} { // nobody asks again
		r.must(r.Correct(t.Context(), third, receipt.FieldNotes, what))
		if got := r.get(third); got.Status != receipt.Ready {
			t.Errorf("%s, the third is %s %q", what, got.Status, got.Reasons)
		}
		r.restart()
		r.settle(r.take(Options{}, write(t, t.TempDir(), "note.jpg", []byte(strings.Repeat(what, 40))))...) // so the history is known again
	}
}

func TestToKeepBothIsTakenBack(t *testing.T) {
	t.Parallel()
	r, ids := sameSales(t, 2)
	r.must(r.KeepBoth(t.Context(), ids[1]))
	if name, err := r.Undo(t.Context()); err != nil || name != "Keeping both receipts 1 and 2" || Twin(r.get(ids[1])) != ids[0] {
		t.Errorf("undone %q, %v: %q", name, err, r.get(ids[1]).Reasons)
	}
	if _, err := r.Redo(t.Context()); err != nil || r.get(ids[1]).Status != receipt.Ready {
		t.Errorf("done again it is %q: %v", r.get(ids[1]).Reasons, err)
	}
	if err := r.KeepOne(t.Context(), ids[1]); err == nil || !strings.Contains(err.Error(), "looks like no other any more") {
		t.Errorf("what is settled is put away: %v", err)
	}
}

func TestWhatWasHeldIsSettledBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	dir := t.TempDir()
	same := picture(t, "twice")
	ids := r.take(Options{}, write(t, dir, "a.jpg", same), write(t, dir, "b.jpg", same), write(t, dir, "c.jpg", same))
	r.settle(ids...)
	if got := Twin(r.get(ids[1])); got != ids[0] {
		t.Fatalf("the second looks like %d", got)
	}
	r.must(r.KeepOne(t.Context(), ids[1]))
	if n := len(s.documents()); n != 1 {
		t.Errorf("%d were sent", n)
	}
	r.must(r.Trash(t.Context(), ids[0]))
	if err := r.KeepOne(t.Context(), ids[2]); err == nil || !r.get(ids[2]).Trashed.IsZero() {
		t.Error("both are in the trash")
	}
	r.must(r.Restore(t.Context(), ids[0]))
	r.must(r.KeepBoth(t.Context(), ids[2]))
	r.settle(ids...)
	// Read, it is of the same sale; but that question has been answered.
	if got := r.get(ids[2]); got.Status != receipt.Ready {
		t.Errorf("kept, it is %s %q", got.Status, got.Reasons)
	}
	if n := len(s.documents()); n != 2 {
		t.Errorf("%d were sent, want 2", n)
	}
}
