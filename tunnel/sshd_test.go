//go:build unix

package tunnel

import (
	"bufio"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// sshd is a real OpenSSH server on loopback with keys and a configuration of
// its own.
type sshd struct {
	t       *testing.T
	program string
	dir     string
	port    int
	hostKey ssh.PublicKey
	command *exec.Cmd

	mu  sync.Mutex
	log strings.Builder
}

// newSSHD starts a server that lets the key in dir/user in.
func newSSHD(t *testing.T, extra ...string) *sshd {
	t.Helper()
	program, err := exec.LookPath("sshd")
	if err != nil {
		if program, err = exec.LookPath("/usr/sbin/sshd"); err != nil {
			t.Fatal("the OpenSSH server is missing: install the package openssh-server")
		}
	}
	if os.Getuid() == 0 { // which its service would make
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	// Nothing of the person who runs the tests is tried or changed.
	t.Setenv("HOME", t.TempDir())
	t.Setenv("SSH_AUTH_SOCK", "")
	s := &sshd{t: t, program: program, dir: t.TempDir(), port: freePort(t)}
	s.hostKey = newKey(t, s.path("host"), "")
	authorized := ssh.MarshalAuthorizedKey(newKey(t, s.path("user"), ""))
	write(t, s.path("authorized"), authorized)
	write(t, s.path("known"), []byte(s.known(s.hostKey)))
	write(t, s.path("config"), []byte(strings.Join(append(extra,
		"ListenAddress 127.0.0.1:"+strconv.Itoa(s.port),
		"HostKey "+s.path("host"),
		"AuthorizedKeysFile "+s.path("authorized"),
		"StrictModes no", "UsePAM no", "PidFile none", "LogLevel VERBOSE",
		"PasswordAuthentication no", "KbdInteractiveAuthentication no",
	), "\n")+"\n"))
	s.start()
	t.Cleanup(s.kill)
	return s
}

func (s *sshd) path(name string) string { return filepath.Join(s.dir, name) }

// known is the line of known_hosts for a key.
func (s *sshd) known(key ssh.PublicKey) string {
	return knownhosts.Line([]string{knownhosts.Normalize(s.address())}, key) + "\n"
}

func (s *sshd) address() string { return fmt.Sprintf("127.0.0.1:%d", s.port) }

// start returns when the server listens.
func (s *sshd) start() {
	s.t.Helper()
	s.command = exec.Command(s.program, "-D", "-e", "-f", s.path("config"))
	out, err := s.command.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.command.Start(); err != nil {
		s.t.Fatal(err)
	}
	listens := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			s.mu.Lock()
			fmt.Fprintln(&s.log, lines.Text())
			s.mu.Unlock()
			if strings.HasPrefix(lines.Text(), "Server listening") {
				listens <- true
			}
		}
		close(listens)
	}()
	if !<-listens {
		s.t.Fatalf("sshd does not start:\n%s", s.said())
	}
}

func (s *sshd) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

// kill ends the server and its sessions at once, as a power cut would.
func (s *sshd) kill() {
	if s.command == nil {
		return
	}
	s.signal(syscall.SIGKILL)
	s.command.Wait()
	s.command = nil
}

// signal reaches the server and its sessions, which are groups of their own.
// The server stands still meanwhile: a way that comes back at once would else
// be given a session that the signal misses.
func (s *sshd) signal(sig syscall.Signal) {
	syscall.Kill(s.command.Process.Pid, syscall.SIGSTOP)
	for _, pid := range append(descendants(s.t, s.command.Process.Pid), s.command.Process.Pid) {
		syscall.Kill(pid, sig)
	}
}

// descendants lists what a process has started, as Linux tells it.
func descendants(t *testing.T, of int) []int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil || len(stats) == 0 {
		t.Fatal("processes cannot be listed", err)
	}
	children := map[int][]int{}
	for _, name := range stats {
		stat, err := os.ReadFile(name)
		if err != nil {
			continue // it has ended
		}
		// The second field is a name in brackets, which may hold anything.
		after := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		parent, _ := strconv.Atoi(after[1])
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
		if after[0] != "Z" {
			children[parent] = append(children[parent], pid)
		}
	}
	var all []int
	for queue := children[of]; len(queue) > 0; queue = queue[1:] {
		all = append(all, queue[0])
		queue = append(queue, children[queue[0]]...)
	}
	return all
}

// way is the way through the server, at the tests' pace.
func (s *sshd) way(change func(*Options)) *sshWay {
	s.t.Helper()
	me, err := user.Current()
	if err != nil {
		s.t.Fatal(err)
	}
	o := Options{
		Host:       fmt.Sprintf("%s@%s", me.Username, s.address()),
		RemotePort: freePort(s.t),
		PublicURL:  "https://hooks.example.com/",
		KnownHosts: []string{s.path("known")},
		Keys:       []string{s.path("user")},
	}
	if change != nil {
		change(&o)
	}
	w, err := New("ssh", o)
	if err != nil {
		s.t.Fatal(err)
	}
	way := w.(*sshWay)
	way.pace = brisk
	return way
}

// newKey writes a private key, with a passphrase unless that is empty.
func newKey(t *testing.T, file, passphrase string) ssh.PublicKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var block *pem.Block
	if passphrase == "" {
		block, err = ssh.MarshalPrivateKey(key, "")
	} else {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(key, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, pem.EncodeToMemory(block))
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return public
}

func write(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// within runs f, which waits for something, and fails when it takes too long.
func within(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatalf("%s takes too long", what)
	}
}
