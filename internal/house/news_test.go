package house

import (
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/keychain"
	"github.com/spindle-receipts/spindle/internal/receipt"
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
	if err := h.Listen(t.Context(), "127.0.0.1:0", "", func(text string) { told <- text }); err != nil {
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

func TestListenAddresses(t *testing.T) {
	t.Parallel()
	const far = "https://far.invalid"
	if err := keychain.New(far).Save(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	public := ""
	for range 2 { // the same address in every run
		h, err := Open(t.Context(), Config{Home: home, URL: far, Reader: &fakeReader{}, Intake: intake.New("")})
		if err != nil {
			t.Fatal(err)
		}
		tell := func(string) {}
		if err := h.Listen(t.Context(), "127.0.0.1:0", "", tell); err == nil || !strings.Contains(err.Error(), "--public-url") {
			t.Errorf("without a public address: %v", err)
		}
		if err := h.Listen(t.Context(), "192.0.2.1:0", "https://news.example.com", tell); err == nil {
			t.Error("it listens beyond this computer")
		}
		if err := h.Listen(t.Context(), "127.0.0.1:0", "https://news.example.com/spindle/", tell); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(h.listen.public, "https://news.example.com/spindle/news/") || (public != "" && public != h.listen.public) {
			t.Errorf("the public address is %s, before %s", h.listen.public, public)
		}
		public = h.listen.public
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
}
