package tunnel

import (
	"context"
	"io"
	"net"
	"sync"
	"time"
)

// maxCarried is how many connections are carried at once. The service needs a
// few; more come from strangers.
const maxCarried = 64

// carry passes connections that a far end accepts on to local, until accept
// fails. Those under way are cut then, and when ctx ends; it returns when all
// have ended.
func carry(ctx context.Context, accept func() (net.Conn, error), local string) error {
	var under sync.WaitGroup
	defer under.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	slots := make(chan struct{}, maxCarried)
	for {
		far, err := accept()
		if err != nil {
			return err
		}
		select {
		case slots <- struct{}{}:
			under.Go(func() {
				defer func() { <-slots }()
				join(ctx, far, local)
			})
		default:
			far.Close()
		}
	}
}

// join connects one connection with the listener and returns when both ends
// are closed.
func join(ctx context.Context, far net.Conn, local string) {
	defer far.Close()
	near, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", local)
	if err != nil {
		return
	}
	defer near.Close()
	stop := context.AfterFunc(ctx, func() { far.Close(); near.Close() })
	defer stop()
	var back sync.WaitGroup
	back.Go(func() {
		io.Copy(far, near)
		// The listener is done with it: nothing that is still sent is read.
		far.Close()
		near.Close()
	})
	io.Copy(near, far)
	// The sender may have no more to say and still wait for the answer.
	if half, ok := near.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
	back.Wait()
}
