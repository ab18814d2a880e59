package server

import "strings"

// schema answers GET /documents/schema with the paths that this server has, as
// OpenAPI.
func (s *Server) schema(*call) (answer, error) {
	paths := map[string]any{}
	for path, methods := range s.table {
		operations := map[string]any{}
		for method := range methods {
			operations[strings.ToLower(method)] = map[string]any{
				"responses": map[string]any{"default": map[string]any{"description": "See https://docs.veryfi.com/api/receipts-invoices/"}},
			}
		}
		names := []string{"{id}", "{item_id}"}
		for _, name := range names {
			path = strings.Replace(path, "#", name, 1)
		}
		paths["/"+path+"/"] = operations
	}
	return ok(map[string]any{
		"openapi": "3.0.3",
		"info":    map[string]any{"title": "Receipts and invoices", "version": "8"},
		"servers": []any{map[string]any{"url": prefix}},
		"paths":   paths,
	})
}

// counts answers GET /ocr-counts/ with how many documents were read since the
// start.
func (s *Server) counts(*call) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	return ok(map[string]any{"documents": s.catalog.read})
}
