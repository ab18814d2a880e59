//go:build unix

package house

import (
	"bufio"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/keychain"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// sshd is a real OpenSSH server on loopback, and a home of a user who knows it.
type sshd struct {
	t       *testing.T
	program string
	dir     string
	address string
	known   string // the line of known_hosts
	home    string
	command *exec.Cmd
}

func newSSHD(t *testing.T) *sshd {
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
	s := &sshd{t: t, program: program, dir: t.TempDir(), home: t.TempDir(), address: freeAddress(t)}
	t.Setenv("HOME", s.home)
	t.Setenv("SSH_AUTH_SOCK", "")
	if err := os.Mkdir(filepath.Join(s.home, ".ssh"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.known = knownhosts.Line([]string{knownhosts.Normalize(s.address)}, s.key(filepath.Join(s.dir, "host"))) + "\n"
	s.write(filepath.Join(s.dir, "authorized"), ssh.MarshalAuthorizedKey(s.key(filepath.Join(s.home, ".ssh", "id_ed25519"))))
	s.write(filepath.Join(s.dir, "config"), []byte(strings.Join([]string{
		"ListenAddress " + s.address, "HostKey " + filepath.Join(s.dir, "host"), "AuthorizedKeysFile " + filepath.Join(s.dir, "authorized"),
		"StrictModes no", "UsePAM no", "PidFile none", "PasswordAuthentication no", "KbdInteractiveAuthentication no",
	}, "\n")+"\n"))
	s.start()
	t.Cleanup(s.kill)
	return s
}

func (s *sshd) key(file string) ssh.PublicKey {
	s.t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		s.t.Fatal(err)
	}
	s.write(file, pem.EncodeToMemory(block))
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		s.t.Fatal(err)
	}
	return public
}

func (s *sshd) write(file string, content []byte) {
	s.t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		s.t.Fatal(err)
	}
}

func (s *sshd) knownHosts() string { return filepath.Join(s.home, ".ssh", "known_hosts") }

// start returns when the server listens.
func (s *sshd) start() {
	s.t.Helper()
	s.command = exec.Command(s.program, "-D", "-e", "-f", filepath.Join(s.dir, "config"))
	s.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
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
			if strings.HasPrefix(lines.Text(), "Server listening") {
				listens <- true
			}
		}
		close(listens)
	}()
	if !<-listens {
		s.t.Fatal("sshd does not start")
	}
}

// kill ends the server and its sessions at once, as a power cut would.
func (s *sshd) kill() {
	if s.command == nil {
		return
	}
	// A session is a group of its own with the server as its parent; some
	// versions have another process in between.
	pid := s.command.Process.Pid
	_ = syscall.Kill(pid, syscall.SIGSTOP) // no session begins meanwhile
	for _, child := range children(pid) {
		for _, grandchild := range children(child) {
			_ = syscall.Kill(grandchild, syscall.SIGKILL)
		}
		_ = syscall.Kill(child, syscall.SIGKILL)
	}
	_ = syscall.Kill(pid, syscall.SIGKILL)
	_ = s.command.Wait()
	s.command = nil
}

// children lists what a process has started, as Linux tells it.
func children(pid int) []int {
	var all []int
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return nil
	}
	for _, text := range strings.Fields(string(raw)) {
		child := 0
		if _, err := fmt.Sscan(text, &child); err == nil {
			all = append(all, child)
		}
	}
	return all
}

// TestLinkByTheUsersOwnHost has the service's news come through a real
// OpenSSH server that is not known at first, falls, and comes back.
func TestLinkByTheUsersOwnHost(t *testing.T) {
	host := newSSHD(t)
	s := startService(t, &fakeReader{})
	if err := keychain.New(s.url).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: s.url, Link: true})
	states := links(t, h)
	run(t, h)
	port := 0
	public := "http://" + freeAddress(t)
	if _, err := fmt.Sscanf(public, "http://127.0.0.1:%d", &port); err != nil {
		t.Fatal(err)
	}
	ask := func() {
		choose(t, h, func(s *desk.Settings) {
			s.Webhook, s.Tunnel, s.PublicURL = true, "ssh", public
			s.TunnelHost, s.TunnelPort = me.Username+"@"+host.address, port
		})
	}
	ask()
	if l := states.await("stuck", isStuck); !strings.Contains(l.Words, "is not among the known hosts") {
		t.Errorf("it says %q", l.Words)
	}
	host.write(host.knownHosts(), []byte(host.known))
	ask() // the same again: something may have been mended
	states.await("up", isUp)
	if r := take(t, h, receipt.Veryfi, picture(t, t.TempDir(), 1)); !r.Status.Read() {
		t.Errorf("it is %s %q", r.Status, r.Reasons)
	}

	host.kill()
	down := states.await("down", func(l desk.Link) bool { return !l.Up })
	if down.Stuck || !strings.Contains(down.Words, "comes back by itself") || down.Public != public {
		t.Errorf("fallen it is %+v", down)
	}
	if r := take(t, h, receipt.Veryfi, picture(t, t.TempDir(), 2)); !r.Status.Read() {
		t.Errorf("without the way it is %s %q", r.Status, r.Reasons)
	}
	host.start()
	states.await("up again", isUp)
	if r := take(t, h, receipt.Veryfi, picture(t, t.TempDir(), 3)); !r.Status.Read() {
		t.Errorf("by the way again it is %s %q", r.Status, r.Reasons)
	}
}
