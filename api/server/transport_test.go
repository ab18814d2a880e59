package server

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestWhoMayAsk(t *testing.T) {
	s := start(t)
	for name, c := range map[string]struct {
		client, login string
		status        int
	}{
		"nobody":         {"", "", 403},
		"no login":       {"test-client", "", 403},
		"no client":      {"", "apikey test.user:test-key", 403},
		"wrong client":   {"other", "apikey test.user:test-key", 401},
		"wrong key":      {"test-client", "apikey test.user:test-kez", 401},
		"wrong user":     {"test-client", "apikey other:test-key", 401},
		"wrong word":     {"test-client", "Bearer test-key", 401},
		"empty key":      {"test-client", "apikey test.user:", 401},
		"the right ones": {"test-client", "apikey test.user:test-key", 200},
	} {
		r, err := http.NewRequest("GET", s.url+prefix+"/documents/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("CLIENT-ID", c.client)
		r.Header.Set("Authorization", c.login)
		got, err := send(r)
		if err != nil {
			t.Fatal(err)
		}
		if got.status != c.status {
			t.Errorf("%s: answered %d, want %d", name, got.status, c.status)
		}
		if c.status != 200 && (got.body["error"] == nil || got.body["error"] != got.body["message"] || got.body["status"] != "fail") {
			t.Errorf("%s: answered %s", name, got.raw)
		}
		if got.header.Get("x-veryfi-trace-id") == "" {
			t.Errorf("%s: no trace id", name)
		}
	}
}

func TestNewKindOfKey(t *testing.T) {
	s := start(t, func(c *Config) { c.Credentials.APIKey = "vrfk_1" })
	r, err := http.NewRequest("GET", s.url+prefix+"/documents", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Client-Id", testCredentials.ClientID)
	r.Header.Set("Authorization", "Bearer vrfk_1")
	if got, err := send(r); err != nil || got.status != 200 {
		t.Fatal(got, err)
	}
}

func TestEveryRouteInBothSlashForms(t *testing.T) {
	s := start(t)
	for path, methods := range s.server.table {
		for method := range methods {
			for _, form := range []string{"/%s", "/%s/", "//%s", "/%s//"} {
				where := fmt.Sprintf(form, strings.ReplaceAll(path, "#", "7"))
				r := s.json(method, where, `{}`)
				if r.status >= 300 && r.status < 400 || r.status == 405 || r.status >= 500 || r.body == nil {
					t.Errorf("%s %s answered %d %s", method, where, r.status, r.raw)
				}
				if r.status == 404 && r.body["error"] == textNotFound && path != "documents-set/#" && path != "tags/#" && path != "settings/webhooks/confirm" {
					t.Errorf("%s %s is not known", method, where)
				}
			}
		}
	}
	if r := s.json("PATCH", "/documents/", `{}`); r.status != 405 || r.body["error"] == nil {
		t.Errorf("PATCH answered %d %s", r.status, r.raw)
	}
	for _, path := range []string{"/nothing", "/documents/abc", "/documents/1/2", "/checks/"} {
		if r := s.get(path); r.status != 404 || r.body["error"] == nil {
			t.Errorf("%s answered %d %s", path, r.status, r.raw)
		}
	}
}

// The Python and Node libraries send a body with GET and DELETE, and call
// .json() on every answer.
func TestBodiesOnGetAndDelete(t *testing.T) {
	s := start(t)
	id := s.submit(part{name: "file", file: "a.jpg", text: picture(1)})
	s.finished(id)
	if r := s.json("GET", "/documents/"+id+"/", `{}`); r.status != 200 || r.id() != id {
		t.Errorf("GET with a body answered %d %s", r.status, r.raw)
	}
	if r := s.json("GET", "/documents/"+id, ""); r.status != 200 {
		t.Errorf("GET with a content type and no body answered %d %s", r.status, r.raw)
	}
	r := s.json("DELETE", "/documents/"+id+"/", `{"id": `+id+`}`)
	if r.status != 200 || r.raw != `{"message":"Document has been deleted","status":"ok"}` {
		t.Errorf("DELETE answered %d %s", r.status, r.raw)
	}
	for _, method := range []string{"GET", "DELETE", "PUT"} {
		if r := s.json(method, "/documents/"+id+"/", `{"id": `+id+`}`); r.status != 404 || r.body["error"] != "Document Not Found" {
			t.Errorf("%s after it answered %d %s", method, r.status, r.raw)
		}
	}
	s.nothingLeft()
}

func TestUploadsRefused(t *testing.T) {
	photo := picture(1)
	data := base64.StdEncoding.EncodeToString([]byte(photo))
	big := photo + noise(40_000)
	for name, c := range map[string]struct {
		json   string
		parts  []part
		status int
		text   string
	}{
		"nothing":             {json: ``, status: 400, text: textNoFiles},
		"no source":           {json: `{"file_data":null,"file_url":null}`, status: 400, text: textNoFiles},
		"not JSON":            {json: `{"file_data":`, status: 400, text: textMalformed},
		"not an object":       {json: `["x"]`, status: 400, text: textMalformed},
		"two objects":         {json: `{"a":1}{}`, status: 400, text: textMalformed},
		"cut in the file":     {json: `{"file_data":"` + data, status: 400, text: textMalformed},
		"an odd escape":       {json: `{"file_data":"\x"}`, status: 400, text: textMalformed},
		"not base64":          {json: `{"file_data":"????"}`, status: 400, text: textCorrupted},
		"empty data":          {json: `{"file_data":""}`, status: 400, text: textEmpty},
		"tiny":                {json: `{"file_data":"/9j/AAAA"}`, status: 400, text: textEmpty},
		"two sources":         {json: `{"file_data":"` + data + `","file_url":"https://example.com/a.jpg"}`, status: 400, text: "Bad Request"},
		"twice":               {json: `{"file_data":"` + data + `","file_data":"` + data + `"}`, status: 400, text: "Bad Request"},
		"an address":          {json: `{"file_url":"https://example.com/a.jpg"}`, status: 400, text: textDownload},
		"a local address":     {json: `{"file_url":"http://127.0.0.1:1/a.jpg"}`, status: 400, text: textDownload},
		"addresses":           {json: `{"file_urls":["file:///etc/passwd"]}`, status: 400, text: textDownload},
		"pages not a number":  {json: `{"file_data":"` + data + `","max_pages_to_process":"many"}`, status: 400, text: textMalformed},
		"unknown type":        {parts: []part{{"file", "a.jpg", noise(400)}}, status: 400, text: textUnsupported},
		"too big":             {parts: []part{{"file", "a.jpg", big[:30_500]}}, status: 400, text: textTooBig},
		"far too big":         {parts: []part{{"file", "a.jpg", big}}, status: 413, text: textBodyTooBig},
		"too big, as JSON":    {json: `{"file_data":"` + base64.StdEncoding.EncodeToString([]byte(big[:31_000])) + `"}`, status: 400, text: textTooBig},
		"far too big JSON":    {json: `{"file_data":"` + base64.StdEncoding.EncodeToString([]byte(big)) + `"}`, status: 413, text: textBodyTooBig},
		"long fields":         {json: `{"a":"` + strings.Repeat("x", 6000) + `"}`, status: 413, text: textBodyTooBig},
		"long parts":          {parts: []part{{"file", "a.jpg", photo}, {"a", "", strings.Repeat("x", 6000)}}, status: 413, text: textBodyTooBig},
		"two files":           {parts: []part{{"file", "a.jpg", photo}, {"file", "b.jpg", photo}}, status: 400, text: "Bad Request"},
		"a picture for a set": {status: 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, func(c *Config) { c.Limits.FileBytes, c.Limits.FieldBytes = 30_000, 5000 })
			var r reply
			switch {
			case c.status == 0:
				c.status, c.text = 400, textUnsupported
				r = s.upload("/documents-set/", part{"file", "a.jpg", photo})
			case c.parts != nil:
				r = s.upload("/documents/", c.parts...)
			default:
				r = s.json("POST", "/documents/", c.json)
			}
			if r.status != c.status || r.body["error"] != c.text || r.body["message"] != c.text {
				t.Errorf("answered %d %s, want %d %q", r.status, r.raw, c.status, c.text)
			}
			s.nothingLeft()
		})
	}
	t.Run("no boundary", func(t *testing.T) {
		s := start(t)
		if r := s.do("POST", "/documents/", "multipart/form-data", strings.NewReader("x")); r.status != 400 {
			t.Errorf("answered %d %s", r.status, r.raw)
		}
	})
	t.Run("parts cut short", func(t *testing.T) {
		s := start(t)
		contentType, body := multipartBody(t, part{"file", "a.jpg", photo})
		body.Truncate(body.Len() - 10)
		if r := s.do("POST", "/documents/", contentType, body); r.status != 400 || r.body["error"] != textMalformed {
			t.Errorf("answered %d %s", r.status, r.raw)
		}
		s.nothingLeft()
	})
}

func TestFormsOfLists(t *testing.T) {
	for name, parts := range map[string][]part{
		"repeated":   {{"tags", "", "a b"}, {"tags", "", "c"}},
		"brackets":   {{"tags[]", "", "a b"}, {"tags[]", "", "c"}},
		"JSON":       {{"tags", "", `["a b", "c"]`}},
		"commas":     {{"tags", "", "a b,c"}},
		"doubles":    {{"tags", "", "a b,c,c"}},
		"one by one": {{"tags[]", "", "a b,c"}},
	} {
		s := start(t)
		got := s.finished(s.submit(append(parts, part{"file", "a.jpg", picture(1)})...))
		tags, _ := got.body["tags"].([]any)
		var names []string
		for _, each := range tags {
			names = append(names, fmt.Sprint(each.(map[string]any)["name"]))
		}
		if strings.Join(names, "|") != "a b|c" {
			t.Errorf("%s: tags %v", name, names)
		}
	}
}

func TestTooManyRequests(t *testing.T) {
	s := start(t, func(c *Config) { c.Limits.Rate = 2 })
	var last reply
	for range 5 {
		last = s.get("/documents/")
	}
	if last.status != 429 || last.header.Get("Retry-After") == "" || last.body["error"] != textRate {
		t.Errorf("the fifth request in a moment answered %d %s", last.status, last.raw)
	}
}
