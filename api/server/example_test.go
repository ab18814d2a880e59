package server_test

import (
	"context"
	"fmt"
	"net"
	"os"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
)

// reader stands for the engine.
type reader struct{}

func (reader) Read(context.Context, []server.Source, server.Hints) (server.Reading, error) {
	return server.Reading{Total: server.Value{Text: "13.50", Score: 0.99}}, nil
}

// A program that reads receipts on its own computer: the server answers on an
// address that only this computer reaches, with an account that nobody knows.
func ExampleServer_Serve() {
	account := server.RandomCredentials()
	dir, err := os.MkdirTemp("", "spindle-example-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	s, err := server.New(server.Config{Reader: reader{}, Credentials: account, Dir: dir})
	if err != nil {
		fmt.Println(err)
		return
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()

	client, err := api.New("http://"+l.Addr().String(), account)
	if err == nil {
		err = client.Check(ctx)
	}
	fmt.Println("reachable:", err == nil)

	stop()
	fmt.Println("ended well:", <-ended == nil)
	// Output:
	// reachable: true
	// ended well: true
}
