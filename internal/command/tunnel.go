package command

import (
	"os"
	"strings"

	"github.com/spindle-receipts/spindle/tunnel"
)

// wayFlags are the flags that say how the service reaches the listener.
type wayFlags struct {
	kind       string
	host       string
	remotePort int
	key        string
}

func (o *options) tunnelFlags() *wayFlags {
	w := &wayFlags{}
	o.StringVar(&w.kind, "tunnel", "", "open a way from a public address to the listener, one of "+strings.Join(tunnel.Kinds(), ", ")+
		". ngrok takes its token from NGROK_AUTHTOKEN; cloudflared and tailscale are their own programs; ssh forwards a port of --tunnel-host and needs --public-url")
	o.StringVar(&w.host, "tunnel-host", "", "user@host:port to forward from, with --tunnel ssh")
	o.IntVar(&w.remotePort, "tunnel-port", 0, "the port that is opened there, with --tunnel ssh or tailscale")
	o.StringVar(&w.key, "tunnel-key", "", "a private key file, with --tunnel ssh (default: the agent, then the usual files)")
	return w
}

// open makes the way, which starts nothing yet; nil when neither a tunnel nor
// a public address is asked for.
func (w *wayFlags) open(public string) (tunnel.Way, error) {
	kind := w.kind
	switch {
	case kind == "" && public == "":
		return nil, nil
	case kind == "":
		kind = "manual"
	}
	o := tunnel.Options{PublicURL: public, Host: w.host, RemotePort: w.remotePort, Token: tunnel.Secret(os.Getenv("NGROK_AUTHTOKEN"))}
	if w.key != "" {
		o.Keys = []string{w.key}
	}
	return tunnel.New(kind, o)
}
