package desk

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

func TestFilesThatAreNoReceiptsFailWithAReasonAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	dir := t.TempDir()
	good := picture(t, "a good one")
	bad := []struct{ name, path, reason string }{
		{"empty", write(t, dir, "empty.jpg", nil), "empty"},
		{"damaged", write(t, dir, "cut.jpg", good[:len(good)*2/3]), "damaged"},
		{"text", write(t, dir, "note.jpg", []byte(strings.Repeat("Dear bookkeeper, ", 40))), "text"},
		{"too large", write(t, dir, "large.jpg", append(slices.Clone(good), make([]byte, 22_400_000)...)), "has 22.4 MB; Veryfi takes at most 20 MB"},
	}
	paths := []string{write(t, dir, "good1.jpg", good)}
	for _, b := range bad {
		paths = append(paths, b.path)
	}
	paths = append(paths, write(t, dir, "good2.jpg", picture(t, "another good one")))
	ids := r.take(Options{Reuse: true}, paths...)
	if len(ids) != len(paths) {
		t.Fatalf("%d files, %d rows", len(paths), len(ids))
	}
	r.settle(ids...)
	for i, b := range bad {
		if got := r.get(ids[i+1]); got.Status != receipt.Failed || !strings.Contains(got.Reason(), b.reason) {
			t.Errorf("%s: %s %q", b.name, got.Status, got.Reason())
		}
	}
	for _, id := range []int64{ids[0], ids[len(ids)-1]} {
		if got := r.get(id); got.Status != receipt.Ready {
			t.Errorf("a good one is %s %q", got.Status, got.Reasons)
		}
	}
	if n := len(s.documents()); n != 2 {
		t.Errorf("%d were sent, want 2", n)
	}

	// A better copy in the same place, and the same bad one once more.
	write(t, dir, "cut.jpg", picture(t, "a better copy"))
	if err := r.Retry(t.Context(), ids[2], ids[3]); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	if got := r.get(ids[2]); got.Status != receipt.Ready {
		t.Errorf("the better copy is %s %q", got.Status, got.Reasons)
	}
	if got := r.get(ids[3]); got.Status != receipt.Failed || !strings.Contains(got.Reason(), "text") {
		t.Errorf("the text is %s %q after a retry", got.Status, got.Reasons)
	}
	if n := len(s.documents()); n != 3 {
		t.Errorf("%d were sent, want 3", n)
	}
}

func TestAPathThatLeadsNowhereTakesNothingIn(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	_, err := r.Add(t.Context(), append(pictures(t, 1), filepath.Join(t.TempDir(), "gone.jpg")), Options{})
	var missing *intake.MissingError
	if !errors.As(err, &missing) || len(r.all()) != 0 {
		t.Errorf("got %v and %d rows", err, len(r.all()))
	}
}

func TestTheSameBytesTwiceInOnePile(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{}, {Again: true}} {
		s := startService(t)
		r := start(t, s)
		dir := t.TempDir()
		same := picture(t, "twice")
		ids := r.take(o, write(t, dir, "a.jpg", same), write(t, dir, "b.jpg", same), write(t, dir, "c.jpg", picture(t, "once")))
		r.settle(ids...)
		first, second := r.get(ids[0]), r.get(ids[1])
		if first.Status != receipt.Ready || second.Status != receipt.Held || second.DuplicateOf != first.ID {
			t.Errorf("%+v: %s, and %s of %d", o, first.Status, second.Status, second.DuplicateOf)
		}
		rows, err := r.Rows(t.Context(), ids)
		if err != nil || rows[1].DuplicateDocumentID != first.DocumentID {
			t.Errorf("the duplicate's document is %q, want %q (%v)", rows[1].DuplicateDocumentID, first.DocumentID, err)
		}
		if n := len(s.documents()); n != 2 {
			t.Errorf("%+v: %d were sent, want 2", o, n)
		}
		if err := r.Release(t.Context(), ids[1]); err != nil {
			t.Fatal(err)
		}
		r.settle(ids...)
		if got := r.get(ids[1]); got.Status != receipt.Review || !strings.HasPrefix(got.Reason(), sameSaleStart) {
			t.Errorf("released, it is %s %q", got.Status, got.Reasons)
		}
	}
}

func TestTheSamePagesTwice(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	paths := pictures(t, 2)
	first := r.take(Options{Bundle: Pages}, paths...)
	r.settle(first...)
	second := r.take(Options{Bundle: Pages}, paths...)
	other := r.take(Options{Bundle: Pages}, paths[1], paths[0])
	r.settle(second[0], other[0])
	if got := r.get(second[0]); got.Status != receipt.Held || got.DuplicateOf != first[0] {
		t.Errorf("the same pages are %s of %d", got.Status, got.DuplicateOf)
	}
	if got := r.get(other[0]); got.Status == receipt.Held {
		t.Errorf("the pages in another order are %s %q", got.Status, got.Reasons)
	}
	if n := len(s.documents()); n != 2 {
		t.Errorf("%d were sent, want 2", n)
	}
}

func TestWhatTheHistoryHolds(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	paths := pictures(t, 3)
	first := r.take(Options{}, paths[:2]...)
	r.settle(first...)
	added, err := r.Add(t.Context(), paths, Options{Engine: receipt.Veryfi, Reuse: true})
	if err != nil {
		t.Fatal(err)
	}
	r.settle(added.Rows...)
	if !slices.Equal(added.Rows[:2], first) || len(added.Known) != 2 || len(added.Receipts) != 1 {
		t.Errorf("rows %v of %v, %d known, %d new", added.Rows, first, len(added.Known), len(added.Receipts))
	}
	if n := len(s.documents()); n != 3 {
		t.Errorf("%d were sent, want 3", n)
	}
	held := r.take(Options{}, paths[0])
	r.settle(held...)
	if got := r.get(held[0]); got.Status != receipt.Held || got.DuplicateOf != first[0] {
		t.Errorf("in the window it is %s of %d", got.Status, got.DuplicateOf)
	}
	again := r.take(Options{Reuse: true, Again: true}, paths...)
	r.settle(again...)
	if n := len(s.documents()); n != 6 {
		t.Errorf("%d were sent with again, want 6", n)
	}
}

func TestAllReceiptsOfAFileThatWasSplitAreGivenAgain(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	paths := pictures(t, 2)
	ids := r.take(Options{}, paths[0])
	r.settle(ids...)
	first := r.get(ids[0])
	rows, err := r.add(t.Context(), []receipt.Receipt{{Batch: first.Batch, Status: receipt.Review, Engine: first.Engine,
		ExternalID: first.ExternalID, DocumentID: "second", Originals: first.Originals}}, store.Program)
	if err != nil {
		t.Fatal(err)
	}
	added, err := r.Add(t.Context(), paths, Options{Engine: receipt.Veryfi, Reuse: true})
	if err != nil {
		t.Fatal(err)
	}
	r.settle(added.Rows...)
	if len(added.Rows) != 3 || added.Rows[0] != first.ID || added.Rows[1] != rows[0].ID || len(added.Receipts) != 1 {
		t.Errorf("rows %v, %d new, want %d, %d and a new one", added.Rows, len(added.Receipts), first.ID, rows[0].ID)
	}
}

func TestLookAlikes(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	dir := t.TempDir()
	original := picture(t, "BLUE DOOR", "two coffees", "12.30 EUR", "thank you")
	img, err := jpeg.Decode(bytes.NewReader(original))
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := jpeg.Encode(&again, image.Image(img), &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	first := r.take(Options{}, write(t, dir, "a.jpg", original))
	r.settle(first...)
	alike := r.take(Options{HoldLookalikes: true}, write(t, dir, "b.jpg", again.Bytes()))
	r.settle(alike...)
	if got := r.get(alike[0]); got.Status != receipt.Held || got.DuplicateOf != first[0] {
		t.Errorf("it is %s of %d", got.Status, got.DuplicateOf)
	}
	sent := r.take(Options{}, write(t, dir, "c.jpg", again.Bytes()))
	r.settle(sent...)
	if got := r.get(sent[0]); !got.Status.Read() {
		t.Errorf("without being asked for, it is %s %q", got.Status, got.Reasons)
	}
}

// A run that was killed before the copy is taken up from another folder.
func TestRelativePathsCountFromWhereTheyWereGiven(t *testing.T) {
	s := startService(t)
	r := open(t, s)
	path := pictures(t, 1)[0]
	t.Chdir(filepath.Dir(path))
	id := r.take(Options{}, filepath.Base(path))[0]
	t.Chdir(t.TempDir())
	r.run()
	r.settle(id)
	if got := r.get(id); got.Status != receipt.Ready || got.Originals[0].Path != filepath.Base(path) {
		t.Errorf("it is %s %q, called %s", got.Status, got.Reasons, got.Originals[0].Path)
	}
}

func TestAHistoryThatCannotTakeTheFileSaysSo(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	if err := os.RemoveAll(filepath.Join(r.home, "originals")); err != nil {
		t.Fatal(err)
	}
	ids := r.take(Options{}, pictures(t, 1)...)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := r.Wait(ctx, "", ids); err == nil || !strings.Contains(err.Error(), r.home) {
		t.Errorf("waiting gave %v, want the folder's name", err)
	}
	if got := r.get(ids[0]); got.Status != receipt.Failed {
		t.Errorf("it is %s", got.Status)
	}
	if err := os.Mkdir(filepath.Join(r.home, "originals"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := r.Retry(t.Context(), ids...); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	if got := r.get(ids[0]); got.Status != receipt.Ready {
		t.Errorf("mended, it is %s %q", got.Status, got.Reasons)
	}
}
