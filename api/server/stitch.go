package server

import "net/http"

// stitchable tells whether pictures can be shown as one PDF.
func stitchable(sources []*spooled) bool { return false }

func (s *Server) serveStitched(http.ResponseWriter, *http.Request, []*spooled) error {
	return notFound()
}

func serveSpooled(w http.ResponseWriter, r *http.Request, f *spooled) error {
	w.Header().Set("Content-Type", mediaTypes[f.kind])
	http.ServeFile(w, r, f.path)
	return nil
}
