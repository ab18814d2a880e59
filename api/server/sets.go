package server

import (
	"net/http"
	"slices"
	"strconv"
)

// processSet answers POST /documents-set/: every member of a zip becomes a
// document, a PDF with all its pages one.
func (s *Server) processSet(c *call) (answer, error) {
	u, err := s.receive(c, s.config.Limits.SetBytes)
	if err != nil {
		return answer{}, err
	}
	o, err := s.orderOf(u.fields, s.config.Limits.SetPages)
	if err == nil && u.file.kind != zipped && u.file.kind != pdf {
		err = bad(textUnsupported, "a set is a zip or a PDF")
	}
	if err != nil {
		u.discard()
		return answer{}, err
	}
	sources, err := s.sourcesOf(u.file)
	if err != nil {
		return answer{}, err
	}
	of, err := s.acceptSet(o, sources)
	if err != nil {
		s.discard(sources)
		return answer{}, err
	}
	return answer{http.StatusAccepted, map[string]any{"id": of}}, nil
}

func (s *Server) acceptSet(o order, sources []*spooled) (int64, error) {
	o.async = true
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	if err := s.room(len(sources), sources); err != nil {
		return 0, err
	}
	of := &set{id: s.catalog.nextID(), left: len(sources)}
	for _, f := range sources {
		d := s.catalog.add(o, []*spooled{f}, of, s.now())
		of.documents = append(of.documents, d.id)
		s.queue <- d
	}
	s.catalog.sets[of.id] = of
	s.catalog.setIDs = append(s.catalog.setIDs, of.id)
	return of.id, nil
}

// getSet answers GET /documents-set/{id}.
func (s *Server) getSet(c *call) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	of := s.catalog.sets[c.ids[0]]
	if of == nil {
		return answer{}, notFound()
	}
	return ok(s.renderSet(of))
}

// renderSet shows a set. The caller holds the catalog's lock.
func (s *Server) renderSet(of *set) map[string]any {
	out := map[string]any{"id": of.id, "documents_id": []int64{}, "status": inProgress}
	if of.left > 0 {
		return out
	}
	left := slices.DeleteFunc(slices.Clone(of.documents), func(id int64) bool { return s.catalog.documents[id] == nil })
	out["documents_id"] = left
	switch {
	case of.failed == len(of.documents):
		out["status"] = failed
	case len(left) == 0:
		out["status"] = "deleted"
	default:
		out["status"] = processed
	}
	return out
}

// listSets answers GET /documents-set/, newest first.
func (s *Server) listSets(c *call) (answer, error) {
	page, size, err := paging(c.URL.Query())
	if err != nil {
		return answer{}, err
	}
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	ids := slices.Clone(s.catalog.setIDs)
	slices.Reverse(ids)
	results := []any{}
	for _, id := range onPage(ids, page, size) {
		results = append(results, s.renderSet(s.catalog.sets[id]))
	}
	link := func(to int) string {
		if to < 1 || (to-1)*size >= len(ids) {
			return ""
		}
		query := c.URL.Query()
		query.Set("page", strconv.Itoa(to))
		query.Set("page_size", strconv.Itoa(size))
		return s.base(c.Request) + prefix + "/documents-set/?" + query.Encode()
	}
	return ok(map[string]any{"count": len(ids), "next": link(page + 1), "previous": link(page - 1), "results": results})
}
