package keychain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
)

// The tests below run this test binary again inside a private desktop session
// with a D-Bus of its own, where a real gnome-keyring does or does not run.
const sessionVariable = "SPINDLE_KEYCHAIN_SESSION"

func TestMain(m *testing.M) {
	scene, ok := map[string]func(context.Context) error{
		"unlocked":   unlocked,
		"locked":     locked,
		"never made": neverMade,
		"no service": noService,
		"no bus":     noService, // the same must come out
	}[os.Getenv(sessionVariable)]
	if !ok {
		os.Exit(m.Run())
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := scene(ctx); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("done")
}

// busConfig is a bus that knows the services of one folder and no other.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><servicedir>%s</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

// service has the bus start gnome-keyring when it is first asked for, and wait
// until it is there. What it is given unlocks the login keyring, or makes it.
const service = `[D-BUS Service]
Name=org.freedesktop.secrets
Exec=/bin/sh -c 'exec gnome-keyring-daemon --foreground --components=secrets %[2]s <%[1]s/password >/dev/null'
`

// session is the home of a user who is logged in to nothing else.
type session struct {
	t    *testing.T
	home string
	env  []string
}

func newSession(t *testing.T) *session {
	t.Helper()
	for command, debian := range map[string]string{"dbus-run-session": "dbus", "gnome-keyring-daemon": "gnome-keyring"} {
		if _, err := exec.LookPath(command); err != nil {
			t.Fatalf("this test talks to a real keychain and needs %s: apt-get install %s", command, debian)
		}
	}
	home, err := os.MkdirTemp("", "keychain") // sockets want a short path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(home); err != nil {
			t.Error(err)
		}
	})
	s := &session{t: t, home: home}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		switch {
		case strings.HasPrefix(name, "XDG_"), strings.HasPrefix(name, "DBUS_"), strings.HasPrefix(name, "VERYFI_"):
		case name == "HOME", name == "DISPLAY", name == "WAYLAND_DISPLAY", name == "GNOME_KEYRING_CONTROL":
		default:
			s.env = append(s.env, variable)
		}
	}
	s.env = append(s.env, "HOME="+home, "XDG_RUNTIME_DIR="+filepath.Join(home, "run"), "XDG_DATA_HOME="+filepath.Join(home, "data"))
	for _, dir := range []string{"run", "services", "data/keyrings"} {
		if err := os.MkdirAll(filepath.Join(home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.write("bus.conf", fmt.Sprintf(busConfig, filepath.Join(home, "services")))
	s.write("password", "test-password")
	return s
}

func (s *session) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.home, name), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// keyring has the next buses start gnome-keyring with this flag, or none.
func (s *session) keyring(flag string) {
	s.t.Helper()
	s.write("services/org.freedesktop.secrets.service", fmt.Sprintf(service, s.home, flag))
}

// play runs a scene on a new bus, or without one.
func (s *session) play(scene string, bus bool) {
	s.t.Helper()
	self, err := os.Executable()
	if err != nil {
		s.t.Fatal(err)
	}
	args := []string{self}
	if bus {
		args = append([]string{"dbus-run-session", "--config-file=" + filepath.Join(s.home, "bus.conf"), "--"}, args...)
	}
	cmd := exec.CommandContext(s.t.Context(), args[0], args[1:]...)
	cmd.Env = append(s.env, sessionVariable+"="+scene)
	if out, err := cmd.CombinedOutput(); err != nil || !strings.HasSuffix(string(out), "done\n") {
		s.t.Errorf("%s: %v\n%s", scene, err, out)
	}
}

func TestRealKeyring(t *testing.T) {
	s := newSession(t)
	s.keyring("--unlock")
	s.play("unlocked", true)
	s.keyring("") // the same one in the next session
	s.play("locked", true)
}

func TestRealKeyringThatWasNeverMade(t *testing.T) {
	s := newSession(t)
	s.keyring("")
	s.play("never made", true)
}

func TestBusWithoutSecretService(t *testing.T) { newSession(t).play("no service", true) }
func TestNoBus(t *testing.T)                   { newSession(t).play("no bus", false) }

func unlocked(ctx context.Context) error {
	if err := roundToken(ctx); err != nil {
		return err
	}
	k := New("")
	if err := k.Check(ctx); err != nil {
		return fmt.Errorf("check: %w", err)
	}
	if _, err := k.Load(ctx); !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("load of nothing: %v", err)
	}
	if err := k.Remove(ctx); !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("remove of nothing: %v", err)
	}
	for _, c := range []api.Credentials{mine, others, mine} {
		if err := k.Save(ctx, c); err != nil {
			return fmt.Errorf("save: %w", err)
		}
		if got, err := New("https://api.veryfi.com").Load(ctx); err != nil || got != c {
			return fmt.Errorf("load is what was saved: %v, %v", got == c, err)
		}
	}
	if _, err := New("http://127.0.0.1:1").Load(ctx); !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("load for another address: %v", err)
	}
	if err := apart(ctx); err != nil {
		return err
	}
	if err := k.Remove(ctx); err != nil {
		return fmt.Errorf("remove: %w", err)
	}
	if _, err := k.Load(ctx); !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("load after remove: %v", err)
	}
	return k.Save(ctx, mine) // for the scene after this one
}

func locked(ctx context.Context) error {
	return refuses(ctx, ErrLocked, "unlock it")
}

func neverMade(ctx context.Context) error {
	return refuses(ctx, ErrUnavailable, "make a default keyring")
}

func noService(ctx context.Context) error {
	return refuses(ctx, ErrUnavailable, "install gnome-keyring or KWallet")
}

// refuses tells whether every call fails in that way and says what to do.
func refuses(ctx context.Context, kind error, says string) error {
	k := New("")
	_, load := k.Load(ctx)
	for _, err := range []error{k.Check(ctx), load, k.Save(ctx, mine), k.Remove(ctx)} {
		if !errors.Is(err, kind) || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "reader on this computer works") {
			return fmt.Errorf("got %v, want %w and what to do", err, kind)
		}
		for _, p := range parts(&mine) {
			if strings.Contains(err.Error(), *p.value) {
				return errors.New("an error tells a secret")
			}
		}
	}
	return nil
}

// apart keeps the accounts of two clients beside the one that has no client:
// each has its own, and what is done to one is done to none of the others.
func apart(ctx context.Context) error {
	smith, jones := NewFor("", "smith-ltd-k3f9"), NewFor("", "jones-7h2m")
	for _, k := range []*Keychain{smith, jones, NewFor("http://127.0.0.1:1", "smith-ltd-k3f9")} {
		if _, err := k.Load(ctx); !errors.Is(err, ErrNotFound) {
			return fmt.Errorf("a client without an account has one: %v", err)
		}
	}
	if err := smith.Save(ctx, others); err != nil {
		return fmt.Errorf("saving a client's: %w", err)
	}
	if _, err := jones.Load(ctx); !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("the other client has it too: %v", err)
	}
	if got, err := NewFor("", "").Load(ctx); err != nil || got != mine {
		return fmt.Errorf("the account of before is as it was: %v, %v", got == mine, err)
	}
	if err := smith.Remove(ctx); err != nil {
		return fmt.Errorf("removing a client's: %w", err)
	}
	if got, err := New("").Load(ctx); err != nil || got != mine {
		return fmt.Errorf("removing a client's took the account of before: %v, %v", got == mine, err)
	}
	return nil
}

// roundToken keeps a token in the keychain and takes it out again.
func roundToken(ctx context.Context) error {
	token := NewToken("the tests")
	if err := token.Save(ctx, "wörd"); err != nil {
		return err
	}
	if got, err := token.Load(ctx); err != nil || got != "wörd" {
		return fmt.Errorf("the token is %q, %w", got, err)
	}
	if err := token.Remove(ctx); err != nil {
		return err
	}
	if _, err := token.Load(ctx); !errors.Is(err, ErrNoToken) {
		return fmt.Errorf("the removed token gives %w", err)
	}
	return nil
}
