package server

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOldDocumentsGoWhenThereAreTooMany(t *testing.T) {
	s := start(t, func(c *Config) { c.Limits.Documents = 2 })
	for _, name := range []string{"a", "b", "c", "d"} {
		s.finished(s.submit(part{"external_id", "", name}, part{"file", "x.jpg", picture(name[0])}))
	}
	if got := s.externals(""); got != "d c" {
		t.Errorf("kept are %q", got)
	}
	entries, err := os.ReadDir(s.server.spool.dir)
	if err != nil || len(entries) != 3 { // two pictures and the lock
		t.Errorf("%d files are kept (%v)", len(entries), err)
	}
}

func TestFilesGoBeforeDocuments(t *testing.T) {
	for name, c := range map[string]struct {
		keep int64
		with string // external ids whose picture is still there
	}{
		"two pictures": {int64(len(picture('a'))*2 + 200), "d c"},
		"none":         {-1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, func(cfg *Config) { cfg.Limits.KeepBytes = c.keep })
			for _, name := range []string{"a", "b", "c", "d"} {
				s.finished(s.submit(part{"external_id", "", name}, part{"file", "x.jpg", picture(name[0])}))
			}
			if got := s.externals(""); got != "d c b a" {
				t.Errorf("kept are %q", got)
			}
			var with []string
			for _, each := range s.get("/documents/").body["documents"].([]any) {
				d := each.(map[string]any)
				if link, has := d["img_url"].(string); has {
					with = append(with, fmt.Sprint(d["external_id"]))
					if got := s.fetch(link); got.status != 200 {
						t.Errorf("%s answered %d", link, got.status)
					}
				}
			}
			if got := strings.Join(with, " "); got != c.with {
				t.Errorf("with pictures are %q, want %q", got, c.with)
			}
		})
	}
}

func TestNoMoreMayWaitThanTheLimit(t *testing.T) {
	s := start(t, func(c *Config) { c.Limits.Pending, c.Workers = 3, 1 })
	release := make(chan struct{})
	s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) { <-release; return sampleReading(), nil })
	photo := part{"file", "a.jpg", picture(1)}
	s.submit(photo)
	s.submit(photo)
	pair := part{"file", "a.zip", zipOf(t, member{"1.jpg", picture(1)}, member{"2.jpg", picture(2)})}
	if r := s.upload("/documents-set/", pair); r.status != 429 || r.header.Get("Retry-After") == "" {
		t.Errorf("a set of two with room for one answered %d %s", r.status, r.raw)
	}
	s.submit(photo)
	if r := s.upload("/documents/", photo, part{"async", "", "true"}); r.status != 429 {
		t.Errorf("the fourth answered %d %s", r.status, r.raw)
	}
	close(release)
	s.settled()
	s.submit(photo)
}

func TestDeletedByItself(t *testing.T) {
	s := start(t)
	hook := s.listen()
	photo := part{"file", "a.jpg", picture(1)}
	sync := s.upload("/documents/", photo, part{"auto_delete", "", "true"})
	if sync.status != 201 || fmt.Sprint(sync.body["total"]) != "13.50" {
		t.Errorf("answered %d %s", sync.status, sync.raw)
	}
	if r := s.get("/documents/" + sync.id()); r.status != 404 {
		t.Errorf("it is still there: %d", r.status)
	}
	id := s.submit(photo, part{"auto_delete", "", "true"})
	<-hook.events
	if r := s.get("/documents/" + id); r.status != 404 {
		t.Errorf("it is still there: %d", r.status)
	}
	if kept := s.submit(photo, part{"auto_delete", "", "false"}); s.finished(kept).status != 200 {
		t.Error(`"false" deleted it`)
	}
}

func TestWhatAKilledServerLeftIsRemoved(t *testing.T) {
	dir := t.TempDir()
	config := Config{Reader: &fakeReader{}, Credentials: testCredentials, Dir: dir}
	stale := filepath.Join(dir, spoolPrefix+"killed")
	if err := os.MkdirAll(stale, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{spoolLock, "file-1"} {
		if err := os.WriteFile(filepath.Join(stale, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "not-ours"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	one, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	two, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(one.spool.dir); err != nil {
		t.Error("a server removed what another one uses:", err)
	}
	if _, err := os.Stat(stale); err == nil {
		t.Error("what was left behind is still there")
	}
	for _, s := range []*Server{one, two} {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != "not-ours" {
		t.Errorf("at the end there are %v (%v)", entries, err)
	}
}

func TestNewWantsAllItNeeds(t *testing.T) {
	whole := Config{Reader: &fakeReader{}, Credentials: testCredentials, Dir: t.TempDir()}
	for name, spoil := range map[string]func(*Config){
		"reader":        func(c *Config) { c.Reader = nil },
		"folder":        func(c *Config) { c.Dir = "" },
		"client id":     func(c *Config) { c.Credentials.ClientID = "" },
		"client secret": func(c *Config) { c.Credentials.ClientSecret = "" },
		"username":      func(c *Config) { c.Credentials.Username = "" },
		"key":           func(c *Config) { c.Credentials.APIKey = "" },
		"usable folder": func(c *Config) { c.Dir = "/dev/null/x" },
	} {
		c := whole
		spoil(&c)
		if _, err := New(c); err == nil || strings.Contains(err.Error(), testCredentials.APIKey) {
			t.Errorf("without a %s: %v", name, err)
		}
	}
}

func TestIDsGrowOverRestarts(t *testing.T) {
	now := newClock("2026-03-01 10:00:00")
	first := newCatalog(now.now())
	var last int64
	for range 500 {
		last = first.nextID()
	}
	now.move(1000 * 1e6) // a second later
	if next := newCatalog(now.now()).nextID(); next <= last {
		t.Errorf("the first id after a restart is %d, the last one before was %d", next, last)
	}
}
