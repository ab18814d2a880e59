package desk

import (
	"fmt"
	"slices"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// ofVendor are n receipts of one vendor, and the desk that has read them.
func ofVendor(t *testing.T, n int) (*room, []int64) {
	t.Helper()
	s := startService(t)
	s.reader.finds(func(data []byte, r *server.Reading) error {
		*r = readingOf(data, 1)
		r.Vendor.Name = value("Office World")
		return nil
	})
	r := start(t, s)
	ids := r.take(Options{}, pictures(t, n)...)
	r.settle(ids...)
	return r, ids
}

func (r *room) category(ids ...int64) []string {
	r.t.Helper()
	var all []string
	for _, id := range ids {
		all = append(all, r.get(id).Fields.Category)
	}
	return all
}

func (r *room) suggests(id int64) string {
	rule, ok := r.Suggestion(r.get(id))
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s %d", rule, rule.Times)
}

func TestARuleIsLearntFromChoices(t *testing.T) {
	t.Parallel()
	r, ids := ofVendor(t, 5)
	ctx := t.Context()
	for i, id := range ids[:3] {
		if got := r.suggests(id); got != "" {
			t.Errorf("after %d choices it suggests %s", i, got)
		}
		r.must(r.Correct(ctx, id, receipt.FieldCategory, "Office Supplies"))
	}
	if got := r.suggests(ids[2]); got != "Office World → Office Supplies 3" {
		t.Fatalf("it suggests %q", got)
	}
	if got := r.suggests(ids[4]); got != "" {
		t.Errorf("for a receipt of another category it suggests %s", got)
	}
	rule, _ := r.Suggestion(r.get(ids[2]))

	// Only once: it comes again with the next choice, and over a restart not before.
	r.must(r.NotNow(ctx, rule, false))
	r.restart()
	r.settle(r.take(Options{}, write(t, t.TempDir(), "next.jpg", picture(t, "the next one")))...) // so the history is known again
	if got := r.suggests(ids[2]); got != "" {
		t.Errorf("put off, it suggests %s", got)
	}
	r.must(r.Correct(ctx, ids[3], receipt.FieldCategory, "Office Supplies"))
	if got := r.suggests(ids[2]); got != "Office World → Office Supplies 4" {
		t.Errorf("after one more choice it suggests %q", got)
	}
	// To take choices back is to have made fewer.
	if _, err := r.Undo(ctx); err != nil || r.suggests(ids[2]) != "" {
		t.Errorf("undone, it suggests %q: %v", r.suggests(ids[2]), err)
	}
	// Stop: never again.
	r.must(r.NotNow(ctx, rule, true))
	r.must(r.CorrectEach(ctx, ids, receipt.FieldCategory, "Office Supplies"))
	if got := r.suggests(ids[2]); got != "" {
		t.Errorf("stopped, it suggests %s", got)
	}
}

func TestARuleCountsForWhatIsReadAndWhatAPersonAsksFor(t *testing.T) {
	t.Parallel()
	r, ids := ofVendor(t, 4)
	ctx := t.Context()
	before := r.category(ids...)
	r.must(r.Correct(ctx, ids[0], receipt.FieldCategory, "My own"))
	r.must(r.Trash(ctx, ids[3]))
	rule := Rule{Vendor: "OFFICE WORLD.", Category: "Office Supplies", Times: 3}
	r.must(r.SaveRule(ctx, rule))
	if got := r.category(ids...); !slices.Equal(got[1:], before[1:]) {
		t.Errorf("a new rule has changed receipts: %v", got)
	}
	changes, err := r.RuleChanges(ctx, rule)
	if err != nil || !slices.Equal(changes, ids[1:3]) {
		t.Fatalf("it would change %v, %v", changes, err)
	}
	r.must(r.ApplyRule(ctx, rule, ids...)) // of more than it may change it leaves the others
	if got, want := r.category(ids...), []string{"My own", "Office Supplies", "Office Supplies", before[3]}; !slices.Equal(got, want) {
		t.Errorf("the categories are %v, want %v", got, want)
	}
	if r.get(ids[1]).Corrected[receipt.FieldCategory] {
		t.Error("what the rule did counts as a person's choice")
	}
	if name, err := r.Undo(ctx); err != nil || name != "The rule OFFICE WORLD. → Office Supplies on 4 receipts" || r.category(ids[1])[0] != before[1] {
		t.Errorf("undone %q, %v: %v", name, err, r.category(ids...))
	}

	// What is read from now on has it, and says why.
	next := r.take(Options{}, write(t, t.TempDir(), "next.jpg", picture(t, "the next one")))
	r.settle(next...)
	if got := r.category(next...); got[0] != "Office Supplies" {
		t.Errorf("the next one is %v", got)
	}
	history, err := r.History(ctx, next[0])
	if last := history[len(history)-1]; err != nil || last.Person || last.What != "read, with the rule OFFICE WORLD. → Office Supplies" {
		t.Errorf("its history ends with %+v, %v", last, err)
	}

	// A corrected vendor brings its rule, in the same step.
	r.must(r.Correct(ctx, ids[2], receipt.FieldVendor, "Another"))
	r.must(r.Correct(ctx, ids[2], receipt.FieldVendor, "Office World"))
	if got := r.category(ids[2]); got[0] != "Office Supplies" {
		t.Errorf("with its vendor corrected it is %v", got)
	}
	if _, err := r.Undo(ctx); err != nil || r.category(ids[2])[0] != before[2] {
		t.Errorf("undone it is %v: %v", r.category(ids[2]), err)
	}

	r.must(r.RemoveRule(ctx, "Office World"))
	if rules, err := r.Rules(ctx); err != nil || len(rules) != 0 {
		t.Errorf("removed, there are %v, %v", rules, err)
	}
	if _, err := r.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	r.restart()
	if rules, err := r.Rules(ctx); err != nil || len(rules) != 1 || rules[0].Category != "Office Supplies" {
		t.Errorf("undone, there are %v, %v", rules, err)
	}
	for _, bad := range []Rule{{Category: "x"}, {Vendor: " . ", Category: "x"}, {Vendor: "x"}} {
		if r.SaveRule(ctx, bad) == nil {
			t.Errorf("%+v is a rule", bad)
		}
	}
}
