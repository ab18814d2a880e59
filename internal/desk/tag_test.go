package desk

import (
	"slices"
	"strings"
	"testing"
)

func TestTagsAreKeptAndTakenBack(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	ids := r.take(Options{}, pictures(t, 2)...)
	r.settle(ids...)
	tags := func() [2]string {
		return [2]string{strings.Join(r.get(ids[0]).Tags, "+"), strings.Join(r.get(ids[1]).Tags, "+")}
	}
	r.must(r.Tag(t.Context(), ids[:1], "Trip", true))
	r.must(r.Tag(t.Context(), ids, " tax  2026", true))
	r.must(r.Tag(t.Context(), ids, "trip", true)) // the one that is there stays
	if got := tags(); got != [2]string{"tax 2026+Trip", "tax 2026+trip"} {
		t.Errorf("the tags are %q", got)
	}
	changes, err := r.History(t.Context(), ids[0])
	if last := changes[len(changes)-1]; err != nil || last.What != "tagged" || last.Field != "tags" || last.After != "tax 2026, Trip" {
		t.Errorf("the history ends with %+v, %v", last, err)
	}
	r.must(r.Tag(t.Context(), ids, "TRIP", false))
	if name, err := r.Undo(t.Context()); err != nil || name != "Taking the tag TRIP off 2 receipts" || tags() != [2]string{"tax 2026+Trip", "tax 2026+trip"} {
		t.Errorf("undone %q, the tags are %q: %v", name, tags(), err)
	}
	r.must(r.SetTags(t.Context(), ids, []string{"b", " A ", "B"}))
	if got := tags(); got != [2]string{"A+b", "A+b"} {
		t.Errorf("set, the tags are %q", got)
	}
	if name, err := r.Undo(t.Context()); err != nil || name != "Tags on 2 receipts" || r.SetTags(t.Context(), ids, []string{"a,b"}) == nil {
		t.Errorf("undone %q: %v", name, err)
	}
	r.restart()
	if got := tags(); got != [2]string{"tax 2026+Trip", "tax 2026+trip"} {
		t.Errorf("after a restart the tags are %q", got)
	}
	for _, bad := range []string{" ", "a,b", strings.Repeat("x", 41)} {
		if r.Tag(t.Context(), ids, bad, true) == nil {
			t.Errorf("%q is a tag", bad)
		}
	}
	if !slices.Equal(r.get(ids[0]).Tags, []string{"tax 2026", "Trip"}) {
		t.Error("what was refused was written")
	}
}
