package command

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/intake"
)

// testCredentials are in the environment of every test; the keychain is in memory.
var testCredentials = api.Credentials{ClientID: "id-of-the-tests", ClientSecret: "secret-of-the-tests", Username: "user.of.the.tests", APIKey: "key-of-the-tests"}

// asProgram makes the test binary be the program, so that it can be killed.
const asProgram = "SPINDLE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	keyring.MockInit()
	if os.Getenv(asProgram) != "" {
		os.Exit(program())
	}
	for name, value := range map[string]string{"VERYFI_CLIENT_ID": testCredentials.ClientID, "VERYFI_CLIENT_SECRET": testCredentials.ClientSecret,
		"VERYFI_USERNAME": testCredentials.Username, "VERYFI_API_KEY": testCredentials.APIKey} {
		os.Setenv(name, value)
	}
	os.Exit(m.Run())
}

// program is what main does with a command.
func program() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	in := intake.New("")
	defer in.Close()
	return Run(ctx, Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Reader: &fakeReader{}, Intake: in, Version: "test"}, os.Args[1:])
}

// fakeReader stands in for the reader on this computer, which needs models:
// what it finds depends on the bytes alone.
type fakeReader struct {
	mu      sync.Mutex
	calls   int
	missing error         // what it lacks, or nil
	refuses bool          // every receipt
	closed  chan struct{} // while it is open nothing is read; nil: it reads at once
	began   chan struct{} // gets a token at each reading, unless it is nil
}

func (f *fakeReader) Ready() error { return f.missing }

func (f *fakeReader) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

func (f *fakeReader) Read(ctx context.Context, sources []server.Source, _ server.Hints) (server.Reading, error) {
	hash := sha256.New()
	var pages []server.PageSize
	for _, s := range sources {
		content, err := os.ReadFile(s.Path)
		if err != nil {
			return server.Reading{}, err
		}
		hash.Write(content)
		pages = append(pages, server.PageSize{Width: 120, Height: 160})
	}
	f.mu.Lock()
	f.calls++
	f.mu.Unlock()
	if f.began != nil {
		f.began <- struct{}{}
	}
	if f.closed != nil {
		select {
		case <-f.closed:
		case <-ctx.Done():
			return server.Reading{}, ctx.Err()
		}
	}
	if f.refuses {
		return server.Reading{}, &server.Refusal{Reason: "nothing can be read on it"}
	}
	at := func(text string) server.Value { return server.Value{Text: text, Score: 0.99} }
	sum := hash.Sum(nil)
	cents := int(sum[0])%90 + 10
	return server.Reading{
		Vendor: server.Vendor{Name: at(fmt.Sprintf("Shop %x", sum[:4]))}, Date: at("2026-03-14"), Currency: at("USD"),
		Subtotal: at(fmt.Sprintf("10.%d", cents)), Tax: at("1.5"), Total: at(fmt.Sprintf("%d.%02d", 11+(cents+50)/100, (cents+50)%100)),
		PaymentType: at("visa"), CardNumber: at("7373"), Pages: pages,
	}, nil
}

// picture is a photo with noise of its own.
func picture(t testing.TB, seed uint64) []byte {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1))
	img := image.NewGray(image.Rect(0, 0, 120, 160))
	for y := range 160 {
		for x := range 120 {
			img.SetGray(x, y, color.Gray{Y: uint8(60 + random.IntN(150))})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pictures are n different photos in a folder.
func pictures(t testing.TB, n int) (folder string, paths []string) {
	t.Helper()
	folder = t.TempDir()
	for i := range n {
		path := filepath.Join(folder, fmt.Sprintf("r%02d.jpg", i+1))
		write(t, path, picture(t, uint64(i)))
		paths = append(paths, path)
	}
	return folder, paths
}

func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// service is a real server of the protocol on a real socket.
type service struct {
	t      testing.TB
	reader *fakeReader
	faults *server.Faults
	url    string
	client *api.Client
}

func startService(t testing.TB) *service {
	t.Helper()
	s := &service{t: t, reader: &fakeReader{}, faults: &server.Faults{}}
	c := server.Config{Reader: s.reader, Credentials: testCredentials, Dir: t.TempDir(), Workers: 2, Faults: s.faults}
	c.Limits.Rate = -1
	srv, err := server.New(c)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	if s.client, err = api.New(s.url, testCredentials); err != nil {
		t.Fatal(err)
	}
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

// documents are all that the service took.
func (s *service) documents() []api.Document {
	s.t.Helper()
	s.faults.Clear()
	found, err := s.client.Search(context.Background(), api.Query{})
	if err != nil {
		s.t.Fatal(err)
	}
	return found.Documents
}

const patience = 2 * time.Minute

// began waits until the service's reader has begun a reading.
func (f *fakeReader) waitBegan(t testing.TB) {
	t.Helper()
	select {
	case <-f.began:
	case <-time.After(patience):
		t.Fatal("no reading began")
	}
}

// holding makes a reader finish nothing until it is released.
func (f *fakeReader) holding() (release func()) {
	f.began, f.closed = make(chan struct{}, 1000), make(chan struct{})
	return sync.OnceFunc(func() { close(f.closed) })
}
