package command

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/house"
)

func TestTheServiceReads(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	_, paths := pictures(t, 2)
	o := m.run("read", "--engine", "veryfi", "--url", s.url+"/api/v8/partner/", "--tag", "trip", "--tag", "march, april", "--category", "Meals",
		"--country", "us", paths[0], paths[1]).want(t, ExitOK)
	rows := table(t, o.out)
	if column(rows, "engine") != "veryfi veryfi" || column(rows, "status") != "ready ready" {
		t.Errorf("got %v", rows)
	}
	documents := s.documents()
	if len(documents) != 2 || len(documents[0].Tags) != 2 || m.reader.count() != 0 {
		t.Errorf("the service has %v, the reader here read %d", documents, m.reader.count())
	}
	// The same again asks nobody.
	m.run("read", "--engine", "veryfi", "--url", s.url, paths[0], paths[1]).want(t, ExitOK)
	if n := len(s.documents()); n != 2 {
		t.Errorf("%d documents", n)
	}
}

func TestCredentialsAreRefusedBeforeAnything(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	for _, status := range []int{401, 403} {
		s.faults.Add(server.Fault{Status: status})
		_, paths := pictures(t, 5)
		out := filepath.Join(t.TempDir(), "out.csv")
		m.run(append([]string{"read", "--engine", "veryfi", "--url", s.url, "-o", out}, paths...)...).want(t, ExitRefused, "credentials")
		if n := len(s.documents()); n != 0 {
			t.Errorf("%d were submitted", n)
		}
		if _, err := os.Stat(out); err == nil {
			t.Error("an output was written")
		}
	}
	m.run("resume", "--url", s.url).want(t, ExitOK)
	if n := len(s.documents()); n != 5 {
		t.Errorf("%d were submitted once the credentials were right, want 5", n)
	}
}

func TestCredentialsAreRefusedInTheMiddle(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	_, paths := pictures(t, 2)
	m.run("read", "--engine", "veryfi", "--url", s.url, paths[0]).want(t, ExitOK)
	s.faults.Add(server.Fault{Method: "GET", Path: "/documents/*", Status: 401})
	rows := table(t, m.run("read", "--engine", "veryfi", "--url", s.url, paths[0], paths[1]).want(t, ExitRefused).out)
	if column(rows, "status") != "ready waiting" {
		t.Errorf("got %v", rows)
	}
	s.faults.Clear()
	rows = table(t, m.run("resume", "--url", s.url).want(t, ExitOK, "Taking up 1 receipt").out)
	if column(rows, "file") != paths[1] || column(rows, "status") != "ready" || len(s.documents()) != 2 {
		t.Errorf("got %v and %d documents", rows, len(s.documents()))
	}
}

// Not in parallel with the others: it changes the environment.
func TestWithoutCredentials(t *testing.T) {
	for _, name := range []string{"VERYFI_CLIENT_ID", "VERYFI_CLIENT_SECRET", "VERYFI_USERNAME", "VERYFI_API_KEY"} {
		t.Setenv(name, "")
	}
	m, s := newMachine(t), startService(t)
	_, paths := pictures(t, 1)
	m.run("read", "--engine", "veryfi", "--url", s.url, paths[0]).want(t, ExitRefused, "account set")
	m.exactly(context.Background(), "account", "test", "--url", s.url).want(t, ExitRefused)
	m.run("read", paths[0]).want(t, ExitOK) // the reader here needs none
	t.Setenv("VERYFI_CLIENT_ID", testCredentials.ClientID)
	m.run("read", "--engine", "veryfi", "--url", s.url, "--again", paths[0]).want(t, ExitRefused, "username")
	m.exactly(context.Background(), "serve").want(t, ExitUsage, "username")
}

func TestAccount(t *testing.T) {
	m, s := newMachine(t), startService(t)
	ctx := context.Background()
	m.exactly(ctx, "account", "test", "--url", s.url).want(t, ExitOK, "works")
	m.exactly(ctx, "account", "remove", "--url", s.url).want(t, ExitOK, "no credentials")
	m.exactly(ctx, "account", "set", "--url", s.url).want(t, ExitOK, "keychain")
	for _, name := range []string{"VERYFI_CLIENT_ID", "VERYFI_CLIENT_SECRET", "VERYFI_USERNAME", "VERYFI_API_KEY"} {
		t.Setenv(name, "")
	}
	m.exactly(ctx, "account", "test", "--url", s.url).want(t, ExitOK, "works")
	_, paths := pictures(t, 1)
	m.run("read", "--engine", "veryfi", "--url", s.url, paths[0]).want(t, ExitOK)
	s.faults.Add(server.Fault{Status: 401})
	m.exactly(ctx, "account", "test", "--url", s.url).want(t, ExitRefused)
	s.faults.Clear()
	m.exactly(ctx, "account", "remove", "--url", s.url).want(t, ExitOK, "gone")
	m.exactly(ctx, "account", "test", "--url", s.url).want(t, ExitRefused)
	m.exactly(ctx, "account", "set", "--url", s.url).want(t, ExitRun, "Client ID") // nothing was typed
}

func TestTheTimeRunsOutAndResumeFinishes(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	release := s.reader.holding()
	_, paths := pictures(t, 2)
	bad := filepath.Join(t.TempDir(), "empty.jpg")
	write(t, bad, nil)
	rows := table(t, m.run("read", "--engine", "veryfi", "--url", s.url, "--timeout", "2s", paths[0], bad, paths[1]).want(t, ExitTime, "spindle resume").out)
	if column(rows, "status") != "waiting failed waiting" {
		t.Errorf("got %v", rows)
	}
	m.run("resume", "--url", s.url, "--timeout", "1ms").want(t, ExitTime)
	release()
	out := filepath.Join(t.TempDir(), "out.csv")
	m.run("resume", "--url", s.url, "-o", out).want(t, ExitOK, "Taking up 2 receipts")
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	rows = table(t, string(text))
	if column(rows, "file") != paths[0]+" "+paths[1] || column(rows, "status") != "ready ready" || len(s.documents()) != 2 {
		t.Errorf("got %v and %d documents", rows, len(s.documents()))
	}
	if o := m.run("resume", "--url", s.url).want(t, ExitOK, "nothing to resume"); o.out != "" {
		t.Errorf("standard output has %q", o.out)
	}
}

// TestReceiptsAreAskedForWhereTheyAre: another address would know nothing of
// them, and have them sent and paid for once more.
func TestReceiptsAreAskedForWhereTheyAre(t *testing.T) {
	t.Parallel()
	m, s, other := newMachine(t), startService(t), startService(t)
	release := s.reader.holding()
	_, paths := pictures(t, 2)
	m.run("read", "--engine", "veryfi", "--url", s.url, "--timeout", "2s", paths[0]).want(t, ExitTime)
	m.run("read", "--engine", "veryfi", "--url", other.url, paths[1]).want(t, ExitRun, s.url, "paid for twice")
	m.run("resume", "--url", other.url).want(t, ExitRun, s.url)
	release()
	rows := table(t, m.run("resume").want(t, ExitOK, "Taking up 1 receipt").out) // knows where
	if column(rows, "status") != "ready" || len(s.documents()) != 1 || len(other.documents()) != 0 {
		t.Errorf("got %v, %d documents there and %d elsewhere", rows, len(s.documents()), len(other.documents()))
	}
	m.run("read", "--engine", "veryfi", "--url", other.url, paths[1]).want(t, ExitOK)
}

func TestControlC(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"local", "veryfi"} {
		m, s := newMachine(t), startService(t)
		reader := m.reader
		if engine == "veryfi" {
			reader = s.reader
		}
		release := reader.holding()
		_, paths := pictures(t, 3)
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan outcome, 1)
		go func() {
			done <- m.during(ctx, append([]string{"read", "--engine", engine, "--url", s.url}, paths...)...)
		}()
		reader.waitBegan(t)
		cancel()
		began := time.Now()
		(<-done).want(t, ExitInterrupted)
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%s: it took %v to end", engine, took)
		}
		release()
		rows := table(t, m.run("resume", "--url", s.url).want(t, ExitOK).out)
		if column(rows, "status") != "ready ready ready" {
			t.Errorf("got %v", rows)
		}
		if engine == "veryfi" && len(s.documents()) != 3 {
			t.Errorf("%d documents", len(s.documents()))
		}
	}
}

func TestWebhook(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	_, paths := pictures(t, 2)
	o := m.run("read", "--engine", "veryfi", "--url", s.url, "--webhook", "127.0.0.1:0", paths[0], paths[1]).want(t, ExitOK, "tells by webhook")
	if column(table(t, o.out), "status") != "ready ready" {
		t.Errorf("got %v", o)
	}
	addresses, err := s.client.Webhooks(context.Background())
	if err != nil || len(addresses) != 1 || !strings.HasPrefix(addresses[0], "http://127.0.0.1:") {
		t.Errorf("the service knows %v, %v", addresses, err)
	}
	m.run("read", "--webhook", "127.0.0.1:0", paths[0]).want(t, ExitOK)                                                                               // the reader here needs none
	m.run("read", "--engine", "veryfi", "--url", s.url, "--webhook", "0.0.0.0:0", paths[0]).want(t, ExitRun, "0.0.0.0")                               // would be open to all
	m.run("read", "--engine", "veryfi", "--url", "https://127.0.0.2:1", "--webhook", "nonsense", paths[0]).want(t, ExitRun, "no address with a port") // no port
	m.run("read", "--engine", "veryfi", "--url", "https://service.invalid", "--webhook", "127.0.0.1:0", paths[0]).want(t, ExitRun, "--public-url")
}

// A lost answer of which the service shows nothing ends the run with the time's
// status, and the row says so; a person may send it again.
func TestNobodyKnowsWhetherItArrived(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	_, paths := pictures(t, 2)
	s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutBefore, Times: 1})
	rows := table(t, m.run("read", "--engine", "veryfi", "--url", s.url, paths[0], paths[1]).want(t, ExitTime, "resume --again").out)
	if status := column(rows, "status"); strings.Count(status, "waiting") != 1 || !strings.Contains(column(rows, "error"), "It is not certain whether it arrived") {
		t.Errorf("got %v", rows)
	}
	rows = table(t, m.run("resume", "--again", "--url", s.url).want(t, ExitOK).out)
	if column(rows, "status") != "ready" || len(s.documents()) != 2 {
		t.Errorf("got %v, %d documents", rows, len(s.documents()))
	}
}

// Killed without warning again and again in the middle of read, each receipt
// ends and none is sent twice.
func TestKillAndResume(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	s.reader.began = make(chan struct{}, 1000)
	folder, paths := pictures(t, 8)
	s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Skip: 1, Times: 2})
	killed := 0
	for n, args := range [][]string{{"read", folder}, {"resume"}, {"resume"}} {
		p := exec.Command(os.Args[0], append(args, "--engine", "veryfi", "--url", s.url, "--home", m.home)...)
		p.Env = append(os.Environ(), asProgram+"=1")
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() {
			_ = p.Wait()
			close(ended)
		}()
		for range n + 1 {
			select {
			case <-s.reader.began:
			case <-ended: // everything was accepted already
			case <-time.After(patience):
				t.Error("no reading began")
			}
		}
		if p.Process.Kill() == nil {
			killed++
		}
		<-ended
	}
	if killed == 0 {
		t.Error("nothing was killed")
	}
	m.run("resume", "--again", "--engine", "veryfi", "--url", s.url).want(t, ExitOK)
	rows := table(t, m.run("export").want(t, ExitOK).out)
	if column(rows, "file") != strings.Join(paths, " ") || strings.Trim(strings.ReplaceAll(column(rows, "status"), "ready", ""), " ") != "" {
		t.Errorf("got %v", rows)
	}
	h, err := house.Open(t.Context(), house.Config{Home: m.home, URL: s.url, Reader: m.reader, Intake: m.intake})
	if err != nil {
		t.Fatal(err)
	}
	spent, err := h.Desk.Spending(t.Context())
	if h.Close(); err != nil || spent.Documents < len(s.documents()) {
		t.Errorf("%d are counted of %d documents, %v", spent.Documents, len(s.documents()), err)
	}
	seen := make(map[string]int)
	for _, d := range s.documents() {
		seen[d.ExternalID]++
	}
	if len(seen) != len(paths) || len(s.documents()) != len(paths) {
		t.Errorf("%d documents under %d numbers, want %d", len(s.documents()), len(seen), len(paths))
	}
}
