package tunnel

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
)

const secret = "veryfi-sim-secret"

// start runs a listener for as long as the test.
func start(t testing.TB, c Config) *Listener {
	t.Helper()
	if c.Secret == "" {
		c.Secret = secret
	}
	l, err := Listen(c)
	if err != nil {
		t.Fatal(err)
	}
	l.sender = patience // a busy computer keeps the tests' own senders from the line
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- l.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return l
}

// post sends a body with a signature and returns the status.
func post(t testing.TB, l *Listener, body, signature string) int {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, l.URL(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if signature != "" {
		req.Header.Set("x-veryfi-signature", signature)
	}
	req.Close = true
	conn, err := net.Dial("tcp", l.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go req.Write(conn) // a refusal may come before all is sent
	// The connection ends when the handler has returned, which is after the
	// answer: only then is everything counted and handed on.
	whole, err := io.ReadAll(conn)
	if len(whole) == 0 {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(whole)), req)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(resp.Body)
	if err != nil || !json.Valid(answer) {
		t.Errorf("answered %q, %v", answer, err)
	}
	return resp.StatusCode
}

func sign(t testing.TB, data string) string {
	t.Helper()
	signature, err := api.Sign(secret, json.RawMessage(data))
	if err != nil {
		t.Fatal(err)
	}
	return signature
}

func event(name, data string) string { return fmt.Sprintf(`{"event":%q,"data":%s}`, name, data) }

// next waits for news; the deadline is only there to fail.
func next(t testing.TB, l *Listener) News {
	t.Helper()
	select {
	case n := <-l.News():
		return n
	case <-time.After(patience):
		t.Fatal("no news came")
		return News{}
	}
}

// The vectors are the service's own and CPython's.
func TestVectorsAreBelieved(t *testing.T) {
	raw, err := os.ReadFile("testdata/signatures.json")
	if err != nil {
		t.Fatal(err)
	}
	type vector struct {
		Secret    string `json:"secret"`
		Data      string `json:"data_json"`
		Signature string `json:"signature"`
	}
	var file struct {
		Official  vector `json:"official_php_sdk_vector"`
		Generated struct {
			Vectors []vector `json:"vectors"`
		} `json:"generated"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	official := start(t, Config{Secret: file.Official.Secret})
	if status := post(t, official, event(DocumentCreated, file.Official.Data), file.Official.Signature); status != 200 {
		t.Errorf("the official vector: %d", status)
	}
	if n := next(t, official); !reflect.DeepEqual(n.IDs, []api.ID{"63184393"}) {
		t.Errorf("the official vector: %+v", n)
	}
	l := start(t, Config{})
	for _, v := range file.Generated.Vectors {
		if status := post(t, l, event(DocumentCreated, v.Data), v.Signature); status != 200 {
			t.Errorf("%s: %d", v.Data, status)
		}
		if status := post(t, l, v.Data, v.Signature); status != 200 {
			t.Errorf("%s as the flat body of old: %d", v.Data, status)
		}
		if status := post(t, l, event(DocumentCreated, v.Data), "A"+v.Signature[1:]); status != 401 && v.Signature[0] != 'A' {
			t.Errorf("%s with another signature: %d", v.Data, status)
		}
	}
	if c := l.Counts(); c.HandedOn == 0 || c.Replayed == 0 || c.Forged != len(file.Generated.Vectors) {
		t.Errorf("%+v", c)
	}
}

func TestNews(t *testing.T) {
	l := start(t, Config{})
	for _, test := range []struct {
		body, data string // data as signed
		want       News
	}{
		{event(DocumentCreated, `{"id":9007199254740993,"created":"2021-10-20 15:27:26"}`), `{"id":9007199254740993,"created":"2021-10-20 15:27:26"}`,
			News{Event: DocumentCreated, IDs: []api.ID{"9007199254740993"}}},
		{event(DocumentCreated, `{"id":[1031,"1032"]}`), `{"id":[1031,"1032"]}`, News{Event: DocumentCreated, IDs: []api.ID{"1031", "1032"}}},
		{event(DocumentFailed, `{"id":5,"error":"bad\n\u001b[31mfile"}`), `{"id":5,"error":"bad\n\u001b[31mfile"}`,
			News{Event: DocumentFailed, IDs: []api.ID{"5"}, Error: "bad [31mfile"}},
		{event(DocumentFailed, `{"id":6}`), `{"id":6}`, News{Event: DocumentFailed, IDs: []api.ID{"6"}}},
		{`{"id":41331192,"created":"2021-09-19 20:37:47"}`, `{"id":41331192,"created":"2021-09-19 20:37:47"}`, News{Event: DocumentCreated, IDs: []api.ID{"41331192"}}},
		{"{ \"data\" : {\"id\" : 8 } ,\n \"event\":\"document.created\"}", `{"id" : 8 }`, News{Event: DocumentCreated, IDs: []api.ID{"8"}}},
	} {
		if status := post(t, l, test.body, "  "+sign(t, test.data)+" "); status != 200 {
			t.Errorf("%s: %d", test.body, status)
		}
		if n := next(t, l); !reflect.DeepEqual(n, test.want) {
			t.Errorf("%s: %+v, want %+v", test.body, n, test.want)
		}
	}
}

func TestWhatIsNotBelieved(t *testing.T) {
	var logged bytes.Buffer
	l := start(t, Config{Log: slog.New(slog.NewTextHandler(&logged, nil))})
	data := `{"id":7,"marker":"SECRETMARK"}`
	good := sign(t, data)
	for name, test := range map[string]struct {
		body, signature string
		status          int
		count           func(Counts) int
	}{
		"unsigned":            {event(DocumentCreated, data), "", 401, func(c Counts) int { return c.Unsigned }},
		"another secret":      {event(DocumentCreated, data), "aI8xddxgpE5Eo0MFxwbTqCGMNCDywCgHJT5btHGBl8k=", 401, func(c Counts) int { return c.Forged }},
		"other data":          {event(DocumentCreated, `{"id":8}`), good, 401, func(c Counts) int { return c.Forged }},
		"name in other case":  {`{"event":"document.created","Data":{"id":8},"data":` + data + `}`, good, 200, func(c Counts) int { return c.HandedOn }},
		"data twice":          {`{"event":"document.created","data":` + data + `,"data":{"id":8}}`, good, 401, func(c Counts) int { return c.Forged }},
		"signed JSON":         {event(DocumentCreated, `{"id":63184393}`), "S3VnxlmHYiK4xqGQjJYpmir8l/sPGfjTbE98n/s6O/g=", 401, func(c Counts) int { return c.Forged }},
		"unknown event":       {event("bank_statement_set.created", data), good, 200, func(c Counts) int { return c.Unknown }},
		"event that is none":  {`{"event":7,"data":` + data + `}`, good, 400, func(c Counts) int { return c.Malformed }},
		"no JSON":             {`id=7`, good, 400, func(c Counts) int { return c.Malformed }},
		"a list":              {`[]`, good, 400, func(c Counts) int { return c.Malformed }},
		"data is a list":      {event(DocumentCreated, `[7]`), sign(t, `[7]`), 400, func(c Counts) int { return c.Malformed }},
		"not UTF-8":           {event(DocumentCreated, "{\"id\":\"\xff\"}"), good, 401, func(c Counts) int { return c.Forged }},
		"too long":            {event(DocumentCreated, `{"id":7,"x":"`+strings.Repeat("x", maxBody)+`"}`), good, 413, func(c Counts) int { return c.Malformed }},
		"no id":               {event(DocumentCreated, `{"a":1}`), sign(t, `{"a":1}`), 200, func(c Counts) int { return c.Unknown }},
		"an id that is a way": {event(DocumentCreated, `{"id":"../7"}`), sign(t, `{"id":"../7"}`), 200, func(c Counts) int { return c.Unknown }},
		"one bad id of two":   {event(DocumentCreated, `{"id":[7,null]}`), sign(t, `{"id":[7,null]}`), 200, func(c Counts) int { return c.Unknown }},
	} {
		before := l.Counts()
		if status := post(t, l, test.body, test.signature); status != test.status {
			t.Errorf("%s: answered %d, want %d", name, status, test.status)
		}
		if name == "name in other case" {
			if n := next(t, l); !reflect.DeepEqual(n.IDs, []api.ID{"7"}) {
				t.Errorf("%s: %+v: the unsigned part was read", name, n)
			}
		}
		after := l.Counts()
		if test.count(after) != test.count(before)+1 || after.Received != before.Received+1 {
			t.Errorf("%s: counted %+v, before %+v", name, after, before)
		}
	}
	select {
	case n := <-l.News():
		t.Errorf("%+v was handed on", n)
	default:
	}
	if text := logged.String(); strings.Contains(text, "SECRETMARK") || strings.Contains(text, secret) || !strings.Contains(text, "refused") {
		t.Errorf("logged %s", text)
	}
}

func TestReplaysChangeNothing(t *testing.T) {
	l := start(t, Config{})
	created, failed := event(DocumentCreated, `{"id":7}`), event(DocumentFailed, `{"id":7}`)
	signature := sign(t, `{"id":7}`)
	for _, body := range []string{created, failed, created, failed, `{"id":7}`} {
		if status := post(t, l, body, signature); status != 200 {
			t.Errorf("%s: %d", body, status)
		}
	}
	if first, second := next(t, l), next(t, l); first.Event != DocumentCreated || second.Event != DocumentFailed {
		t.Error(first, second)
	}
	if c := l.Counts(); c.HandedOn != 2 || c.Replayed != 3 {
		t.Errorf("%+v", c)
	}
}

func TestReplayMemoryIsBounded(t *testing.T) {
	r := newReplays(3)
	id := func(i int) News { return News{Event: DocumentCreated, IDs: []api.ID{api.ID(fmt.Sprint(i))}} }
	for i := range 10 {
		r.add(id(i))
	}
	for i := range 10 {
		if r.has(id(i)) != (i >= 7) {
			t.Errorf("remembers %d: %v", i, r.has(id(i)))
		}
	}
	if len(r.known) != 3 || len(r.order) != 3 {
		t.Errorf("%d known, %d in order", len(r.known), len(r.order))
	}
}

func TestSubscription(t *testing.T) {
	l := start(t, Config{})
	data := `{"secret":"s3cret","created":"2023-05-15 00:00:00"}`
	body := event(Subscription, data)
	if status := post(t, l, body, ""); status != 401 {
		t.Errorf("unsigned and not expected: %d", status)
	}
	if status := post(t, l, body, sign(t, data)); status != 200 {
		t.Errorf("not expected: %d", status)
	}
	l.ExpectSubscription(true)
	if status := post(t, l, body, "Zm9yZ2Vk"); status != 401 {
		t.Errorf("forged: %d", status)
	}
	for _, signature := range []string{sign(t, data), ""} {
		if status := post(t, l, body, signature); status != 200 {
			t.Errorf("expected: %d", status)
		}
		n := next(t, l)
		if n.Event != Subscription || string(n.Secret) != "s3cret" {
			t.Errorf("%+v", n)
		}
		if text := fmt.Sprintf("%v %+v %#v %s", n, n, n, n.Secret); strings.Contains(text, "s3cret") {
			t.Errorf("the secret prints: %s", text)
		}
	}
	if status := post(t, l, event(DocumentCreated, `{"id":1}`), ""); status != 401 {
		t.Errorf("other unsigned news while a subscription is expected: %d", status)
	}
	l.ExpectSubscription(false)
	if status := post(t, l, body, ""); status != 401 {
		t.Errorf("no longer expected: %d", status)
	}
	if c := l.Counts(); c.HandedOn != 2 || c.Unknown != 1 || c.Unsigned != 3 || c.Forged != 1 {
		t.Errorf("%+v", c)
	}
}

func TestEveryMethodIsAnsweredOnThePathAlone(t *testing.T) {
	l := start(t, Config{})
	for _, method := range []string{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"} {
		for path, want := range map[string]int{l.Path(): 200, "/": 404, l.Path() + "/": 404, l.Path()[:10]: 404} {
			req, err := http.NewRequest(method, "http://"+l.Addr()+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != want {
				t.Errorf("%s %s: %d, want %d", method, path, resp.StatusCode, want)
			}
		}
	}
	if c := l.Counts(); c != (Counts{}) {
		t.Errorf("%+v", c)
	}
}

func TestFullQueueIsNoErrorAndForgetsNothing(t *testing.T) {
	l := start(t, Config{})
	send := func(i int) {
		data := fmt.Sprintf(`{"id":%d}`, i)
		if status := post(t, l, event(DocumentCreated, data), sign(t, data)); status != 200 {
			t.Errorf("%d: %d", i, status)
		}
	}
	for i := range queueLength + 5 {
		send(i)
	}
	if c := l.Counts(); c.Dropped != 5 || c.HandedOn != queueLength {
		t.Errorf("%+v", c)
	}
	next(t, l)
	send(queueLength) // was dropped, so it is no replay
	if c := l.Counts(); c.Replayed != 0 || c.HandedOn != queueLength+1 {
		t.Errorf("%+v", c)
	}
}

func TestManyAtOnce(t *testing.T) {
	l := start(t, Config{})
	const senders, each = 8, 25
	var group sync.WaitGroup
	for s := range senders {
		group.Go(func() {
			for i := range each {
				data := fmt.Sprintf(`{"id":%d}`, s*each+i)
				if status := post(t, l, event(DocumentCreated, data), sign(t, data)); status != 200 {
					t.Errorf("%d", status)
				}
			}
		})
	}
	got := map[api.ID]bool{}
	for range senders * each {
		got[next(t, l).IDs[0]] = true
	}
	group.Wait()
	if len(got) != senders*each {
		t.Errorf("%d of %d", len(got), senders*each)
	}
}

func TestAnswersComeInTime(t *testing.T) {
	l := start(t, Config{})
	took := make([]time.Duration, 50)
	for i := range took {
		data := fmt.Sprintf(`{"id":%d}`, i)
		signature, begin := sign(t, data), time.Now()
		post(t, l, event(DocumentCreated, data), signature)
		took[i] = time.Since(begin)
	}
	slices.Sort(took)
	if half := took[len(took)/2]; half > time.Second { // the service gives ten; a busy computer may hold some up
		t.Errorf("half of the answers took more than %v", half)
	}
}

func TestListenKeepsOffTheNetwork(t *testing.T) {
	for _, c := range []Config{
		{Secret: "s", Address: "0.0.0.0:0"}, {Secret: "s", Address: ":0"}, {Secret: "s", Address: "192.168.0.1:0"}, {Secret: "s", Address: "example.com:80"},
		{Secret: "s", Address: "127.0.0.1"}, {Secret: " "}, {}, {Secret: "s", Path: "/short"}, {Secret: "s", Path: "no-slash-but-quite-long"},
		{Secret: "s", Path: "/with a blank and quite long"}, {Secret: "s", Path: "/with?query=and-quite-long"},
	} {
		if l, err := Listen(c); err == nil {
			l.Close()
			t.Errorf("%+v is listened on", c.Address+c.Path)
		}
	}
	a, b := start(t, Config{}), start(t, Config{Address: "localhost:0"})
	if a.Path() == b.Path() || len(a.Path()) < 26 || !strings.HasPrefix(a.URL(), "http://127.0.0.1:") {
		t.Errorf("%s and %s", a.URL(), b.URL())
	}
	if c := start(t, Config{Path: a.Path()}); c.Path() != a.Path() {
		t.Error("a path of earlier on was not kept")
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	l, err := Listen(Config{Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- l.Run(ctx) }()
	post(t, l, `{}`, "")
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if conn, err := net.Dial("tcp", l.Addr()); err == nil {
		conn.Close()
		t.Error("the address is still listened on")
	}
}

func FuzzWebhook(f *testing.F) {
	for _, body := range []string{
		event(DocumentCreated, `{"id":1,"created":"2021-10-20 15:27:26"}`), event(DocumentFailed, `{"id":[1,"2"],"error":"x\u0000"}`),
		event(Subscription, `{"secret":"s"}`), `{"id":41331192}`, `{"event":null,"data":{}}`, `{"data":{"id":1},"data":{"id":2}}`, `{"event":"document.created","data":{"id":"a/b"}}`,
	} {
		f.Add([]byte(body))
	}
	l := &Listener{secret: secret, log: slog.New(slog.DiscardHandler), news: make(chan News, 1), seen: newReplays(10)}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, err := parseMessage(body)
		if err != nil {
			return
		}
		signature, err := api.Sign(secret, m.signed)
		if err != nil {
			return // not UTF-8
		}
		if !l.verify(m, signature) || l.verify(m, signature[1:]) {
			t.Fatalf("%q: the right signature is the only one", body)
		}
		l.handOn(m)
		select {
		case n := <-l.news:
			for _, id := range n.IDs {
				if !wellFormed(id) {
					t.Fatalf("%q: id %q", body, id)
				}
			}
			if n.Event == Subscription || len(n.IDs) == 0 || strings.ContainsAny(n.Error, "\n\x00\x1b") {
				t.Fatalf("%q: %+v", body, n)
			}
		default:
		}
	})
}
