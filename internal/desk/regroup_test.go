package desk

import (
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// names are the files of receipts, those of one receipt joined by +.
func (r *room) names(ids ...int64) []string {
	r.t.Helper()
	var all []string
	for _, id := range ids {
		var files []string
		for _, o := range r.get(id).Originals {
			files = append(files, o.Path[strings.LastIndexByte(o.Path, '/')+1:])
		}
		all = append(all, strings.Join(files, "+"))
	}
	return all
}

func (r *room) inTrash(ids ...int64) (all []bool) {
	r.t.Helper()
	for _, id := range ids {
		all = append(all, !r.get(id).Trashed.IsZero())
	}
	return all
}

func TestReceiptsThatWaitAreJoinedAndSentAsOne(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	r.useVeryfi()
	dir := t.TempDir()
	paths := []string{write(t, dir, "a.jpg", picture(t, "one")), write(t, dir, "b.jpg", picture(t, "two")), write(t, dir, "c.jpg", picture(t, "three"))}
	added, err := r.Add(t.Context(), paths, Options{Engine: receipt.Veryfi, Ask: true})
	r.must(err)
	r.offered()
	ids := added.Rows
	r.must(r.Tag(t.Context(), ids[:1], "trip", true))
	joined, err := r.Join(t.Context(), ids[2], ids[0])
	r.must(err)
	if got := r.names(joined.Rows...); !slices.Equal(got, []string{"c.jpg+a.jpg"}) || !slices.Equal(r.inTrash(ids...), []bool{true, false, true}) {
		t.Errorf("joined are %v; in the trash %v", got, r.inTrash(ids...))
	}
	if got := r.get(joined.Rows[0]).Tags; !slices.Equal(got, []string{"trip"}) {
		t.Errorf("the tags are %v", got)
	}
	r.until("both batches are offered", func() bool {
		offers, err := r.Offers(t.Context())
		return err == nil && len(offers) == 2
	})
	if n := len(s.documents()); n != 0 {
		t.Errorf("%d were sent before the person said so", n)
	}
	r.must(r.SendBatch(t.Context(), joined.Batch))
	r.settle(joined.Rows...)
	if got := s.reader.readings(); len(got) != 1 || !slices.Equal(got[0], []string{"001_c.jpg", "002_a.jpg"}) {
		t.Errorf("the reader got %q", got)
	}
	changes, err := r.History(t.Context(), ids[0])
	if last := changes[len(changes)-1]; err != nil || last.What != "joined into receipt 4" || !last.Person {
		t.Errorf("its history ends with %+v, %v", last, err)
	}
	if name, err := r.Undo(t.Context()); err != nil || name != "Joining 2 receipts" || !slices.Equal(r.inTrash(append(ids, joined.Rows...)...), []bool{false, false, false, true}) {
		t.Errorf("undone %q, %v: %v", name, err, r.inTrash(append(ids, joined.Rows...)...))
	}
}

func TestWhatIsOnItsWayIsNotJoined(t *testing.T) {
	t.Parallel()
	s := startService(t)
	wait := make(chan struct{})
	s.reader.finds(func([]byte, *server.Reading) error { <-wait; return nil })
	r := start(t, s)
	ids := r.take(Options{}, pictures(t, 2)...)
	r.reaches(ids[0], receipt.Reading)
	if _, err := r.Join(t.Context(), ids...); err == nil || !strings.Contains(err.Error(), "on its way to be read") {
		t.Errorf("it is joined: %v", err)
	}
	if n := len(r.all()); n != 2 || slices.Contains(r.inTrash(ids...), true) {
		t.Errorf("there are %d receipts, in the trash %v", n, r.inTrash(ids...))
	}
	close(wait)
	r.settle(ids...)
	joined, err := r.Join(t.Context(), ids...)
	r.must(err)
	r.settle(joined.Rows...)
	if n := len(s.documents()); n != 3 {
		t.Errorf("%d documents, want the two and the joined one", n)
	}
}

func TestAPDFIsSplitByItsPages(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s, withPDFs)
	ids := r.take(Options{}, write(t, t.TempDir(), "scan.pdf", pdf(3)))
	r.settle(ids...)
	parts, err := r.SplitUp(t.Context(), ids[0])
	r.must(err)
	r.settle(parts.Rows...)
	if got := r.names(parts.Rows...); !slices.Equal(got, []string{"scan (page 1).pdf", "scan (page 2).pdf", "scan (page 3).pdf"}) || !r.inTrash(ids...)[0] {
		t.Errorf("the parts are %v", got)
	}
	if n := len(s.documents()); n != 4 {
		t.Errorf("%d documents, want 4", n)
	}
	// And together again.
	joined, err := r.Join(t.Context(), parts.Rows...)
	r.must(err)
	r.settle(joined.Rows...)
	if got := r.get(joined.Rows[0]); r.Pages(got) != 3 || !r.CanSplit(got) {
		t.Errorf("it has %d pages", r.Pages(got))
	}
	split, err := r.SplitUp(t.Context(), joined.Rows[0])
	r.must(err)
	r.settle(split.Rows...)
	if got := r.names(split.Rows...); len(got) != 3 {
		t.Errorf("split again it is %v", got)
	}
	if _, err := r.SplitUp(t.Context(), split.Rows[0]); err == nil {
		t.Error("one page is split")
	}
}

func TestPagesAreReorderedWithWhatWasReadOnThem(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.reader.finds(func(data []byte, r *server.Reading) error {
		*r = readingOf(data, 3)
		r.Total.Page, r.Total.Box = 2, [4]float64{0.1, 0.2, 0.3, 0.4}
		return nil
	})
	r := start(t, s)
	dir := t.TempDir()
	id := r.take(Options{Bundle: Pages}, write(t, dir, "a.jpg", picture(t, "one")), write(t, dir, "b.jpg", picture(t, "two")), write(t, dir, "c.jpg", picture(t, "three")))[0]
	r.settle(id)
	page := func() int { return r.get(id).Evidence[receipt.FieldTotal].Page }
	if page() != 2 {
		t.Fatalf("the total is on page %d", page())
	}
	r.must(r.Reorder(t.Context(), id, []int{2, 0, 1}))
	if got := r.names(id); got[0] != "c.jpg+a.jpg+b.jpg" || page() != 0 || r.get(id).Status != receipt.Ready {
		t.Errorf("the order is %v, the total on page %d, it is %s", got, page(), r.get(id).Status)
	}
	if name, err := r.Undo(t.Context()); err != nil || name != "Another order of the pages" || r.names(id)[0] != "a.jpg+b.jpg+c.jpg" || page() != 2 {
		t.Errorf("undone %q, %v: %v, page %d", name, err, r.names(id), page())
	}
	for _, bad := range [][]int{nil, {0, 1}, {0, 0, 1}, {1, 2, 3}, {0, 1, 2, 3}} {
		if r.Reorder(t.Context(), id, bad) == nil {
			t.Errorf("%v is an order", bad)
		}
	}
	if n := len(s.documents()); n != 1 {
		t.Errorf("%d documents: the order was sent", n)
	}
}
