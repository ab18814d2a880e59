package desk

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// withPDFs gives a room an intake that keeps its compiled PDF renderer, since
// compiling takes seconds, and minutes under the race detector.
func withPDFs(r *room) {
	if dir := os.Getenv("SPINDLE_TEST_CACHE"); dir != "" {
		r.intake = intake.New(dir)
	} else if dir, err := os.UserCacheDir(); err == nil {
		r.intake = intake.New(filepath.Join(dir, "spindle", "test"))
	}
}

// pdf is a document with so many pages, each with its number.
func pdf(pages int) []byte {
	var b bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(offsets)}, args...)...)
	}
	b.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	kids := ""
	for n := range pages {
		kids += fmt.Sprintf("%d 0 R ", 3+2*n)
	}
	object("<</Type/Pages/Kids[%s]/Count %d>>", kids, pages)
	for n := range pages {
		object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 240 320]/Contents %d 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>", 4+2*n)
		text := fmt.Sprintf("BT /F 24 Tf 20 250 Td (page %d) Tj ET", n+1)
		object("<</Length %d>>stream\n%s\nendstream", len(text), text)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, xref)
	return b.Bytes()
}

func TestALongPDFIsCutIntoReceipts(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s, withPDFs)
	dir := t.TempDir()
	id := r.take(Options{Tags: []string{"trip"}}, write(t, dir, "scan.pdf", pdf(34)))[0]
	got := r.reaches(id, receipt.Failed)
	if want := "It has 34 pages; Veryfi reads at most 15 pages of one document. Split it into several receipts."; got.Reason() != want || !r.CanCut(got) {
		t.Errorf("it says %q, and can be cut: %v", got.Reason(), r.CanCut(got))
	}
	r.set(func(s *Settings) { s.AskBeforePaying = false })
	added, err := r.CutPDF(t.Context(), id)
	if err != nil || len(added.Rows) != 3 {
		t.Fatalf("%d parts: %v", len(added.Rows), err)
	}
	r.settle(added.Rows...)
	var pages []int
	for _, id := range added.Rows {
		part := r.get(id)
		pages = append(pages, part.Originals[0].Pages)
		if part.Status != receipt.Ready || part.Engine != receipt.Veryfi {
			t.Errorf("receipt %d is %s %q", id, part.Status, part.Reasons)
		}
	}
	if name := r.get(added.Rows[2]).Originals[0].Path; !slices.Equal(pages, []int{15, 15, 4}) || name != filepath.Join(dir, "scan (pages 31-34).pdf") {
		t.Errorf("the parts have %v pages, the last is %s", pages, name)
	}
	documents := s.documents()
	if len(documents) != 3 || !slices.Contains(documents[0].Tags, "trip") {
		t.Errorf("%d documents", len(documents))
	}
	whole := r.get(id)
	if whole.Trashed.IsZero() || whole.Status != receipt.Failed {
		t.Errorf("the whole is %s, in the trash: %v", whole.Status, !whole.Trashed.IsZero())
	}
	changes, err := r.History(t.Context(), id)
	if err != nil || !strings.HasPrefix(changes[len(changes)-1].What, "split into receipts") {
		t.Errorf("its history ends with %+v, %v", changes[len(changes)-1], err)
	}
	if kept, err := os.ReadFile(r.store.OriginalPath(whole.Originals[0].SHA256)); err != nil || !bytes.Equal(kept, pdf(34)) {
		t.Errorf("its original is gone or changed: %v", err)
	}
	if name, err := r.Undo(t.Context()); err != nil || name != "Splitting a PDF into 3 receipts" {
		t.Errorf("undone %q, %v", name, err)
	}
	for i, one := range append([]int64{id}, added.Rows...) {
		if trashed := !r.get(one).Trashed.IsZero(); trashed != (i > 0) {
			t.Errorf("undone, receipt %d is in the trash: %v", one, trashed)
		}
	}
	if _, err := r.Redo(t.Context()); err != nil || r.get(id).Trashed.IsZero() || !r.get(added.Rows[0]).Trashed.IsZero() {
		t.Errorf("done again: %v", err)
	}
	if _, err := r.CutPDF(t.Context(), added.Rows[0]); err == nil {
		t.Error("a part can be cut")
	}
}

// What would be paid for is asked about, and a part that is cut is never sent
// with the bytes of a file that has its name.
func TestThePartsOfAPDFAreOffered(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s, withPDFs)
	dir := t.TempDir()
	id := r.take(Options{}, write(t, dir, "scan.pdf", pdf(16)))[0]
	r.reaches(id, receipt.Failed)
	write(t, dir, "scan (pages 1-15).pdf", pdf(2))
	added, err := r.CutPDF(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if o := r.offered(); o.Batch != added.Batch || o.Documents != 2 || len(s.documents()) != 0 {
		t.Errorf("the offer is %+v", o)
	}
	if pages := r.get(added.Rows[0]).Originals[0].Pages; pages != 15 {
		t.Errorf("the first part has %d pages", pages)
	}
}

func TestASetTakesWhatADocumentDoesNot(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s, withPDFs)
	dir := t.TempDir()
	large := append(picture(t, "large"), make([]byte, 22_400_000)...) // zeros after a picture are no matter
	ids := r.take(Options{Bundle: Split}, write(t, dir, "large.jpg", large), write(t, dir, "long.pdf", pdf(30)), write(t, dir, "longer.pdf", pdf(101)))
	got := r.reaches(ids[2], receipt.Failed)
	if !strings.Contains(got.Reason(), "101 pages; Veryfi reads at most 100") {
		t.Errorf("it says %q", got.Reason())
	}
	for _, id := range ids[:2] {
		r.until("it is sent", func() bool { return r.get(id).DocumentID != "" || r.get(id).Status == receipt.Failed })
		if got := r.get(id); strings.Contains(got.Reason(), "takes at most") || strings.Contains(got.Reason(), "reads at most") {
			t.Errorf("receipt %d: %q", id, got.Reasons)
		}
	}
}
