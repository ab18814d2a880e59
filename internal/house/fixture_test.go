package house

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

const patience = 2 * time.Minute

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
