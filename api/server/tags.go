package server

import (
	"slices"
	"strings"
)

// getTags answers GET /documents/{id}/tags/.
func (s *Server) getTags(c *call) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	d, err := s.find(c)
	if err != nil {
		return answer{}, err
	}
	return ok(map[string]any{"tags": slices.Clone(nonNil(d.tags))})
}

// addTag answers PUT /documents/{id}/tags/ with the one tag.
func (s *Server) addTag(c *call) (answer, error) {
	fields, err := s.jsonBody(c)
	if err != nil {
		return answer{}, err
	}
	name := fields.text("name")
	if name == "" {
		return answer{}, badField("name", "name is missing")
	}
	return s.tagged(c, []string{name}, func(added []tag) any { return added[0] })
}

// addTags answers POST /documents/{id}/tags/ with those added.
func (s *Server) addTags(c *call) (answer, error) {
	fields, err := s.jsonBody(c)
	if err != nil {
		return answer{}, err
	}
	names := fields.list("tags")
	if len(names) == 0 {
		return answer{}, badField("tags", "tags is missing")
	}
	return s.tagged(c, names, func(added []tag) any { return map[string]any{"tags": added} })
}

// tagged adds tags to a document, of whatever status.
func (s *Server) tagged(c *call, names []string, body func([]tag) any) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	d, err := s.find(c)
	if err != nil {
		return answer{}, err
	}
	added := s.catalog.tagsNamed(names)
	for _, t := range added {
		if !slices.Contains(d.tags, t) {
			d.tags = append(d.tags, t)
		}
	}
	return ok(body(added))
}

// removeTags answers DELETE /documents/{id}/tags/.
func (s *Server) removeTags(c *call) (answer, error) {
	return s.untag(c, func(tag) bool { return true })
}

// removeTag answers DELETE /documents/{id}/tags/{tag_id}.
func (s *Server) removeTag(c *call) (answer, error) {
	return s.untag(c, func(t tag) bool { return t.ID == c.ids[1] })
}

func (s *Server) untag(c *call, which func(tag) bool) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	d, err := s.find(c)
	if err != nil {
		return answer{}, err
	}
	d.tags = slices.DeleteFunc(slices.Clone(d.tags), which)
	return ok(map[string]any{})
}

// allTags answers GET /tags/.
func (s *Server) allTags(*call) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	tags := []tag{}
	for name, id := range s.catalog.tags {
		tags = append(tags, tag{ID: id, Name: name})
	}
	slices.SortFunc(tags, func(a, b tag) int { return strings.Compare(a.Name, b.Name) })
	return ok(map[string]any{"tags": tags})
}

// deleteTag answers DELETE /tags/{tag_id}: no document has it any more.
func (s *Server) deleteTag(c *call) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	for name, id := range s.catalog.tags {
		if id != c.ids[0] {
			continue
		}
		delete(s.catalog.tags, name)
		for _, d := range s.catalog.documents {
			d.tags = slices.DeleteFunc(slices.Clone(d.tags), func(t tag) bool { return t.ID == id })
		}
		return done("Tag has been deleted")
	}
	return answer{}, notFound()
}
