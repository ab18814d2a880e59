package command

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/keychain"
)

func serve(ctx context.Context, env Env, args []string) int {
	o := newOptions(env, "serve", "")
	listen := o.String("listen", "127.0.0.1:0", "the address to answer on; port 0 picks one. Beyond this computer only if you say so here")
	if status, done := o.parse(args); done {
		return status
	}
	if status, done := o.none(); done {
		return status
	}
	if err := env.Reader.Ready(); err != nil {
		return o.fail(ctx, err)
	}
	credentials, given := keychain.FromEnv()
	if !given && credentials != (api.Credentials{}) {
		return o.usage(fmt.Errorf("the environment has only some of the credentials: missing is the %s", strings.Join(credentials.Missing(), ", the ")))
	}
	if !given {
		credentials = server.RandomCredentials()
	}
	if err := o.serve(ctx, *listen, credentials, !given); err != nil && ctx.Err() == nil {
		return o.fail(ctx, err)
	}
	if ctx.Err() != nil {
		return ExitInterrupted
	}
	return ExitOK
}

func (o *options) serve(ctx context.Context, address string, credentials api.Credentials, print bool) error {
	socket, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listening on %s: %w", address, err)
	}
	defer socket.Close()
	if host, _, err := net.SplitHostPort(socket.Addr().String()); err == nil && !api.Loopback(host) {
		fmt.Fprintln(o.env.Stderr, "Other computers can reach this address, and the credentials travel in clear: put a proxy with TLS before it.")
	}
	s, err := server.New(server.Config{Reader: o.env.Reader, Credentials: credentials, Dir: serveDir(), Log: o.env.Log})
	if err != nil {
		return err
	}
	fmt.Fprintln(o.env.Stdout, socket.Addr())
	if print { // made for this run and gone with it, so that a person can use them
		fmt.Fprintf(o.env.Stdout, "VERYFI_CLIENT_ID=%s\nVERYFI_CLIENT_SECRET=%s\nVERYFI_USERNAME=%s\nVERYFI_API_KEY=%s\n",
			credentials.ClientID, credentials.ClientSecret, credentials.Username, credentials.APIKey)
	}
	return s.Serve(ctx, socket)
}

// serveDir is where servers keep what they are reading. It is the same at each
// start, so that the next one clears up after one that was killed.
func serveDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "spindle", "serve")
}
