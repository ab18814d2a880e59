package desk

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// patience is how long a test waits for an event before it gives the desk up.
const patience = 2 * time.Minute

// room is a desk over a history in a folder, with its surroundings.
type room struct {
	*Desk
	t        testing.TB
	home     string
	service  *service
	keychain *fakeKeychain
	intake   *intake.Intake
	wrap     func(Service) Service // a service in between; nil: none
	pace     pace
	slots    int // 0: the usual number
	now      func() time.Time

	mu      sync.Mutex
	notices []string
	stop    func()
	cancel  func() // has what runs end, and does not wait for it
}

var quickPace = pace{
	firstPoll: 5 * time.Millisecond, slowestPoll: 40 * time.Millisecond, rarePoll: 40 * time.Millisecond, spacing: time.Millisecond, patience: time.Hour,
	holdsSlot: time.Hour, lag: time.Minute, retry: 5 * time.Millisecond, slowestTry: 50 * time.Millisecond, trust: 10 * time.Millisecond, rareSearch: 100 * time.Millisecond,
	newDay: 5 * time.Millisecond, watch: time.Hour, exports: 5 * time.Millisecond, offer: time.Millisecond, tell: time.Millisecond,
}

// open makes a desk that does not run yet.
func open(t testing.TB, s *service, change ...func(*room)) *room {
	t.Helper()
	r := &room{t: t, home: t.TempDir(), service: s, keychain: &fakeKeychain{c: account}, intake: intake.New(""), pace: quickPace}
	for _, f := range change {
		f(r)
	}
	t.Cleanup(func() {
		if r.stop != nil {
			r.stop()
		}
		r.intake.Close()
	})
	r.build()
	return r
}

func (r *room) build() {
	r.t.Helper()
	st, err := store.Open(context.Background(), r.home)
	if err != nil {
		r.t.Fatal(err)
	}
	var mu sync.Mutex
	clients := make(map[api.Credentials]*api.Client)
	connect := func(ctx context.Context, _ receipt.Engine) (Service, error) {
		c, err := r.keychain.Load(ctx)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNoCredentials, err)
		}
		mu.Lock()
		defer mu.Unlock()
		if clients[c] == nil {
			clients[c] = r.service.connect(c)
		}
		if r.wrap != nil {
			return r.wrap(clients[c]), nil
		}
		return clients[c], nil
	}
	r.Desk = New(Config{Store: st, Intake: r.intake, Connect: connect, Keychain: r.keychain, Now: r.now,
		Dial: func(_ string, c Credentials) (Service, error) { return r.service.connect(c), nil }})
	r.Desk.pace = r.pace
	if r.slots > 0 {
		r.Desk.slots.limit = map[receipt.Engine]int{receipt.Local: r.slots, receipt.Veryfi: r.slots}
	}
	r.Subscribe(func(e Event) {
		if e.Notice != nil {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.notices = append(r.notices, e.Notice.Text)
		}
	})
	r.stop = func() { _ = st.Close() }
}

// run starts the desk.
func (r *room) run() {
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	ended := make(chan error, 1)
	desk, closeStore := r.Desk, r.stop
	go func() { ended <- desk.Run(ctx) }()
	r.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			r.t.Error("the desk ended with", err)
		}
		closeStore()
	})
}

// restart ends the desk and opens a new one over the same history.
func (r *room) restart() {
	r.t.Helper()
	r.stop()
	r.build()
	r.run()
}

func start(t testing.TB, s *service, change ...func(*room)) *room {
	t.Helper()
	r := open(t, s, change...)
	r.run()
	return r
}

// take adds files for the service and returns their rows.
func (r *room) take(o Options, paths ...string) []int64 {
	r.t.Helper()
	if o.Engine == "" {
		o.Engine = receipt.Veryfi
	}
	added, err := r.Add(context.Background(), paths, o)
	if err != nil {
		r.t.Fatal(err)
	}
	return added.Rows
}

func (r *room) get(id int64) receipt.Receipt {
	r.t.Helper()
	one, err := r.store.Receipt(context.Background(), id)
	if err != nil {
		r.t.Fatal(err)
	}
	return one
}

func (r *room) all() []receipt.Receipt {
	r.t.Helper()
	all, err := r.Receipts(context.Background())
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// until waits for something to be true of the history; events wake it.
func (r *room) until(what string, holds func() bool) {
	r.t.Helper()
	stirred := make(chan struct{}, 1)
	cancel := r.Subscribe(func(Event) {
		select {
		case stirred <- struct{}{}:
		default:
		}
	})
	defer cancel()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for !holds() {
		select {
		case <-stirred:
		case <-deadline.C:
			for _, one := range r.all() {
				r.t.Logf("receipt %d: %s %q", one.ID, one.Status, one.Reasons)
			}
			r.t.Fatalf("gave up waiting until %s", what)
		}
	}
}

func (r *room) reaches(id int64, status receipt.Status) receipt.Receipt {
	r.t.Helper()
	r.until(fmt.Sprintf("receipt %d is %s", id, status), func() bool { return r.get(id).Status == status })
	return r.get(id)
}

// settle waits until the program has nothing more to do by itself.
func (r *room) settle(ids ...int64) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := r.Wait(ctx, "", ids); err != nil {
		for _, id := range ids {
			one := r.get(id)
			r.t.Logf("receipt %d: %s %q", one.ID, one.Status, one.Reasons)
		}
		r.t.Fatal("waiting: ", err)
	}
}

func (r *room) statuses(ids ...int64) []receipt.Status {
	var all []receipt.Status
	for _, id := range ids {
		all = append(all, r.get(id).Status)
	}
	return all
}

// useVeryfi chooses the service in the settings.
func (r *room) useVeryfi() {
	r.t.Helper()
	settings, err := r.Settings(context.Background())
	if err != nil {
		r.t.Fatal(err)
	}
	settings.Engine = receipt.Veryfi
	if err := r.SaveSettings(context.Background(), settings); err != nil {
		r.t.Fatal(err)
	}
}
