package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var testCredentials = Credentials{
	ClientID:     "vrfClientIdQ7",
	ClientSecret: "client+Secret/42&x",
	Username:     "book.keeper",
	APIKey:       "5f2c0a\"key\"e9",
}

// serve starts a server on loopback and a client of it that is quick to try
// again.
func serve(t testing.TB, handler http.HandlerFunc) *Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := New(server.URL, testCredentials)
	if err != nil {
		t.Fatal(err)
	}
	c.Backoff = time.Millisecond
	return c
}

func reply(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// failureOf returns the *Error in err.
func failureOf(t testing.TB, err error) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %T %v, want an *Error", err, err)
	}
	return e
}

func TestEveryRequestCarriesTheHeadersOfTheProtocol(t *testing.T) {
	var got http.Header
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header.Clone()
		reply(w, 200, `{"documents":[]}`)
	})
	before := time.Now().UnixMilli()
	if err := c.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Client-Id":     "vrfClientIdQ7",
		"Authorization": `apikey book.keeper:5f2c0a"key"e9`,
		"Accept":        "application/json",
		"User-Agent":    "Go Spindle/1.0",
	} {
		if got.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.Get(name), want)
		}
	}
	ms, err := strconv.ParseInt(got.Get("X-Veryfi-Request-Timestamp"), 10, 64)
	if err != nil || ms < before || ms > time.Now().UnixMilli() {
		t.Errorf("timestamp %q is not now in milliseconds", got.Get("X-Veryfi-Request-Timestamp"))
	}
	want, err := SignRequest(testCredentials.ClientSecret, ms, nil)
	if err != nil || got.Get("X-Veryfi-Request-Signature") != want {
		t.Errorf("signature %q, want %q (%v)", got.Get("X-Veryfi-Request-Signature"), want, err)
	}
	for name, values := range got {
		if strings.Contains(strings.Join(values, " "), testCredentials.ClientSecret) {
			t.Errorf("%s carries the client secret", name)
		}
	}
}

func TestNewKeysNeedNoUsername(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer vrfk_abc" {
			t.Errorf("Authorization: %q", r.Header.Get("Authorization"))
		}
		reply(w, 200, `{"documents":[]}`)
	})
	c.Credentials = Credentials{ClientID: "id", ClientSecret: "secret", APIKey: " vrfk_abc\n"}
	if err := c.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// The vectors come from the official Python library 5.x.
func TestSignRequestVectors(t *testing.T) {
	for body, want := range map[string]string{
		``:          `cIBPOOHatsRIsyr1oKrKy0d/sGkW68fXiOpyLBzt6UQ=`,
		`{}`:        `cIBPOOHatsRIsyr1oKrKy0d/sGkW68fXiOpyLBzt6UQ=`,
		`{"id": 5}`: `20B7TvD29Ao0cvJQ3sPNqzdhxayEASSDYhMV3knEg+E=`,
		`{"file_name":"receipt.jpg","file_data":"QUJD","categories":["Meals & Entertainment","Travel"],"auto_delete":false,"async":true,"external_id":null,"max_pages_to_process":3}`: `j0AEM/xOQQnSu43ZaCA10s47sOuVBoJYaUBpIJB7fIY=`,
	} {
		got, err := SignRequest("secret", 1700000000123, json.RawMessage(body))
		if err != nil || got != want {
			t.Errorf("SignRequest(%s) = %s, %v; want %s", body, got, err, want)
		}
	}
	for _, body := range []string{`[1]`, `{`, `7`, `null`} {
		if _, err := SignRequest("secret", 1, json.RawMessage(body)); err == nil {
			t.Errorf("SignRequest(%s) is no error", body)
		}
	}
}

func TestBaseURLs(t *testing.T) {
	for raw, want := range map[string]string{
		"https://api.veryfi.com":                     "https://api.veryfi.com",
		" https://api.veryfi.com/ ":                  "https://api.veryfi.com",
		"https://api.veryfi.com/api/v8/partner/":     "https://api.veryfi.com",
		"https://api.veryfi.com/api/":                "https://api.veryfi.com",
		"https://gate.example/veryfi/api/v8/partner": "https://gate.example/veryfi",
		"http://127.0.0.1:8765":                      "http://127.0.0.1:8765",
		"http://[::1]:8765/":                         "http://[::1]:8765",
		"http://localhost:8765":                      "http://localhost:8765",
	} {
		if got, err := parseBase(raw); err != nil || got != want {
			t.Errorf("parseBase(%q) = %q, %v; want %q", raw, got, err, want)
		}
	}
	for _, raw := range []string{
		"", "api.veryfi.com", "http://api.veryfi.com", "http://192.168.1.4:80", "http://127.0.0.1.evil.example",
		"ftp://127.0.0.1", "https://user:passw0rd@api.veryfi.com", "https://", "https://:443", "https://a/?q=1", "http://localhost.evil.example", "::::",
	} {
		_, err := New(raw, testCredentials)
		if !errors.Is(err, ErrAddress) {
			t.Errorf("New(%q): %v, want ErrAddress", raw, err)
		} else if strings.Contains(err.Error(), "passw0rd") {
			t.Errorf("New(%q) repeats the password: %v", raw, err)
		}
	}
}

func TestIncompleteCredentialsSendNothing(t *testing.T) {
	var asked atomic.Int32
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { asked.Add(1) })
	for _, credentials := range []Credentials{
		{},
		{ClientID: "a", ClientSecret: "b", Username: "c"},
		{ClientID: "a", ClientSecret: "b", APIKey: "d"},
		{ClientID: "a\r\nX-Evil: 1", ClientSecret: "b", Username: "c", APIKey: "d"},
	} {
		c.Credentials = credentials
		if err := c.Check(t.Context()); !errors.Is(err, ErrAuth) {
			t.Errorf("%v, want ErrAuth", err)
		}
	}
	if asked.Load() != 0 {
		t.Errorf("%d requests were sent", asked.Load())
	}
}

func TestCredentialsNeverPrint(t *testing.T) {
	c := testCredentials
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "c", c)
	inside := struct{ C Credentials }{c}
	encoded, err := json.Marshal(inside)
	if err == nil {
		t.Errorf("json.Marshal wrote %s", encoded)
	}
	for _, text := range []string{
		logged.String(), c.String(), c.GoString(), fmt.Sprint(c), fmt.Sprint(&c), fmt.Sprintf("%+v %#v %q %x %s %d", c, c, c, c, c, c),
		fmt.Sprintf("%v %+v %#v", inside, inside, &inside), fmt.Sprint(err),
	} {
		for _, secret := range []string{c.ClientID, c.ClientSecret, c.Username, c.APIKey, fmt.Sprintf("%x", c.ClientSecret)} {
			if strings.Contains(text, secret) {
				t.Errorf("%q holds %q", text, secret)
			}
		}
	}
}

func TestRedirects(t *testing.T) {
	var stolen atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stolen.Add(1)
		reply(w, 200, `{"documents":[],"id":1}`)
	}))
	defer other.Close()
	var posts atomic.Int32
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			posts.Add(1)
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
			return
		}
		switch {
		case r.URL.Query().Get("external_id") == "same":
			http.Redirect(w, r, "/moved", http.StatusFound)
		case r.URL.Path == "/moved":
			reply(w, 200, `{"documents":[]}`)
		default:
			http.Redirect(w, r, other.URL, http.StatusFound)
		}
	})
	if _, err := c.Search(t.Context(), Query{ExternalID: "same"}); err != nil {
		t.Errorf("a redirect within the service: %v", err)
	}
	err := c.Check(t.Context())
	if !errors.Is(err, ErrAddress) || !strings.Contains(err.Error(), other.URL) {
		t.Errorf("a redirect to another host: %v", err)
	}
	_, err = c.Submit(t.Context(), Submission{Name: "a", Files: []File{memoryFile("a.jpg", "bytes")}})
	if !errors.Is(err, ErrAddress) || failureOf(t, err).InDoubt() {
		t.Errorf("a redirected submission: %v", err)
	}
	if stolen.Load() != 0 || posts.Load() != 1 {
		t.Errorf("the other host was asked %d times, the service posted to %d times", stolen.Load(), posts.Load())
	}
}

func TestReadsAreTriedAgain(t *testing.T) {
	for name, trouble := range map[string]http.HandlerFunc{
		"503":            func(w http.ResponseWriter, r *http.Request) { reply(w, 503, `{"error":"busy"}`) },
		"a web page":     func(w http.ResponseWriter, r *http.Request) { reply(w, 200, `<html><title>Sign in</title></html>`) },
		"a cut line":     func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) },
		"half an answer": halfAnAnswer,
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if asked.Add(1) < 3 {
					trouble(w, r)
					return
				}
				reply(w, 200, `{"id":7,"status":"processed"}`)
			})
			d, err := c.Document(t.Context(), "7")
			if err != nil || d.ID != "7" {
				t.Fatalf("%v, %v", d, err)
			}
			if asked.Load() != 3 {
				t.Errorf("asked %d times", asked.Load())
			}
		})
	}
}

func halfAnAnswer(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	io.WriteString(w, `{"id":`)
}

func TestWhatIsNotTriedAgain(t *testing.T) {
	var asked atomic.Int32
	status := http.StatusServiceUnavailable
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		reply(w, status, `{"error":"no"}`)
	})
	ctx := t.Context()
	for name, ask := range map[string]func() error{
		"Submit": func() error {
			_, err := c.Submit(ctx, Submission{Name: "a", Files: []File{memoryFile("a.jpg", "bytes")}})
			return err
		},
		"UpdateDocument": func() error { _, err := c.UpdateDocument(ctx, "1", map[string]any{"total": 1}); return err },
		"DeleteDocument": func() error { return c.DeleteDocument(ctx, "1") },
		"AddWebhook":     func() error { return c.AddWebhook(ctx, "https://a.example/x") },
		"Check":          func() error { return c.Check(ctx) },
	} {
		asked.Store(0)
		if err := ask(); !errors.Is(err, ErrServer) || asked.Load() != 1 {
			t.Errorf("%s: asked %d times, %v", name, asked.Load(), err)
		}
	}
	for status = range map[int]bool{400: true, 401: true, 403: true, 404: true, 413: true} {
		asked.Store(0)
		if _, err := c.Document(ctx, "1"); err == nil || asked.Load() != 1 {
			t.Errorf("%d: asked %d times, %v", status, asked.Load(), err)
		}
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	var asked atomic.Int32
	wait := "1"
	var times []time.Time
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		times = append(times, time.Now())
		if asked.Add(1) == 1 {
			w.Header().Set("Retry-After", wait)
			reply(w, 429, `{"status":"fail","error":"You have been rate limited"}`)
			return
		}
		reply(w, 200, `{"id":7}`)
	})
	if _, err := c.Document(t.Context(), "7"); err != nil {
		t.Fatal(err)
	}
	if len(times) != 2 || times[1].Sub(times[0]) < time.Second {
		t.Errorf("asked at %v", times)
	}

	// Longer than the budget: told at once, and nothing else is sent meanwhile.
	asked.Store(0)
	wait = "3600"
	_, err := c.Document(t.Context(), "7")
	if e := failureOf(t, err); !errors.Is(err, ErrRateLimited) || e.RetryAfter != time.Hour {
		t.Fatalf("%v, retry after %v", err, e.RetryAfter)
	}
	_, err = c.Submit(t.Context(), Submission{Name: "a", Files: []File{memoryFile("a.jpg", "bytes")}})
	if e := failureOf(t, err); e.Kind != KindRateLimited || e.RetryAfter < 59*time.Minute || e.InDoubt() {
		t.Errorf("%v, retry after %v", err, e.RetryAfter)
	}
	if asked.Load() != 1 {
		t.Errorf("asked %d times in spite of the service's wish", asked.Load())
	}
}

func TestNeverMoreThanTheServicesRate(t *testing.T) {
	var mu sync.Mutex
	var times []time.Time
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		times = append(times, time.Now())
		mu.Unlock()
		reply(w, 200, `{"id":7}`)
	})
	var group sync.WaitGroup
	began := time.Now() // a slow computer may see the first request late
	for range 100 {
		group.Go(func() {
			if _, err := c.Document(t.Context(), "7"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	// 100 requests are 10 at once and 90 at 50 a second.
	if took := times[len(times)-1].Sub(began); len(times) != 100 || took < 1600*time.Millisecond {
		t.Errorf("%d requests within %v", len(times), took)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	entered := make(chan struct{})
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		close(entered)
		<-r.Context().Done()
	})
	go func() {
		<-entered
		cancel(errors.New("the window was closed"))
	}()
	_, err := c.Submit(ctx, Submission{Name: "a", Files: []File{memoryFile("a.jpg", "bytes")}})
	e := failureOf(t, err)
	if !errors.Is(err, context.Canceled) || e.Kind != KindCanceled || !e.InDoubt() || !strings.Contains(err.Error(), "the window was closed") {
		t.Errorf("%v (in doubt %v)", err, e.InDoubt())
	}
	if _, err := c.Document(ctx, "7"); !errors.Is(err, context.Canceled) || failureOf(t, err).InDoubt() {
		t.Errorf("with a context that has ended: %v", err)
	}
}

func TestOurOwnTimeoutIsNotTheCallers(t *testing.T) {
	release := make(chan struct{})
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { <-release })
	defer close(release)
	c.RetryBudget = -1
	c.once.Do(c.start)
	_, err := c.do(t.Context(), call{op: "waiting", method: http.MethodGet, path: "/documents/", timeout: 20 * time.Millisecond})
	if !errors.Is(err, ErrNetwork) || errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "no answer came within") {
		t.Error(err)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		line := bytes.Repeat([]byte(" "), 1<<20)
		for { // until the client has had enough
			if _, err := w.Write(line); err != nil {
				return
			}
		}
	})
	c.RetryBudget = -1
	if _, err := c.Document(t.Context(), "7"); !errors.Is(err, ErrAnswer) {
		t.Error(err)
	}
}

func TestUnreachable(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	c, err := New(server.URL, testCredentials)
	if err != nil {
		t.Fatal(err)
	}
	c.RetryBudget = -1
	_, err = c.Submit(t.Context(), Submission{Name: "a", Files: []File{memoryFile("a.jpg", "bytes")}})
	e := failureOf(t, err)
	if !errors.Is(err, ErrNetwork) || e.InDoubt() || e.Advice() == "" {
		t.Errorf("%v (in doubt %v)", err, e.InDoubt())
	}
}

func TestOverTLSAndHTTP2(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("it came by %s", r.Proto)
		}
		if r.URL.Query().Get("page_size") == "" && r.Header.Get("Client-Id") == "stranger" {
			reply(w, 401, `{"error":"Not Authorized"}`)
			return
		}
		got, err := receive(r)
		if err != nil || got.length != got.read {
			t.Errorf("Content-Length %d, %d bytes came: %v", got.length, got.read, err)
		}
		reply(w, 201, `{"id":1}`)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	c, err := New(server.URL, testCredentials)
	if err != nil {
		t.Fatal(err)
	}
	submission := Submission{Name: "a", Files: []File{diskFile(t, "a.jpg", 3_000_000)}}
	if _, err := c.Submit(t.Context(), submission); !errors.Is(err, ErrNetwork) || failureOf(t, err).InDoubt() {
		t.Errorf("a certificate that nobody vouches for: %v", err)
	}
	c = &Client{BaseURL: server.URL, Credentials: testCredentials, HTTP: server.Client()}
	if _, err := c.Submit(t.Context(), submission); err != nil {
		t.Error(err)
	}
	c = &Client{BaseURL: server.URL, Credentials: testCredentials, HTTP: server.Client()}
	c.Credentials.ClientID = "stranger"
	if _, err := c.Submit(t.Context(), submission); !errors.Is(err, ErrAuth) || failureOf(t, err).InDoubt() {
		t.Errorf("refused before the upload: %v", err)
	}
}
