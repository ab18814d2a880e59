package keychain

import (
	"errors"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"
)

func TestTokenIsKeptAndRemoved(t *testing.T) {
	k, s := onShelf()
	token := &Token{k}
	if _, err := token.Load(t.Context()); !errors.Is(err, ErrNoToken) || !strings.Contains(err.Error(), "Settings") {
		t.Errorf("none gives %v", err)
	}
	for _, typed := range []string{"", " \n"} {
		if err := token.Save(t.Context(), typed); err == nil || len(s.secrets) != 0 {
			t.Errorf("%q was saved", typed)
		}
	}
	for _, typed := range []string{" first-word\n", "second-wörd"} {
		if err := token.Save(t.Context(), typed); err != nil {
			t.Fatal(err)
		}
		if got, err := token.Load(t.Context()); err != nil || got != strings.TrimSpace(typed) {
			t.Errorf("of %q there is %q, %v", typed, got, err)
		}
	}
	if err := token.Remove(t.Context()); err != nil || len(s.secrets) != 0 {
		t.Errorf("removing left %v, %v", s.secrets, err)
	}
	if err := token.Remove(t.Context()); !errors.Is(err, ErrNoToken) {
		t.Errorf("removing nothing gives %v", err)
	}
}

func TestTokenSaysWhatIsWrong(t *testing.T) {
	for failure, want := range map[error]string{
		keyring.ErrSetDataTooBig:                               "too long",
		errors.New("failed to unlock correct collection '/x'"): "locked",
		errors.New("no bus"):                                   "cannot be used",
	} {
		k, s := onShelf()
		s.fail = func(string, string) error { return failure }
		if err := (&Token{k}).Save(t.Context(), "hunter2"); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v gives %v", failure, err)
		}
	}
}
