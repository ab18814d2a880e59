package keychain

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"github.com/spindle-receipts/spindle/api"
)

var (
	mine   = api.Credentials{ClientID: "id-one", ClientSecret: "secret-öne", Username: "user.one", APIKey: "key-one"}
	others = api.Credentials{ClientID: "id-two", ClientSecret: "secret-two", APIKey: "vrfk_two"}
)

// shelf is a keychain in memory that fails or blocks when it is told to: the
// real ones are tested in session_linux_test.go.
type shelf struct {
	secrets map[string]string
	fail    func(call, name string) error
}

func (s *shelf) call(call, name string) error {
	if s.fail == nil {
		return nil
	}
	return s.fail(call, name)
}

func (s *shelf) Get(_, name string) (string, error) {
	if err := s.call("get", name); err != nil {
		return "", err
	}
	secret, ok := s.secrets[name]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return secret, nil
}

func (s *shelf) Set(_, name, secret string) error {
	if err := s.call("set", name); err != nil {
		return err
	}
	s.secrets[name] = secret
	return nil
}

func (s *shelf) Delete(_, name string) error {
	if err := s.call("delete", name); err != nil {
		return err
	}
	if _, ok := s.secrets[name]; !ok {
		return keyring.ErrNotFound
	}
	delete(s.secrets, name)
	return nil
}

func onShelf() (*Keychain, *shelf) {
	s := &shelf{secrets: map[string]string{}}
	return &Keychain{service: "Spindle (Veryfi)", items: s}, s
}

// silent fails the test when an error tells a secret.
func silent(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	for _, c := range []api.Credentials{mine, others} {
		for _, p := range parts(&c) {
			if *p.value != "" && strings.Contains(fmt.Sprintf("%v %+v %#v", err, err, err), *p.value) {
				t.Errorf("an error tells a secret: %v", err)
			}
		}
	}
}

func TestSaveThatFailsPutsBackWhatWas(t *testing.T) {
	broken := errors.New("broken")
	for _, before := range []api.Credentials{{}, mine} {
		for _, name := range []string{"client_id", "client_secret", "username", "api_key"} {
			for _, call := range []string{"set", "delete"} {
				k, s := onShelf()
				for _, p := range parts(&before) {
					if *p.value != "" {
						s.secrets[p.item] = *p.value
					}
				}
				want := maps.Clone(s.secrets)
				failed := false
				s.fail = func(c, n string) error {
					if c == call && n == name && !failed {
						failed = true
						return broken
					}
					return nil
				}
				err := k.Save(t.Context(), others)
				silent(t, err)
				if failed != (err != nil) {
					t.Errorf("%s %s: failed %v, error %v", call, name, failed, err)
				}
				if err != nil && (!errors.Is(err, ErrUnavailable) || !maps.Equal(s.secrets, want)) {
					t.Errorf("%s %s: %v, left %v, want %v", call, name, err, s.secrets, want)
				}
			}
		}
	}
}

func TestSaveThatCannotPutBackSaysSo(t *testing.T) {
	k, s := onShelf()
	s.fail = func(call, name string) error {
		if call == "set" && name == "api_key" || call == "delete" {
			return errors.New("broken")
		}
		return nil
	}
	err := k.Save(t.Context(), mine)
	silent(t, err)
	if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "enter them again") {
		t.Errorf("%v", err)
	}
}

// As security(1) of macOS does in its interactive mode.
func TestSaveIntoAKeychainThatForgets(t *testing.T) {
	k, s := onShelf()
	s.fail = func(call, name string) error {
		if call == "get" && name == "api_key" {
			return keyring.ErrNotFound
		}
		return nil
	}
	err := k.Save(t.Context(), mine)
	silent(t, err)
	if !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v", err)
	}
	if len(s.secrets) != 0 {
		t.Errorf("left: %v", s.secrets)
	}
}

func TestSaveWantsAllOfThem(t *testing.T) {
	for want, c := range map[string]api.Credentials{
		"not saved: the client secret is missing":             {ClientID: "id-one", Username: "user.one", APIKey: "key-one"},
		"not saved: the username is missing":                  {ClientID: "id-one", ClientSecret: "secret-öne", Username: " \t", APIKey: "key-one"},
		"not saved: the client ID and the API key is missing": {ClientSecret: "secret-öne", Username: "user.one"},
	} {
		k, s := onShelf()
		if err := k.Save(t.Context(), c); err == nil || err.Error() != want || len(s.secrets) != 0 {
			t.Errorf("%v, kept %d, want %s", err, len(s.secrets), want)
		}
	}
}

func TestSaveDropsBlanksAndTheOldUsername(t *testing.T) {
	k, _ := onShelf()
	if err := k.Save(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	pasted := others
	pasted.APIKey = " " + pasted.APIKey + "\r\n"
	if err := k.Save(t.Context(), pasted); err != nil {
		t.Fatal(err)
	}
	if got, err := k.Load(t.Context()); err != nil || got != others {
		t.Errorf("not what was saved (%v)", err)
	}
}

func TestLoadOfAPart(t *testing.T) {
	k, s := onShelf()
	s.secrets["client_id"], s.secrets["api_key"] = mine.ClientID, mine.APIKey
	got, err := k.Load(t.Context())
	silent(t, err)
	if !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "the client secret and the username is missing") || got != (api.Credentials{}) {
		t.Errorf("%v", err)
	}
}

// A dialog for the keyring's password blocks the call for as long as the
// person likes.
func TestEveryCallEndsWithItsContext(t *testing.T) {
	calls := map[string]func(context.Context, *Keychain) error{
		"Load":    func(ctx context.Context, k *Keychain) error { _, err := k.Load(ctx); return err },
		"Save":    func(ctx context.Context, k *Keychain) error { return k.Save(ctx, others) },
		"Remove":  func(ctx context.Context, k *Keychain) error { return k.Remove(ctx) },
		"Check":   func(ctx context.Context, k *Keychain) error { return k.Check(ctx) },
		"Resolve": func(ctx context.Context, k *Keychain) error { _, err := k.Resolve(ctx); return err },
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			k, s := onShelf()
			ctx, cancel := context.WithCancel(t.Context())
			answer := make(chan struct{})
			s.fail = func(string, string) error {
				cancel()
				<-answer
				return nil
			}
			if err := call(ctx, k); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "password") {
				t.Errorf("%v", err)
			}
			close(answer)
			k.busy.Lock() // the call has ended by itself
			defer k.busy.Unlock()
			if len(s.secrets) != 0 {
				t.Errorf("kept although nobody waited: %d items", len(s.secrets))
			}
		})
	}
}

func TestSaveThatNobodyWaitsForPutsBackWhatWas(t *testing.T) {
	k, s := onShelf()
	if err := k.Save(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	want := maps.Clone(s.secrets)
	ctx, cancel := context.WithCancel(t.Context())
	answer := make(chan struct{})
	s.fail = func(call, name string) error {
		if call == "set" && name == "client_secret" {
			cancel()
			<-answer
		}
		return nil
	}
	if err := k.Save(ctx, others); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	close(answer)
	k.busy.Lock()
	defer k.busy.Unlock()
	if !maps.Equal(s.secrets, want) {
		t.Error("other credentials than before")
	}
}

func TestABusThatMakesNoSense(t *testing.T) {
	k, s := onShelf()
	s.fail = func(string, string) error { panic("interface conversion") }
	if err := k.Check(t.Context()); !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v", err)
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		name        string
		keychain    error
		saved       bool
		environment api.Credentials
		want        api.Credentials
		err         error
		says        string
	}{
		{"the keychain first", nil, true, others, mine, nil, ""},
		{"nothing in the keychain", nil, false, others, others, nil, ""},
		{"no keychain", errors.New("no bus"), false, others, others, nil, ""},
		{"nothing at all", nil, false, api.Credentials{}, api.Credentials{}, ErrNotFound, "spindle account set"},
		{"no keychain and nothing else", errors.New("no bus"), true, api.Credentials{}, api.Credentials{}, ErrUnavailable, "VERYFI_CLIENT_ID"},
		{"half an environment", nil, false, api.Credentials{ClientID: "id-two", APIKey: "key-two"}, api.Credentials{}, ErrNotFound, "the client secret and the username is missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if runtime.GOOS != "linux" && c.says == "VERYFI_CLIENT_ID" {
				c.says = ""
			}
			k, s := onShelf()
			if c.saved {
				if err := k.Save(t.Context(), mine); err != nil {
					t.Fatal(err)
				}
			}
			s.fail = func(string, string) error { return c.keychain }
			for _, p := range parts(&c.environment) {
				t.Setenv(p.variable, *p.value)
			}
			got, err := k.Resolve(t.Context())
			silent(t, err)
			if got != c.want || !errors.Is(err, c.err) || (err != nil && !strings.Contains(err.Error(), c.says)) {
				t.Errorf("as wanted %v, %v; want %v", got == c.want, err, c.err)
			}
		})
	}
}

func TestServiceName(t *testing.T) {
	for url, want := range map[string]string{
		"":                        "Spindle (Veryfi)",
		"https://api.veryfi.com":  "Spindle (Veryfi)",
		"https://api.veryfi.com/": "Spindle (Veryfi)",
		"http://127.0.0.1:8080":   "Spindle (http://127.0.0.1:8080)",
		"https://user:pass@Veryfi.Example/base/?q#f": "Spindle (https://veryfi.example/base)",
	} {
		if got := New(url).service; got != want {
			t.Errorf("%s: %s, want %s", url, got, want)
		}
	}
}

func TestClassify(t *testing.T) {
	exit := func(code int) error {
		return exec.CommandContext(t.Context(), "sh", "-c", fmt.Sprint("exit ", code)).Run()
	}
	for _, c := range []struct {
		err  error
		want error
	}{
		{keyring.ErrNotFound, ErrNotFound},
		{keyring.ErrUnsupportedPlatform, ErrUnavailable},
		{errors.New("dbus: couldn't determine address of session bus"), ErrUnavailable},
		{errors.New("The name org.freedesktop.secrets was not provided by any .service files"), ErrUnavailable},
		{errors.New("failed to unlock correct collection '/org/freedesktop/secrets/collection/login'"), ErrLocked},
		{errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"), ErrUnavailable},
		{errors.New("Cannot get secret of a locked object"), ErrLocked},
		{exit(36), ErrLocked},
		{exit(51), ErrLocked},
		{exit(128), ErrLocked},
		{exit(1), ErrUnavailable},
	} {
		if got := explain(c.err); !errors.Is(got, c.want) {
			t.Errorf("%v: %v, want %v", c.err, got, c.want)
		}
	}
	for _, system := range []string{"linux", "freebsd", "darwin", "windows"} {
		for _, kind := range []error{ErrLocked, ErrUnavailable} {
			if text := advice(system, kind); !strings.Contains(text, "reader on this computer works") {
				t.Errorf("%s: %s", system, text)
			}
		}
	}
}
