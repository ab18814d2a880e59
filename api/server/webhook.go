package server

import (
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/api"
)

const (
	maxWebhooks      = 20
	maxWebhookURLLen = 2083 // the service's
)

// webhook is an address that wants news.
type webhook struct {
	url       string
	secret    string // proves that who confirms can read what comes to the address
	confirmed bool
	created   time.Time
}

// webhooks is the account's addresses.
type webhooks struct {
	mu  sync.Mutex
	all []*webhook
}

func (w *webhooks) find(url string) *webhook {
	if i := slices.IndexFunc(w.all, func(h *webhook) bool { return h.url == url }); i >= 0 {
		return w.all[i]
	}
	return nil
}

// confirmed lists the addresses that get events.
func (w *webhooks) confirmed() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var urls []string
	for _, h := range w.all {
		if h.confirmed {
			urls = append(urls, h.url)
		}
	}
	return urls
}

// listWebhooks answers GET /settings/webhooks/.
func (s *Server) listWebhooks(*call) (answer, error) {
	s.webhooks.mu.Lock()
	defer s.webhooks.mu.Unlock()
	list := []any{}
	for _, h := range s.webhooks.all {
		list = append(list, h.public())
	}
	return ok(map[string]any{"webhooks": list})
}

func (h *webhook) public() map[string]any {
	status := "pending"
	if h.confirmed {
		status = "confirmed"
	}
	return map[string]any{"url": h.url, "status": status, "created": stamp(h.created)}
}

// addWebhook answers POST /settings/webhooks/ and sends the address its secret.
// An address that is known gets a new one and stays confirmed.
func (s *Server) addWebhook(c *call) (answer, error) {
	fields, err := s.jsonBody(c)
	if err != nil {
		return answer{}, err
	}
	address := fields.text("url")
	if reason := refuseWebhook(address); reason != "" {
		return answer{}, badField("url", "%s", reason)
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	s.webhooks.mu.Lock()
	defer s.webhooks.mu.Unlock()
	h := s.webhooks.find(address)
	if h == nil {
		if len(s.webhooks.all) >= maxWebhooks {
			return answer{}, badField("url", "there are %d addresses already", maxWebhooks)
		}
		h = &webhook{url: address, created: s.now()}
		s.webhooks.all = append(s.webhooks.all, h)
	}
	h.secret = hex.EncodeToString(secret)
	s.deliver(h.url, news{event: eventSubscription, secret: h.secret, created: s.now()})
	return created(h.public())
}

// refuseWebhook says why an address cannot be one, or nothing.
func refuseWebhook(address string) string {
	u, err := url.Parse(address)
	switch {
	case address == "":
		return "url is missing"
	case len(address) > maxWebhookURLLen:
		return "url has more than 2083 characters"
	case err != nil, u.Host == "", u.Opaque != "":
		return "url is not an address like https://example.com/hook"
	case u.User != nil, u.Fragment != "":
		return "url carries a name, a password or a fragment"
	case u.Scheme == "http" && !api.Loopback(u.Hostname()):
		return "url must be https; only an address of this computer may be http"
	case u.Scheme != "https" && u.Scheme != "http":
		return "url must be https"
	}
	return ""
}

// confirmWebhook answers POST /settings/webhooks/confirm/.
func (s *Server) confirmWebhook(c *call) (answer, error) {
	fields, err := s.jsonBody(c)
	if err != nil {
		return answer{}, err
	}
	s.webhooks.mu.Lock()
	defer s.webhooks.mu.Unlock()
	h := s.webhooks.find(fields.text("url"))
	if h == nil {
		return answer{}, notFound()
	}
	if !same(h.secret, fields.text("secret")) {
		return answer{}, badField("secret", "the secret is not the one that was sent to the address")
	}
	h.confirmed = true
	return ok(h.public())
}
