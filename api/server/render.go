package server

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"strings"
)

// view is how a document is to be shown.
type view struct {
	base          string // what links begin with
	scores, boxes bool
}

func (v view) detailed() bool { return v.scores || v.boxes }

// render writes a document as JSON. The caller holds the catalog's lock.
func (s *Server) render(d *document, v view) json.RawMessage {
	out := d.plain()
	out["id"] = d.id
	out["status"] = d.shown(s.config.Failed)
	out["created_date"], out["updated_date"] = stamp(d.created), stamp(d.updated)
	out["external_id"] = word(d.external)
	out["reference_number"] = reference(d.id)
	out["model"] = s.config.Model
	out["tags"] = nonNil(d.tags)
	if out["status"] == inProgress {
		return encode(out)
	}
	if d.failure != "" {
		out["error"] = d.failure
	}
	s.renderFiles(out, d, v)
	out["meta"] = s.meta(d, v)
	out["ocr_text"] = word(d.text)
	out["total_pages"] = d.totalPages
	out["line_items"] = plainEntries(d.lines, blankLineItem)
	out["tax_lines"] = plainEntries(d.taxes, blankTaxLine)
	if _, corrected := d.fields["is_duplicate"]; d.duplicateOf != 0 && !corrected {
		out["is_duplicate"], out["duplicate_of"] = true, d.duplicateOf
	}
	if name := out["vendor"].(map[string]any)["name"]; name != nil {
		out["vendors"] = []any{name}
	}
	if v.boxes && d.words != nil {
		out[wordsKey] = d.words
	}
	if v.detailed() {
		v.addDetails(out, d)
	}
	return encode(out)
}

// plain is what the receipt and its corrections say, all members present. Maps
// within it are its own.
func (d *document) plain() map[string]any {
	out := blankDocument()
	for name, value := range d.fields {
		if part, isMap := value.(map[string]any); isMap && out[name] != nil {
			maps.Copy(out[name].(map[string]any), part)
			continue
		}
		out[name] = value
	}
	return out
}

func (s *Server) renderFiles(out map[string]any, d *document, v view) {
	if len(d.sources) == 0 {
		return
	}
	kind := d.kind()
	out["img_file_name"] = fmt.Sprintf("%d.%s", d.id, kind)
	out["img_url"] = s.imageLink(d, v)
	if !d.filesGone && (kind == pdf || stitchable(d.sources)) {
		out["pdf_url"] = s.links.make(v.base, d.id, pdfName)
	}
}

func (s *Server) meta(d *document, v view) map[string]any {
	pages := make([]any, 0, len(d.pages))
	for _, p := range d.pages {
		pages = append(pages, map[string]any{"width": p.Width, "height": p.Height, "language": []any{}})
	}
	sources := make([]any, 0, len(d.sources))
	for _, f := range d.sources {
		sources = append(sources, d.sourceMeta(f))
	}
	duplicates := []any{}
	if d.duplicateOf != 0 {
		duplicates = append(duplicates, map[string]any{
			"id": d.duplicateOf, "score": 1, "url": s.imageLink(s.catalog.documents[d.duplicateOf], v),
		})
	}
	return map[string]any{
		"owner": s.config.Credentials.Username, "source": "api", "device_id": nil, "device_user_uuid": nil,
		"language": []any{}, "warnings": []any{}, "pages": pages, "processed_pages": len(d.pages),
		"total_pages": d.totalPages, "source_documents": sources, "duplicates": duplicates,
	}
}

// imageLink is where the document's picture can be had, or null.
func (s *Server) imageLink(d *document, v view) any {
	switch {
	case d == nil, d.filesGone, len(d.sources) == 0:
		return nil
	case len(d.sources) == 1:
		return s.links.make(v.base, d.id, "image."+string(d.kind()))
	case stitchable(d.sources):
		return s.links.make(v.base, d.id, pdfName)
	}
	return nil
}

// sourceMeta tells a file's size as it came; a single picture whose header does
// not tell its size in pixels has that of the page read from it.
func (d *document) sourceMeta(f *spooled) map[string]any {
	m := map[string]any{"width": nil, "height": nil, "size_kb": (f.size + 512) / 1024}
	switch {
	case f.width > 0:
		m["width"], m["height"] = f.width, f.height
	case len(d.sources) == 1 && len(d.pages) > 0:
		m["width"], m["height"] = d.pages[0].Width, d.pages[0].Height
	}
	return m
}

// addDetails replaces scalars with {"value": ..., "score": ...} where the
// reader has something to say about them. line_items and tax_lines stay plain
// and get twins.
func (v view) addDetails(out map[string]any, d *document) {
	out["confidence_details"] = true
	for key, value := range d.values {
		in, name := out, key
		if part, rest, nested := strings.Cut(key, "."); nested {
			in, name = out[part].(map[string]any), rest
		}
		in[name] = v.detail(in[name], value)
	}
	out["line_items_with_scores"] = v.detailedEntries(d.lines, blankLineItem)
	out["tax_lines_with_scores"] = v.detailedEntries(d.taxes, blankTaxLine)
}

func (v view) detail(plain any, value Value) map[string]any {
	m := map[string]any{"value": plain}
	if v.scores {
		m["score"] = fraction(value.Score)
		if value.Doubt != "" {
			m["doubt"] = value.Doubt // ours: the service gives no reasons
		}
	}
	if v.boxes && value.Box != [4]float64{} {
		x1, y1, x2, y2 := fraction(value.Box[0]), fraction(value.Box[1]), fraction(value.Box[2]), fraction(value.Box[3])
		m["bounding_box"] = []any{value.Page, x1, y1, x2, y2}
		m["bounding_region"] = []any{x1, y1, x2, y1, x2, y2, x1, y2}
		m["rotation"] = 0
	}
	return m
}

// fraction keeps a number a JSON number between 0 and 1, with as many digits
// as mean anything.
func fraction(f float64) float64 {
	if math.IsNaN(f) {
		return 0
	}
	return math.Round(min(max(f, 0), 1)*1e6) / 1e6
}

func plainEntries(entries []*entry, blank func() map[string]any) []any {
	out := make([]any, 0, len(entries))
	for _, e := range entries {
		out = append(out, e.plain(blank))
	}
	return out
}

func (e *entry) plain(blank func() map[string]any) map[string]any {
	m := blank()
	maps.Copy(m, e.fields)
	m["id"] = e.id
	return m
}

func (v view) detailedEntries(entries []*entry, blank func() map[string]any) []any {
	out := make([]any, 0, len(entries))
	for _, e := range entries {
		m := e.plain(blank)
		for key, value := range e.values {
			m[key] = v.detail(m[key], value)
		}
		out = append(out, m)
	}
	return out
}

// reference is the service's short name for a document: five letters and the
// last five digits of its id.
func reference(id int64) string {
	letters, rest := []byte("VAAAA"), id/100_000
	for i := len(letters) - 1; i > 0; i-- {
		letters[i] = 'A' + byte(rest%26)
		rest /= 26
	}
	return fmt.Sprintf("%s-%05d", letters, id%100_000)
}

func nonNil(tags []tag) []tag {
	if tags == nil {
		return []tag{}
	}
	return tags
}
