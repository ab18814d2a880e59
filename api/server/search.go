package server

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	pageSize   = 50 // the standard and the most
	firstPage  = 1
	newestLast = "created"
)

// search answers GET /documents/.
func (s *Server) search(c *call) (answer, error) {
	q, err := parseQuery(c.URL.Query())
	if err != nil {
		return answer{}, err
	}
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	var found []*document
	for _, id := range s.catalog.ids {
		if d := s.catalog.documents[id]; q.matches(d, s.config) {
			found = append(found, d)
		}
	}
	if !q.oldestFirst {
		slices.Reverse(found)
	}
	documents := []json.RawMessage{}
	for _, d := range onPage(found, q.page, q.size) {
		documents = append(documents, s.render(d, s.viewOf(c, d)))
	}
	return ok(map[string]any{"documents": documents, "meta": map[string]any{
		"documents_per_page": q.size, "page_number": q.page,
		"total_pages": (len(found) + q.size - 1) / q.size, "total_results": len(found),
	}})
}

func onPage[T any](all []T, page, size int) []T {
	if page > len(all)/size+1 {
		return nil
	}
	start := min((page-1)*size, len(all))
	return all[start:min(start+size, len(all))]
}

func paging(query url.Values) (page, size int, err error) {
	if page, err = positive(query, "page", firstPage); err != nil {
		return 0, 0, err
	}
	size, err = positive(query, "page_size", pageSize)
	return page, min(size, pageSize), err
}

func positive(query url.Values, name string, standard int) (int, error) {
	text := query.Get(name)
	if text == "" {
		return standard, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, badField(name, "%s is not a positive number", name)
	}
	return n, nil
}

// query is what a search asks for.
type query struct {
	page, size  int
	oldestFirst bool
	externalID  *string
	status, tag string
	owner       string
	words       *regexp.Regexp
	times       []timeTest
}

// timeTest compares one of a document's times.
type timeTest struct {
	of    string // created, updated, date
	op    string // gt, gte, lt, lte
	limit time.Time
}

func parseQuery(values url.Values) (query, error) {
	q := query{
		oldestFirst: values.Get("order_by") == newestLast,
		status:      values.Get("status"), tag: values.Get("tag"), owner: values.Get("owner"),
	}
	if values.Has("external_id") {
		id := values.Get("external_id")
		q.externalID = &id
	}
	if text := values.Get("q"); text != "" {
		q.words = wildcards(text)
	}
	var err error
	if q.page, q.size, err = paging(values); err != nil {
		return q, err
	}
	for name := range values {
		of, op, isTest := strings.Cut(name, "__")
		if !isTest || !slices.Contains([]string{"created", "updated", "date"}, of) {
			continue // an unknown parameter is ignored, as the service does
		}
		if !slices.Contains([]string{"gt", "gte", "lt", "lte"}, op) {
			return q, badField(name, "%s is not a comparison", name)
		}
		limit, valid := parseDate(strings.ReplaceAll(values.Get(name), "+", " "))
		if !valid {
			return q, badField(name, "%s is not a date like 2026-01-31 or 2026-01-31 23:59:59", name)
		}
		q.times = append(q.times, timeTest{of, op, limit})
	}
	return q, nil
}

// wildcards makes a pattern that matches a whole text, "*" standing for any run
// of characters.
func wildcards(text string) *regexp.Regexp {
	parts := strings.Split(text, "*")
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(`(?s)\A` + strings.Join(parts, ".*") + `\z`)
}

func (q query) matches(d *document, c Config) bool {
	switch {
	case q.externalID != nil && *q.externalID != d.external,
		q.status != "" && q.status != d.shown(c.Failed),
		q.owner != "" && q.owner != c.Credentials.Username,
		q.tag != "" && !slices.ContainsFunc(d.tags, func(t tag) bool { return t.Name == q.tag }),
		q.words != nil && !slices.ContainsFunc(d.searched(), q.words.MatchString):
		return false
	}
	for _, t := range q.times {
		if !t.matches(d) {
			return false
		}
	}
	return true
}

// searched is the texts that q looks in. A word within a longer text is found
// with wildcards, as the service has it.
func (d *document) searched() []string {
	texts := []string{d.external, d.text}
	for _, name := range []string{"category", "notes", "invoice_number", "total"} {
		texts = append(texts, form(d.fields).text(name))
	}
	if vendor, isMap := d.fields["vendor"].(map[string]any); isMap {
		texts = append(texts, form(vendor).text("name"))
	}
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}

func (t timeTest) matches(d *document) bool {
	var at time.Time
	switch t.of {
	case "created":
		at = d.created.UTC().Truncate(time.Second)
	case "updated":
		at = d.updated.UTC().Truncate(time.Second)
	default:
		var known bool
		if at, known = parseDate(form(d.fields).text("date")); !known {
			return false
		}
	}
	switch t.op {
	case "gt":
		return at.After(t.limit)
	case "gte":
		return !at.Before(t.limit)
	case "lt":
		return at.Before(t.limit)
	}
	return !at.After(t.limit)
}
