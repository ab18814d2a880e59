package house

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/keychain"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

const patience = 60 * time.Second

// The keychain is in memory: the real one is tested in its own package.
func TestMain(m *testing.M) {
	keyring.MockInit()
	for _, name := range []string{"VERYFI_CLIENT_ID", "VERYFI_CLIENT_SECRET", "VERYFI_USERNAME", "VERYFI_API_KEY", "SPINDLE_HOME"} {
		os.Unsetenv(name)
	}
	os.Exit(m.Run())
}

var account = api.Credentials{ClientID: "house-id", ClientSecret: "house-secret", Username: "house.user", APIKey: "house-key"}

// fakeReader stands in for the reader on this computer, which needs models.
type fakeReader struct {
	missing error
	closed  chan struct{} // while it is open nothing is read; nil: it reads at once
}

func (f *fakeReader) Ready() error { return f.missing }

func (f *fakeReader) Read(ctx context.Context, _ []server.Source, _ server.Hints) (server.Reading, error) {
	if f.closed != nil {
		select {
		case <-f.closed:
		case <-ctx.Done():
			return server.Reading{}, ctx.Err()
		}
	}
	at := func(text string) server.Value { return server.Value{Text: text, Score: 0.99} }
	return server.Reading{Vendor: server.Vendor{Name: at("Blue Door")}, Date: at("2026-03-14"), Currency: at("USD"), Total: at("13.50"),
		Pages: []server.PageSize{{Width: 60, Height: 80}}}, nil
}

func picture(t testing.TB, folder string, seed uint64) string {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 2))
	img := image.NewGray(image.Rect(0, 0, 60, 80))
	for i := range img.Pix {
		img.Pix[i] = uint8(random.IntN(256))
	}
	img.SetGray(0, 0, color.Gray{Y: 255})
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, fmt.Sprintf("r%d.jpg", seed))
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, c Config) *House {
	t.Helper()
	c.Intake = intake.New("")
	if c.Reader == nil {
		c.Reader = &fakeReader{}
	}
	if c.Home == "" {
		c.Home = t.TempDir()
	}
	h, err := Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
		c.Intake.Close()
	})
	return h
}

// run runs a house until the function it returns is called, which tells how
// long it took to end.
func run(t testing.TB, h *House) (stop func() time.Duration) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.Run(ctx) }()
	var took time.Duration
	once := sync.OnceFunc(func() {
		cancel()
		began := time.Now()
		if err := <-ended; err != nil {
			t.Error("the house ended with", err)
		}
		took = time.Since(began)
	})
	t.Cleanup(once)
	return func() time.Duration { once(); return took }
}

// take adds a file and waits for it.
func take(t testing.TB, h *House, engine receipt.Engine, path string) receipt.Receipt {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	added, err := h.Desk.Add(ctx, []string{path}, desk.Options{Engine: engine})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Desk.Wait(ctx, added.Batch, added.Rows); err != nil {
		t.Fatal(err)
	}
	r, err := h.Store.Receipt(ctx, added.Rows[0])
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheReaderHereStandsBehindTheSameProtocol(t *testing.T) {
	t.Parallel()
	h := open(t, Config{})
	stop := run(t, h)
	r := take(t, h, receipt.Local, picture(t, t.TempDir(), 1))
	if r.Status != receipt.Ready || r.Fields.Vendor != "Blue Door" || r.DocumentID == "" {
		t.Errorf("it is %s %q, vendor %q", r.Status, r.Reasons, r.Fields.Vendor)
	}
	if n := h.local.listen.listener.Counts(); n.HandedOn == 0 || n.Forged+n.Unsigned != 0 {
		t.Errorf("the webhooks were %+v", n)
	}
	if took := stop(); took > 2*time.Second {
		t.Errorf("it took %v to end", took)
	}
}

func TestItEndsInTheMiddleOfAReading(t *testing.T) {
	t.Parallel()
	reader := &fakeReader{closed: make(chan struct{})}
	home := t.TempDir()
	h := open(t, Config{Home: home, Reader: reader})
	stop := run(t, h)
	reading := make(chan struct{}, 1)
	defer h.Desk.Subscribe(func(e desk.Event) {
		for _, r := range e.Changed {
			if r.Status == receipt.Reading {
				reading <- struct{}{}
			}
		}
	})()
	if _, err := h.Desk.Add(t.Context(), []string{picture(t, t.TempDir(), 1)}, desk.Options{}); err != nil {
		t.Fatal(err)
	}
	<-reading
	if took := stop(); took > 2*time.Second {
		t.Errorf("it took %v to end", took)
	}
	left, err := os.ReadDir(filepath.Join(home, "engine"))
	if err != nil || len(left) != 0 {
		t.Errorf("the engine left %v behind, %v", left, err)
	}
}

func TestOneAtATime(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	open(t, Config{Home: home})
	if _, err := Open(t.Context(), Config{Home: home, Reader: &fakeReader{}, Intake: intake.New("")}); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a second one gave %v", err)
	}
}

func TestReachable(t *testing.T) {
	t.Parallel()
	missing := errors.New("the models are missing")
	h := open(t, Config{Reader: &fakeReader{missing: missing}, URL: "https://reachable.invalid"})
	if err := h.Reachable(t.Context(), receipt.Local); !errors.Is(err, missing) {
		t.Errorf("the reader here: %v", err)
	}
	if err := h.Reachable(t.Context(), receipt.Veryfi); !errors.Is(err, desk.ErrNoCredentials) {
		t.Errorf("the service: %v", err)
	}
	if err := h.Desk.SaveCredentials(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	if err := h.Reachable(t.Context(), receipt.Veryfi); err != nil {
		t.Errorf("with an account: %v", err)
	}
	if err := h.Desk.RemoveCredentials(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := h.Reachable(t.Context(), receipt.Veryfi); !errors.Is(err, desk.ErrNoCredentials) {
		t.Errorf("without it again: %v", err)
	}
	if err := open(t, Config{}).Reachable(t.Context(), receipt.Local); err != nil {
		t.Errorf("a reader that is ready: %v", err)
	}
}

// Credentials that another program mended count once a person tries again.
func TestCredentialsThatWereMendedElsewhere(t *testing.T) {
	t.Parallel()
	s := startService(t, &fakeReader{})
	wrong := account
	wrong.APIKey = "wrong"
	if err := keychain.New(s.url).Save(t.Context(), wrong); err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: s.url})
	run(t, h)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	added, err := h.Desk.Add(ctx, []string{picture(t, t.TempDir(), 1)}, desk.Options{Engine: receipt.Veryfi})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Desk.Wait(ctx, added.Batch, nil); !errors.Is(err, api.ErrAuth) {
		t.Fatalf("waiting gave %v", err)
	}
	if err := keychain.New(s.url).Save(ctx, account); err != nil {
		t.Fatal(err)
	}
	if err := h.Desk.Retry(ctx, added.Rows...); err != nil {
		t.Fatal(err)
	}
	if err := h.Desk.Wait(ctx, added.Batch, nil); err != nil {
		t.Fatal(err)
	}
}

// service is a Veryfi service on this computer.
type service struct {
	url    string
	client *api.Client
}

func startService(t testing.TB, reader server.Reader) *service {
	t.Helper()
	srv, err := server.New(server.Config{Reader: reader, Credentials: account, Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &service{url: "http://" + l.Addr().String()}
	if s.client, err = api.New(s.url, account); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestListenHearsTheService(t *testing.T) {
	t.Parallel()
	reader := &fakeReader{closed: make(chan struct{})}
	s := startService(t, reader)
	if err := keychain.New(s.url).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: s.url})
	told := make(chan string, 10)
	if err := h.Listen(t.Context(), "127.0.0.1:0", "", func(text string) { told <- text }); err != nil {
		t.Fatal(err)
	}
	run(t, h)
	if text := <-told; !strings.Contains(text, "tells by webhook") {
		t.Fatalf("it says %q", text)
	}
	close(reader.closed)
	if r := take(t, h, receipt.Veryfi, picture(t, t.TempDir(), 1)); r.Status != receipt.Ready {
		t.Errorf("it is %s %q", r.Status, r.Reasons)
	}
	if n := h.listen.listener.Counts(); n.HandedOn < 1 || n.Forged+n.Unsigned != 0 {
		t.Errorf("the webhooks were %+v", n)
	}
	addresses, err := s.client.Webhooks(t.Context())
	if err != nil || len(addresses) != 1 || addresses[0] != h.listen.listener.URL() {
		t.Errorf("the service knows %q, %v", addresses, err)
	}
}

func TestListenAddresses(t *testing.T) {
	t.Parallel()
	const far = "https://far.invalid"
	if err := keychain.New(far).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	public := ""
	for range 2 { // the same address in every run
		h, err := Open(t.Context(), Config{Home: home, URL: far, Reader: &fakeReader{}, Intake: intake.New("")})
		if err != nil {
			t.Fatal(err)
		}
		tell := func(string) {}
		if err := h.Listen(t.Context(), "127.0.0.1:0", "", tell); err == nil || !strings.Contains(err.Error(), "--public-url") {
			t.Errorf("without a public address: %v", err)
		}
		if err := h.Listen(t.Context(), "192.0.2.1:0", "https://news.example.com", tell); err == nil {
			t.Error("it listens beyond this computer")
		}
		if err := h.Listen(t.Context(), "127.0.0.1:0", "https://news.example.com/spindle/", tell); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(h.listen.public, "https://news.example.com/spindle/news/") || (public != "" && public != h.listen.public) {
			t.Errorf("the public address is %s, before %s", h.listen.public, public)
		}
		public = h.listen.public
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestDefaultHome(t *testing.T) {
	user := t.TempDir()
	t.Setenv("HOME", user)
	t.Setenv("USERPROFILE", user)
	t.Setenv("LocalAppData", "")
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("SPINDLE_HOME", "")
	usual := map[string]string{
		"darwin":  filepath.Join(user, "Library", "Application Support", "Spindle"),
		"windows": filepath.Join(user, "AppData", "Local", "Spindle"),
	}
	want, ok := usual[runtime.GOOS]
	if !ok {
		want = filepath.Join(user, ".local", "share", "spindle")
	}
	is := func(want string) {
		t.Helper()
		if got, err := DefaultHome(); err != nil || got != want {
			t.Errorf("got %s, %v; want %s", got, err, want)
		}
	}
	is(want)
	if !ok {
		t.Setenv("XDG_DATA_HOME", "relative/is/ignored")
		is(want)
		t.Setenv("XDG_DATA_HOME", filepath.Join(user, "xdg"))
		is(filepath.Join(user, "xdg", "spindle"))
	}
	t.Setenv("SPINDLE_HOME", "/somewhere/else")
	is("/somewhere/else")
}
