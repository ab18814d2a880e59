package command

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
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

// machine is where commands run: a home, and the reader of this computer.
type machine struct {
	t      testing.TB
	home   string
	reader *fakeReader
	intake *intake.Intake
}

func newMachine(t testing.TB) *machine {
	t.Helper()
	m := &machine{t: t, home: filepath.Join(t.TempDir(), "home"), reader: &fakeReader{}, intake: intake.New("")}
	t.Cleanup(func() {
		m.intake.Close()
		m.noSecrets()
	})
	return m
}

// noSecrets looks for credentials in everything that was kept.
func (m *machine) noSecrets() {
	err := filepath.WalkDir(m.home, func(path string, entry os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) || err == nil && entry.IsDir() {
			return nil
		} else if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if text := string(content); err == nil && (strings.Contains(text, testCredentials.ClientSecret) || strings.Contains(text, testCredentials.APIKey)) {
			m.t.Errorf("%s holds credentials", path)
		}
		return err
	})
	if err != nil {
		m.t.Error(err)
	}
}

// outcome is what a command left behind.
type outcome struct {
	status      int
	out, errors string
}

func (o outcome) String() string {
	return fmt.Sprintf("exit %d\n--- out\n%s--- errors\n%s", o.status, o.out, o.errors)
}

// run runs a command in the machine's home.
func (m *machine) run(args ...string) outcome {
	m.t.Helper()
	return m.during(context.Background(), args...)
}

func (m *machine) during(ctx context.Context, args ...string) outcome {
	m.t.Helper()
	if len(args) > 0 && (args[0] == "read" || args[0] == "list" || args[0] == "export" || args[0] == "resume" || args[0] == "doctor") {
		args = append(args, "--home", m.home)
	}
	return m.exactly(ctx, args...)
}

// exactly runs a command with these words and no others.
func (m *machine) exactly(ctx context.Context, args ...string) outcome {
	m.t.Helper()
	var out, complaints bytes.Buffer
	status := Run(ctx, Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &complaints, Reader: m.reader, Intake: m.intake, Version: "test"}, args)
	o := outcome{status, out.String(), complaints.String()}
	for _, secret := range []string{testCredentials.ClientSecret, testCredentials.APIKey} {
		if strings.Contains(o.out+o.errors, secret) {
			m.t.Errorf("%q shows credentials:\n%v", args, o)
		}
	}
	return o
}

// want fails the test unless the command ended so.
func (o outcome) want(t testing.TB, status int, said ...string) outcome {
	t.Helper()
	if o.status != status {
		t.Fatalf("want exit %d, got %v", status, o)
	}
	for _, text := range said {
		if !strings.Contains(o.out+o.errors, text) {
			t.Errorf("want %q said, got %v", text, o)
		}
	}
	return o
}

// table reads a CSV as the contract lays it down.
func table(t testing.TB, text string) []map[string]string {
	t.Helper()
	const header = "file,status,vendor,date,currency,subtotal,tax,tip,total,category,invoice_number,payment,document_id,engine,error\r\n"
	if !strings.HasPrefix(text, header) {
		t.Fatalf("the CSV begins with %.200q", text)
	}
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Error("a line does not end in CRLF")
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := make(map[string]string)
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// column is one column of a table.
func column(rows []map[string]string, name string) string {
	var all []string
	for _, row := range rows {
		all = append(all, row[name])
	}
	return strings.Join(all, " ")
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

const patience = 60 * time.Second

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
