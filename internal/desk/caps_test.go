package desk

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// set changes the settings.
func (r *room) set(change func(*Settings)) {
	r.t.Helper()
	s, err := r.Settings(context.Background())
	if err != nil {
		r.t.Fatal(err)
	}
	change(&s)
	if err := r.SaveSettings(context.Background(), s); err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) spent() int {
	r.t.Helper()
	s, err := r.Spending(context.Background())
	if err != nil {
		r.t.Fatal(err)
	}
	return s.Documents
}

// stops waits until nothing goes on before somebody does something, and gives
// the reason.
func (r *room) stops(ids ...int64) error {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err := r.Wait(ctx, "", ids)
	if errors.Is(err, context.DeadlineExceeded) {
		for _, one := range r.all() {
			r.t.Logf("receipt %d: %s %q", one.ID, one.Status, one.Reasons)
		}
		r.t.Fatal("it does not stop")
	}
	return err
}

func (r *room) heard(text string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, n := range r.notices {
		if strings.Contains(n, text) {
			return true
		}
	}
	return false
}

func count(all []receipt.Receipt, status receipt.Status) (n int) {
	for _, r := range all {
		if r.Status == status {
			n++
		}
	}
	return n
}

func TestTheLimitOfADay(t *testing.T) {
	t.Parallel()
	c := &clock{}
	s := startService(t)
	r := open(t, s, func(r *room) { r.now = c.get })
	r.set(func(s *Settings) { s.DailyLimit = 3 })
	r.run()
	ids := r.take(Options{}, pictures(t, 8)...)
	var reached *LimitError
	if err := r.stops(ids...); !errors.As(err, &reached) || reached.Limit != 3 || reached.Spent != 3 {
		t.Errorf("it stopped for %v", err)
	}
	r.until("three are read", func() bool { return count(r.all(), receipt.Ready) == 3 })
	if count(r.all(), receipt.Waiting) != 5 || len(s.documents()) != 3 || r.spent() != 3 {
		t.Errorf("%d wait, %d documents, %d spent", count(r.all(), receipt.Waiting), len(s.documents()), r.spent())
	}
	if !r.heard("limit of 3 documents a day") || !r.heard("midnight") || !r.heard("Settings") {
		t.Errorf("the person was told %q", r.notices)
	}
	r.restart() // forgets nothing
	if err := r.stops(ids...); !errors.As(err, &reached) || len(s.documents()) != 3 {
		t.Errorf("after a restart %v and %d documents", err, len(s.documents()))
	}
	r.set(func(s *Settings) { s.DailyLimit = 5 })
	r.until("two more are read", func() bool { return count(r.all(), receipt.Ready) == 5 })
	if err := r.stops(ids...); !errors.As(err, &reached) || len(s.documents()) != 5 {
		t.Errorf("with a higher limit %v and %d documents", err, len(s.documents()))
	}
	c.advance(25 * time.Hour) // by itself
	r.until("all are read", func() bool { return count(r.all(), receipt.Ready) == 8 })
	if len(s.documents()) != 8 || r.spent() != 3 {
		t.Errorf("the next day %d documents, %d spent on it", len(s.documents()), r.spent())
	}
}

// forgetful takes what is sent, loses the answer, and finds nothing.
type forgetful struct{ Service }

func (f forgetful) Submit(ctx context.Context, s api.Submission) (api.ID, error) {
	if _, err := f.Service.Submit(ctx, s); err != nil {
		return "", err
	}
	return "", errors.New("the answer was lost")
}

func (f forgetful) Search(context.Context, api.Query) (api.Results, error) {
	return api.Results{}, nil
}

func TestALoopSpendsNoMoreThanTheLimit(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := open(t, s, func(r *room) { r.wrap = func(s Service) Service { return forgetful{s} } })
	r.set(func(s *Settings) { s.DailyLimit = 4 })
	r.run()
	ids := r.take(Options{}, pictures(t, 1)...)
	err := r.stops(ids...)
	if n := len(s.documents()); n != 1 || !errors.Is(err, ErrUnsure) {
		t.Errorf("by itself it sent %d documents, and stopped for %v", n, err)
	}
	for errors.Is(err, ErrUnsure) { // a person who does not look
		r.must(r.SendAgain(t.Context(), ids...))
		err = r.stops(ids...)
	}
	var reached *LimitError
	if !errors.As(err, &reached) {
		t.Errorf("it stopped for %v", err)
	}
	if n := len(s.documents()); n != 4 || r.spent() != 4 || !r.get(ids[0]).Status.Open() {
		t.Errorf("%d documents, %d counted, the receipt is %s", n, r.spent(), r.get(ids[0]).Status)
	}
}

// counting looks at what is on the disk before anything is sent.
type counting struct {
	Service
	count func() int
	seen  chan int
}

func (c counting) Submit(ctx context.Context, s api.Submission) (api.ID, error) {
	c.seen <- c.count()
	return c.Service.Submit(ctx, s)
}

func TestWhatIsSentIsCountedFirst(t *testing.T) {
	t.Parallel()
	s, seen := startService(t), make(chan int, 1)
	var r *room
	r = start(t, s, func(one *room) { one.wrap = func(s Service) Service { return counting{s, r.spent, seen} } })
	r.settle(r.take(Options{}, pictures(t, 1)...)...)
	if n := <-seen; n != 1 {
		t.Errorf("%d are counted when the first is sent", n)
	}
}

func TestWhatCounts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  server.Fault
		engine receipt.Engine
		status receipt.Status
		spent  int
	}{
		"read":                    {engine: receipt.Veryfi, status: receipt.Ready, spent: 1},
		"read on this computer":   {engine: receipt.Local, status: receipt.Ready},
		"answer lost, then found": {engine: receipt.Veryfi, fault: server.Fault{Method: "POST", Cut: server.CutAfter, Times: 1}, status: receipt.Ready, spent: 1},
		"refused":                 {engine: receipt.Veryfi, fault: server.Fault{Method: "POST", Status: 400}, status: receipt.Failed},
		"slowed down":             {engine: receipt.Veryfi, fault: server.Fault{Method: "POST", Status: 429, Times: 3}, status: receipt.Ready, spent: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startService(t)
			if test.fault.Method != "" {
				s.faults.Add(test.fault)
			}
			r := start(t, s)
			id := r.take(Options{Engine: test.engine}, pictures(t, 1)...)[0]
			r.settle(id)
			if got := r.get(id); got.Status != test.status || r.spent() != test.spent {
				t.Errorf("it is %s %q and %d are counted, want %s and %d", got.Status, got.Reasons, r.spent(), test.status, test.spent)
			}
		})
	}
}

func TestTheLimitHoldsForZipsThatAreSplit(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := open(t, s)
	r.set(func(s *Settings) { s.DailyLimit = 4 })
	r.run()
	ids := r.take(Options{Bundle: Split}, pictures(t, 7)...)
	var reached *LimitError
	if err := r.stops(ids...); !errors.As(err, &reached) {
		t.Errorf("it stopped for %v", err)
	}
	first := len(s.documents()) // the zip of four or that of three, whichever came first
	r.until("one zip is read", func() bool { return count(r.all(), receipt.Ready) == first })
	if first < 3 || first > 4 || r.spent() != first {
		t.Errorf("%d documents, %d counted", first, r.spent())
	}
	r.set(func(s *Settings) { s.DailyLimit = 5 }) // too few for the other
	if err := r.stops(ids...); !errors.As(err, &reached) || len(s.documents()) != first {
		t.Errorf("%v, %d documents", err, len(s.documents()))
	}
	r.set(func(s *Settings) { s.DailyLimit = 2 })
	r.set(func(s *Settings) { s.DailyLimit = 0 })
	r.settle(ids...)
	splitOnce(t, s, r, ids)
}

// Every page of a PDF can be a receipt to be paid for.
func TestTheLimitHoldsForThePagesOfAZip(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := open(t, s, withPDFs)
	r.set(func(s *Settings) { s.DailyLimit = 5 })
	r.run()
	ids := r.take(Options{Bundle: Split}, write(t, t.TempDir(), "scan.pdf", pdf(6)))
	var reached *LimitError
	if err := r.stops(ids...); !errors.As(err, &reached) || len(s.documents()) != 0 || r.spent() != 0 {
		t.Errorf("%v, %d documents, %d counted", err, len(s.documents()), r.spent())
	}
	r.set(func(s *Settings) { s.DailyLimit = 6 })
	r.settle(ids...)
	r.until("it counts for what it became", func() bool { return r.spent() == len(s.documents()) })
}
