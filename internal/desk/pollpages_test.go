package desk

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// counter counts requests on their way to a service.
type counter struct {
	mu            sync.Mutex
	pages, single int
	documents     int // those of single that are for one document
	times         []time.Time
	stirred       chan struct{}
}

func (c *counter) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.times = append(c.times, time.Now())
	if strings.HasSuffix(r.URL.Path, "/documents/") {
		c.pages++
	} else {
		c.single++
		if r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/documents/") {
			c.documents++
		}
	}
	c.mu.Unlock()
	select {
	case c.stirred <- struct{}{}:
	default:
	}
	return http.DefaultTransport.RoundTrip(r)
}

func (c *counter) counts() (pages, single int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pages, c.single
}

// busiest is the most requests that any second held.
func (c *counter) busiest() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	most, first := 0, 0
	for i, at := range c.times {
		for at.Sub(c.times[first]) > time.Second {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// pending makes n documents that the service is reading, and their rows in a
// history that is not worked on yet.
func (r *room) pending(n int) []int64 {
	r.t.Helper()
	photo, rows := picture(r.t, "THE SHOP"), make([]receipt.Receipt, n)
	g, ctx := errgroup.WithContext(context.Background())
	for part := range 8 {
		client := r.service.connect(account) // each has a pace of its own
		g.Go(func() error {
			for i := part; i < n; i += 8 {
				content := append(bytes.Clone(photo), fmt.Sprint(i)...)
				externalID := uuid.NewString()
				id, err := client.Submit(ctx, api.Submission{ExternalID: externalID, Details: true, Files: []api.File{{Name: "a.jpg", Size: int64(len(content)),
					Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}}})
				if err != nil {
					return err
				}
				rows[i] = receipt.Receipt{Status: receipt.Reading, Engine: receipt.Veryfi, ExternalID: externalID, DocumentID: string(id),
					Originals: []receipt.Original{{Path: "a.jpg", SHA256: strings.Repeat("0", 64), Pages: 1}}}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		r.t.Fatal(err)
	}
	rows, err := r.store.Insert(context.Background(), rows, store.Person)
	if err != nil {
		r.t.Fatal(err)
	}
	ids := make([]int64, n)
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids
}

// count counts the requests of the desk, but not those of the test.
func (r *room) count() *counter {
	c := &counter{stirred: make(chan struct{}, 1)}
	client := r.service.connect(account)
	client.HTTP = &http.Client{Transport: c}
	r.connect = func(context.Context, receipt.Engine) (Service, error) {
		if r.wrap != nil {
			return r.wrap(client), nil
		}
		return client, nil
	}
	return c
}

func (r *room) allRead(ids []int64) {
	r.t.Helper()
	for _, id := range ids {
		got := r.get(id)
		if !got.Status.Read() || !strings.HasPrefix(got.Fields.Vendor, "Shop ") || got.Evidence[receipt.FieldTotal].Score == nil {
			r.t.Errorf("receipt %d is %s %q, vendor %q, evidence %v", id, got.Status, got.Reasons, got.Fields.Vendor, got.Evidence[receipt.FieldTotal])
		}
	}
}

// pendingReceipts is how many are being read in the test of pages.
var pendingReceipts = flag.Int("pending", 150, "how many receipts the service is reading in the test of pages")

// Hundreds of receipts that are being read are asked for on pages, within the
// rate that the service allows.
func TestManyPendingReceiptsAreAskedForOnPages(t *testing.T) {
	t.Parallel()
	const rounds = 3
	n := *pendingReceipts
	s := startService(t)
	release := s.reader.hold()
	r := open(t, s, func(r *room) { r.pace.firstPoll, r.pace.slowestPoll = 200*time.Millisecond, 500*time.Millisecond })
	ids := r.pending(n)
	c := r.count()
	r.run()
	for pages, _ := c.counts(); pages < rounds*n/api.MaxPageSize; pages, _ = c.counts() {
		<-c.stirred
	}
	release()
	r.settle(ids...)
	r.allRead(ids)
	pages, single := c.counts()
	t.Logf("%d receipts, pending for %d rounds and then read: %d pages and %d single requests, at most %d in a second. One request each would be %d or more",
		n, rounds, pages, single, c.busiest(), (rounds+1)*n)
	if pages+single > n/2 {
		t.Errorf("%d pages and %d single requests for %d receipts", pages, single, n)
	}
	if most := c.busiest(); most > api.MaxRequests {
		t.Errorf("%d requests in a second, the service allows %d", most, api.MaxRequests)
	}
}

// searching is a service whose search answers otherwise than ours does.
type searching struct {
	Service
	answer func(r *api.Results, q api.Query)
	plain  bool // lists without details
}

func (s searching) Search(ctx context.Context, q api.Query) (api.Results, error) {
	q.Details = q.Details && !s.plain
	r, err := s.Service.Search(ctx, q)
	if s.answer != nil {
		s.answer(&r, q)
	}
	return r, err
}

// Whatever a search says or leaves out, each receipt is read in the end, whole,
// and none counts as lost.
func TestPagesThatAreOfNoUse(t *testing.T) {
	t.Parallel()
	each := func(change func(*api.Document)) func(*api.Results, api.Query) {
		return func(r *api.Results, _ api.Query) {
			for i := range r.Documents {
				change(&r.Documents[i])
			}
		}
	}
	for _, c := range []struct {
		name    string
		service searching
		fault   server.Fault
	}{
		{"empty", searching{answer: func(r *api.Results, _ api.Query) { *r = api.Results{} }}, server.Fault{}},
		{"without details", searching{plain: true}, server.Fault{}},
		{"short", searching{answer: each(func(d *api.Document) { *d = api.Document{ID: d.ID, Status: d.Status} })}, server.Fault{}},
		{"shorter", searching{answer: each(func(d *api.Document) { *d = api.Document{ID: d.ID} })}, server.Fault{}},
		{"failed, it says", searching{answer: each(func(d *api.Document) { *d = api.Document{ID: d.ID, Status: "failed"} })}, server.Fault{}},
		{"of somebody else", searching{answer: each(func(d *api.Document) { d.ExternalID, d.Vendor.Name.Text = "another", "Stranger" })}, server.Fault{}},
		{"an index that never changes", searching{answer: each(func(d *api.Document) { d.Status = "in_progress" })}, server.Fault{}},
		{"the same page for ever", searching{answer: func(r *api.Results, _ api.Query) {
			r.Documents, r.TotalPages = r.Documents[:min(2, len(r.Documents))], 1000
		}}, server.Fault{}},
		{"refused", searching{}, server.Fault{Method: "GET", Path: "/documents", Status: 400}},
		{"not known", searching{}, server.Fault{Method: "GET", Path: "/documents", Status: 404}},
		{"not allowed", searching{}, server.Fault{Method: "GET", Path: "/documents", Status: 403}},
		{"in trouble", searching{}, server.Fault{Method: "GET", Path: "/documents", Status: 503}},
		{"too often", searching{}, server.Fault{Method: "GET", Path: "/documents", Status: 429, RetryAfter: 1, Times: 1}},
		{"no list", searching{}, server.Fault{Method: "GET", Path: "/documents", Status: 200, Body: "<html>Welcome</html>"}},
		{"cut off", searching{}, server.Fault{Method: "GET", Path: "/documents", Cut: server.CutMidAnswer}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t)
			r := open(t, s, func(r *room) {
				r.wrap = func(real Service) Service { c.service.Service = real; return c.service }
				if strings.HasPrefix(c.name, "an index") {
					r.pace.patience = 50 * time.Millisecond
				}
			})
			ids := r.pending(8)
			if c.fault.Method != "" {
				s.faults.Add(c.fault)
			}
			r.run()
			r.settle(ids...)
			r.allRead(ids)
		})
	}
}

// Of a document that no page shows as read there is news: it is asked for at
// once, however many others wait.
func TestNewsIsAskedForAtOnceAmongMany(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := open(t, s, func(r *room) {
		r.pace.firstPoll, r.pace.slowestPoll = time.Hour, time.Hour
		r.wrap = func(real Service) Service {
			return searching{Service: real, answer: func(r *api.Results, _ api.Query) {
				for i := range r.Documents {
					r.Documents[i].Status = "in_progress"
				}
			}}
		}
	})
	ids := r.pending(20)
	c := r.count()
	r.run()
	for pages, _ := c.counts(); pages == 0; pages, _ = c.counts() {
		<-c.stirred
	}
	for _, id := range ids {
		waitRead(t, s, r.get(id).DocumentID)
	}
	r.News(api.ID(r.get(ids[7]).DocumentID))
	r.reaches(ids[7], receipt.Ready)
	var all []api.ID
	for _, id := range ids {
		all = append(all, api.ID(r.get(id).DocumentID))
	}
	r.News(all...)
	r.settle(ids...)
	r.allRead(ids)
}
