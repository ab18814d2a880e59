//go:build unix

package tunnel

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Neither cloudflared nor tailscale can be had in a test: each needs its
// service. What follows runs a small program, built here from
// testdata/program, that starts, speaks and ends as they do. That the real
// ones still speak so is not shown by it.

// stage is where the programs play.
type stage struct {
	t       *testing.T
	players chan *player
}

// player is one process on the stage.
type player struct {
	Role string
	Args []string
	Env  []string

	t    *testing.T
	conn net.Conn
	gone chan struct{} // closed when it has ended
}

// newStage builds the program under a name and puts it on PATH, alone.
func newStage(t *testing.T, name string) *stage {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(dir, name), "./testdata/program").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v %s", err, out)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	t.Setenv("PATH", dir)
	t.Setenv("TEST_CONTROL", l.Addr().String())
	t.Setenv("VERYFI_API_KEY", "hunter2")
	t.Setenv("NGROK_AUTHTOKEN", "hunter2")
	s := &stage{t: t, players: make(chan *player, 10)}
	go s.watch(l)
	return s
}

// watch takes the programs' connections.
func (s *stage) watch(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			p := &player{t: s.t, conn: conn, gone: make(chan struct{})}
			in := bufio.NewReader(conn)
			hello, err := in.ReadBytes('\n')
			if err == nil && json.Unmarshal(hello, p) == nil {
				s.players <- p
			}
			io.Copy(io.Discard, in)
			close(p.gone)
			conn.Close()
		}()
	}
}

// enter waits for a program and its child.
func (s *stage) enter() (main, child *player) {
	s.t.Helper()
	for main == nil || child == nil {
		select {
		case p := <-s.players:
			if p.Role == "child" {
				child = p
			} else {
				main = p
			}
		case <-time.After(patience):
			s.t.Fatal("the program was not started")
		}
	}
	return main, child
}

func (p *player) do(order string) { fmt.Fprintln(p.conn, order) }

// hasGone waits for the end of the process.
func (p *player) hasGone() {
	p.t.Helper()
	select {
	case <-p.gone:
	case <-time.After(patience):
		p.t.Fatalf("%s still runs", p.Role)
	}
}

// brief makes a way at the tests' pace.
func brief(t *testing.T, kind string, o Options) *program {
	t.Helper()
	w, err := New(kind, o)
	if err != nil {
		t.Fatal(err)
	}
	p := w.(*program)
	p.pace, p.ends = brisk, 200*time.Millisecond
	return p
}

func TestCloudflared(t *testing.T) {
	s := newStage(t, "cloudflared")
	r := run(t, brief(t, "cloudflared", Options{}), "127.0.0.1:4567")
	main, child := s.enter()
	want := []string{"tunnel", "--config", os.DevNull, "--no-autoupdate", "--grace-period", "1s", "--url", "http://127.0.0.1:4567"}
	if !slices.Equal(main.Args, want) {
		t.Errorf("started with %q", main.Args)
	}
	if env := strings.Join(main.Env, "\n"); strings.Contains(env, "hunter2") || !strings.Contains(env, "TEST_CONTROL") {
		t.Errorf("the program knows our credentials, or too little:\n%s", env)
	}
	main.do("begin")
	given := r.await("given an address", func(s State) bool { return s.Public != "" })
	if given.Up || !strings.HasPrefix(given.Public, "https://as-good-as-") {
		t.Errorf("%+v", given)
	}
	main.do("register")
	r.await("up", func(s State) bool { return s.Up && s.Public == given.Public })
	main.do("lose")
	r.await("down", func(s State) bool { return !s.Up && s.Public == given.Public })
	main.do("register")
	r.await("up again", isUp)

	main.do("fail")
	fallen := r.await("fallen", isDown)
	if fallen.Public != "" || !strings.Contains(fallen.Words, "exit status 1") || !strings.Contains(fallen.Words, "no such host") {
		t.Errorf("%+v", fallen)
	}
	child.hasGone()
	main, child = s.enter()
	main.do("begin")
	main.do("register")
	if up := r.await("up with a new address", isUp); up.Public == given.Public {
		t.Errorf("%+v", up)
	}
	r.end()
	main.hasGone()
	child.hasGone()
}

func TestTailscale(t *testing.T) {
	s := newStage(t, "tailscale")
	r := run(t, brief(t, "tailscale", Options{RemotePort: 8443}), "127.0.0.1:4567")
	main, _ := s.enter()
	if want := []string{"funnel", "--yes", "--https=8443", "http://127.0.0.1:4567"}; !slices.Equal(main.Args, want) {
		t.Errorf("started with %q", main.Args)
	}
	main.do("forbid")
	r.await("told what to do", func(s State) bool {
		return !s.Up && strings.HasSuffix(s.Words, "open https://login.tailscale.com/f/funnel?node=nABC")
	})
	main.do("begin")
	if up := r.await("up", isUp); up.Public != "https://desk.tail-1234.ts.net" {
		t.Errorf("%+v", up)
	}
	main.do("fail")
	r.await("fallen", func(s State) bool { return !s.Up && strings.Contains(s.Words, "tailscaled") })
	main, child := s.enter()
	r.end()
	main.hasGone()
	child.hasGone()
}

func TestProgramIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for _, kind := range []string{"cloudflared", "tailscale"} {
		err := run(t, brief(t, kind, Options{}), "127.0.0.1:1").failure()
		if !strings.Contains(err.Error(), kind+" is not on this computer: install it from https://") {
			t.Error(err)
		}
	}
	if _, err := New("tailscale", Options{RemotePort: 80}); err == nil || !strings.Contains(err.Error(), "443, 8443 and 10000") {
		t.Error(err)
	}
}

func TestFunnelOfTheTailnetOnlyIsNotUp(t *testing.T) {
	read, s := newFunnelReader(), State{}
	for _, text := range []string{"Available within your tailnet:", "https://desk.tail-1234.ts.net/", "|-- proxy http://127.0.0.1:1"} {
		if s = read(s, text); s.Up || s.Public != "" {
			t.Errorf("%q makes %+v", text, s)
		}
	}
	if !strings.Contains(s.Words, "allow Funnel") {
		t.Errorf("%+v", s)
	}
}

func TestLines(t *testing.T) {
	var got []string
	l := &lines{each: func(s string) { got = append(got, s) }}
	for _, part := range []string{"one\ntw", "", "o\r\n\n  \n", strings.Repeat("x", 3*maxLine), "\nthree"} {
		if n, err := io.WriteString(l, part); n != len(part) || err != nil {
			t.Error(n, err)
		}
	}
	l.end()
	l.end()
	if want := []string{"one", "two", strings.Repeat("x", maxLine), "three"}; !slices.Equal(got, want) || l.last != "three" {
		t.Errorf("%.40q, last %q", got, l.last)
	}
}
