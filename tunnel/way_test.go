package tunnel

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// patience is how long a test waits for what must happen: it only ends one that
// would wait for ever.
const patience = 2 * time.Minute

// brisk is a pace for tests.
var brisk = pace{first: time.Millisecond, most: 20 * time.Millisecond}

// running is a way that runs in a test.
type running struct {
	t      *testing.T
	states chan State
	ended  chan error
	cancel context.CancelFunc
}

// run starts a way and ends it with the test.
func run(t *testing.T, w Way, local string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{t: t, states: make(chan State, 1000), ended: make(chan error, 1), cancel: cancel}
	go func() { r.ended <- w.Run(ctx, local, func(s State) { r.states <- s }) }()
	t.Cleanup(func() { r.end(); noneLeft(t) })
	return r
}

// end ends the way; Run must return nil.
func (r *running) end() {
	r.cancel()
	if err, ok := <-r.ended; ok {
		close(r.ended)
		if err != nil && !r.t.Failed() {
			r.t.Errorf("Run returned %v", err)
		}
	}
}

// await waits for a state.
func (r *running) await(what string, is func(State) bool) State {
	r.t.Helper()
	late := time.After(patience)
	var seen []State
	for {
		select {
		case s := <-r.states:
			if seen = append(seen, s); is(s) {
				return s
			}
		case err := <-r.ended:
			close(r.ended)
			r.t.Fatalf("Run ended with %v before it was %s; states: %+v", err, what, seen)
		case <-late:
			r.t.Fatalf("never %s; states: %+v", what, seen)
		}
	}
}

func isUp(s State) bool   { return s.Up }
func isDown(s State) bool { return !s.Up }

// failure waits for Run to give up.
func (r *running) failure() error {
	r.t.Helper()
	select {
	case err := <-r.ended:
		close(r.ended)
		if err == nil {
			r.t.Fatal("Run gave up without an error")
		}
		return err
	case <-time.After(patience):
		r.t.Fatal("Run did not give up")
		return nil
	}
}

// noneLeft fails when goroutines of ours or of the libraries below still run.
// A goroutine whose work is done may need a moment to leave the list.
func noneLeft(t *testing.T) {
	t.Helper()
	buf := make([]byte, 1<<20)
	for deadline := time.Now().Add(patience); ; runtime.Gosched() {
		var left []string
		for g := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
			if slices.ContainsFunc([]string{"testing.tRunner", "tunnel.(*Listener)", "tunnel.(*sshd)", "tunnel.(*stage)", "tunnel.(*edge)"}, func(other string) bool { return strings.Contains(g, other) }) {
				continue // the test's own, which end after it
			}
			if strings.Contains(g, "spindle/tunnel.") || strings.Contains(g, "x/crypto/ssh.") || strings.Contains(g, "golang.ngrok.com") {
				left = append(left, g)
			}
		}
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Errorf("%d goroutines are left:\n%s", len(left), strings.Join(left, "\n\n"))
			return
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		kind string
		o    Options
		want string
	}{
		{"", Options{}, "choose one of"},
		{"frp", Options{}, `there is no tunnel "frp"`},
		{"manual", Options{}, "give the public address"},
		{"manual", Options{PublicURL: "hooks.example.com"}, "no address"},
		{"manual", Options{PublicURL: "http://hooks.example.com"}, "over http anyone"},
		{"manual", Options{PublicURL: "ftp://hooks.example.com"}, "must start with https"},
		{"manual", Options{PublicURL: "https://hooks.example.com/?key=hunter2"}, "must end before ?"},
		{"manual", Options{PublicURL: "https://me:hunter2@hooks.example.com"}, "must not hold"},
		{"manual", Options{PublicURL: "https://me:hunter2@ho oks"}, "no address"},
	} {
		_, err := New(c.kind, c.o)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %+v: %v, want %q", c.kind, c.o, err, c.want)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("a secret is in %v", err)
		}
	}
}

func TestManual(t *testing.T) {
	for address, want := range map[string]string{
		"https://hooks.example.com/":         "https://hooks.example.com",
		"https://example.com:8443/spindle//": "https://example.com:8443/spindle",
		"http://127.0.0.1:9000":              "http://127.0.0.1:9000",
		"http://[::1]:9000/":                 "http://[::1]:9000",
		"http://localhost":                   "http://localhost",
	} {
		t.Run(address, func(t *testing.T) {
			w, err := New("manual", Options{PublicURL: address})
			if err != nil {
				t.Fatal(err)
			}
			if s := run(t, w, "127.0.0.1:1").await("up", isUp); s.Public != want {
				t.Errorf("it became %s", s.Public)
			}
		})
	}
	w, _ := New("manual", Options{PublicURL: "https://example.com"})
	if err := w.Run(t.Context(), "192.0.2.1:80", func(State) {}); err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("a tunnel to elsewhere: %v", err)
	}
}

func TestPauses(t *testing.T) {
	p := pace{first: time.Second, most: time.Minute}
	for n, most := range map[int]time.Duration{0: time.Second, 1: 2 * time.Second, 5: 32 * time.Second, 6: time.Minute, 1 << 30: time.Minute} {
		for range 100 {
			if d := p.pause(n); d < most/2 || d > most {
				t.Fatalf("pause %d is %v", n, d)
			}
		}
	}
}

// A way tries again as long as that can help, and tells in between.
func TestKeepUp(t *testing.T) {
	var told []State
	attempts := 0
	err := keepUp(t.Context(), brisk, "https://x.example", func(s State) { told = append(told, s) },
		func(ctx context.Context, r *reporter) error {
			if attempts++; attempts < 5 {
				r.say(State{Public: "https://x.example", Up: true, Words: "up"})
				return errors.New("it fell")
			}
			return final("the key is %s", "wrong")
		})
	if attempts != 5 || err == nil || err.Error() != "the key is wrong" {
		t.Errorf("%d attempts, %v", attempts, err)
	}
	if len(told) != 9 || !told[0].Up || told[1].Up || told[1].Public != "https://x.example" ||
		told[1].Words != "it fell; trying again in a second" || told[8].Words != "the key is wrong" {
		t.Errorf("told %+v", told)
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	var log bytes.Buffer
	o := Options{Token: "hunter2", PublicURL: "https://example.com"}
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "o", o.Token, "all", map[string]any{"t": o.Token})
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "o", o.Token)
	encoded, err := json.Marshal(map[string]Secret{"t": o.Token})
	if err != nil {
		t.Error(err)
	}
	text := fmt.Sprintf("%v %+v %#v %s %q %x %s %s", o, o, o, o.Token, o.Token, o.Token, encoded, log.String())
	if strings.Contains(text, "hunter2") || strings.Contains(text, "68756e74657232") {
		t.Error(text)
	}
}
