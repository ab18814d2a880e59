package desk

import (
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// stops makes the crash tests long, for a proof rather than a check:
//
//	go test ./internal/desk -run 'Killed|PowerCuts|Transition' -stops 300
var stops = flag.Int("stops", 0, "how often each crash test stops the program at random; 0 for a short run")

// randomStops lets the program work on one pile of receipts after the other,
// and has stop end it at random, with a service that accepts and then cuts the
// line. Each receipt must be sent once and read.
func randomStops(t *testing.T, short int, stop func(r *room, events int) (midway bool)) {
	t.Helper()
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	done, receipts := 0, 0
	for done < max(short, *stops) && !t.Failed() {
		s := startService(t)
		r := start(t, s, func(r *room) { r.pace.trust = 140 * time.Millisecond })
		ids := r.take(Options{}, pictures(t, 6)...)
		for midway := true; midway && done < max(short, *stops); {
			s.faults.Clear()
			s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Skip: random.IntN(3), Times: 1 + random.IntN(3)})
			if midway = stop(r, 1+random.IntN(8)); midway {
				done++
			}
			r.build()
			r.run()
		}
		s.faults.Clear()
		r.decide(ids...)
		exactlyOnce(t, s, r, ids)
		r.stop()
		receipts += len(ids)
	}
	t.Logf("stopped %d times, %d receipts, seed %d", done, receipts, seed)
}

// However often the program is ended at whatever moment, with a service that
// accepts and then cuts the line, each receipt is sent once and read.
func TestKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	randomStops(t, 15, killAfter)
}

// killAfter ends the program after a number of events, or when there is
// nothing more to do. It tells whether it was amid the work.
func killAfter(r *room, events int) (midway bool) {
	r.t.Helper()
	defer func() { r.stop() }()
	heard := make(chan struct{}, 1000)
	defer r.Subscribe(func(Event) {
		select {
		case heard <- struct{}{}:
		default:
		}
	})()
	for range events {
		if r.finished() {
			return false
		}
		select {
		case <-heard:
		case <-time.After(patience):
			r.t.Fatal("nothing goes on")
		}
	}
	return !r.finished()
}

func (r *room) finished() bool {
	r.t.Helper()
	unfinished, err := r.store.Unfinished(context.Background())
	if err != nil {
		r.t.Fatal(err)
	}
	return len(unfinished) == 0
}

// The power is cut at every change of a receipt's state that is written, with
// a service that accepts and then cuts the line.
func TestPowerCutAtEveryTransition(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{}, {Bundle: Pages}, {Bundle: Split}} {
		t.Run(string(o.Bundle), func(t *testing.T) {
			t.Parallel()
			cuts := 0
			for midway, event := true, 1; midway; event++ {
				s := startService(t)
				for _, path := range []string{"/documents", "/documents-set"} {
					s.faults.Add(server.Fault{Method: "POST", Path: path, Cut: server.CutAfter, Times: 1})
				}
				r := start(t, s)
				ids := r.take(o, pictures(t, 2)...)
				if midway = cutPower(r, event); midway {
					cuts++
				}
				r.build()
				r.run()
				r.decide(ids...)
				if o.Bundle == Split && r.get(ids[0]).Status == receipt.Failed { // cut before it was sent: a person says so
					r.useVeryfi()
					r.must(r.Retry(t.Context(), ids...))
					r.settle(ids...)
				}
				if o.Bundle == Split {
					splitOnce(t, s, r, ids)
				} else {
					exactlyOnce(t, s, r, ids)
				}
				r.stop()
			}
			t.Logf("cut at each of %d changes", cuts)
		})
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
				r.decide(id)
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
	randomStops(t, 15, cutPower)
}

// cutPower lets the desk work for a number of events, or until there is nothing
// to do, and goes on with a copy of the disk from the moment of the last. It
// tells whether it was amid the work.
func cutPower(r *room, events int) (midway bool) {
	r.t.Helper()
	return cutWhen(r, events, r.finished, func() {})
}

// cutWhen is cutPower for work that begin begins, until it is finished.
func cutWhen(r *room, events int, finished func() bool, begin func()) (midway bool) {
	r.t.Helper()
	home := r.t.TempDir()
	heard, copied := make(chan struct{}, 1), make(chan error, 1)
	left := events
	var mu sync.Mutex
	dark := make(chan struct{})
	cancel := r.Subscribe(func(e Event) { // no state of a receipt is written while it listens, and so nothing more is sent
		mu.Lock()
		defer mu.Unlock()
		if len(e.Changed) > 0 {
			left--
		}
		if left == 0 {
			left--
			copied <- copyDisk(home, r.home)
			<-dark
		}
		select {
		case heard <- struct{}{}:
		default:
		}
	})
	defer cancel()
	go begin()
	for !finished() {
		select {
		case err := <-copied:
			if err != nil {
				r.t.Fatal(err)
			}
			r.cancel() // before anything more can be written, and then sent
			close(dark)
			r.stop()
			r.home = home
			return true
		case <-heard:
		case <-time.After(patience):
			r.t.Fatal("nothing goes on")
		}
	}
	close(dark)
	r.stop()
	return false
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
