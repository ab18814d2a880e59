package api

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// CloudURL is the base address of the Veryfi service.
const CloudURL = "https://api.veryfi.com"

const (
	apiPath          = "/api/v8/partner"
	defaultUserAgent = "Go Spindle/1.0"
)

// Client talks to one service with one account's credentials. Its fields must
// not change after the first call. It is safe for concurrent use and sends no
// more than [MaxRequests] a second, whatever is asked of it.
type Client struct {
	// BaseURL is the service's address without the path of the protocol, such
	// as [CloudURL]. It is https, or http on this computer.
	BaseURL     string
	Credentials Credentials
	// HTTP sends the requests; nil means one of the Client's own. Its redirect
	// policy is not used: the credentials go to the host of BaseURL alone, and
	// what changes anything is never sent twice.
	HTTP *http.Client
	// UserAgent is the header of that name; empty means the Client's own.
	UserAgent string
	// RetryBudget is how long a request that only reads is tried again after
	// trouble that passes; 0 means 20 seconds, less than 0 never. Requests
	// that change something are never tried again.
	RetryBudget time.Duration
	// Backoff is about how long the first wait between two tries is; each
	// further one is twice as long. 0 means half a second.
	Backoff time.Duration

	once sync.Once
	http *http.Client
	pace *pace
}

// New returns a client for the service at baseURL. It is an error of
// KindAddress when baseURL is not an address that credentials may go to.
func New(baseURL string, credentials Credentials) (*Client, error) {
	c := &Client{BaseURL: baseURL, Credentials: credentials}
	_, err := c.endpoint("", nil)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// start fills in what the fields leave open.
func (c *Client) start() {
	var own http.Client
	if c.HTTP != nil {
		own = *c.HTTP
	} else {
		own.Transport = newTransport()
	}
	own.CheckRedirect = checkRedirect
	own.Jar = nil
	c.http = &own
	c.pace = newPace()
}

func newTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 16
	t.IdleConnTimeout = 30 * time.Second // below that of common servers: a submission on a dying connection is in doubt
	t.WriteBufferSize = 64 << 10         // submissions are long
	return t
}

// checkRedirect follows what only reads, and within the service.
func checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	if first.Method != http.MethodGet || req.URL.Scheme != first.URL.Scheme || req.URL.Host != first.URL.Host || len(via) > 3 {
		return http.ErrUseLastResponse
	}
	return nil
}

// endpoint is the address of a path of the protocol.
func (c *Client) endpoint(path string, query url.Values) (string, error) {
	base, err := parseBase(c.BaseURL)
	if err != nil {
		return "", &Error{Kind: KindAddress, Message: err.Error()}
	}
	base += apiPath + path
	if len(query) > 0 {
		base += "?" + query.Encode()
	}
	return base, nil
}

// parseBase checks a base URL and takes off what people paste along with it.
func parseBase(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return "", errors.New("the service's address is empty")
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Hostname() == "" {
		return "", fmt.Errorf("the service's address %.100q is not one like %s", withoutUser(raw), CloudURL)
	}
	if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", errors.New("the service's address carries a password or a query, which it must not")
	}
	switch {
	case u.Scheme == "https":
	case u.Scheme == "http" && Loopback(u.Hostname()):
	case u.Scheme == "http":
		return "", fmt.Errorf("http://%s would send the credentials unprotected; the address must start with https://", u.Host)
	default:
		return "", fmt.Errorf("the service's address starts with %.20q, which is neither https nor http", u.Scheme+":")
	}
	base := strings.TrimRight(u.String(), "/")
	for _, suffix := range []string{apiPath, "/api/v8", "/api"} {
		if trimmed, ok := strings.CutSuffix(base, suffix); ok {
			return strings.TrimRight(trimmed, "/"), nil
		}
	}
	return base, nil
}

func withoutUser(raw string) string {
	if at := strings.LastIndex(raw, "@"); at >= 0 {
		return redacted + raw[at:]
	}
	return raw
}

// Loopback tells whether a host is this computer, whatever a name server says:
// what goes there by http is not on the way where others can read it.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
