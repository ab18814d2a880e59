package desk

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
)

var account = api.Credentials{ClientID: "desk-id", ClientSecret: "desk-secret", Username: "desk.user", APIKey: "desk-key"}

// service is a real server of the protocol on a real socket.
type service struct {
	t      testing.TB
	reader *fakeReader
	faults *server.Faults
	url    string
	client *api.Client // to look at it
}

func startService(t testing.TB, change ...func(*server.Config)) *service {
	t.Helper()
	s := &service{t: t, reader: newFakeReader(), faults: &server.Faults{}}
	c := server.Config{Reader: s.reader, Credentials: account, Dir: t.TempDir(), Workers: 4, Faults: s.faults}
	c.Limits.Rate = -1
	for _, f := range change {
		f(&c)
	}
	srv, err := server.New(c)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	s.client = s.connect(account)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error("the server ended with", err)
		}
	})
	return s
}

func (s *service) connect(c api.Credentials) *api.Client {
	client, err := api.New(s.url, c)
	if err != nil {
		s.t.Fatal(err)
	}
	client.RetryBudget, client.Backoff = -1, time.Millisecond
	return client
}

// documents are all that the service has taken, faults or not.
func (s *service) documents() []api.Document {
	s.t.Helper()
	s.faults.Clear()
	var all []api.Document
	for page := 1; ; page++ {
		found, err := s.client.Search(context.Background(), api.Query{Page: page, Oldest: true})
		if err != nil {
			s.t.Fatal(err)
		}
		if all = append(all, found.Documents...); page >= found.TotalPages {
			return all
		}
	}
}

// fakeKeychain is in memory: the real one is tested in its own package.
type fakeKeychain struct {
	mu sync.Mutex
	c  api.Credentials
}

func (k *fakeKeychain) Load(context.Context) (api.Credentials, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.c == (api.Credentials{}) {
		return k.c, errors.New("the credentials are not in the keychain")
	}
	return k.c, nil
}

func (k *fakeKeychain) Save(_ context.Context, c api.Credentials) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.c = c
	return nil
}

func (k *fakeKeychain) Remove(ctx context.Context) error { return k.Save(ctx, api.Credentials{}) }
