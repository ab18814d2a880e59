package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Query says which documents to list. Its zero value lists all, the newest
// first.
type Query struct {
	ExternalID   string    // exactly this one
	Status       string    // "in_progress", "processed", …
	Text         string    // in the service's own search language
	Tag          string    //
	CreatedAfter time.Time // by the service's clock
	UpdatedAfter time.Time
	Oldest       bool // the oldest first
	Page         int  // from 1; 0 means 1
	PageSize     int  // at most and by default [MaxPageSize]
	Details      bool // with confidences and boxes
}

// Results is one page of a list of documents.
type Results struct {
	Documents []Document
	// Unmatched counts the documents that were answered to a search by
	// external ID without carrying it. They are not in Documents: a server
	// that overlooks the question would otherwise hand out anybody's receipt.
	Unmatched    int
	Page         int
	TotalPages   int // 0 when the service does not say
	TotalResults int
}

// Search lists documents.
//
// Source: https://docs.veryfi.com/api/receipts-invoices/search-documents/
func (c *Client) Search(ctx context.Context, q Query) (Results, error) {
	const op = "searching the documents"
	a, err := c.do(ctx, call{op: op, method: http.MethodGet, path: "/documents/", query: q.values()})
	if errors.Is(err, ErrNotFound) && q.Page > 1 {
		return Results{Page: q.Page}, nil // a page beyond the last
	}
	if err != nil {
		return Results{}, err
	}
	body := unwrap(a.body)
	o, _ := parseObject(body)
	list := parseList(o["documents"])
	if o == nil {
		list = parseList(body)
	}
	if list == nil {
		return Results{}, c.strange(op, a, "it is not a list of documents")
	}
	meta := o.object("meta")
	r := Results{Page: max(q.Page, 1), TotalPages: meta.integer("total_pages"), TotalResults: meta.integer("total_results")}
	for _, raw := range list {
		d, err := ParseDocument(raw)
		if err != nil {
			return Results{}, c.strange(op, a, err.Error())
		}
		if q.ExternalID != "" && d.ExternalID != q.ExternalID {
			r.Unmatched++
			continue
		}
		r.Documents = append(r.Documents, d)
	}
	return r, nil
}

func (q Query) values() url.Values {
	v := url.Values{}
	set := func(key, value string) {
		if value != "" {
			v.Set(key, value)
		}
	}
	set("external_id", q.ExternalID)
	set("status", q.Status)
	set("q", q.Text)
	set("tag", q.Tag)
	set("created__gt", queryTime(q.CreatedAfter))
	set("updated__gt", queryTime(q.UpdatedAfter))
	if q.Oldest {
		v.Set("order_by", "created")
	}
	if q.Page > 1 {
		v.Set("page", strconv.Itoa(q.Page))
	}
	size := q.PageSize
	if size <= 0 || size > MaxPageSize {
		size = MaxPageSize
	}
	v.Set("page_size", strconv.Itoa(size))
	if q.Details {
		v.Set("confidence_details", "true")
		v.Set("bounding_boxes", "true")
	}
	return v
}

func queryTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateTime)
}
