package tunnel

import (
	"os"
	"regexp"
	"strings"
)

// quickAddress is what a quick tunnel is given: words with hyphens. The
// service's own api.trycloudflare.com, which errors name, has none.
var quickAddress = regexp.MustCompile(`https://[a-z0-9]+(?:-[a-z0-9]+)+\.trycloudflare\.com\b`)

// newCloudflared is Cloudflare's quick tunnel, which needs no account. Its
// address is new with every start.
func newCloudflared(Options) (Way, error) {
	return &program{
		name:    "cloudflared",
		install: "install it from https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/downloads/ and try again",
		args: func(local string) []string {
			return []string{"tunnel",
				"--config", os.DevNull, // rules in a file of the user's would answer in our place
				"--no-autoupdate",
				"--grace-period", "1s",
				"--url", "http://" + local}
		},
		reader: func() func(State, string) State { return readCloudflared },
		pace:   patient,
		ends:   programEnds,
	}, nil
}

// readCloudflared knows the lines of cloudflared's log: the box with the
// address, then the connection that comes and goes.
func readCloudflared(s State, text string) State {
	if address := quickAddress.FindString(text); address != "" && address != s.Public {
		return State{Public: address, Words: "Cloudflare gave the address " + address + "; connecting"}
	}
	switch {
	case s.Public == "":
	case strings.Contains(text, "Unregistered tunnel connection"),
		strings.Contains(text, "Lost connection"),
		strings.Contains(text, "Connection terminated"),
		strings.Contains(text, "Retrying connection"):
		s.Up, s.Words = false, "the connection to Cloudflare was lost; cloudflared tries again"
	case strings.Contains(text, "Registered tunnel connection"):
		s.Up, s.Words = true, "Cloudflare passes what comes to "+s.Public+" on to this computer"
	}
	return s
}
