package desk

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// sameSales are n receipts of one sale; all but the first look like it.
func sameSales(t *testing.T, n int) (*room, []int64) {
	t.Helper()
	s := startService(t)
	s.reader.finds(func(_ []byte, r *server.Reading) error {
		*r = readingOf([]byte("the same"), 1)
		return nil
	})
	r := start(t, s)
	var ids []int64
	for _, path := range pictures(t, n) { // one after the other: the first is the first
		ids = append(ids, r.take(Options{}, path)...)
		r.settle(ids...)
	}
	return r, ids
}

// looksLike is the receipt that each looks like, as the rows have it; 0 for none.
func (r *room) looksLike(ids ...int64) []int64 {
	r.t.Helper()
	all := make([]int64, len(ids))
	for i, id := range ids {
		got := r.get(id)
		for _, other := range ids {
			if slices.Contains(got.Reasons, sameSale(other)) {
				all[i] = other
			}
		}
		if told := slices.ContainsFunc(got.Reasons, saysSameSale); told != (all[i] != 0) || (got.Status == receipt.Review) != told {
			r.t.Errorf("receipt %d is %s %q", id, got.Status, got.Reasons)
		}
	}
	return all
}

func (r *room) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func TestDoublesAreComparedAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(r *room, a, b, c int64)
		want func(a, b, c int64) []int64
	}{
		{"as they were read", func(*room, int64, int64, int64) {}, func(a, _, _ int64) []int64 { return []int64{0, a, a} }},
		{"the first is in the trash", func(r *room, a, _, _ int64) { r.must(r.Trash(r.t.Context(), a)) },
			func(_, b, _ int64) []int64 { return []int64{0, 0, b} }},
		{"the two first are in the trash", func(r *room, a, b, _ int64) { r.must(r.Trash(r.t.Context(), a, b)) },
			func(a, _, _ int64) []int64 { return []int64{0, a, 0} }},
		{"and restored", func(r *room, a, b, _ int64) {
			r.must(r.Trash(r.t.Context(), a, b))
			r.must(r.Restore(r.t.Context(), a, b))
		}, func(a, _, _ int64) []int64 { return []int64{0, a, a} }},
		{"the first says another day", func(r *room, a, _, _ int64) { r.must(r.Correct(r.t.Context(), a, receipt.FieldDate, "2026-03-13")) },
			func(_, b, _ int64) []int64 { return []int64{0, 0, b} }},
		{"all say other days, then the first is undone", func(r *room, a, b, c int64) {
			r.must(r.Correct(r.t.Context(), c, receipt.FieldDate, "2026-03-12"))
			r.must(r.Correct(r.t.Context(), a, receipt.FieldDate, "2026-03-13"))
			_, err := r.Undo(r.t.Context())
			r.must(err)
		}, func(a, _, _ int64) []int64 { return []int64{0, a, 0} }},
		{"a person accepted, then the first is moved and comes back", func(r *room, a, b, c int64) {
			r.must(r.Accept(r.t.Context(), b, c))
			r.must(r.Trash(r.t.Context(), a))
			r.must(r.Restore(r.t.Context(), a))
		}, func(_, _, _ int64) []int64 { return []int64{0, 0, 0} }},
		{"the last is exported while the first is in the trash", func(r *room, a, b, c int64) {
			r.must(r.Trash(r.t.Context(), a, b))
			r.must(r.MarkExported(r.t.Context(), r.rehearse("csv", c)))
			r.must(r.Restore(r.t.Context(), a))
		}, func(_, _, c int64) []int64 { return []int64{c, 0, 0} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, ids := sameSales(t, 3)
			c.do(r, ids[0], ids[1], ids[2])
			want := c.want(ids[0], ids[1], ids[2])
			if strings.Contains(c.name, "two first are in the trash") { // what is in the trash is not compared
				if got := r.get(ids[2]); got.Status != receipt.Ready {
					t.Errorf("the last is %s %q", got.Status, got.Reasons)
				}
				return
			}
			if got := r.looksLike(ids...); !slices.Equal(got, want) {
				t.Errorf("they look like %v, want %v", got, want)
			}
		})
	}
}

// Comparing goes on side by side: what is being read compares its sale while a
// person changes a receipt of it. The last word is that of how things stand.
func TestTwoWhoCompareOneSale(t *testing.T) {
	t.Parallel()
	r, ids := sameSales(t, 3)
	key := receipt.SaleKey(r.get(ids[0]).Fields)
	ctx, cancel := context.WithCancel(t.Context())
	var others sync.WaitGroup
	for range 4 {
		others.Go(func() {
			for ctx.Err() == nil {
				r.compareAgain(ctx, []string{key})
			}
		})
	}
	defer others.Wait()
	defer cancel()
	for range 20 {
		r.must(r.Correct(ctx, ids[0], receipt.FieldDate, "2026-03-13"))
		if got := r.looksLike(ids...); !slices.Equal(got, []int64{0, 0, ids[1]}) {
			t.Fatalf("they look like %v", got)
		}
		if _, err := r.Undo(ctx); err != nil {
			t.Fatal(err)
		}
		if got := r.looksLike(ids...); !slices.Equal(got, []int64{0, ids[0], ids[0]}) {
			t.Fatalf("undone they look like %v", got)
		}
	}
}

// An earlier version let a reason stand that held no more.
func TestAnOldReasonIsComparedAtTheStart(t *testing.T) {
	t.Parallel()
	r, ids := sameSales(t, 2)
	r.stop()
	r.build()
	r.must(r.Trash(t.Context(), ids[0])) // nothing is compared before the desk runs
	if got := r.get(ids[1]); got.Status != receipt.Review {
		t.Fatalf("it is %s", got.Status)
	}
	r.run()
	r.reaches(ids[1], receipt.Ready)
}
