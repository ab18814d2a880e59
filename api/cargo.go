package api

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
)

// lastBytes of a zip, in whatever it travels, hold its directory: without them
// it cannot be opened, so that no service can have made a document of it.
const lastBytes = 64

// cargo is the body of a request on its way. It knows how much of it was handed
// over: what did not leave this computer as a whole cannot have had an effect.
type cargo struct {
	body   io.ReadCloser // nil without one
	size   int64
	handed atomic.Int64
	closed atomic.Bool
}

// carry puts the body of a request into a cargo, which it then carries.
func carry(req *http.Request) *cargo {
	c := &cargo{body: req.Body, size: req.ContentLength}
	if req.Body != nil {
		req.Body = c
	}
	return c
}

// whole tells whether all of it may have been sent. It holds once the body is
// closed.
func (c *cargo) whole() bool {
	return c.body == nil || c.handed.Load() > c.size-lastBytes
}

var errCargoClosed = errors.New("the request is over")

func (c *cargo) Read(p []byte) (int, error) {
	if c.closed.Load() {
		return 0, errCargoClosed
	}
	n, err := c.body.Read(p)
	c.handed.Add(int64(n))
	return n, err
}

func (c *cargo) Close() error {
	c.closed.Store(true)
	return c.body.Close()
}
