package tunnel

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/spindle-receipts/spindle/api"
)

// State is how a way to a public address stands.
type State struct {
	Public string // https address that leads, or is to lead, to the listener; no slash at its end; empty while there is none
	Up     bool   // requests to Public arrive just now, as far as this end can tell
	Words  string // what goes on, for people; one line, without secrets
}

// Way leads from a public address to a listener on this computer. Make one
// with [New].
type Way interface {
	// Run opens the way to local, a loopback host and port, and keeps it open:
	// when it falls it is opened again, after pauses that grow. Tell hears
	// every change of the state, one at a time, and must return soon; it is
	// called no more after Run has returned. Run returns nil when ctx has
	// ended, and an error when trying again cannot help; all that it started
	// has ended then.
	Run(ctx context.Context, local string, tell func(State)) error
}

// Options says what a way needs to know. Each kind reads its own.
type Options struct {
	// PublicURL is the address of the user's own proxy (manual), the address
	// that leads to the forwarded port (ssh), or a reserved one to ask for
	// (ngrok, may be empty).
	PublicURL string

	// Host is the machine to forward from (ssh): a name or address, or
	// user@host:port. User and Port, when given, come first. Without any, the
	// user is the one of this computer and the port 22.
	Host string
	User string
	Port int
	// RemotePort is the port that is opened there (ssh), on its loopback
	// unless RemoteAddress says another; or the public port of tailscale:
	// 443, which 0 stands for, 8443 or 10000.
	RemotePort    int
	RemoteAddress string
	// KnownHosts are files with the keys of hosts (ssh); none means those of
	// OpenSSH.
	KnownHosts []string
	// Keys are files with private keys (ssh), tried before the agent; none
	// means the agent and then the usual files in ~/.ssh.
	Keys []string
	// Passphrase is asked for a key file that has one (ssh). Without it such
	// a key must be in the agent.
	Passphrase func(ctx context.Context, file string) (Secret, error)

	// Token is the account's authtoken (ngrok).
	Token Secret

	// Log gets what the ways' libraries warn of; nil means nowhere.
	Log *slog.Logger
}

// kinds maps the names of ways to what makes them.
var kinds = map[string]func(Options) (Way, error){
	"cloudflared": newCloudflared,
	"manual":      newManual,
	"ngrok":       newNgrok,
	"ssh":         newSSH,
	"tailscale":   newTailscale,
}

// Kinds names the ways there are, sorted.
func Kinds() []string {
	names := make([]string, 0, len(kinds))
	for name := range kinds {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// New makes a way of one of the [Kinds]. It checks the options and starts
// nothing.
func New(kind string, o Options) (Way, error) {
	make, ok := kinds[kind]
	if !ok {
		return nil, fmt.Errorf("there is no tunnel %q: choose one of %s", kind, strings.Join(Kinds(), ", "))
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	way, err := make(o)
	if err != nil {
		return nil, fmt.Errorf("the tunnel %s cannot be set up: %w", kind, err)
	}
	return way, nil
}

// publicURL checks an address that the service is to reach, and takes the
// slash from its end.
func publicURL(address string) (string, error) {
	if address == "" {
		return "", errors.New("give the public address that leads to this computer, such as https://hooks.example.com")
	}
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Opaque != "" {
		return "", fmt.Errorf("%q is no address: it must look like https://hooks.example.com", redacted(address))
	}
	switch {
	case u.User != nil:
		return "", errors.New("the public address must not hold a user name or password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", fmt.Errorf("the public address %s must end before ? and #", redacted(address))
	case u.Scheme == "https":
	case u.Scheme == "http" && api.Loopback(u.Hostname()):
	case u.Scheme == "http":
		return "", fmt.Errorf("the public address %s must start with https://: over http anyone on the way could read what comes", address)
	default:
		return "", fmt.Errorf("the public address %s must start with https://", address)
	}
	return strings.TrimRight(address, "/"), nil
}

// redacted is an address without what may be a secret in it.
func redacted(address string) string {
	address, _, _ = strings.Cut(address, "?")
	if before, after, ok := strings.Cut(address, "@"); ok {
		scheme, _, _ := strings.Cut(before, "//")
		return scheme + "//…@" + after
	}
	return address
}

// checkLocal refuses to lead the public anywhere but to this computer.
func checkLocal(local string) error {
	host, _, err := net.SplitHostPort(local)
	if err != nil || !api.Loopback(host) {
		return fmt.Errorf("a tunnel must lead to a loopback address with a port, not %q", local)
	}
	return nil
}
