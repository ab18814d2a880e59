package server

import (
	"context"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func TestManyAtOnce(t *testing.T) {
	s := start(t, func(c *Config) { c.Limits.Documents, c.Limits.KeepBytes = 15, 10_000 })
	hook := s.listen()
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 6 {
				name := fmt.Sprintf("w%d-%d", worker, i)
				contentType, body := multipartBody(t, part{"file", "a.zip", zipOf(t, member{"1.jpg", picture(uint8(worker*6 + i))})},
					part{"external_id", "", name}, part{"async", "", "true"})
				r, err := s.try("POST", "/documents/", contentType, body)
				if err != nil || r.status != 201 {
					t.Errorf("%s answered %d %s (%v)", name, r.status, r.raw, err)
					continue
				}
				path := "/documents/" + r.id()
				for _, each := range []struct{ method, path, body string }{
					{"GET", path, ""}, {"GET", "/documents/?external_id=" + name, ""}, {"PUT", path + "/tags", `{"name":"x"}`},
					{"PUT", path, `{"notes":"seen"}`}, {"GET", "/documents/?q=*seen*", ""}, {"DELETE", path, ""},
				} {
					if each.method == "DELETE" && i%3 > 0 {
						continue
					}
					got, err := s.try(each.method, each.path, "application/json", strings.NewReader(each.body))
					if err != nil || got.status >= 500 || got.body == nil {
						t.Errorf("%s %s answered %d %s (%v)", each.method, each.path, got.status, got.raw, err)
					}
				}
			}
		})
	}
	all.Wait()
	s.settled()
	last := s.submit(part{"file", "a.jpg", picture(250)})
	for e := range hook.events {
		if strings.Contains(e.body, last) {
			break
		}
	}
	c := s.server.catalog
	c.mu.Lock()
	defer c.mu.Unlock()
	var kept int64
	for _, d := range c.documents {
		if !d.filesGone {
			kept += totalSize(d.sources)
		}
	}
	if c.pending != 0 || c.waiting != 0 || c.finished != len(c.documents) || c.finished != len(c.ids) || c.finished > 15 || c.kept != kept {
		t.Errorf("the counts are off: %d pending of %d bytes, %d finished, %d documents, %d ids, %d bytes kept, %d there",
			c.pending, c.waiting, c.finished, len(c.documents), len(c.ids), c.kept, kept)
	}
}

// cut sends the head of a request and part of its body, and hangs up.
func (s *service) cut(body string, length int) {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = fmt.Fprintf(conn, "POST %s/documents/ HTTP/1.1\r\nHost: x\r\nClient-Id: %s\r\nAuthorization: apikey %s:%s\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", prefix, testCredentials.ClientID,
		testCredentials.Username, testCredentials.APIKey, length, body)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		s.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, conn) // until the server has dealt with it
	_ = conn.Close()
}

func TestAnUploadThatBreaksOffLeavesNothing(t *testing.T) {
	s := start(t)
	s.cut(`{"file_data":"`+strings.Repeat("/9j/", 2000), 20_000)
	s.nothingLeft()
	if got := s.externals(""); got != "" {
		t.Errorf("it became %q", got)
	}
}

func TestWhoWaitsMayGo(t *testing.T) {
	s := start(t)
	reading, release := make(chan struct{}), make(chan struct{})
	s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) {
		close(reading)
		<-release
		return sampleReading(), nil
	})
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan error, 1)
	go func() {
		contentType, body := multipartBody(t, part{"file", "a.jpg", picture(1)}, part{"external_id", "", "r-1"})
		_, err := s.tryUntil(ctx, "POST", "/documents/", contentType, body)
		gone <- err
	}()
	<-reading
	cancel()
	if err := <-gone; err == nil {
		t.Error("it was answered")
	}
	close(release)
	s.settled()
	if got := s.externals("status=processed"); got != "r-1" {
		t.Errorf("read is %q", got)
	}
}

func TestAFullDiskIsSaid(t *testing.T) {
	p := asProblem(fmt.Errorf("keeping what comes in: %w", syscall.ENOSPC))
	if p.status != 503 || !strings.Contains(p.text, "no room") {
		t.Errorf("answered %d %s", p.status, p.text)
	}
	if p := asProblem(fmt.Errorf("open /home/somebody/x: strange")); p.status != 500 || strings.Contains(p.text, "home") {
		t.Errorf("answered %d %s", p.status, p.text)
	}
}
