package desk

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// wrongTax makes the figures not add up.
func wrongTax(_ []byte, r *server.Reading) error {
	r.Tax = value("9.00")
	return nil
}

func TestCorrectAcceptUndoRedo(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.reader.finds(wrongTax)
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.settle(id)
	if got := r.get(id); got.Status != receipt.Review || !strings.Contains(got.Reason(), "do not add up") {
		t.Fatalf("it is %s %q", got.Status, got.Reasons)
	}
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	is := func(status receipt.Status, tax string) {
		t.Helper()
		if got := r.get(id); got.Status != status || got.Fields.Tax.String() != tax {
			t.Fatalf("it is %s %q with a tax of %s, want %s, %s", got.Status, got.Reasons, got.Fields.Tax, status, tax)
		}
	}
	undo := func(what string) {
		t.Helper()
		if got, err := r.Undo(ctx); err != nil || !strings.Contains(got, what) {
			t.Fatalf("undid %q, %v; want %q", got, err, what)
		}
	}
	must(r.Correct(ctx, id, receipt.FieldTax, "1.00"))
	is(receipt.Ready, "1.00")
	undo("tax")
	is(receipt.Review, "9.00")
	if what, err := r.Redo(ctx); err != nil || !strings.Contains(what, "tax") {
		t.Fatal(what, err)
	}
	is(receipt.Ready, "1.00")
	if r.get(id).Corrected[receipt.FieldTax] != true {
		t.Error("the tax is not known as corrected")
	}
	undo("tax")
	must(r.Accept(ctx, id))
	is(receipt.Ready, "9.00")
	undo("Accepting")
	is(receipt.Review, "9.00")
	if err := r.Correct(ctx, id, receipt.FieldTotal, "eleven"); err == nil {
		t.Error("a total of eleven was taken")
	}
	must(r.Correct(ctx, id, receipt.FieldVendor, ""))
	if err := r.Accept(ctx, id); err == nil || !strings.Contains(err.Error(), "vendor") {
		t.Errorf("accepting without a vendor gave %v", err)
	}
	undo("vendor")

	// What has been exported since is not taken back to a state before.
	must(r.Correct(ctx, id, receipt.FieldTax, "1.00"))
	must(r.Turn(ctx, id, 90))
	out := filepath.Join(t.TempDir(), "out.csv")
	if e, err := r.Export(ctx, r.rehearse("csv", id), out); e.Receipts != 1 || err != nil {
		t.Fatal(e.Receipts, err)
	}
	if text, err := os.ReadFile(out); err != nil || !strings.Contains(string(text), "Shop") {
		t.Errorf("the file says %q, %v", text, err)
	}
	is(receipt.Exported, "1.00")
	undo("Turning")
	is(receipt.Exported, "1.00")
	if got := r.get(id).Turned; got != 0 {
		t.Errorf("turned by %d", got)
	}
	if _, err := r.Undo(ctx); err == nil || !strings.Contains(err.Error(), "moved on") {
		t.Errorf("undoing what was exported gave %v", err)
	}
	is(receipt.Exported, "1.00")
}

func TestAnUndoTouchesNothingButItsEdit(t *testing.T) {
	t.Parallel()
	s := startService(t)
	release := s.reader.hold()
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.reaches(id, receipt.Reading)
	if err := r.Trash(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	release()
	r.reaches(id, receipt.Ready) // it was paid for, so it is recorded in the trash
	if what, err := r.Undo(t.Context()); err != nil || what == "" {
		t.Fatal(what, err)
	}
	if got := r.get(id); !got.Trashed.IsZero() || got.Status != receipt.Ready || !got.Fields.Total.Known() {
		t.Errorf("it is %s, trashed %v, total %s", got.Status, got.Trashed, got.Fields.Total)
	}
}

func TestWhatWaitsInTheTrashIsNotSentAndGoesOnWhenRestored(t *testing.T) {
	t.Parallel()
	for _, bundle := range []Bundle{Each, Split} {
		for _, again := range []bool{false, true} {
			s := startService(t)
			r := open(t, s)
			id := r.take(Options{Bundle: bundle}, pictures(t, 1)...)[0]
			if err := r.Trash(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			r.run()
			other := r.take(Options{}, write(t, t.TempDir(), "x.jpg", picture(t, "other")))
			r.settle(other...)
			if got := r.get(id); got.Status != receipt.Waiting || len(s.documents()) != 1 {
				t.Fatalf("%s in the trash it is %s, %d documents", bundle, got.Status, len(s.documents()))
			}
			if again {
				r.restart()
			}
			if err := r.Restore(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			r.settle(id)
			if got := r.get(id); got.Status != receipt.Ready || len(s.documents()) != 2 {
				t.Errorf("%s restored it is %s %q, %d documents", bundle, got.Status, got.Reasons, len(s.documents()))
			}
		}
	}
}

func TestATrashedReceiptThatIsBeingReadIsRecordedAfterARestart(t *testing.T) {
	t.Parallel()
	s := startService(t)
	release := s.reader.hold()
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.reaches(id, receipt.Reading)
	if err := r.Trash(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	r.restart()
	release()
	if got := r.reaches(id, receipt.Ready); got.Trashed.IsZero() {
		t.Error("it left the trash")
	}
}

func TestTheSameSaleTwice(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.reader.finds(func(_ []byte, r *server.Reading) error {
		*r = readingOf([]byte("one sale"), 1)
		return nil
	})
	r := start(t, s)
	paths := pictures(t, 2)
	first := r.take(Options{}, paths[0])
	r.settle(first...)
	second := r.take(Options{}, paths[1])
	r.settle(second...)
	id := second[0]
	is := func(status receipt.Status, doubted bool) {
		t.Helper()
		got := r.get(id)
		has := slices.ContainsFunc(got.Reasons, func(s string) bool { return strings.HasPrefix(s, sameSaleStart) })
		if got.Status != status || has != doubted {
			t.Errorf("it is %s %q, want %s", got.Status, got.Reasons, status)
		}
	}
	is(receipt.Review, true)
	// A correction of something else does not settle it; another date does.
	if err := r.Correct(t.Context(), id, receipt.FieldCategory, "Meals"); err != nil {
		t.Fatal(err)
	}
	is(receipt.Review, true)
	if err := r.Correct(t.Context(), id, receipt.FieldDate, "2026-03-13"); err != nil {
		t.Fatal(err)
	}
	is(receipt.Ready, false)
	if got := r.get(first[0]); got.Status != receipt.Ready {
		t.Errorf("the first is %s", got.Status)
	}
}

func TestCorrectedFieldsSurviveBeingReadAgain(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.settle(id)
	ctx := t.Context()
	if err := r.Correct(ctx, id, receipt.FieldVendor, "The right name"); err != nil {
		t.Fatal(err)
	}
	if err := r.Correct(ctx, id, receipt.FieldNotes, "lunch with Kim"); err != nil {
		t.Fatal(err)
	}
	// No way of the program leads back from read to failed yet.
	if _, err := r.store.Update(ctx, id, store.Edit{By: store.Program, What: "test"}, func(r *receipt.Receipt) error {
		r.Status = receipt.Failed
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	r.useVeryfi()
	if err := r.Retry(ctx, id); err != nil {
		t.Fatal(err)
	}
	r.settle(id)
	got := r.get(id)
	if !got.Status.Read() || got.Fields.Vendor != "The right name" || got.Fields.Notes != "lunch with Kim" || len(s.documents()) != 2 {
		t.Errorf("it is %s %q, vendor %q, notes %q", got.Status, got.Reasons, got.Fields.Vendor, got.Fields.Notes)
	}
}

func TestADoubtThatNoFigureSettlesStaysThroughCorrections(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.reader.finds(func(_ []byte, r *server.Reading) error {
		r.TotalPages = 20
		r.Tax = value("9.00")
		return nil
	})
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.settle(id)
	if err := r.Correct(t.Context(), id, receipt.FieldTax, "1.00"); err != nil {
		t.Fatal(err)
	}
	if got := r.get(id); got.Status != receipt.Review || len(got.Reasons) != 1 || !strings.Contains(got.Reason(), "20 pages") {
		t.Errorf("it is %s %q", got.Status, got.Reasons)
	}
}
