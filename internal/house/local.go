package house

import (
	"context"
	"fmt"
	"log/slog"
	"net"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/tunnel"
)

// local is the engine on this computer: the reader behind the protocol, on
// loopback, with credentials that live as long as the process.
type local struct {
	server *server.Server
	socket net.Listener
	listen *listening
	client *api.Client
}

func newLocal(reader Reader, dir string, log *slog.Logger) (_ *local, err error) {
	credentials := server.RandomCredentials()
	l := &local{}
	defer func() {
		if err != nil {
			l.close()
		}
	}()
	if l.socket, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("opening a port on this computer for the reader: %w", err)
	}
	if l.client, err = api.New("http://"+l.socket.Addr().String(), credentials); err != nil {
		return nil, err
	}
	listener, err := tunnel.Listen(tunnel.Config{Secret: credentials.ClientSecret, Log: log})
	if err != nil {
		return nil, err
	}
	l.listen = &listening{listener: listener, client: l.client, report: func(s standing) { log.Debug("news from the reader", "words", s.line()) }}
	l.server, err = server.New(server.Config{
		Reader: reader, Credentials: credentials, Dir: dir, Log: log,
		// The desk keeps the pace by itself and has the originals of its own.
		Limits: server.Limits{Rate: -1, KeepBytes: -1},
	})
	return l, err
}

// run serves, and hands on what the server tells by webhook.
func (l *local) run(ctx context.Context, news func(...api.ID)) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return l.server.Serve(ctx, l.socket) })
	g.Go(func() error { return l.listen.run(ctx, news) })
	return g.Wait()
}

// close frees what was never run; after run it finds everything closed.
func (l *local) close() {
	if l.server != nil {
		_ = l.server.Close()
	}
	if l.listen != nil {
		_ = l.listen.listener.Close()
	}
	if l.socket != nil {
		_ = l.socket.Close()
	}
}
