package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// patience is how long a test waits for an event before it gives the desk up.
const patience = 30 * time.Second

// fakeReader stands in for the reader of receipts: what it finds depends on
// the bytes alone. The protocol around it is real.
type fakeReader struct {
	mu     sync.Mutex
	names  [][]string                                    // of the sources of each reading
	closed chan struct{}                                 // while it is open nothing is read; nil: it reads at once
	began  chan struct{}                                 // gets a token at each reading
	change func(content []byte, r *server.Reading) error // what to find otherwise
}

func newFakeReader() *fakeReader { return &fakeReader{began: make(chan struct{}, 10_000)} }

func (f *fakeReader) Read(ctx context.Context, sources []server.Source, _ server.Hints) (server.Reading, error) {
	var names []string
	var content []byte
	for _, s := range sources {
		part, err := os.ReadFile(s.Path)
		if err != nil {
			return server.Reading{}, err
		}
		names, content = append(names, s.Name), append(content, part...)
	}
	f.mu.Lock()
	f.names = append(f.names, names)
	closed, change := f.closed, f.change
	f.mu.Unlock()
	f.began <- struct{}{}
	if closed != nil {
		select {
		case <-closed:
		case <-ctx.Done():
			return server.Reading{}, ctx.Err()
		}
	}
	r := readingOf(content, len(sources))
	if change != nil {
		return r, change(content, &r)
	}
	return r, nil
}

// hold keeps the reader from finishing until the function it returns is called.
func (f *fakeReader) hold() (release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	closed := make(chan struct{})
	f.closed = closed
	return sync.OnceFunc(func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.closed = nil
		close(closed)
	})
}

func (f *fakeReader) finds(change func(content []byte, r *server.Reading) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.change = change
}

func (f *fakeReader) readings() [][]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.names)
}

func value(text string) server.Value { return server.Value{Text: text, Score: 0.99} }

// readingOf adds up: 10.00 and some cents, and a tax of 1.00.
func readingOf(content []byte, pages int) server.Reading {
	sum := sha256.Sum256(content)
	cents := int(sum[0])%90 + 10
	r := server.Reading{
		Vendor: server.Vendor{Name: value(fmt.Sprintf("Shop %x", sum[:4]))}, Date: value("2026-03-14"), Currency: value("EUR"),
		Subtotal: value(fmt.Sprintf("10.%02d", cents)), Tax: value("1.00"), Total: value(fmt.Sprintf("11.%02d", cents)),
	}
	for range pages {
		r.Pages = append(r.Pages, server.PageSize{Width: 200, Height: 300})
	}
	return r
}

// picture is a photo of a receipt with these lines; other lines are other bytes.
func picture(t testing.TB, lines ...string) []byte {
	t.Helper()
	return pictureOf(t, 200, lines...)
}

func pictureOf(t testing.TB, width int, lines ...string) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, width, 300))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{Y: 240}), image.Point{}, draw.Src)
	pen := font.Drawer{Dst: img, Src: image.Black, Face: basicfont.Face7x13}
	for i, line := range lines {
		pen.Dot = fixed.P(10, 30+i*18)
		pen.DrawString(line)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func write(t testing.TB, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// pictures are n different photos.
func pictures(t testing.TB, n int) []string {
	t.Helper()
	dir := t.TempDir()
	var paths []string
	for i := range n {
		paths = append(paths, write(t, dir, fmt.Sprintf("receipt%02d.jpg", i), picture(t, "THE SHOP", fmt.Sprintf("number %d", i), fmt.Sprintf("sum %d", i*i))))
	}
	return paths
}

var account = api.Credentials{ClientID: "desk-id", ClientSecret: "desk-secret", Username: "desk.user", APIKey: "desk-key"}

// service is a real server of the protocol on a real socket.
type service struct {
	t      testing.TB
	reader *fakeReader
	faults *server.Faults
	url    string
	client *api.Client // to look at it
}

func startService(t testing.TB, change ...func(*server.Config)) *service {
	t.Helper()
	s := &service{t: t, reader: newFakeReader(), faults: &server.Faults{}}
	c := server.Config{Reader: s.reader, Credentials: account, Dir: t.TempDir(), Workers: 4, Faults: s.faults}
	c.Limits.Rate = -1
	for _, f := range change {
		f(&c)
	}
	srv, err := server.New(c)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	s.client = s.connect(account)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error("the server ended with", err)
		}
	})
	return s
}

func (s *service) connect(c api.Credentials) *api.Client {
	client, err := api.New(s.url, c)
	if err != nil {
		s.t.Fatal(err)
	}
	client.RetryBudget, client.Backoff = -1, time.Millisecond
	return client
}

// documents are all that the service has taken, faults or not.
func (s *service) documents() []api.Document {
	s.t.Helper()
	s.faults.Clear()
	var all []api.Document
	for page := 1; ; page++ {
		found, err := s.client.Search(context.Background(), api.Query{Page: page, Oldest: true})
		if err != nil {
			s.t.Fatal(err)
		}
		if all = append(all, found.Documents...); page >= found.TotalPages {
			return all
		}
	}
}

// fakeKeychain is in memory: the real one is tested in its own package.
type fakeKeychain struct {
	mu sync.Mutex
	c  api.Credentials
}

func (k *fakeKeychain) Load(context.Context) (api.Credentials, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.c == (api.Credentials{}) {
		return k.c, errors.New("the credentials are not in the keychain")
	}
	return k.c, nil
}

func (k *fakeKeychain) Save(_ context.Context, c api.Credentials) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.c = c
	return nil
}

func (k *fakeKeychain) Remove(ctx context.Context) error { return k.Save(ctx, api.Credentials{}) }

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
}

var quickPace = pace{
	firstPoll: 5 * time.Millisecond, slowestPoll: 40 * time.Millisecond, rarePoll: 40 * time.Millisecond, patience: time.Hour,
	holdsSlot: time.Hour, lag: time.Minute, retry: 5 * time.Millisecond, slowestTry: 50 * time.Millisecond, find: time.Millisecond,
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
		r.Desk.slots.limit = r.slots
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
