package house

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/keychain"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

func TestTheReaderHereStandsBehindTheSameProtocol(t *testing.T) {
	t.Parallel()
	h := open(t, Config{})
	stop := run(t, h)
	r := take(t, h, receipt.Local, picture(t, t.TempDir(), 1))
	if r.Status != receipt.Ready || r.Fields.Vendor != "Blue Door" || r.DocumentID == "" {
		t.Errorf("it is %s %q, vendor %q", r.Status, r.Reasons, r.Fields.Vendor)
	}
	if n := h.local.listen.listener.Counts(); n.HandedOn == 0 || n.Forged+n.Unsigned != 0 {
		t.Errorf("the webhooks were %+v", n)
	}
	if took := stop(); took > time.Minute {
		t.Errorf("it took %v to end", took)
	}
}

func TestItEndsInTheMiddleOfAReading(t *testing.T) {
	t.Parallel()
	reader := &fakeReader{closed: make(chan struct{})}
	home := t.TempDir()
	h := open(t, Config{Home: home, Reader: reader})
	stop := run(t, h)
	reading := make(chan struct{}, 1)
	defer h.Desk.Subscribe(func(e desk.Event) {
		for _, r := range e.Changed {
			if r.Status == receipt.Reading {
				reading <- struct{}{}
			}
		}
	})()
	if _, err := h.Desk.Add(t.Context(), []string{picture(t, t.TempDir(), 1)}, desk.Options{}); err != nil {
		t.Fatal(err)
	}
	<-reading
	if took := stop(); took > time.Minute {
		t.Errorf("it took %v to end", took)
	}
	left, err := os.ReadDir(filepath.Join(home, "engine"))
	if err != nil || len(left) != 0 {
		t.Errorf("the engine left %v behind, %v", left, err)
	}
}

func TestOneAtATime(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	open(t, Config{Home: home})
	if _, err := Open(t.Context(), Config{Home: home, Reader: &fakeReader{}, Intake: intake.New("")}); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a second one gave %v", err)
	}
}

func TestReachable(t *testing.T) {
	t.Parallel()
	missing := errors.New("the models are missing")
	h := open(t, Config{Reader: &fakeReader{missing: missing}, URL: "https://reachable.invalid"})
	if err := h.Reachable(t.Context(), receipt.Local); !errors.Is(err, missing) {
		t.Errorf("the reader here: %v", err)
	}
	if err := h.Reachable(t.Context(), receipt.Veryfi); !errors.Is(err, desk.ErrNoCredentials) {
		t.Errorf("the service: %v", err)
	}
	if err := h.Desk.SaveCredentials(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	if err := h.Reachable(t.Context(), receipt.Veryfi); err != nil {
		t.Errorf("with an account: %v", err)
	}
	if err := h.Desk.RemoveCredentials(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := h.Reachable(t.Context(), receipt.Veryfi); !errors.Is(err, desk.ErrNoCredentials) {
		t.Errorf("without it again: %v", err)
	}
	if err := open(t, Config{}).Reachable(t.Context(), receipt.Local); err != nil {
		t.Errorf("a reader that is ready: %v", err)
	}
}

// Credentials that another program mended count once a person tries again.
func TestCredentialsThatWereMendedElsewhere(t *testing.T) {
	t.Parallel()
	s := startService(t, &fakeReader{})
	wrong := account
	wrong.APIKey = "wrong"
	if err := keychain.New(s.url).Save(t.Context(), wrong); err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: s.url})
	run(t, h)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	added, err := h.Desk.Add(ctx, []string{picture(t, t.TempDir(), 1)}, desk.Options{Engine: receipt.Veryfi})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Desk.Wait(ctx, added.Batch, nil); !errors.Is(err, api.ErrAuth) {
		t.Fatalf("waiting gave %v", err)
	}
	if err := keychain.New(s.url).Save(ctx, account); err != nil {
		t.Fatal(err)
	}
	if err := h.Desk.Retry(ctx, added.Rows...); err != nil {
		t.Fatal(err)
	}
	if err := h.Desk.Wait(ctx, added.Batch, nil); err != nil {
		t.Fatal(err)
	}
}

// Receipts that are on their way under one account are not asked for, and sent
// again, under another. The same account keeps its client, and with it its pace.
func TestAnotherAccountWhileReceiptsAreOnTheirWay(t *testing.T) {
	t.Parallel()
	reader := &fakeReader{closed: make(chan struct{})}
	s := startService(t, reader)
	if err := keychain.New(s.url).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: s.url})
	run(t, h)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	first, err := h.cloud.connect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	added, err := h.Desk.Add(ctx, []string{picture(t, t.TempDir(), 1)}, desk.Options{Engine: receipt.Veryfi})
	if err != nil {
		t.Fatal(err)
	}
	accepted := make(chan struct{}, 10)
	stop := h.Desk.Subscribe(func(e desk.Event) {
		for _, r := range e.Changed {
			if r.Status == receipt.Reading && r.DocumentID != "" {
				accepted <- struct{}{}
			}
		}
	})
	defer stop()
	if r, err := h.Store.Receipt(ctx, added.Rows[0]); err != nil || r.Status != receipt.Reading {
		select {
		case <-accepted:
		case <-ctx.Done():
			t.Fatal("it was not accepted")
		}
	}
	other := account
	other.ClientID = "another-id"
	if err := h.Desk.SaveCredentials(ctx, other); err != nil {
		t.Fatal(err)
	}
	if _, err := h.cloud.connect(ctx); err == nil || !strings.Contains(err.Error(), "another Veryfi account") {
		t.Errorf("the other account: %v", err)
	}
	if err := h.Desk.SaveCredentials(ctx, account); err != nil {
		t.Fatal(err)
	}
	if again, err := h.cloud.connect(ctx); err != nil || again != first {
		t.Errorf("the same account again: another client, %v", err)
	}
	close(reader.closed)
	if err := h.Desk.Wait(ctx, added.Batch, nil); err != nil {
		t.Fatal(err)
	}
	if err := h.Desk.SaveCredentials(ctx, other); err != nil {
		t.Fatal(err)
	}
	if _, err := h.cloud.connect(ctx); err != nil {
		t.Errorf("the other account once all is read: %v", err)
	}
}

func TestDefaultHome(t *testing.T) {
	user := t.TempDir()
	t.Setenv("HOME", user)
	t.Setenv("USERPROFILE", user)
	t.Setenv("LocalAppData", "")
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv("SPINDLE_HOME", "")
	usual := map[string]string{
		"darwin":  filepath.Join(user, "Library", "Application Support", "Spindle"),
		"windows": filepath.Join(user, "AppData", "Local", "Spindle"),
	}
	want, ok := usual[runtime.GOOS]
	if !ok {
		want = filepath.Join(user, ".local", "share", "spindle")
	}
	is := func(want string) {
		t.Helper()
		if got, err := DefaultHome(); err != nil || got != want {
			t.Errorf("got %s, %v; want %s", got, err, want)
		}
	}
	is(want)
	if !ok {
		t.Setenv("XDG_DATA_HOME", "relative/is/ignored")
		is(want)
		t.Setenv("XDG_DATA_HOME", filepath.Join(user, "xdg"))
		is(filepath.Join(user, "xdg", "spindle"))
	}
	t.Setenv("SPINDLE_HOME", "/somewhere/else")
	is("/somewhere/else")
}
