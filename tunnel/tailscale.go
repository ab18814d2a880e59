package tunnel

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// funnelPorts are those that a funnel may have, by tailscale's documentation.
var funnelPorts = []int{443, 8443, 10000}

// tailnetAddress is this computer's in the user's tailnet, on a line of its own.
var tailnetAddress = regexp.MustCompile(`^https://(?:[a-z0-9-]+\.)+ts\.net(?::\d+)?/?$`)

// newTailscale is tailscale's funnel. Its address stays the same.
func newTailscale(o Options) (Way, error) {
	port := o.RemotePort
	if port == 0 {
		port = 443
	}
	if !slices.Contains(funnelPorts, port) {
		return nil, fmt.Errorf("a funnel's port is one of 443, 8443 and 10000, not %d", port)
	}
	return &program{
		name:    "tailscale",
		places:  []string{"/Applications/Tailscale.app/Contents/MacOS/Tailscale"},
		install: "install it from https://tailscale.com/download, log in, and try again",
		args: func(local string) []string {
			return []string{"funnel", "--yes", "--https=" + strconv.Itoa(port), "http://" + local}
		},
		reader: newFunnelReader,
		pace:   patient,
		ends:   programEnds,
	}, nil
}

// newFunnelReader knows what tailscale funnel says in the foreground: who may
// come, then the address. An address that only the tailnet reaches is none.
func newFunnelReader() func(State, string) State {
	public := false
	return func(s State, text string) State {
		switch {
		case strings.HasPrefix(text, "Available on the internet"):
			public = true
		case strings.HasPrefix(text, "Available within your tailnet"):
			public = false
			s = State{Words: "tailscale opens the address to your own network only: allow Funnel for this computer in its admin console"}
		case tailnetAddress.MatchString(text) && public:
			address := strings.TrimSuffix(text, "/")
			s = State{Public: address, Up: true, Words: "Tailscale passes what comes to " + address + " on to this computer"}
		case strings.Contains(text, "https://login.tailscale.com/"):
			s = State{Words: "tailscale waits for you to allow it: open " + text[strings.Index(text, "https://login.tailscale.com/"):]}
		}
		return s
	}
}
