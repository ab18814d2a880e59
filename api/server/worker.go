package server

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// work reads documents one after the other until ctx ends.
func (s *Server) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case d := <-s.queue:
			s.readOne(ctx, d)
		}
	}
}

func (s *Server) readOne(ctx context.Context, d *document) {
	s.catalog.mu.Lock()
	deleted := d.deleted
	s.catalog.mu.Unlock()
	if deleted {
		s.finish(d, Reading{}, nil)
		return
	}
	reading, err := s.read(ctx, d)
	if ctx.Err() != nil {
		return // stopping: nobody hears the answer
	}
	s.finish(d, reading, err)
}

// read calls the reader; that it panics on one receipt must not end the others.
func (s *Server) read(ctx context.Context, d *document) (r Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			s.log.Error("the reader panicked", "document", d.id, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("the reader panicked: %v", p)
		}
	}()
	sources := make([]Source, 0, len(d.sources))
	for _, f := range d.sources {
		sources = append(sources, Source{Name: f.name, Path: f.path})
	}
	return s.config.Reader.Read(ctx, sources, Hints{
		Categories: d.order.categories, Country: d.order.country, MaxPages: d.order.maxPages,
	})
}

// finish records what became of a document and tells the webhooks.
func (s *Server) finish(d *document, r Reading, err error) {
	gone, news := s.record(d, r, err)
	s.discard(gone)
	close(d.read)
	for _, n := range news {
		s.announce(n)
	}
}

func (s *Server) record(d *document, r Reading, err error) (gone []*spooled, news []news) {
	c := s.catalog
	c.mu.Lock()
	defer c.mu.Unlock()
	d.updated = s.now()
	c.leave(d)
	if d.deleted {
		d.status = failed
		d.failure = textNoDocument
		return d.sources, s.settle(d, nil)
	}
	c.read++
	if err != nil {
		d.status, d.failure, d.refused = s.failureOf(d, err)
	} else {
		d.status = processed
		d.fill(r, c.nextID)
	}
	news = s.settle(d, news)
	if d.order.autoDelete && d.order.async {
		gone = append(gone, c.remove(d)...)
	}
	if d.status == failed && s.config.Failed == FailedIsGone && d.order.async {
		gone = append(gone, c.remove(d)...)
	}
	return append(gone, c.trim(s.config.Limits)...), news
}

// failureOf puts an error of the reader in words for who sent the receipt.
func (s *Server) failureOf(d *document, err error) (status, reason string, refused bool) {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		s.log.Info("a receipt could not be read", "document", d.id, "reason", refusal.Reason)
		return failed, refusal.Reason, true
	}
	s.log.Error("the reader failed", "document", d.id, "error", err)
	return failed, fmt.Sprintf("The reader failed on this receipt (document %d). Try again; the log has the cause.", d.id), false
}

// settle decides which news a finished document makes: its own, or that of the
// set when it was the last one.
func (s *Server) settle(d *document, out []news) []news {
	if d.set != nil {
		d.set.left--
		if d.status == failed && !d.deleted {
			d.set.failed++
		}
	}
	switch {
	case d.deleted:
	case d.status == failed && (d.order.async || d.set != nil):
		out = append(out, news{event: eventFailed, id: d.id, created: d.created, reason: d.failure})
	case d.set == nil && d.order.async:
		out = append(out, news{event: eventCreated, id: d.id, created: d.created})
	}
	if d.set != nil && d.set.left == 0 {
		if ids := s.readable(d.set); len(ids) > 0 {
			out = append(out, news{event: eventCreated, ids: ids, created: d.updated})
		}
	}
	return out
}

// readable lists the documents of a set that can be had.
func (s *Server) readable(of *set) []int64 {
	var ids []int64
	for _, id := range of.documents {
		if d := s.catalog.documents[id]; d != nil && d.status != failed {
			ids = append(ids, id)
		}
	}
	return ids
}
