package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestWrongCredentialsStopEverythingAndMendedOnesGoOn(t *testing.T) {
	t.Parallel()
	s := startService(t)
	wrong := account
	wrong.APIKey = "wrong"
	r := start(t, s, func(r *room) { r.keychain.c = wrong })
	ids := r.take(Options{}, pictures(t, 8)...)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := r.Wait(ctx, "", ids); !errors.Is(err, api.ErrAuth) {
		t.Fatalf("waiting gave %v, want the refused credentials", err)
	}
	if n := len(s.documents()); n != 0 {
		t.Fatalf("%d documents were accepted", n)
	}
	// Whoever is told ends the program: by then all that was on the line is
	// answered, and none is in doubt, which would cost the next run a minute.
	for _, status := range r.statuses(ids...) {
		if status != receipt.Waiting {
			t.Errorf("one is %s", status)
		}
	}
	r.mu.Lock()
	notices := slices.Clone(r.notices)
	r.mu.Unlock()
	if len(notices) != 1 || !strings.Contains(notices[0], "credentials") {
		t.Errorf("the person was told %q", notices)
	}
	if err := r.SaveCredentials(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	exactlyOnce(t, s, r, ids)
}

func TestCredentialsRefusedInTheMiddle(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "GET", Path: "/documents/*", Status: 401})
	r := start(t, s)
	ids := r.take(Options{}, pictures(t, 4)...)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := r.Wait(ctx, "", ids); !errors.Is(err, api.ErrAuth) {
		t.Fatalf("waiting gave %v, want the refused credentials", err)
	}
	s.faults.Clear()
	if err := r.SaveCredentials(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	exactlyOnce(t, s, r, ids)
}

func TestNoCredentials(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s, func(r *room) { r.keychain.c = api.Credentials{} })
	ids := r.take(Options{}, pictures(t, 1)...)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := r.Wait(ctx, "", ids); !errors.Is(err, ErrNoCredentials) {
		t.Fatalf("waiting gave %v", err)
	}
	// The other engine is chosen in its place.
	settings, err := r.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.Engine = receipt.Veryfi
	if err := r.SaveSettings(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	local := s.connect(account)
	connect := r.connect
	r.connect = func(ctx context.Context, e receipt.Engine) (Service, error) {
		if e == receipt.Local {
			return local, nil
		}
		return connect(ctx, e)
	}
	settings.Engine = receipt.Local
	if err := r.SaveSettings(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	if got := r.get(ids[0]); got.Engine != receipt.Local || got.Status != receipt.Ready {
		t.Errorf("it is %s, %s %q", got.Engine, got.Status, got.Reasons)
	}
}

// Whatever goes wrong with sending or asking, in the end there is one document
// for each receipt.
func TestExactlyOnceThroughTrouble(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault server.Fault
	}{
		{"the line is cut before anything arrived", server.Fault{Method: "POST", Path: "/documents", Cut: server.CutBefore, Times: 4}},
		{"the answer is lost", server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Times: 4}},
		{"half of the answer is lost", server.Fault{Method: "POST", Path: "/documents", Cut: server.CutMidAnswer, Times: 4}},
		{"the server fails", server.Fault{Method: "POST", Path: "/documents", Status: 500, Times: 4}},
		{"a proxy answers with a page", server.Fault{Method: "POST", Path: "/documents", Status: 502, Body: "<html>Bad gateway</html>", Times: 4}},
		{"the service is asked too often", server.Fault{Method: "POST", Path: "/documents", Status: 429, RetryAfter: 1, Times: 1}},
		{"polls are cut", server.Fault{Method: "GET", Path: "/documents/*", Cut: server.CutMidAnswer, Times: 6}},
		{"polls fail", server.Fault{Method: "GET", Path: "/documents/*", Status: 503, Times: 6}},
		{"polls come too often", server.Fault{Method: "GET", Path: "/documents/*", Status: 409, Times: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t)
			s.faults.Add(c.fault)
			r := start(t, s)
			ids := r.take(Options{}, pictures(t, 4)...)
			r.decide(ids...)
			if s.faults.Hits() == 0 {
				t.Error("nothing went wrong")
			}
			exactlyOnce(t, s, r, ids)
		})
	}
}

// exactlyOnce holds the history against the service: every receipt is read, by
// a document of its own, and there is no other.
func exactlyOnce(t testing.TB, s *service, r *room, ids []int64) {
	t.Helper()
	seen := make(map[string]int)
	for _, d := range s.documents() {
		seen[d.ExternalID]++
	}
	if len(seen) != len(ids) {
		t.Errorf("the service has documents under %d numbers, want %d", len(seen), len(ids))
	}
	for _, id := range ids {
		got := r.get(id)
		if !got.Status.Read() || seen[got.ExternalID] != 1 {
			t.Errorf("receipt %d is %s %q, sent %d times", id, got.Status, got.Reasons, seen[got.ExternalID])
		}
	}
}

// The answer is lost, and then asking for it goes wrong in each way: it must
// stay in doubt, and never be sent again until the service has said that it is
// not there.
func TestADoubtOutlivesTroubleWithAskingForIt(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 401, 403, 404, 409, 413, 429, 500} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			s := startService(t)
			s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Times: 1})
			s.faults.Add(server.Fault{Method: "GET", Path: "/documents", Status: status, Times: 2})
			r := start(t, s)
			id := r.take(Options{}, pictures(t, 1)...)[0]
			r.until("asking went wrong", func() bool { return strings.Contains(r.get(id).Reason(), fmt.Sprint(status)) })
			if got := r.get(id); got.Status != receipt.Sending || !strings.HasPrefix(got.Reason(), "It may have arrived") {
				t.Errorf("after %d it is %s %q", status, got.Status, got.Reasons)
			}
			external := r.get(id).ExternalID
			for r.get(id).Status == receipt.Sending { // a person says that it is mended, for 401 and 403
				if err := r.Retry(t.Context(), id); err != nil {
					t.Fatal(err)
				}
			}
			r.settle(id)
			exactlyOnce(t, s, r, []int64{id})
			if got := r.get(id); got.ExternalID != external {
				t.Error("it lost its external id")
			}
		})
	}
}

// overlooking is a service that overlooks what it is asked for in a search. No
// server of ours does; it is said that others do.
type overlooking struct{ Service }

func (o overlooking) Search(ctx context.Context, q api.Query) (api.Results, error) {
	q.ExternalID = ""
	r, err := o.Service.Search(ctx, q)
	r.Unmatched, r.Documents = len(r.Documents)+1, nil
	return r, err
}

func TestASearchThatIsOverlookedIsNoProofOfAbsence(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Times: 1})
	r := start(t, s, func(r *room) { r.wrap = func(s Service) Service { return overlooking{s} } })
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.until("the search was of no use", func() bool { return strings.Contains(r.get(id).Reason(), "does not search") })
	if err := r.Retry(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if got := r.get(id); got.Status != receipt.Sending {
		t.Errorf("it is %s", got.Status)
	}
	if n := len(s.documents()); n != 1 {
		t.Errorf("it was sent %d times", n)
	}
}

func TestARowSaysWhyItsAnswerDoesNotCome(t *testing.T) {
	t.Parallel()
	s := startService(t)
	release := s.reader.hold()
	s.faults.Add(server.Fault{Method: "GET", Path: "/documents/*", Status: 503})
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.until("the row says so", func() bool { return strings.Contains(r.get(id).Reason(), "503") })
	s.faults.Clear()
	r.until("all is as usual", func() bool { return len(r.get(id).Reasons) == 0 })
	if got := r.get(id); got.Status != receipt.Reading {
		t.Errorf("it is %s", got.Status)
	}
	release()
	r.settle(id)
}

func TestACopyThatIsGoneIsMadeAnew(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.reader.finds(func([]byte, *server.Reading) error { return &server.Refusal{Reason: "not today"} })
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.reaches(id, receipt.Failed)
	if err := os.Remove(r.store.OriginalPath(r.get(id).Originals[0].SHA256)); err != nil {
		t.Fatal(err)
	}
	s.reader.finds(nil)
	r.useVeryfi()
	if err := r.Retry(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	r.settle(id)
	if got := r.get(id); !got.Status.Read() {
		t.Errorf("it is %s %q", got.Status, got.Reasons)
	}
}
