package server

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	imagejpeg "image/jpeg"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/spindle-receipts/spindle/api"
)

// fakeReader stands in for the engine, which is another package's: it finds the
// same things on every receipt, unless told otherwise.
type fakeReader struct {
	mu    sync.Mutex
	calls []fakeCall
	read  func(context.Context, []Source, Hints) (Reading, error)
}

type fakeCall struct {
	names []string
	bytes [][]byte
	hints Hints
}

func (f *fakeReader) Read(ctx context.Context, sources []Source, hints Hints) (Reading, error) {
	c := fakeCall{hints: hints}
	for _, s := range sources {
		content, err := os.ReadFile(s.Path)
		if err != nil {
			return Reading{}, err
		}
		c.names = append(c.names, s.Name)
		c.bytes = append(c.bytes, content)
	}
	f.mu.Lock()
	f.calls = append(f.calls, c)
	read := f.read
	f.mu.Unlock()
	if read != nil {
		return read(ctx, sources, hints)
	}
	return sampleReading(), nil
}

func (f *fakeReader) seen() []fakeCall {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

func (f *fakeReader) answer(read func(context.Context, []Source, Hints) (Reading, error)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.read = read
}

func sampleReading() Reading {
	at := func(text string, y float64) Value {
		return Value{Text: text, Score: 0.98, Box: [4]float64{0.1, y, 0.5, y + 0.02}}
	}
	return Reading{
		Vendor:   Vendor{Name: at("Blue Door Café", 0.05), Phone: at("+1 206 555 0100", 0.1)},
		Date:     at("2026-03-14", 0.12),
		Currency: at("USD", 0.5), Subtotal: at("12.30", 0.6), Tax: at("1.20", 0.65), Total: at("13.50", 0.7),
		Category: at("Meals & Entertainment", 0), InvoiceNumber: at("A-17", 0.2), DocumentType: at("receipt", 0),
		PaymentType: at("visa", 0.8), CardNumber: at("7373", 0.8),
		TaxLines: []TaxLine{{Name: at("Sales tax", 0.65), Rate: at("9.750", 0.65), Total: at("1.20", 0.65)}},
		LineItems: []LineItem{
			{Description: at("Espresso", 0.3), Quantity: at("2", 0.3), Price: at("3.40", 0.3), Total: at("6.80", 0.3)},
			{Description: at("Cake <of the day>", 0.35), Quantity: at("1", 0.35), Total: at("5.50", 0.35)},
		},
		Text:  "BLUE DOOR CAFE\nEspresso\t6.80\nTOTAL\t13.50",
		Pages: []PageSize{{Width: 600, Height: 1400}},
	}
}

// service is a server that answers on a real socket for the length of a test.
type service struct {
	t      *testing.T
	server *Server
	reader *fakeReader
	url    string
	faults *Faults
	end    func()
}

// testCredentials are made up.
var testCredentials = api.Credentials{ClientID: "test-client", ClientSecret: "test-secret", Username: "test.user", APIKey: "test-key"}

func start(t *testing.T, change ...func(*Config)) *service {
	t.Helper()
	s := &service{t: t, reader: &fakeReader{}, faults: &Faults{}}
	c := Config{Reader: s.reader, Credentials: testCredentials, Dir: t.TempDir(), Workers: 2, Faults: s.faults}
	c.Limits.Rate = -1
	for _, f := range change {
		f(&c)
	}
	s.run(c)
	t.Cleanup(s.end)
	return s
}

// run makes the server and has it serve, until end.
func (s *service) run(c Config) {
	s.t.Helper()
	var err error
	if s.server, err = New(c); err != nil {
		s.t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.server.Serve(ctx, l) }()
	s.end = func() {
		cancel()
		if err := <-ended; err != nil {
			s.t.Error("the server ended with", err)
		}
	}
}

// reply is an answer, decoded with its numbers as written.
type reply struct {
	status int
	header http.Header
	body   map[string]any
	raw    string
}

func (s *service) do(method, path, contentType string, body io.Reader) reply {
	s.t.Helper()
	r, err := s.try(method, path, contentType, body)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

func (s *service) try(method, path, contentType string, body io.Reader) (reply, error) {
	return s.tryUntil(context.Background(), method, path, contentType, body)
}

func (s *service) tryUntil(ctx context.Context, method, path, contentType string, body io.Reader) (reply, error) {
	r, err := http.NewRequestWithContext(ctx, method, s.url+prefix+path, body)
	if err != nil {
		return reply{}, err
	}
	r.Header.Set("Client-Id", testCredentials.ClientID)
	r.Header.Set("Authorization", "apikey "+testCredentials.Username+":"+testCredentials.APIKey)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return send(r)
}

func send(r *http.Request) (reply, error) {
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		return reply{}, err
	}
	out := reply{status: a.StatusCode, header: a.Header, raw: string(text)}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	_ = d.Decode(&out.body) // some answers are not JSON on purpose
	return out, nil
}

func (s *service) get(path string) reply {
	s.t.Helper()
	return s.do("GET", path, "", nil)
}

func (s *service) json(method, path, body string) reply {
	s.t.Helper()
	return s.do(method, path, "application/json", strings.NewReader(body))
}

// part is a field of a multipart request; one with a file name is a file.
type part struct{ name, file, text string }

func multipartBody(t testing.TB, parts ...part) (contentType string, body *bytes.Buffer) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for _, p := range parts {
		var to io.Writer
		var err error
		if p.file != "" {
			to, err = w.CreateFormFile(p.name, p.file)
		} else {
			to, err = w.CreateFormField(p.name)
		}
		if err == nil {
			_, err = io.WriteString(to, p.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), body
}

func (s *service) upload(path string, parts ...part) reply {
	s.t.Helper()
	contentType, body := multipartBody(s.t, parts...)
	return s.do("POST", path, contentType, body)
}

// submit sends a file asynchronously and returns its document's id.
func (s *service) submit(parts ...part) string {
	s.t.Helper()
	r := s.upload("/documents/", append(parts, part{name: "async", text: "true"})...)
	if r.status != http.StatusCreated || len(r.body) != 1 {
		s.t.Fatalf("submitting answered %d %s", r.status, r.raw)
	}
	return r.id()
}

func (r reply) id() string { return fmt.Sprint(r.body["id"]) }

// finished waits until a document is read, and gets it.
func (s *service) finished(id string) reply {
	s.t.Helper()
	s.server.catalog.mu.Lock()
	var d *document
	for _, each := range s.server.catalog.documents {
		if fmt.Sprint(each.id) == id {
			d = each
		}
	}
	s.server.catalog.mu.Unlock()
	if d != nil { // else it is read already, and gone
		<-d.read
	}
	return s.get("/documents/" + id + "/")
}

// picture is a small photo; each shade makes other bytes.
func picture(shade uint8) string {
	img := image.NewGray(image.Rect(0, 0, 60, 140))
	for i := range img.Pix {
		img.Pix[i] = shade + uint8(i%7)
	}
	img.SetGray(3, 3, color.Gray{Y: 255})
	var b bytes.Buffer
	if err := imagejpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.String()
}

// member is a file in a zip.
type member struct{ name, text string }

func zipOf(t testing.TB, members ...member) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, m := range members {
		to, err := w.CreateHeader(&zip.FileHeader{Name: m.name, Method: zip.Deflate})
		if err == nil {
			_, err = io.WriteString(to, m.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
