package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// splitOnce holds a split batch against the service: each row has the document
// that was read from its very file.
func splitOnce(t testing.TB, s *service, r *room, ids []int64) {
	t.Helper()
	if n := len(s.documents()); n != len(ids) {
		t.Errorf("the service has %d documents, want %d", n, len(ids))
	}
	if all := r.all(); len(all) != len(ids) {
		t.Errorf("%d rows, want %d", len(all), len(ids))
	}
	ownDocuments(t, s, r, ids)
}

func ownDocuments(t testing.TB, s *service, r *room, ids []int64) {
	t.Helper()
	for _, id := range ids {
		got := r.get(id)
		want := fmt.Sprintf("Shop %.8s", got.Originals[0].SHA256)
		if got.Status != receipt.Ready || got.Fields.Vendor != want {
			t.Errorf("receipt %d is %s %q, vendor %q, want %q", id, got.Status, got.Reasons, got.Fields.Vendor, want)
		}
	}
}

func TestSplitMatchesDocumentsToFiles(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	ids := r.take(Options{Bundle: Split}, pictures(t, 6)...)
	r.settle(ids...)
	splitOnce(t, s, r, ids)
	sets, err := s.client.Sets(t.Context(), 1)
	if err != nil || len(sets.Sets) != 1 {
		t.Errorf("the service has %d sets, want 1 (%v)", len(sets.Sets), err)
	}
	r.restart() // the set is closed after its last receipt, also by a desk that is ending
	open, err := r.store.OpenSets(t.Context())
	if err != nil || len(open) != 0 {
		t.Errorf("%d sets are still open, %v", len(open), err)
	}
}

func TestSplitWithFilesThatDoNotTravel(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	dir := t.TempDir()
	same := picture(t, "same")
	ids := r.take(Options{Bundle: Split},
		write(t, dir, "a.jpg", same), write(t, dir, "b.jpg", pictureOf(t, 250, "b")), write(t, dir, "c.jpg", same), write(t, dir, "d.jpg", nil))
	r.settle(ids...)
	want := []receipt.Status{receipt.Ready, receipt.Ready, receipt.Held, receipt.Failed}
	if got := r.statuses(ids...); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if n := len(s.documents()); n != 2 {
		t.Errorf("%d documents, want 2", n)
	}
	if err := r.Release(t.Context(), ids[2]); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	if got := r.get(ids[2]); !got.Status.Read() || len(s.documents()) != 3 {
		t.Errorf("released it is %s %q", got.Status, got.Reasons)
	}
}

// blurring is a service that tells nothing of the files that its documents
// were read from; ours tells.
type blurring struct {
	Service
	blur func(n int) bool // which documents, in the order of their ids
	seen *[]api.ID
}

func (b blurring) Document(ctx context.Context, id api.ID) (api.Document, error) {
	d, err := b.Service.Document(ctx, id)
	if !slices.Contains(*b.seen, id) {
		*b.seen = append(*b.seen, id)
	}
	if b.blur(slices.Index(*b.seen, id)) {
		d.SourceDocuments = nil
	}
	return d, err
}

func TestADocumentWithoutAFileAndAFileWithoutADocument(t *testing.T) {
	t.Parallel()
	s := startService(t)
	var seen []api.ID
	r := start(t, s, func(r *room) {
		r.wrap = func(s Service) Service {
			return blurring{s, func(n int) bool { return n == 1 }, &seen}
		}
	})
	dir := t.TempDir()
	var paths []string
	for n := range 3 {
		paths = append(paths, write(t, dir, fmt.Sprint(n, ".jpg"), pictureOf(t, 200+n, "of another width")))
	}
	ids := r.take(Options{Bundle: Split}, paths...)
	r.settle(ids...)
	all := r.all()
	if len(all) != 4 {
		t.Fatalf("%d rows, want 4", len(all))
	}
	ownDocuments(t, s, r, []int64{ids[0], ids[2]})
	lost, extra := r.get(ids[1]), all[3]
	if lost.Status != receipt.Failed || !strings.Contains(lost.Reason(), "could be matched") {
		t.Errorf("the file is %s %q", lost.Status, lost.Reasons)
	}
	if extra.Status != receipt.Review || len(extra.Originals) != 0 || !slices.Contains(extra.Reasons, fileUnknown) ||
		!strings.HasPrefix(extra.Fields.Vendor, "Shop") || extra.DocumentID == "" {
		t.Errorf("the document is %s %q with %d files, vendor %q", extra.Status, extra.Reasons, len(extra.Originals), extra.Fields.Vendor)
	}
	if document, err := r.store.Document(t.Context(), extra.ID); err != nil || !json.Valid(document) {
		t.Errorf("the document is not kept: %v", err)
	}
	// Dropped again to be split, none of it is sent and paid for again.
	again, err := r.Add(t.Context(), paths, Options{Engine: receipt.Veryfi, Bundle: Split, Reuse: true})
	if err != nil || len(again.Receipts) != 0 || !slices.Equal(again.Rows, []int64{ids[0], ids[1], extra.ID, ids[2]}) {
		t.Errorf("the same files have the rows %v, %v", again.Rows, err)
	}
	held := r.take(Options{Bundle: Split}, paths...)
	r.settle(held...)
	for _, id := range held {
		if got := r.get(id); got.Status != receipt.Held {
			t.Errorf("dropped again it is %s %q", got.Status, got.Reasons)
		}
	}
	if got := r.get(held[1]); got.DuplicateOf != extra.ID || !strings.Contains(got.Reason(), "without a file (4)") {
		t.Errorf("dropped again it is held %q, as that of %d", got.Reasons, got.DuplicateOf)
	}
	if n := len(s.documents()); n != 3 {
		t.Errorf("the service has %d documents, want 3", n)
	}
	// By itself there is no doubt whose document it is.
	r.useVeryfi()
	if err := r.Retry(t.Context(), ids[1]); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	if got := r.get(ids[1]); !got.Status.Read() || !strings.HasPrefix(got.Fields.Vendor, "Shop") {
		t.Errorf("retried it is %s %q", got.Status, got.Reasons)
	}
}

func TestSplitThroughTrouble(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault server.Fault
	}{
		{"the line is cut before anything arrived", server.Fault{Method: "POST", Path: "/documents-set", Status: 429, Times: 1}},
		{"the answer is lost", server.Fault{Method: "POST", Path: "/documents-set", Cut: server.CutAfter, Times: 1}},
		{"half of the answer is lost", server.Fault{Method: "POST", Path: "/documents-set", Cut: server.CutMidAnswer, Times: 1}},
		{"polls of the set fail", server.Fault{Method: "GET", Path: "/documents-set/*", Status: 500, Times: 3}},
		{"the set is not known yet", server.Fault{Method: "GET", Path: "/documents-set/*", Status: 404, Times: 3}},
		{"polls of the documents are cut", server.Fault{Method: "GET", Path: "/documents/*", Cut: server.CutBefore, Times: 3}},
		{"documents are not known yet", server.Fault{Method: "GET", Path: "/documents/*", Status: 404, Times: 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t)
			s.faults.Add(c.fault)
			r := start(t, s)
			ids := r.take(Options{Bundle: Split}, pictures(t, 3)...)
			r.settle(ids...)
			if s.faults.Hits() == 0 {
				t.Error("nothing went wrong")
			}
			splitOnce(t, s, r, ids)
		})
	}
}

// The answer to a zip is lost, then asking for it goes wrong: it is not sent again.
func TestASetInDoubtStaysInDoubt(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/documents", "/documents-set"} {
		for _, status := range []int{400, 401, 404, 429, 500} {
			t.Run(fmt.Sprint(path, status), func(t *testing.T) {
				t.Parallel()
				s := startService(t)
				s.faults.Add(server.Fault{Method: "POST", Path: "/documents-set", Cut: server.CutAfter, Times: 1})
				s.faults.Add(server.Fault{Method: "GET", Path: path, Status: status, Times: 1})
				r := start(t, s)
				ids := r.take(Options{Bundle: Split}, pictures(t, 2)...)
				r.until("asking went wrong", func() bool {
					told := strings.Contains(r.get(ids[0]).Reason(), fmt.Sprint(status))
					return told && (status != 401 || r.gate.why(receipt.Veryfi) != nil)
				})
				if got := r.get(ids[0]); got.Status != receipt.Sending {
					t.Errorf("it is %s %q", got.Status, got.Reasons)
				}
				r.reopen()
				r.settle(ids...)
				splitOnce(t, s, r, ids)
			})
		}
	}
}

// Nothing arrived, but nobody can know: a person has to say that it is sent again.
func TestASetThatLeftNoTraceIsNotSentAgainByItself(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "POST", Path: "/documents-set", Status: 502, Times: 1})
	r := start(t, s)
	ids := r.take(Options{Bundle: Split, Engine: receipt.Veryfi}, pictures(t, 2)...)
	r.settle(ids...)
	for _, id := range ids {
		if got := r.get(id); got.Status != receipt.Failed || !strings.Contains(got.Reason(), "no trace") {
			t.Errorf("it is %s %q", got.Status, got.Reasons)
		}
	}
	if n := len(s.documents()); n != 0 {
		t.Errorf("%d documents", n)
	}
	r.useVeryfi()
	if err := r.Retry(t.Context(), ids...); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	splitOnce(t, s, r, ids)
}

// nameless is a service whose documents do not carry the external id of their
// set; whether the real one's do is not documented.
type nameless struct{ Service }

func (nameless) Search(context.Context, api.Query) (api.Results, error) { return api.Results{}, nil }

func TestALostSetIsKnownByItsPictures(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "POST", Path: "/documents-set", Cut: server.CutAfter, Times: 1})
	r := start(t, s, func(r *room) { r.wrap = func(s Service) Service { return nameless{s} } })
	ids := r.take(Options{Bundle: Split}, pictures(t, 3)...)
	r.settle(ids...)
	splitOnce(t, s, r, ids)
}

func TestSplitKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	ids := r.take(Options{Bundle: Split}, pictures(t, 5)...)
	for n := range 12 {
		killAfter(r, 1+n%7)
		r.build()
		r.run()
	}
	r.settle(ids...)
	if r.get(ids[0]).Status == receipt.Failed { // killed between writing down that it is sent and sending it
		if n := len(s.documents()); n != 0 {
			t.Errorf("given up with %d documents at the service", n)
		}
		r.useVeryfi()
		if err := r.Retry(t.Context(), ids...); err != nil {
			t.Fatal(err)
		}
		r.settle(ids...)
	}
	splitOnce(t, s, r, ids)
}

func TestSplitIsTakenUpLocally(t *testing.T) {
	t.Parallel()
	s := startService(t)
	release := s.reader.hold()
	r := start(t, s)
	ids := r.take(Options{Bundle: Split, Engine: receipt.Local}, pictures(t, 3)...)
	r.reaches(ids[2], receipt.Reading)
	r.stop()
	release()
	r.service = startService(t) // the reader on this computer ends with the program
	r.build()
	r.run()
	r.settle(ids...)
	splitOnce(t, r.service, r, ids)
}

func TestAnotherEngineForAZipThatWaits(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	good := r.connect
	r.connect = func(ctx context.Context, e receipt.Engine) (Service, error) {
		if e == receipt.Veryfi {
			return nil, ErrNoCredentials
		}
		return good(ctx, e)
	}
	settings := DefaultSettings()
	settings.Engine = receipt.Veryfi
	if err := r.SaveSettings(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	ids := r.take(Options{Bundle: Split}, pictures(t, 3)...)
	r.until("the zip waits", func() bool {
		open, err := r.store.OpenSets(context.Background())
		return err == nil && len(open) == 1
	})
	settings.Engine = receipt.Local
	if err := r.SaveSettings(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	splitOnce(t, s, r, ids)
}

// Two files that the service cannot tell apart: each gets the receipt that its
// place in the zip gives it, and a person compares.
func TestFilesThatLookEqualAreDoubted(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	one, two, dir := picture(t, "one"), picture(t, "two"), t.TempDir()
	size := max(len(one), len(two))
	pad := func(content []byte) []byte { return append(content, make([]byte, size-len(content))...) }
	ids := r.take(Options{Bundle: Split}, write(t, dir, "a.jpg", pad(one)), write(t, dir, "b.jpg", pad(two)),
		write(t, dir, "c.jpg", pictureOf(t, 250, "of another width")))
	r.settle(ids...)
	for i, id := range ids {
		got := r.get(id)
		if doubted := slices.Contains(got.Reasons, matchedByOrder); doubted != (i < 2) || (got.Status == receipt.Review) != doubted {
			t.Errorf("receipt %d is %s %q", id, got.Status, got.Reasons)
		}
		if want := fmt.Sprintf("Shop %.8s", got.Originals[0].SHA256); got.Fields.Vendor != want {
			t.Errorf("receipt %d is of %q, want %q", id, got.Fields.Vendor, want)
		}
	}
}

func TestTheRowsOfASetSayWhyItsAnswerDoesNotCome(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/documents-set/*", "/documents/*"} {
		s := startService(t)
		release := s.reader.hold()
		s.faults.Add(server.Fault{Method: "GET", Path: path, Status: 503})
		r := start(t, s)
		ids := r.take(Options{Bundle: Split}, pictures(t, 2)...)
		if path == "/documents/*" {
			release()
		}
		told := func() (n int) {
			for _, id := range ids {
				if got := r.get(id); got.Status == receipt.Reading && strings.HasPrefix(got.Reason(), notFetched) && strings.Contains(got.Reason(), "503") {
					n++
				}
			}
			return n
		}
		r.until("the rows say so", func() bool { return told() == 2 })
		s.faults.Clear()
		if path != "/documents/*" {
			r.until("all is as usual", func() bool { return len(r.get(ids[0]).Reasons) == 0 })
			release()
		}
		r.settle(ids...)
		splitOnce(t, s, r, ids)
	}
}

// The documents of a large set are looked for on pages too.
func TestTheDocumentsOfASetAreAskedForOnPages(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := open(t, s)
	c := r.count()
	r.run()
	dir := t.TempDir()
	var paths []string
	for n := range 12 {
		paths = append(paths, write(t, dir, fmt.Sprintf("%02d.jpg", n), pictureOf(t, 200+n, "of another width")))
	}
	ids := r.take(Options{Bundle: Split}, paths...)
	r.settle(ids...)
	splitOnce(t, s, r, ids)
	if pages, _ := c.counts(); pages == 0 || pages > 5 {
		t.Errorf("%d pages were asked for", pages)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.documents > 0 {
		t.Errorf("%d documents were asked for by themselves", c.documents)
	}
}
