package ocr

import (
	"context"
	"sync"
)

// lentSession is a session that is opened when it is needed and closed when its
// memory is needed more. What a network works with stays with its session, so
// that the next page need not ask the system for it, which would cost a fifth of
// the time: some 200 MB for the detector. Opening it again takes a tenth of a
// second.
type lentSession struct {
	open func() (*session, error)

	mu      sync.Mutex
	session *session
	users   int
	unused  bool          // to be closed when its last user is done
	opening chan struct{} // closed when the session that is being opened is there, or is not to be had
	err     error         // why the last opening failed
}

// borrow gives the session, for which done must be called. It does not wait for
// a session that is being opened longer than ctx lasts.
func (l *lentSession) borrow(ctx context.Context) (s *session, done func(), err error) {
	for {
		l.mu.Lock()
		if l.session != nil {
			l.users++
			s = l.session
			l.mu.Unlock()
			return s, l.giveBack, nil
		}
		if l.opening == nil {
			l.opening = make(chan struct{})
			go l.load(l.opening)
		}
		opening := l.opening
		l.mu.Unlock()
		select {
		case <-opening:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
		l.mu.Lock()
		err := l.err
		l.mu.Unlock()
		if err != nil {
			return nil, nil, err
		}
	}
}

func (l *lentSession) load(opened chan struct{}) {
	s, err := l.open()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.session, l.err, l.opening, l.unused = s, err, nil, false
	close(opened)
}

func (l *lentSession) giveBack() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.users--
	if l.unused {
		_ = l.closeUnused()
	}
}

// rest closes the session, now or when its last user is done. The next one opens
// it again.
func (l *lentSession) rest() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.unused = true
	return l.closeUnused()
}

// closeUnused closes the session unless it is in use.
func (l *lentSession) closeUnused() error {
	if l.session == nil || l.users > 0 {
		return nil
	}
	err := l.session.close()
	l.session, l.unused = nil, false
	return err
}

// close waits for a session that is being opened, and closes it.
func (l *lentSession) close() error {
	l.mu.Lock()
	opening := l.opening
	l.mu.Unlock()
	if opening != nil {
		<-opening
	}
	return l.rest()
}
