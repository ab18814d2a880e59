package command

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/house"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestTheLimitOfADay(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	folder, _ := pictures(t, 5)
	o := m.run("read", "--engine", "veryfi", "--url", s.url, "--daily-limit", "3", folder).
		want(t, ExitTime, "5 receipts for Veryfi: about 0.40 USD at 0.08 each", "3 of today's 3 documents are left", "limit of 3 documents", "spindle resume", "--daily-limit")
	if rows := table(t, o.out); column(rows, "status") != "ready ready ready waiting waiting" && strings.Count(column(rows, "status"), "ready") != 3 {
		t.Errorf("got %v", rows)
	}
	if strings.Contains(o.errors, "Settings") {
		t.Errorf("a terminal has no Settings: %v", o)
	}
	m.run("resume", "--url", s.url, "--daily-limit", "3").want(t, ExitTime, "2 receipts for Veryfi: about 0.16 USD")
	if n := len(s.documents()); n != 3 {
		t.Errorf("%d documents, want 3", n)
	}
	m.run("resume", "--url", s.url).want(t, ExitOK)
	if n := len(s.documents()); n != 5 {
		t.Errorf("%d documents, want 5", n)
	}
	m.run("read", "--daily-limit", "-1", folder).want(t, ExitUsage)
}

// The command line never asks, and never answers for the window.
func TestResumeLeavesAloneWhatTheWindowAsksAbout(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	_, paths := pictures(t, 2)
	h, err := house.Open(t.Context(), house.Config{Home: m.home, URL: s.url, Reader: m.reader, Intake: m.intake})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Desk.Add(t.Context(), paths[:1], desk.Options{Engine: receipt.Veryfi, Ask: true})
	if h.Close(); err != nil {
		t.Fatal(err)
	}
	m.run("resume", "--url", s.url).want(t, ExitOK, "Left alone: 1 receipt", "nothing to resume")
	m.run("read", "--engine", "veryfi", "--url", s.url, paths[1]).want(t, ExitOK)
	if n := len(s.documents()); n != 1 {
		t.Errorf("%d documents, want 1", n)
	}
}

func TestResumeTakesUpOneEngine(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	_, paths := pictures(t, 2)
	m.reader.closed = make(chan struct{})
	m.run("read", "--timeout", "1s", paths[0]).want(t, ExitTime)
	release := s.reader.holding()
	m.run("read", "--engine", "veryfi", "--url", s.url, "--timeout", "1s", paths[1]).want(t, ExitTime)
	close(m.reader.closed)
	release()
	calls := s.reader.count()
	rows := table(t, m.run("resume", "--url", s.url, "--engine", "local").want(t, ExitOK, "Taking up 1 receipt").out)
	if column(rows, "file") != paths[0] {
		t.Errorf("got %v", rows)
	}
	if o := m.run("list"); !strings.Contains(o.out, "reading") || s.reader.count() != calls {
		t.Errorf("the other engine was asked: %v", o)
	}
	rows = table(t, m.run("resume", "--url", s.url, "--engine", "veryfi").want(t, ExitOK, "Taking up 1 receipt").out)
	if column(rows, "file") != paths[1] {
		t.Errorf("got %v", rows)
	}
}

// What fails here is told although the service refuses the credentials.
func TestFailedRowsAreWrittenWithRefusedCredentials(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	s.faults.Add(server.Fault{Status: 401})
	_, paths := pictures(t, 1)
	bad := filepath.Join(t.TempDir(), "empty.jpg")
	write(t, bad, nil)
	o := m.run("read", "--engine", "veryfi", "--url", s.url, bad, paths[0]).want(t, ExitRefused, "spindle account set")
	if rows := table(t, o.out); column(rows, "status") != "failed waiting" {
		t.Errorf("got %v", rows)
	}
	if strings.Contains(o.out+o.errors, "Settings") {
		t.Errorf("a terminal has no Settings: %v", o)
	}
}

// Marking what was exported needs the history alone: no port, no reader.
func TestExportOpensTheHistoryAlone(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 1)
	m.run("read", paths[0]).want(t, ExitOK)
	bare := Env{Stdin: strings.NewReader(""), Stdout: &strings.Builder{}, Stderr: &strings.Builder{}} // without reader and intake
	if status := Run(context.Background(), bare, []string{"export", "--home", m.home}); status != ExitOK {
		t.Errorf("exit %d: %v", status, bare.Stderr)
	}
	m.run("list").want(t, ExitOK, "exported")
}
