package house

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/keychain"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/tunnel"
)

func TestListenHearsTheService(t *testing.T) {
	t.Parallel()
	reader := &fakeReader{closed: make(chan struct{})}
	s := startService(t, reader)
	if err := keychain.New(s.url).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: s.url})
	told := make(chan string, 10)
	if err := h.Listen(t.Context(), News{Address: "127.0.0.1:0", Tell: func(text string) { told <- text }}); err != nil {
		t.Fatal(err)
	}
	run(t, h)
	if text := <-told; !strings.Contains(text, "tells by webhook") {
		t.Fatalf("it says %q", text)
	}
	close(reader.closed)
	if r := take(t, h, receipt.Veryfi, picture(t, t.TempDir(), 1)); r.Status != receipt.Ready {
		t.Errorf("it is %s %q", r.Status, r.Reasons)
	}
	if n := h.listen.listener.Counts(); n.HandedOn < 1 || n.Forged+n.Unsigned != 0 {
		t.Errorf("the webhooks were %+v", n)
	}
	addresses, err := s.client.Webhooks(t.Context())
	if err != nil || len(addresses) != 1 || addresses[0] != h.listen.listener.URL() {
		t.Errorf("the service knows %q, %v", addresses, err)
	}
}

// TestListenByAWay has the service reach the listener by a public address of
// the user's own, in the place of which stands the listener's.
func TestListenByAWay(t *testing.T) {
	t.Parallel()
	reader := &fakeReader{closed: make(chan struct{})}
	s := startService(t, reader)
	if err := keychain.New(s.url).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	home, path := t.TempDir(), ""
	for range 2 { // the same address in every run
		h, err := Open(t.Context(), Config{Home: home, URL: s.url, Reader: reader, Intake: intake.New("")})
		if err != nil {
			t.Fatal(err)
		}
		way, told := &movingWay{states: make(chan tunnel.State)}, make(chan string, 10)
		if err := h.Listen(t.Context(), News{Address: "127.0.0.1:0", Way: way, Tell: func(text string) { told <- text }}); err != nil {
			t.Fatal(err)
		}
		if path != "" && path != h.listen.listener.Path() {
			t.Errorf("the path is %s, before %s", h.listen.listener.Path(), path)
		}
		path = h.listen.listener.Path()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- h.Run(ctx) }()
		way.states <- tunnel.State{Words: "the line is down"}
		if text := <-told; !strings.Contains(text, "the line is down") {
			t.Errorf("it says %q", text)
		}
		way.states <- tunnel.State{Public: "http://" + h.listen.listener.Addr(), Up: true}
		if text := <-told; !strings.Contains(text, "tells by webhook") {
			t.Errorf("it says %q", text)
		}
		cancel()
		if err := errors.Join(<-ended, h.Close()); err != nil {
			t.Error(err)
		}
	}
}

// movingWay is a fake: a way whose states the test makes up.
type movingWay struct{ states chan tunnel.State }

func (w *movingWay) Run(ctx context.Context, _ string, tell func(tunnel.State)) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case s := <-w.states:
			tell(s)
		}
	}
}

func TestListenNeedsAWay(t *testing.T) {
	t.Parallel()
	const far = "https://far.invalid"
	if err := keychain.New(far).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	h := open(t, Config{URL: far})
	if err := h.Listen(t.Context(), News{Address: "127.0.0.1:0"}); err == nil || !strings.Contains(err.Error(), "--public-url") {
		t.Errorf("without a public address: %v", err)
	}
	way, err := tunnel.New("manual", tunnel.Options{PublicURL: "https://news.example.com"})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Listen(t.Context(), News{Address: "192.0.2.1:0", Way: way}); err == nil {
		t.Error("it listens beyond this computer")
	}
}
