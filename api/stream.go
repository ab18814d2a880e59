package api

import (
	"errors"
	"io"
)

// stream is a reader of what write writes. Closing it ends write and returns
// when write has returned.
func stream(write func(io.Writer) error) io.ReadCloser {
	r, w := io.Pipe()
	s := &streamReader{PipeReader: r, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		err := write(w)
		if err != nil && !errors.Is(err, io.ErrClosedPipe) {
			s.failure = err
		}
		w.CloseWithError(err)
	}()
	return s
}

type streamReader struct {
	*io.PipeReader
	done    chan struct{}
	failure error // of write itself, not of whoever reads; complete once done
}

func (s *streamReader) Close() error {
	s.PipeReader.Close()
	<-s.done
	return nil
}

// failed is why a body could not be made, nil when it could or is no stream.
// It holds once the body is closed.
func failed(body io.ReadCloser) error {
	if s, ok := body.(*streamReader); ok {
		return s.failure
	}
	return nil
}
