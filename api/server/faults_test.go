package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestFaults(t *testing.T) {
	s := start(t)
	send := func() (reply, error) {
		contentType, body := multipartBody(t, part{"file", "a.jpg", picture(1)}, part{"async", "", "true"})
		return s.try("POST", "/documents/", contentType, body)
	}
	count := func() string { return fmt.Sprint(s.get("/documents/").body["meta"].(map[string]any)["total_results"]) }

	remove := s.faults.Add(Fault{Method: "POST", Path: "/documents", Status: 429, RetryAfter: 7, Skip: 1, Times: 1})
	for i, want := range []int{201, 429, 201} {
		r, err := send()
		if err != nil || r.status != want {
			t.Fatalf("request %d answered %d %s (%v), want %d", i, r.status, r.raw, err, want)
		}
		if want == 429 && (r.header.Get("Retry-After") == "" || r.body["error"] == nil) {
			t.Errorf("429 came as %v %s", r.header, r.raw)
		}
	}
	if n := count(); n != "2" {
		t.Errorf("%s documents, want 2", n)
	}
	remove()

	s.faults.Add(Fault{Method: "POST", Status: 502, Body: "<html>bad gateway</html>", Times: 1})
	if r, err := send(); err != nil || r.status != 502 || r.raw != "<html>bad gateway</html>" {
		t.Errorf("answered %d %s (%v)", r.status, r.raw, err)
	}
	s.faults.Add(Fault{Method: "POST", Status: 400, Text: textCorrupted, Times: 1})
	if r, err := send(); err != nil || r.status != 400 || r.body["error"] != textCorrupted {
		t.Errorf("answered %d %s (%v)", r.status, r.raw, err)
	}

	for _, c := range []struct {
		cut  Cut
		docs string
	}{{CutBefore, "2"}, {CutAfter, "3"}, {CutMidAnswer, "4"}} {
		s.faults.Add(Fault{Method: "POST", Cut: c.cut, Times: 1})
		if r, err := send(); err == nil {
			t.Errorf("cut %d answered %d %s", c.cut, r.status, r.raw)
		}
		if n := count(); n != c.docs {
			t.Errorf("after cut %d there are %s documents, want %s", c.cut, n, c.docs)
		}
	}
	if n := s.faults.Hits(); n != 6 {
		t.Errorf("%d hits, want 6", n)
	}

	s.faults.Add(Fault{Path: "/documents/*", Delay: time.Hour})
	s.faults.Clear()
	if r := s.get("/documents/1"); r.status != 404 {
		t.Errorf("with the faults cleared it answered %d", r.status)
	}
}

func TestStoppingEndsAtOnce(t *testing.T) {
	s := &service{t: t, reader: &fakeReader{}}
	reading := make(chan struct{})
	s.reader.answer(func(ctx context.Context, _ []Source, _ Hints) (Reading, error) {
		close(reading)
		<-ctx.Done()
		return Reading{}, ctx.Err()
	})
	s.run(Config{Reader: s.reader, Credentials: testCredentials, Dir: t.TempDir(), Workers: 1})
	answers := make(chan reply, 1)
	go func() {
		contentType, body := multipartBody(t, part{"file", "a.jpg", picture(1)})
		r, err := s.try("POST", "/documents/", contentType, body)
		if err != nil {
			r.raw = err.Error()
		}
		answers <- r
	}()
	<-reading
	began := time.Now()
	s.end()
	if took := time.Since(began); took > time.Minute {
		t.Errorf("stopping took %v", took)
	}
	if r := <-answers; r.status != 503 {
		t.Errorf("who waited was answered %d %s", r.status, r.raw)
	}
}

func TestASlowListenerHoldsNothingUp(t *testing.T) {
	s := start(t, func(c *Config) { c.Workers = 1 })
	hook := s.listen()
	release := make(chan struct{})
	defer close(release)
	hook.hold.Store(&release)
	s.submit(part{"file", "a.jpg", picture(1)})
	<-hook.events // and it waits for its answer
	next := s.submit(part{"file", "b.jpg", picture(2)})
	if e := <-hook.events; !strings.Contains(e.body, next) {
		t.Errorf("the news is %s", e.body)
	}
}
