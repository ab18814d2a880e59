//go:build unix

package tunnel

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

func TestSSHTrustsNoOtherHost(t *testing.T) {
	s := newSSHD(t)
	other := newKey(t, s.path("other"), "")
	elsewhere := strings.Replace(s.known(s.hostKey), fmt.Sprintf("]:%d", s.port), "]:1", 1)
	for name, c := range map[string]struct{ known, want string }{
		"another key":   {s.known(other), ssh.FingerprintSHA256(s.hostKey)},
		"a revoked key": {"@revoked * " + string(ssh.MarshalAuthorizedKey(s.hostKey)) + s.known(s.hostKey), "revoked"},
		"unknown":       {elsewhere, fmt.Sprintf("run ssh -p %d 127.0.0.1 once", s.port)},
		"no such file":  {"", "without it no host can be trusted"},
		"another kind":  {s.known(rsaKey(t, s.path("rsa"), "")), "may be another machine"},
	} {
		t.Run(name, func(t *testing.T) {
			file := s.path("known " + name)
			if c.known != "" {
				write(t, file, []byte(c.known))
			}
			w := s.way(func(o *Options) { o.KnownHosts = []string{file} })
			r := run(t, w, "127.0.0.1:1")
			if err := r.failure(); !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if strings.Contains(s.said(), "Accepted") || strings.Contains(s.said(), "Failed publickey") {
				t.Errorf("a key was shown to a host that is not trusted:\n%s", s.said())
			}
		})
	}
}

// The host has a newer key too that is not known here: the known one counts.
func TestSSHTakesTheKnownKey(t *testing.T) {
	dir := t.TempDir()
	known := rsaKey(t, dir+"/rsa", "")
	s := newSSHD(t, "HostKey "+dir+"/rsa")
	w := s.way(func(o *Options) { write(t, o.KnownHosts[0], []byte(s.known(known))) })
	run(t, w, "127.0.0.1:1").await("up", isUp)
}

// rsaKey has ssh-keygen make a key, in the old format when a passphrase
// protects it.
func rsaKey(t *testing.T, file, passphrase string) ssh.PublicKey {
	t.Helper()
	args := []string{"-q", "-t", "rsa", "-b", "2048", "-N", passphrase, "-f", file}
	if passphrase != "" {
		args = append(args, "-m", "PEM")
	}
	os.Remove(file)
	if out, err := exec.Command("ssh-keygen", args...).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen, of the package openssh-client: %v %s", err, out)
	}
	public, err := os.ReadFile(file + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
