package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
)

// event is a webhook as it arrived.
type event struct {
	Event     string
	Data      json.RawMessage
	body      string
	signature string
}

// listener is a confirmed webhook address.
type listener struct {
	url    string
	events chan event
	refuse atomic.Int64                  // that many are answered with 500
	hold   atomic.Pointer[chan struct{}] // what an answer waits for
}

// open starts a listener that the server does not know yet.
func (s *service) open() *listener {
	s.t.Helper()
	l := &listener{events: make(chan event, 100)}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		e := event{body: string(body), signature: r.Header.Get("x-veryfi-signature")}
		_ = json.Unmarshal(body, &e) // the flat form has neither member
		l.events <- e
		if hold := l.hold.Load(); hold != nil {
			<-*hold
		}
		if l.refuse.Add(-1) >= 0 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	s.t.Cleanup(web.Close)
	l.url = web.URL + "/hook"
	return l
}

func (s *service) listen() *listener {
	s.t.Helper()
	l := s.open()
	if r := s.json("POST", "/settings/webhooks/", `{"url":"`+l.url+`"}`); r.status != 201 {
		s.t.Fatalf("adding a webhook answered %d %s", r.status, r.raw)
	}
	e := <-l.events
	var data struct{ Secret, Created string }
	if err := json.Unmarshal(e.Data, &data); err != nil || e.Event != "subscription" || data.Secret == "" || data.Created == "" {
		s.t.Fatalf("the subscription is %s", e.body)
	}
	s.signed(e)
	if r := s.json("POST", "/settings/webhooks/confirm/", `{"url":"`+l.url+`","secret":"`+data.Secret+`"}`); r.status != 200 {
		s.t.Fatalf("confirming answered %d %s", r.status, r.raw)
	}
	return l
}

// signed checks a webhook's signature.
func (s *service) signed(e event) {
	s.t.Helper()
	want, err := api.Sign(testCredentials.ClientSecret, e.Data)
	if err != nil || e.signature != want {
		s.t.Errorf("%s is signed %q, want %q (%v)", e.body, e.signature, want, err)
	}
}

func TestWebhookTellsOfADocument(t *testing.T) {
	s := start(t)
	hook := s.listen()
	id := s.submit(part{"file", "a.jpg", picture(1)})
	e := <-hook.events
	s.signed(e)
	if want := fmt.Sprintf(`{"event":"document.created","data":{"id":%s,"created":"`, id); !strings.HasPrefix(e.body, want) {
		t.Errorf("the webhook is %s", e.body)
	}
	if r := s.get("/documents/" + id); r.body["status"] != "processed" {
		t.Errorf("told of, it is %v", r.body["status"])
	}
	s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) {
		return Reading{}, &Refusal{Reason: `The page says "void" & it's blank <here>.`}
	})
	s.submit(part{"file", "b.jpg", picture(2)})
	e = <-hook.events
	s.signed(e)
	if e.Event != "document.failed" || !strings.Contains(e.body, `"error":"The page says \"void\" & it's blank <here>."`) {
		t.Errorf("the webhook is %s", e.body)
	}
}

func TestSynchronousSubmissionsMakeNoNews(t *testing.T) {
	s := start(t)
	hook := s.listen()
	s.upload("/documents/", part{"file", "a.jpg", picture(1)})
	id := s.submit(part{"file", "b.jpg", picture(2)})
	if e := <-hook.events; !strings.Contains(e.body, id) {
		t.Errorf("the first news is %s", e.body)
	}
}

func TestWebhookSettings(t *testing.T) {
	s := start(t)
	for _, wrong := range []string{
		``, `ftp://example.com/`, `http://example.com/`, `http://127.0.0.1.example.com/`, `http://localhost.example.com/`,
		`https://`, `/hook`, `https://user:pass@example.com/`, `https://example.com/#x`, `http://10.0.0.1/`, "https://example.com/" + strings.Repeat("x", 2100),
	} {
		if r := s.json("POST", "/settings/webhooks/", `{"url":"`+wrong+`"}`); r.status != 400 {
			t.Errorf("%.40q answered %d %s", wrong, r.status, r.raw)
		}
	}
	hook := s.open()
	s.json("POST", "/settings/webhooks", `{"url":"`+hook.url+`"}`)
	<-hook.events
	if r := s.json("POST", "/settings/webhooks/confirm/", `{"url":"`+hook.url+`","secret":"guess"}`); r.status != 400 {
		t.Errorf("a guessed secret answered %d %s", r.status, r.raw)
	}
	if r := s.json("POST", "/settings/webhooks/confirm/", `{"url":"http://127.0.0.1:1/","secret":""}`); r.status != 404 {
		t.Errorf("an unknown address answered %d %s", r.status, r.raw)
	}
	confirmed := s.listen()
	s.submit(part{"file", "a.jpg", picture(1)})
	<-confirmed.events
	select {
	case e := <-hook.events:
		t.Errorf("an address that is not confirmed got %s", e.body)
	default:
	}
	list := s.get("/settings/webhooks/").body["webhooks"].([]any)
	first, second := list[0].(map[string]any), list[1].(map[string]any)
	if first["status"] != "pending" || second["status"] != "confirmed" || second["url"] != confirmed.url {
		t.Errorf("the list is %v", list)
	}
	for _, each := range list {
		if _, told := each.(map[string]any)["secret"]; told {
			t.Error("the list tells a secret")
		}
	}
	for i := range 30 {
		s.json("POST", "/settings/webhooks/", fmt.Sprintf(`{"url":"http://127.0.0.1:1/%d"}`, i))
	}
	if n := len(s.get("/settings/webhooks/").body["webhooks"].([]any)); n != maxWebhooks {
		t.Errorf("%d addresses, want %d", n, maxWebhooks)
	}
}

func TestWebhookRetries(t *testing.T) {
	s := start(t, func(c *Config) { c.Delivery = Delivery{Attempts: 3, Backoff: time.Millisecond} })
	hook := s.listen()
	hook.refuse.Store(2)
	s.submit(part{"file", "a.jpg", picture(1)})
	first, second, third := <-hook.events, <-hook.events, <-hook.events
	if first.body != second.body || second.body != third.body || first.signature != third.signature {
		t.Errorf("the attempts differ: %s, %s, %s", first.body, second.body, third.body)
	}
	id := s.submit(part{"file", "b.jpg", picture(2)})
	if e := <-hook.events; !strings.Contains(e.body, id) {
		t.Errorf("after success comes %s", e.body)
	}
}

func TestWebhookFaults(t *testing.T) {
	s := start(t)
	hook := s.listen()
	submit := func(f WebhookFault) (id string, e event) {
		f.Times = 1
		s.faults.Webhooks(f)
		id = s.submit(part{"file", "a.jpg", picture(1)})
		return id, <-hook.events
	}
	if _, e := submit(WebhookFault{Unsigned: true}); e.signature != "" {
		t.Errorf("unsigned, it is signed %s", e.signature)
	}
	_, e := submit(WebhookFault{Forged: true})
	if right, err := api.Sign(testCredentials.ClientSecret, e.Data); err != nil || len(e.signature) != len(right) || e.signature == right {
		t.Errorf("forged, it is signed %s", e.signature)
	}
	if id, e := submit(WebhookFault{Flat: true}); !strings.HasPrefix(e.body, `{"id":`+id+`,"created":`) {
		t.Errorf("flat, it is %s", e.body)
	}
	id, e := submit(WebhookFault{Duplicate: true})
	if twin := <-hook.events; twin.body != e.body || !strings.Contains(e.body, id) {
		t.Errorf("duplicated, it is %s and %s", e.body, twin.body)
	}
	s.faults.Webhooks(WebhookFault{Drop: true, Times: 1})
	both := s.submit(part{"file", "a.jpg", picture(1)}) + " " + s.submit(part{"file", "a.jpg", picture(1)})
	var arrived struct{ ID json.Number }
	if err := json.Unmarshal((<-hook.events).Data, &arrived); err != nil || !strings.Contains(both, arrived.ID.String()) {
		t.Errorf("of %s, %s arrived", both, arrived.ID)
	}
	last := s.submit(part{"file", "a.jpg", picture(1)})
	if e := <-hook.events; !strings.Contains(e.body, last) {
		t.Errorf("a dropped webhook arrived: %s", e.body)
	}
}
