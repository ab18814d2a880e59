package server

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	filesPath = "/files/"
	pdfName   = "document.pdf"
)

// links makes and checks addresses of files that answer for a while without
// credentials.
type links struct {
	key  []byte
	life time.Duration
	now  func() time.Time
}

func newLinks(life time.Duration, now func() time.Time) *links {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	return &links{key: key, life: life, now: now}
}

func (l *links) make(base string, id int64, name string) string {
	expires := strconv.FormatInt(l.now().Add(l.life).Unix(), 10)
	path := fmt.Sprintf("%s%d/%s", filesPath, id, name)
	query := url.Values{"Expires": {expires}, "Signature": {l.sign(path, expires)}, "Key-Pair-Id": {"spindle"}}
	return strings.TrimSuffix(base, "/") + path + "?" + query.Encode()
}

func (l *links) sign(path, expires string) string {
	mac := hmac.New(sha256.New, l.key)
	fmt.Fprintf(mac, "%s\n%s", path, expires)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (l *links) valid(path string, query url.Values) bool {
	expires, err := strconv.ParseInt(query.Get("Expires"), 10, 64)
	if err != nil || !l.now().Before(time.Unix(expires, 0)) {
		return false
	}
	return hmac.Equal([]byte(l.sign(path, query.Get("Expires"))), []byte(query.Get("Signature")))
}

// serveFile answers a link.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, path string) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		s.fail(w, r, &problem{status: http.StatusMethodNotAllowed, text: textMethod})
		return
	case !s.links.valid(path, r.URL.Query()):
		s.fail(w, r, &problem{status: http.StatusForbidden, text: "Access denied: the link has expired or is not one of ours. Get the document again for a new one."})
		return
	}
	idText, name, _ := strings.Cut(strings.TrimPrefix(path, filesPath), "/")
	id, _ := strconv.ParseInt(idText, 10, 64)
	s.catalog.mu.Lock()
	d := s.catalog.documents[id]
	var sources []*spooled
	if d != nil && d.finished() && !d.filesGone {
		sources = d.sources
	}
	s.catalog.mu.Unlock()
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	var err error
	switch {
	case len(sources) == 0:
		err = notFound()
	case len(sources) == 1 && (name != pdfName || sources[0].kind == pdf):
		err = serveSpooled(w, r, sources[0])
	default:
		err = s.serveStitched(w, r, sources)
	}
	if err != nil {
		s.fail(w, r, err)
	}
}
