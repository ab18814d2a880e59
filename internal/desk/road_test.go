package desk

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestEveryFileBecomesOneDocument(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	ids := r.take(Options{Country: "de", Tags: []string{"trip"}}, pictures(t, 5)...)
	r.settle(ids...)
	documents := s.documents()
	if len(documents) != 5 {
		t.Fatalf("the service took %d documents, want 5", len(documents))
	}
	for i, id := range ids {
		got := r.get(id)
		if got.Status != receipt.Ready || !strings.HasPrefix(got.Fields.Vendor, "Shop ") || !got.Fields.Total.Known() {
			t.Errorf("receipt %d is %s %q, vendor %q", id, got.Status, got.Reasons, got.Fields.Vendor)
		}
		if !slices.ContainsFunc(documents, func(d api.Document) bool {
			return string(d.ID) == got.DocumentID && d.ExternalID == got.ExternalID && slices.Contains(d.Tags, "trip")
		}) {
			t.Errorf("receipt %d (%s, %s) is no document of the service", id, got.DocumentID, got.ExternalID)
		}
		if want := fmt.Sprintf("receipt%02d.jpg", i); !strings.HasSuffix(got.Originals[0].Path, want) {
			t.Errorf("row %d is %s, want %s", i, got.Originals[0].Path, want)
		}
	}
}

func TestTheStatesAreWrittenBeforeTheActionsThatTheyName(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.settle(id)
	changes, err := r.History(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var road []string
	for _, c := range changes {
		if c.Field == "status" || c.Field == "external_id" {
			road = append(road, c.What+":"+strings.SplitN(c.After, "-", 2)[0])
		}
	}
	external := strings.SplitN(r.get(id).ExternalID, "-", 2)[0]
	want := []string{"added:waiting", "sending:sending", "sending:" + external, "sent:reading", "read:ready"}
	if !slices.Equal(road, want) {
		t.Errorf("the road was %q, want %q", road, want)
	}
}

func TestPagesOfOneReceiptTravelInTheOrderGiven(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	dir := t.TempDir()
	paths := []string{write(t, dir, "z-first.jpg", picture(t, "page one")), write(t, dir, "a second.jpg", picture(t, "page two"))}
	ids := r.take(Options{Bundle: Pages}, paths...)
	if len(ids) != 1 {
		t.Fatalf("%d rows, want one", len(ids))
	}
	r.settle(ids...)
	if got := r.get(ids[0]); got.Status != receipt.Ready || len(got.Originals) != 2 || r.Pages(got) != 2 {
		t.Errorf("got %s %q with %d originals", got.Status, got.Reasons, len(got.Originals))
	}
	if got := s.reader.readings(); len(got) != 1 || !slices.Equal(got[0], []string{"001_z-first.jpg", "002_a_second.jpg"}) {
		t.Errorf("the reader got %q", got)
	}
	for page := range 2 {
		if img, err := r.Page(t.Context(), ids[0], page, 100); err != nil || img.Bounds().Dy() != 100 {
			t.Errorf("page %d: %v", page, err)
		}
	}
	if _, err := r.Page(t.Context(), ids[0], 2, 100); err == nil {
		t.Error("there is a third page")
	}
}

func TestMoreThanFifteenPagesAreRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	id := r.take(Options{Bundle: Pages}, pictures(t, 16)...)[0]
	got := r.reaches(id, receipt.Failed)
	if !strings.Contains(got.Reason(), "16 pages; Veryfi reads at most 15") {
		t.Errorf("the reason is %q", got.Reason())
	}
	if n := len(s.documents()); n != 0 {
		t.Errorf("%d documents were sent", n)
	}
}

// A poll at every hour: only the news can bring the answer in time.
func TestNewsWakesThePoll(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s, func(r *room) { r.pace.firstPoll, r.pace.slowestPoll = time.Hour, time.Hour })
	release := s.reader.hold()
	id := r.take(Options{}, pictures(t, 1)...)[0]
	reading := r.reaches(id, receipt.Reading)
	release()
	waitRead(t, s, reading.DocumentID)
	r.News(api.ID(reading.DocumentID))
	r.settle(id)
	if got := r.get(id); got.Status != receipt.Ready {
		t.Errorf("it is %s", got.Status)
	}
}

// waitRead waits until the service itself says that it has read a document.
func waitRead(t testing.TB, s *service, id string) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; {
		document, err := s.client.Document(context.Background(), api.ID(id))
		if err == nil && !document.Pending() {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the service does not read: ", err)
		}
	}
}

// News that comes before the answer to the submission is not lost.
func TestNewsBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	var p polls
	p.init()
	now := time.Now()
	p.hurry("77", now)
	p.add(receipt.Receipt{ID: 1, DocumentID: "77"}, now, now.Add(time.Hour))
	if items, _, _ := p.due("", now, pace{}); len(items) != 1 {
		t.Error("the document is not asked for at once")
	}
}

// News that comes while a document is asked for makes it be asked for again.
func TestNewsDuringAPoll(t *testing.T) {
	t.Parallel()
	var p polls
	p.init()
	now := time.Now()
	p.add(receipt.Receipt{ID: 1, DocumentID: "77"}, now, now)
	items, _, _ := p.due("", now, pace{})
	item := items[0]
	p.hurry("77", now)
	p.again(item, now, pace{firstPoll: time.Hour, slowestPoll: time.Hour}, 0)
	if again, _, _ := p.due("", now, pace{}); len(again) != 1 || again[0] != item {
		t.Error("the news was lost")
	}
	p.again(item, now, pace{firstPoll: time.Hour, slowestPoll: time.Hour}, 0)
	if again, _, wait := p.due("", now, pace{}); again != nil || wait < time.Minute {
		t.Error("one piece of news hurries for ever")
	}
}

// An id in one worker's hands must not get into another's: both would send it.
func TestAnIDIsInOneHandAtATime(t *testing.T) {
	t.Parallel()
	var q queue[int64]
	q.init()
	q.put(7)
	q.put(7)
	id, ok := q.take()
	if !ok || id != 7 {
		t.Fatal("nothing to take")
	}
	q.put(7)
	if _, ok := q.take(); ok {
		t.Error("it was handed out twice at a time")
	}
	q.done(7)
	if _, ok := q.take(); !ok {
		t.Error("what was put in meanwhile is lost")
	}
	q.done(7)
	if _, ok := q.take(); ok {
		t.Error("it came once more")
	}
}

// An engine that reads nothing holds up neither more than its share of its own
// receipts for ever nor those of the other engine.
func TestAnEngineThatStandsStillDoesNotHoldUpTheOther(t *testing.T) {
	t.Parallel()
	still, quick := startService(t), startService(t)
	defer still.reader.hold()()
	r := start(t, quick, func(r *room) {
		r.slots = 3
		r.pace.firstPoll, r.pace.slowestPoll = time.Hour, time.Hour
	})
	local := quick.connect(account)
	cloud := still.connect(account)
	r.connect = func(_ context.Context, e receipt.Engine) (Service, error) {
		if e == receipt.Local {
			return local, nil
		}
		return cloud, nil
	}
	stuck := r.take(Options{Engine: receipt.Veryfi}, pictures(t, 3+2)...)
	count := func(status receipt.Status) (n int) {
		for _, id := range stuck {
			if r.get(id).Status == status {
				n++
			}
		}
		return n
	}
	r.until("the slots are full", func() bool { return count(receipt.Reading) == 3 })
	dir := t.TempDir()
	id := r.take(Options{Engine: receipt.Local}, write(t, dir, "other.jpg", picture(t, "of the other engine")))[0]
	reading := r.reaches(id, receipt.Reading)
	waitRead(t, quick, reading.DocumentID)
	r.News(api.ID(reading.DocumentID))
	r.reaches(id, receipt.Ready)
	if n := count(receipt.Reading); n != 3 {
		t.Errorf("%d are in flight, want 3", n)
	}
}

func TestDocumentsThatAreNeverReadMakeRoom(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s, func(r *room) { r.slots, r.pace.holdsSlot = 2, 0 })
	defer s.reader.hold()()
	ids := r.take(Options{}, pictures(t, 5)...)
	r.until("all are accepted", func() bool {
		return !slices.ContainsFunc(r.statuses(ids...), func(s receipt.Status) bool { return s != receipt.Reading })
	})
}

// What the service says for ever to be reading is told, and still read when it
// comes.
func TestADocumentThatIsNotReadForLongIsTold(t *testing.T) {
	t.Parallel()
	for _, bundle := range []Bundle{Each, Split} {
		s := startService(t)
		r := start(t, s, func(r *room) { r.pace.patience = 20 * time.Millisecond })
		goOn := s.reader.hold()
		id := r.take(Options{Bundle: bundle, Engine: receipt.Veryfi}, pictures(t, 1)...)[0]
		r.until("it is told", func() bool { return strings.Contains(r.get(id).Reason(), "still says that it is reading it") })
		goOn()
		r.settle(id)
		if got := r.get(id); got.Status != receipt.Ready || len(got.Reasons) > 0 {
			t.Errorf("%s: it is %s %q", bundle, got.Status, got.Reasons)
		}
	}
}

func TestAReceiptThatTheReaderRefusesHasFailedWithTheReason(t *testing.T) {
	t.Parallel()
	for _, shown := range []server.Failure{server.FailedIsShown, server.FailedIsGone} {
		now := &clock{}
		s := startService(t, func(c *server.Config) { c.Failed = shown })
		s.reader.finds(func([]byte, *server.Reading) error { return &server.Refusal{Reason: "it is a picture of a cat"} })
		r := start(t, s, func(r *room) { r.now = now.get })
		id := r.take(Options{}, pictures(t, 1)...)[0]
		want := "It is a picture of a cat"
		if shown == server.FailedIsGone {
			reading := r.reaches(id, receipt.Reading)
			for !r.polls.hurry(api.ID(reading.DocumentID), now.get()) { // until it is waited for
				runtime.Gosched()
			}
			for !errors.Is(lastError(s.client.Document(t.Context(), api.ID(reading.DocumentID))), api.ErrNotFound) { // until it is gone
				runtime.Gosched()
			}
			now.advance(2 * time.Minute) // beyond the time for which the service may lag
			r.News(api.ID(reading.DocumentID))
			want = "no longer knows it"
		}
		if got := r.reaches(id, receipt.Failed); !strings.Contains(got.Reason(), want) {
			t.Errorf("the reason is %q, want %q", got.Reason(), want)
		}
		first := r.get(id)
		s.reader.finds(nil)
		if err := r.Retry(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		r.settle(id)
		if got := r.get(id); !got.Status.Read() || got.ExternalID == first.ExternalID || got.DocumentID == first.DocumentID {
			t.Errorf("after a retry it is %s %q", got.Status, got.Reasons)
		}
	}
}

// A document that its service does not know yet is waited for.
func TestAServiceThatLags(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "GET", Path: "/documents/*", Status: 404, Times: 5})
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.settle(id)
	if got := r.get(id); got.Status != receipt.Ready {
		t.Errorf("it is %s %q", got.Status, got.Reasons)
	}
}

func lastError(_ api.Document, err error) error { return err }

// lagging is a service whose search shows nothing the first times.
type lagging struct {
	Service
	left *atomic.Int32
}

func (l lagging) Search(ctx context.Context, q api.Query) (api.Results, error) {
	if q.ExternalID != "" && l.left.Add(-1) >= 0 {
		return api.Results{}, nil
	}
	return l.Service.Search(ctx, q)
}

// The answer is lost, and the service's search does not show at once what it
// took: it is not paid for again.
func TestALostAnswerAndASearchThatLags(t *testing.T) {
	t.Parallel()
	for _, bundle := range []Bundle{Each, Split} {
		s := startService(t)
		s.faults.Add(server.Fault{Method: "POST", Path: "/documents*", Cut: server.CutAfter, Times: 1})
		left := new(atomic.Int32)
		left.Store(6)
		r := start(t, s, func(r *room) {
			r.pace.trust = patience
			r.wrap = func(s Service) Service { return lagging{s, left} }
		})
		ids := r.take(Options{Bundle: bundle, Engine: receipt.Veryfi}, pictures(t, 1)...)
		r.settle(ids...)
		if got := r.get(ids[0]); !got.Status.Read() {
			t.Errorf("%s: it is %s %q", bundle, got.Status, got.Reasons)
		}
		if n := len(s.documents()); n != 1 {
			t.Errorf("%s: the service has %d documents", bundle, n)
		}
	}
}
