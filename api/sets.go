package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// Set is a submission that the service splits into documents.
//
// Source: https://docs.veryfi.com/api/receipts-invoices/get-documents-from-pdf/
type Set struct {
	Raw        json.RawMessage
	ID         ID
	ExternalID string
	Documents  []ID   // empty until the set is split
	Status     string // "in_progress", "processed", "failed", "deleted"
	Reason     string // why it failed, in the service's words
}

// Pending tells that the documents are not all known yet.
func (s Set) Pending() bool {
	if s.Status == "" {
		return s.Reason == "" && len(s.Documents) == 0
	}
	return inProgress(s.Status)
}

// Failed tells that there will be no documents.
func (s Set) Failed() bool {
	return s.Status == "failed" || s.Status == "deleted" || s.Reason != "" && !s.Pending() && len(s.Documents) == 0
}

// SetPage is one page of the list of sets.
type SetPage struct {
	Sets  []Set
	Count int  // in all; 0 when the service does not say
	More  bool // there is another page
}

// Set gets a set.
func (c *Client) Set(ctx context.Context, id ID) (Set, error) {
	op := "getting set " + string(id)
	if id == "" || id == "." || id == ".." {
		return Set{}, &Error{Kind: KindNotFound, Op: op, Message: "there is no ID", subject: aboutDocument}
	}
	a, err := c.do(ctx, call{op: op, method: http.MethodGet, path: "/documents-set/" + url.PathEscape(string(id)) + "/", subject: aboutDocument})
	if err != nil {
		return Set{}, err
	}
	s, err := parseSet(a.body)
	if err != nil {
		return Set{}, c.strange(op, a, err.Error())
	}
	if a.status == http.StatusAccepted && s.Status == "" {
		s.Status = "in_progress"
	}
	return s, nil
}

// Sets lists the sets, page counted from 1. Its envelope is not that of
// [Client.Search].
func (c *Client) Sets(ctx context.Context, page int) (SetPage, error) {
	const op = "listing the sets"
	query := url.Values{"page": {strconv.Itoa(max(page, 1))}, "page_size": {strconv.Itoa(MaxPageSize)}}
	a, err := c.do(ctx, call{op: op, method: http.MethodGet, path: "/documents-set/", query: query})
	if errors.Is(err, ErrNotFound) && page > 1 {
		return SetPage{}, nil
	}
	if err != nil {
		return SetPage{}, err
	}
	o, _ := parseObject(unwrap(a.body))
	list := parseList(o["results"])
	if list == nil {
		return SetPage{}, c.strange(op, a, "it is not a list of sets")
	}
	p := SetPage{Count: o.integer("count"), More: o.text("next") != ""}
	for _, raw := range list {
		s, err := parseSet(raw)
		if err != nil {
			return SetPage{}, c.strange(op, a, err.Error())
		}
		p.Sets = append(p.Sets, s)
	}
	return p, nil
}

func parseSet(raw json.RawMessage) (Set, error) {
	raw = unwrap(raw)
	o, _ := parseObject(raw)
	s := Set{
		Raw:        raw,
		ID:         o.id("id"),
		ExternalID: o.text("external_id"),
		Status:     strings.ToLower(strings.TrimSpace(o.text("status"))),
		Reason:     tidy(wordsOf(o["error"]), maxMessage),
	}
	if s.ID == "" {
		return Set{}, errors.New("it has no id")
	}
	for _, id := range o.strings("documents_id", "id") {
		s.Documents = append(s.Documents, ID(id))
	}
	return s, nil
}
