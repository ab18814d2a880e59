package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// decide waits like settle, and is the person who has those sent again of
// which nobody knows whether they arrived.
func (r *room) decide(ids ...int64) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		err := r.Wait(ctx, "", ids)
		if errors.Is(err, ErrUnsure) {
			r.must(r.SendAgain(ctx, ids...))
			continue
		}
		if err != nil {
			r.settle(ids...) // says where they stand
		}
		return
	}
}

// hiding is a service that does not show a document of ours while it is told so.
type hiding struct {
	Service
	hidden *atomic.Pointer[string] // its external id
}

func (h hiding) Search(ctx context.Context, q api.Query) (api.Results, error) {
	r, err := h.Service.Search(ctx, q)
	r.Documents = slices.DeleteFunc(r.Documents, func(d api.Document) bool { id := h.hidden.Load(); return id != nil && d.ExternalID == *id })
	return r, err
}

// losing has the first answer to a submission lost, and its document hidden.
type losing struct{ hiding }

func (l losing) Submit(ctx context.Context, s api.Submission) (api.ID, error) {
	id, err := l.hiding.Submit(ctx, s)
	if l.hidden.CompareAndSwap(nil, &s.ExternalID) {
		return "", errors.New("the answer was lost")
	}
	return id, err
}

// However long a search does not show what the service took, the receipt is not
// sent again by itself; it is taken up once it is shown, also by another run.
func TestALostAnswerIsNeverPaidForTwiceByItself(t *testing.T) {
	t.Parallel()
	s := startService(t)
	hidden := new(atomic.Pointer[string])
	r := start(t, s, func(r *room) { r.wrap = func(s Service) Service { return losing{hiding{s, hidden}} } })
	files := pictures(t, 3)
	lost := r.take(Options{}, files[0])[0]
	r.until("nobody knows", func() bool { return Unsure(r.get(lost)) })
	others := r.take(Options{}, files[1:]...)
	r.until("the others go on", func() bool { return r.get(others[0]).Status.Read() && r.get(others[1]).Status.Read() })
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for range 3 { // whoever waits is told, in each run
		if err := r.Wait(ctx, "", []int64{lost}); !errors.Is(err, ErrUnsure) {
			t.Fatalf("waiting gave %v", err)
		}
		r.restart()
	}
	got := r.get(lost)
	if got.Status != receipt.Sending || !Unsure(got) || !strings.Contains(got.Reason(), "Look in the account") {
		t.Errorf("it is %s %q", got.Status, got.Reasons)
	}
	if n := len(s.documents()); n != 3 {
		t.Errorf("the service has %d documents", n)
	}
	hidden.Store(new(string))
	r.until("it is read", func() bool { return r.get(lost).Status.Read() })
	exactlyOnce(t, s, r, append(others, lost))
}

// deaf knows no search by number, and lists what it has.
type deaf struct{ Service }

func (d deaf) Search(ctx context.Context, q api.Query) (api.Results, error) {
	if q.ExternalID != "" {
		return api.Results{}, nil
	}
	return d.Service.Search(ctx, q)
}

func TestALostAnswerIsFoundInTheListOfWhatWasCreated(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Times: 1})
	r := start(t, s, func(r *room) { r.wrap = func(s Service) Service { return deaf{s} } })
	ids := r.take(Options{}, pictures(t, 1)...)
	r.settle(ids...)
	exactlyOnce(t, s, r, ids)
}

// A person who says so has it sent again, under the same number; the history
// tells who did.
func TestAPersonHasItSentAgain(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutBefore, Times: 1})
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.until("nobody knows", func() bool { return Unsure(r.get(id)) })
	external := r.get(id).ExternalID
	if err := r.Retry(t.Context(), id); err != nil { // that alone only asks again
		t.Fatal(err)
	}
	if n := len(s.documents()); n != 0 {
		t.Fatalf("%d documents", n)
	}
	r.decide(id)
	exactlyOnce(t, s, r, []int64{id})
	changes, err := r.History(t.Context(), id)
	said := false
	for _, c := range changes {
		said = said || c.Person && strings.HasPrefix(c.What, "to be sent again")
	}
	if err != nil || !said || r.get(id).ExternalID != external {
		t.Errorf("the history is %+v, %v", changes, err)
	}
}

// A service that is down leaves few receipts in doubt, and none where it says
// itself that it took nothing on.
func TestAServiceThatIsDownLeavesFewInDoubt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault server.Fault
		most  int
	}{
		{"in its own words", server.Fault{Method: "POST", Path: "/documents", Status: 503, Times: 8}, 0},
		{"a page of somebody else's", server.Fault{Method: "POST", Path: "/documents", Status: 502, Body: "<html>Bad gateway</html>", Times: 5}, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t)
			s.faults.Add(c.fault)
			r := start(t, s)
			ids := r.take(Options{}, pictures(t, 20)...)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			if err := r.Wait(ctx, "", ids); err != nil && !errors.Is(err, ErrUnsure) {
				t.Fatal(err)
			}
			unsure := 0
			for _, id := range ids {
				if Unsure(r.get(id)) {
					unsure++
				}
			}
			if unsure > c.most {
				t.Errorf("%d are in doubt", unsure)
			}
			r.decide(ids...)
			exactlyOnce(t, s, r, ids)
			r.mu.Lock()
			defer r.mu.Unlock()
			if len(r.notices) == 0 || !strings.Contains(r.notices[0], "The next try is at ") {
				t.Errorf("the person was told %q", r.notices)
			}
		})
	}
}

// One document that is forbidden is the trouble of that receipt; several in a
// row are one of the account.
func TestAForbiddenDocumentStopsNothingElse(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "GET", Path: "/documents/*", Status: 403, Text: "This document is locked"})
	r := start(t, s, func(r *room) { r.pace.lag = time.Nanosecond })
	id := r.take(Options{}, pictures(t, 1)...)[0]
	got := r.reaches(id, receipt.Failed)
	if reason := got.Reason(); !strings.Contains(reason, "locked") || !strings.Contains(reason, "paid for again") || strings.Contains(reason, "credentials") {
		t.Errorf("it says %q", reason)
	}
	s.faults.Clear()
	ids := r.take(Options{}, pictures(t, 2)...)
	r.settle(ids...)
	if got := r.get(ids[1]); !got.Status.Read() {
		t.Errorf("another is %s %q", got.Status, got.Reasons)
	}
}

func TestManyForbiddenDocumentsStopTheEngine(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "GET", Path: "/documents/*", Status: 403})
	r := start(t, s)
	ids := r.take(Options{}, pictures(t, 3)...)
	if err := r.stops(ids...); !errors.Is(err, api.ErrForbidden) {
		t.Fatalf("waiting gave %v", err)
	}
	s.faults.Clear()
	r.must(r.SaveCredentials(t.Context(), account))
	r.settle(ids...)
	exactlyOnce(t, s, r, ids)
}
