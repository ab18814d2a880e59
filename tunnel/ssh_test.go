//go:build unix

package tunnel

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// newsThrough sends signed news to the far end of a way and waits until the
// listener hands it on.
func newsThrough(t *testing.T, far string, l *Listener, id string) {
	t.Helper()
	data := `{"id":` + id + `}`
	req, err := http.NewRequest(http.MethodPost, "http://"+far+l.Path(), strings.NewReader(event(DocumentCreated, data)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("x-veryfi-signature", sign(t, data))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil || resp.StatusCode != 200 || string(answer) != `{"status":"ok"}` {
		t.Fatalf("through the way: %d %q %v", resp.StatusCode, answer, err)
	}
	if n := next(t, l); len(n.IDs) != 1 || string(n.IDs[0]) != id {
		t.Fatalf("news %+v, want %s", n, id)
	}
}

// The server is killed with its sessions and comes back on the same port.
func TestSSHCarriesNewsAndComesBack(t *testing.T) {
	s := newSSHD(t)
	w := s.way(nil)
	l := start(t, Config{})
	r := run(t, w, l.Addr())
	if up := r.await("up", isUp); up.Public != "https://hooks.example.com" || !strings.Contains(up.Words, s.address()) {
		t.Errorf("%+v", up)
	}
	newsThrough(t, w.remote, l, "1")
	for id := range 3 {
		s.kill()
		if down := r.await("down", isDown); down.Public != "https://hooks.example.com" {
			t.Errorf("%+v", down)
		}
		s.start()
		r.await("up again", isUp)
		newsThrough(t, w.remote, l, fmt.Sprint(id+2))
	}
	r.end()
	if conn, err := net.Dial("tcp", w.remote); err == nil {
		conn.Close()
		t.Error("the port is still open after the way was closed")
	}
}

// A connection that is under way is cut when the way is closed.
func TestSSHEndsWhatItCarries(t *testing.T) {
	s := newSSHD(t)
	w := s.way(nil)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	r := run(t, w, silent.Addr().String())
	r.await("up", isUp)
	far, err := net.Dial("tcp", w.remote)
	if err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	near, err := silent.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer near.Close()
	s.kill() // and the listener says nothing
	r.await("down", isDown)
	within(t, "cutting", func() { io.Copy(io.Discard, far); io.Copy(io.Discard, near) })
	s.start()
	r.await("up again", isUp)
	if far, err = net.Dial("tcp", w.remote); err != nil {
		t.Fatal(err)
	}
	defer far.Close()
	if near, err = silent.Accept(); err != nil {
		t.Fatal(err)
	}
	defer near.Close()
	within(t, "ending", r.end)
	within(t, "cutting again", func() { io.Copy(io.Discard, far); io.Copy(io.Discard, near) })
}

// A host that stops answering without a word is given up and found again.
func TestSSHNoticesSilence(t *testing.T) {
	s := newSSHD(t)
	w := s.way(nil)
	w.alive = 2 * time.Second // which a busy computer, too, answers within
	l := start(t, Config{})
	r := run(t, w, l.Addr())
	r.await("up", isUp)
	s.signal(syscall.SIGSTOP)
	r.await("down", isDown)
	s.signal(syscall.SIGCONT)
	r.await("up again", isUp)
	newsThrough(t, w.remote, l, "7")
}

// A port that is taken may be given back: often it is our own session from
// before, which the host has not yet missed.
func TestSSHWaitsForThePort(t *testing.T) {
	s := newSSHD(t)
	w := s.way(nil)
	w.remote = strings.Replace(w.remote, "localhost", "127.0.0.1", 1)
	taken, err := net.Listen("tcp", w.remote)
	if err != nil {
		t.Fatal(err)
	}
	l := start(t, Config{})
	r := run(t, w, l.Addr())
	r.await("refused", func(s State) bool { return strings.Contains(s.Words, "does not open") && !s.Up })
	taken.Close()
	r.await("up", isUp)
	newsThrough(t, w.remote, l, "8")
}

func TestSSHIsNotLetIn(t *testing.T) {
	s := newSSHD(t)
	newKey(t, s.path("stranger"), "")
	newKey(t, s.path("locked stranger"), "hunter2")
	write(t, s.path("garbage"), []byte("hunter2"))
	for name, c := range map[string]struct {
		keys []string
		want string
	}{
		"stranger": {[]string{s.path("stranger")}, "does not let"},
		// A host that would not take the key gets no person to type.
		"locked stranger": {[]string{s.path("locked stranger")}, "does not let"},
		"garbage":         {[]string{s.path("garbage")}, "no private key"},
		"missing":         {[]string{s.path("missing")}, "cannot be read"},
		"none":            {nil, "there is no key to log in with"},
	} {
		t.Run(name, func(t *testing.T) {
			w := s.way(func(o *Options) {
				o.Keys = c.keys
				o.Passphrase = func(context.Context, string) (Secret, error) {
					t.Error("a passphrase was asked for")
					return "", errors.New("no")
				}
			})
			err := run(t, w, "127.0.0.1:1").failure()
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func TestSSHPassphrase(t *testing.T) {
	s := newSSHD(t)
	keys := map[string]ssh.PublicKey{
		"ed25519": newKey(t, s.path("ed25519"), "hunter2"),
		"old rsa": rsaKey(t, s.path("old rsa"), "hunter2"),
	}
	for name, public := range keys {
		t.Run(name, func(t *testing.T) {
			write(t, s.path("authorized"), ssh.MarshalAuthorizedKey(public))
			asked := 0
			ask := func(_ context.Context, file string) (Secret, error) {
				if asked++; file != s.path(name) {
					t.Errorf("asked for %s", file)
				}
				return "hunter2", nil
			}
			with := func(ask func(context.Context, string) (Secret, error)) *running {
				w := s.way(func(o *Options) { o.Keys, o.Passphrase = []string{s.path(name)}, ask })
				return run(t, w, "127.0.0.1:1")
			}
			r := with(ask)
			r.await("up", isUp)
			s.kill()
			r.await("down", isDown)
			s.start()
			r.await("up again", isUp)
			r.end()
			if asked != 1 {
				t.Errorf("asked %d times", asked)
			}
			for want, ask := range map[string]func(context.Context, string) (Secret, error){
				"ssh-add":       nil,
				"was not given": func(context.Context, string) (Secret, error) { return "", errors.New("closed") },
				"does not open": func(context.Context, string) (Secret, error) { return "hunter3", nil },
			} {
				err := with(ask).failure()
				if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter") {
					t.Errorf("%v, want %q", err, want)
				}
			}
		})
	}
}

// The agent is OpenSSH's own.
func TestSSHAgent(t *testing.T) {
	s := newSSHD(t)
	program, err := exec.LookPath("ssh-agent")
	if err != nil {
		t.Fatal("ssh-agent is missing: install the package openssh-client")
	}
	socket := s.path("agent")
	command := exec.Command(program, "-D", "-a", socket)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { command.Process.Kill(); command.Wait() })
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil { // it names its socket when that is there
		t.Fatal(err)
	}
	conn, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	pem, err := os.ReadFile(s.path("user"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.ParseRawPrivateKey(pem)
	if err != nil {
		t.Fatal(err)
	}
	if err := agent.NewClient(conn).Add(agent.AddedKey{PrivateKey: key}); err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSH_AUTH_SOCK", socket)
	run(t, s.way(func(o *Options) { o.Keys = nil }), "127.0.0.1:1").await("up", isUp)
}

func TestSSHOptions(t *testing.T) {
	for _, c := range []struct{ host, user, address, err string }{
		{host: "me@example.com", user: "me", address: "example.com:22"},
		{host: "me@example.com:2222", user: "me", address: "example.com:2222"},
		{host: "me@[2001:db8::1]:2222", user: "me", address: "[2001:db8::1]:2222"},
		{host: "me@2001:db8::1", user: "me", address: "[2001:db8::1]:22"},
		{host: "", err: "give the host"},
		{host: "me@", err: "give the host"},
		{host: "me@example.com:0", err: "from 1 to 65535"},
		{host: "me@example.com:ssh", err: "no number"},
		{host: "ssh://example.com", err: "is no host"},
		{host: "-oProxyCommand=x", err: "is no host"},
	} {
		w, err := New("ssh", Options{Host: c.host, RemotePort: 8080, PublicURL: "https://x.example"})
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: %v, want %q", c.host, err, c.err)
			}
		} else if err != nil || w.(*sshWay).user != c.user || w.(*sshWay).address != c.address {
			t.Errorf("%s: %+v, %v", c.host, w, err)
		}
	}
	for want, o := range map[string]Options{
		"the port to open": {Host: "me@example.com", PublicURL: "https://x.example"},
		"public address":   {Host: "me@example.com", RemotePort: 8080},
	} {
		if _, err := New("ssh", o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
