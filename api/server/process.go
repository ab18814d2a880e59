package server

import (
	"net/http"
	"strconv"
)

// process answers POST /documents/.
func (s *Server) process(c *call) (answer, error) {
	u, err := s.receive(c, s.config.Limits.FileBytes)
	if err != nil {
		return answer{}, err
	}
	o, err := s.orderOf(u.fields, s.config.Limits.Pages)
	if err != nil {
		u.discard()
		return answer{}, err
	}
	sources, err := s.sourcesOf(u.file)
	if err != nil {
		return answer{}, err
	}
	d, err := s.accept(o, sources)
	if err != nil {
		s.discard(sources)
		return answer{}, err
	}
	if o.async {
		return created(map[string]any{"id": d.id})
	}
	return s.await(c, d)
}

// sourcesOf is the files that an upload stands for: itself, or a zip's members.
// On an error nothing of it stays.
func (s *Server) sourcesOf(file *spooled) ([]*spooled, error) {
	switch file.kind {
	case unknown:
		s.discard([]*spooled{file})
		return nil, bad(textUnsupported, "the file is neither a picture, nor a PDF, nor a zip of them")
	case zipped:
		defer s.discard([]*spooled{file})
		return s.unzip(file)
	}
	return []*spooled{file}, nil
}

// accept puts one document in line to be read.
func (s *Server) accept(o order, sources []*spooled) (*document, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	if err := s.room(1, sources); err != nil {
		return nil, err
	}
	d := s.catalog.add(o, sources, nil, s.now())
	s.queue <- d
	return d, nil
}

// room refuses more documents, or files for them, than may wait; below that, the
// queue has a place for each. The caller holds the catalog's lock.
func (s *Server) room(documents int, files []*spooled) error {
	c, l := s.catalog, s.config.Limits
	if c.pending+documents > l.Pending || c.waiting+totalSize(files) > l.PendingBytes {
		return &problem{status: http.StatusTooManyRequests, text: textRate}
	}
	return nil
}

// await answers a synchronous submission once it is read. One that could not be
// read leaves no document.
func (s *Server) await(c *call, d *document) (answer, error) {
	select {
	case <-d.read:
	case <-c.Context().Done():
		return answer{}, c.Context().Err()
	case <-s.stopped:
		return answer{}, unavailable("The server is stopping.")
	}
	s.catalog.mu.Lock()
	body := s.render(d, view{base: s.base(c.Request), scores: d.order.scores, boxes: d.order.boxes})
	status, reason, refused := d.status, d.failure, d.refused
	var gone []*spooled
	if d.order.autoDelete || status == failed {
		gone = s.catalog.remove(d)
	}
	s.catalog.mu.Unlock()
	s.discard(gone)
	switch {
	case status == failed && refused:
		return answer{}, bad(reason, "%s", reason)
	case status == failed:
		return answer{}, &problem{status: http.StatusInternalServerError, text: reason}
	}
	return created(body)
}

// bulk answers POST /documents/bulk/, which takes nothing but addresses.
func (s *Server) bulk(*call) (answer, error) { return answer{}, refuseDownload() }

// getDocument answers GET /documents/{id}/.
func (s *Server) getDocument(c *call) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	d, err := s.find(c)
	if err != nil {
		return answer{}, err
	}
	return ok(s.render(d, s.viewOf(c, d)))
}

// find is the document that a path names. The caller holds the catalog's lock.
func (s *Server) find(c *call) (*document, error) {
	d := s.catalog.documents[c.ids[0]]
	if d == nil {
		return nil, noDocument()
	}
	return d, nil
}

// viewOf is what a request asks to see; where it does not say, what the
// submission asked for.
func (s *Server) viewOf(c *call, d *document) view {
	v := view{base: s.base(c.Request), scores: d.order.scores, boxes: d.order.boxes}
	query := c.URL.Query()
	for name, field := range map[string]*bool{"confidence_details": &v.scores, "bounding_boxes": &v.boxes} {
		if asked, err := strconv.ParseBool(query.Get(name)); err == nil {
			*field = asked
		}
	}
	return v
}

// deleteDocument answers DELETE /documents/{id}/.
func (s *Server) deleteDocument(c *call) (answer, error) {
	s.catalog.mu.Lock()
	d, err := s.find(c)
	var gone []*spooled
	if err == nil {
		gone = s.catalog.remove(d)
	}
	s.catalog.mu.Unlock()
	if err != nil {
		return answer{}, err
	}
	s.discard(gone)
	return done("Document has been deleted")
}
