package desk

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// However often the program is killed at whatever moment, with a service that
// accepts and then cuts the line, each receipt is sent once and read.
func TestKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	ids := r.take(Options{}, pictures(t, 6)...)
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	t.Log("seed", seed)
	for range 25 {
		s.faults.Clear()
		s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Skip: random.IntN(3), Times: 1 + random.IntN(3)})
		killAfter(r, 1+random.IntN(8))
		r.restart()
	}
	s.faults.Clear()
	r.settle(ids...)
	exactlyOnce(t, s, r, ids)
}

// killAfter waits for a number of events, or until there is nothing to do.
func killAfter(r *room, events int) {
	heard := make(chan struct{}, 1000)
	defer r.Subscribe(func(Event) {
		select {
		case heard <- struct{}{}:
		default:
		}
	})()
	for range events {
		unfinished, err := r.store.Unfinished(context.Background())
		if err != nil || len(unfinished) == 0 {
			return
		}
		select {
		case <-heard:
		case <-time.After(patience):
			r.t.Error("nothing goes on")
			return
		}
	}
}

// A receipt is taken up from each state that a killed program can leave it in.
func TestTakenUpFromEveryState(t *testing.T) {
	t.Parallel()
	for _, engine := range []receipt.Engine{receipt.Local, receipt.Veryfi} {
		for _, c := range []struct {
			name  string
			stop  receipt.Status // the state to be killed in
			fault server.Fault
			hold  bool
		}{
			{"waiting, not safe yet", "", server.Fault{}, false},
			{"waiting", receipt.Waiting, server.Fault{Method: "POST", Path: "/documents", Status: 401}, false},
			{"sending, nothing arrived", receipt.Sending, server.Fault{Method: "POST", Path: "/documents", Status: 500}, false},
			{"sending, arrived", receipt.Sending, server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Times: 1}, false},
			{"reading", receipt.Reading, server.Fault{}, true},
		} {
			t.Run(string(engine)+" "+c.name, func(t *testing.T) {
				t.Parallel()
				s := startService(t)
				if c.fault.Method != "" {
					s.faults.Add(c.fault)
				}
				if c.stop == receipt.Sending { // and it cannot be asked for
					s.faults.Add(server.Fault{Method: "GET", Path: "/documents", Status: 500})
				}
				release := func() {}
				if c.hold {
					release = s.reader.hold()
				}
				r := open(t, s)
				id := r.take(Options{Engine: engine}, pictures(t, 1)...)[0]
				if c.stop != "" {
					r.run()
					r.until("it stands there", func() bool {
						got := r.get(id)
						return got.Status == c.stop && safe(got) && (c.hold || len(got.Reasons) > 0)
					})
				}
				external := r.get(id).ExternalID
				r.stop()
				s.faults.Clear()
				release()
				r.build()
				r.run()
				r.settle(id)
				got := r.get(id)
				if !got.Status.Read() || (external != "" && got.ExternalID != external) {
					t.Errorf("it is %s %q, external id %q, before %q", got.Status, got.Reasons, got.ExternalID, external)
				}
				if n := len(s.documents()); n != 1 && engine == receipt.Veryfi {
					t.Errorf("it was sent %d times", n)
				}
			})
		}
	}
}

// The power is cut at a moment: what the disk had then is all that there is.
func TestPowerCuts(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s, func(r *room) { r.pace.find = 20 * time.Millisecond })
	ids := r.take(Options{}, pictures(t, 6)...)
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	t.Log("seed", seed)
	for range 30 {
		s.faults.Clear()
		s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Skip: random.IntN(2), Times: 1})
		cutPower(r, 1+random.IntN(7))
		r.build()
		r.run()
	}
	s.faults.Clear()
	r.settle(ids...)
	exactlyOnce(t, s, r, ids)
}

// cutPower lets the desk work for a number of events, or until there is nothing
// to do, and goes on with a copy of the disk from the moment of the last.
func cutPower(r *room, events int) {
	r.t.Helper()
	home := r.t.TempDir()
	heard, copied := make(chan struct{}, 1), make(chan error, 1)
	left := events
	cancel := r.Subscribe(func(Event) { // nothing is written while it listens, but for files being copied in
		if left--; left == 0 {
			copied <- copyDisk(home, r.home)
		}
		select {
		case heard <- struct{}{}:
		default:
		}
	})
	defer cancel()
	for {
		unfinished, err := r.store.Unfinished(context.Background())
		if err != nil {
			r.t.Fatal(err)
		}
		if len(unfinished) == 0 {
			r.stop()
			return
		}
		select {
		case err := <-copied:
			if err != nil {
				r.t.Fatal(err)
			}
			r.stop()
			r.home = home
			return
		case <-heard:
		case <-time.After(patience):
			r.t.Fatal("nothing goes on")
		}
	}
}

func copyDisk(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return nil // a file that was just getting its name
		}
		target := filepath.Join(to, strings.TrimPrefix(path, from))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		return os.WriteFile(target, content, 0o600)
	})
}
