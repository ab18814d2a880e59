package api

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"testing"
	"time"
)

func TestSearch(t *testing.T) {
	var asked url.Values
	answer := ""
	status := 200
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.Query()
		reply(w, status, answer)
	})
	answer = `{"documents":[{"id":1,"external_id":"x"},{"id":2,"external_id":"y"},{"id":3}],"meta":{"documents_per_page":50,"page_number":1,"total_pages":2,"total_results":"60"}}`
	r, err := c.Search(t.Context(), Query{
		ExternalID: "x", Status: "in_progress", CreatedAfter: time.Date(2026, 3, 1, 1, 2, 3, 0, time.FixedZone("", 3600)), Page: 1, PageSize: 200, Details: true,
	})
	if err != nil || len(r.Documents) != 1 || r.Documents[0].ID != "1" || r.Unmatched != 2 || r.TotalPages != 2 || r.TotalResults != 60 {
		t.Errorf("%+v, %v", r, err)
	}
	want := url.Values{
		"external_id": {"x"}, "status": {"in_progress"}, "created__gt": {"2026-03-01 00:02:03"}, "page_size": {"50"},
		"confidence_details": {"true"}, "bounding_boxes": {"true"},
	}
	if !reflect.DeepEqual(asked, want) {
		t.Errorf("asked %v, want %v", asked, want)
	}
	if _, err := c.Search(t.Context(), Query{Page: 2, PageSize: 5, Oldest: true, Tag: "t", Text: "q"}); err != nil {
		t.Error(err)
	}
	if want := (url.Values{"page": {"2"}, "page_size": {"5"}, "order_by": {"created"}, "tag": {"t"}, "q": {"q"}}); !reflect.DeepEqual(asked, want) {
		t.Errorf("asked %v, want %v", asked, want)
	}
	for _, answer = range []string{`[{"id":1}]`, `{"data":{"documents":[{"id":1}]}}`, `{"data":[{"id":1}]}`} {
		if r, err := c.Search(t.Context(), Query{}); err != nil || len(r.Documents) != 1 {
			t.Errorf("%s: %+v, %v", answer, r, err)
		}
	}
	c.RetryBudget = -1
	for _, answer = range []string{`{}`, `{"documents":null}`, `{"documents":[7]}`} {
		if _, err := c.Search(t.Context(), Query{}); !errors.Is(err, ErrAnswer) {
			t.Errorf("%s: %v", answer, err)
		}
	}
	status, answer = 404, `{"error":"Not found."}`
	if r, err := c.Search(t.Context(), Query{Page: 9}); err != nil || len(r.Documents) != 0 {
		t.Errorf("beyond the last page: %+v, %v", r, err)
	}
	if _, err := c.Search(t.Context(), Query{}); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

func TestSets(t *testing.T) {
	answer := ""
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 200, answer) })
	for _, test := range []struct {
		answer          string
		documents       []ID
		pending, failed bool
	}{
		{`{"id":351609,"documents_id":[337479740,9007199254740993],"status":"processed"}`, []ID{"337479740", "9007199254740993"}, false, false},
		{`{"data":{"id":351609,"documents_id":[],"status":"in_progress"}}`, nil, true, false},
		{`{"id":351609,"documents_id":null,"status":"split_in_progress"}`, nil, true, false},
		{`{"id":351609}`, nil, true, false},
		{`{"id":351609,"documents_id":[{"id":5}]}`, []ID{"5"}, false, false},
		{`{"id":351609,"status":"failed","error":"File is corrupted"}`, nil, false, true},
		{`{"id":351609,"error":"File is corrupted"}`, nil, false, true},
		{`{"id":351609,"status":"deleted"}`, nil, false, true},
	} {
		answer = test.answer
		s, err := c.Set(t.Context(), "351609")
		if err != nil || !reflect.DeepEqual(s.Documents, test.documents) || s.Pending() != test.pending || s.Failed() != test.failed {
			t.Errorf("%s: %+v, pending %v, failed %v, %v", answer, s, s.Pending(), s.Failed(), err)
		}
	}
	answer = `{"count":8,"next":"https://x/?page=2","previous":"","results":[{"id":1,"documents_id":[2],"status":"processed"}]}`
	p, err := c.Sets(t.Context(), 1)
	if err != nil || p.Count != 8 || !p.More || len(p.Sets) != 1 || p.Sets[0].Documents[0] != "2" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestChanges(t *testing.T) {
	var method, path, body string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		method, path, body = r.Method, r.URL.EscapedPath(), string(content)
		if r.Method == http.MethodDelete {
			reply(w, 200, `{"status":"ok","message":"Document has been deleted"}`)
			return
		}
		reply(w, 200, `{"id":7,"status":"processed","total":12.30}`)
	})
	d, err := c.UpdateDocument(t.Context(), "7", map[string]any{"total": json.Number("12.30"), "vendor": map[string]string{"name": "A & B"}})
	if err != nil || d.Total.Text != "12.30" {
		t.Errorf("%v, %v", d, err)
	}
	if method != "PUT" || path != "/api/v8/partner/documents/7/" || body != `{"total":12.30,"vendor":{"name":"A \u0026 B"}}` {
		t.Errorf("%s %s %s", method, path, body)
	}
	if err := c.DeleteDocument(t.Context(), "../x"); err != nil || method != "DELETE" || path != "/api/v8/partner/documents/..%2Fx/" {
		t.Errorf("%s %s %v", method, path, err)
	}
	method = ""
	for _, id := range []ID{"", ".", ".."} {
		if err := c.DeleteDocument(t.Context(), id); !errors.Is(err, ErrNotFound) || method != "" {
			t.Errorf("deleting %q: %v, sent %s", id, err, method)
		}
	}
}

func TestWebhookSettings(t *testing.T) {
	var path, body string
	answer := `{}`
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		content, _ := io.ReadAll(r.Body)
		path, body = r.URL.Path, string(content)
		reply(w, 200, answer)
	})
	if err := c.AddWebhook(t.Context(), "https://a.example/x"); err != nil || path != "/api/v8/partner/settings/webhooks/" || body != `{"url":"https://a.example/x"}` {
		t.Error(path, body, err)
	}
	if err := c.ConfirmWebhook(t.Context(), "https://a.example/x", "s"); err != nil || path != "/api/v8/partner/settings/webhooks/confirm/" || body != `{"secret":"s","url":"https://a.example/x"}` {
		t.Error(path, body, err)
	}
	for _, answer = range []string{
		`["https://a.example/x"]`, `[{"url":"https://a.example/x","status":"confirmed"}]`, `{"url":"https://a.example/x"}`,
		`{"webhooks":[{"id":1,"url":"https://a.example/x"}],"next":"https://api/?page=2"}`, `{"data":{"urls":["https://a.example/x","https://a.example/x"]}}`,
	} {
		if got, err := c.Webhooks(t.Context()); err != nil || !reflect.DeepEqual(got, []string{"https://a.example/x"}) {
			t.Errorf("%s: %v, %v", answer, got, err)
		}
	}
	answer = `{"webhooks":[]}`
	if got, err := c.Webhooks(t.Context()); err != nil || len(got) != 0 {
		t.Error(got, err)
	}
}
