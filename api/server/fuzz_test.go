package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
)

// small makes a server for fuzzing: nothing runs, and its bounds are low.
func small(f *testing.F) *Server {
	f.Helper()
	c := Config{Reader: &fakeReader{}, Credentials: testCredentials, Dir: f.TempDir()}
	c.Limits = Limits{FileBytes: 8000, SetBytes: 8000, FieldBytes: 4000, UnpackedBytes: 20_000, Members: 20, MinBytes: -1, Rate: -1}
	s, err := New(c)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() {
		if err := s.Close(); err != nil {
			f.Error(err)
		}
	})
	return s
}

// left is what lies in the spool.
func (s *Server) left(t *testing.T) []string {
	entries, err := os.ReadDir(s.spool.dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.Name() != spoolLock {
			names = append(names, e.Name())
		}
	}
	return names
}

// FuzzZip checks that any bytes are either refused, leaving nothing, or become
// bounded files in order.
func FuzzZip(f *testing.F) {
	photo := picture(1)
	for _, seed := range []string{
		zipOf(f, member{"b.jpg", photo}, member{"a.jpg", photo}), zipOf(f), zipOf(f, member{"../a.jpg", photo}),
		zipOf(f, member{"a.zip", zipOf(f, member{"a.jpg", photo})}), zipOf(f, member{"a.jpg", photo + strings.Repeat("\x00", 30_000)}),
		zipOf(f, member{"dir/", ""}, member{".x", "x"}, member{"__MACOSX/a", "x"}), "PK\x03\x04", "PK\x05\x06" + strings.Repeat("\x00", 18),
	} {
		f.Add([]byte(seed))
	}
	s := small(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		archive, err := s.spool.add("a.zip", bytes.NewReader(content), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		members, err := s.unzip(archive)
		s.discard([]*spooled{archive})
		var p *problem
		switch {
		case err == nil && len(members) == 0:
			t.Error("no members and no problem")
		case err != nil && (len(members) > 0 || !errors.As(err, &p) || p.status != http.StatusBadRequest):
			t.Errorf("%d members and the problem %v", len(members), err)
		case totalSize(members) > s.config.Limits.UnpackedBytes:
			t.Errorf("%d bytes came out", totalSize(members))
		}
		for i, m := range members {
			if i > 0 && m.name < members[i-1].name || m.size == 0 || m.kind == unknown || m.kind == zipped || !inside(m.name) {
				t.Errorf("member %d is %+v", i, *m)
			}
		}
		s.discard(members)
		if left := s.left(t); len(left) > 0 {
			t.Errorf("%v is left behind", left)
		}
	})
}

// FuzzUpload checks that any body of any type gets a JSON answer and that
// nothing but what an accepted document needs stays on the disk.
func FuzzUpload(f *testing.F) {
	photo := picture(1)
	data := base64.StdEncoding.EncodeToString([]byte(photo))
	multi, body := multipartBody(f, part{"file", "a.jpg", photo}, part{"async", "", "true"}, part{"tags", "", "a,b"}, part{"tags[]", "", `["c"]`})
	for _, seed := range []struct{ contentType, body string }{
		{"application/json", `{"file_name":"a.jpg","file_data":"` + data + `","async":true,"tags":["a"],"categories":null}`},
		{"application/json", `{"file_data":"data:image/jpeg;base64,` + data[:40] + `\/\u0041","max_pages_to_process":"3","async":1}`},
		{"application/json", `{"a":{"file_data":"x"},"file_data":"","file_url":null}`},
		{"application/json", `{"file_urls":["http://x/"],"external_id":5}`},
		{"", ``}, {"application/json", `null`}, {"application/json", `[{"file_data":"x"}]`},
		{multi, body.String()},
		{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n%PDF-1.4\r\n--x--\r\n"},
		{"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=file_data\r\n\r\n" + data + "\r\n--x--"},
		{"multipart/form-data", "--x"},
	} {
		f.Add(seed.contentType, seed.body)
	}
	s := small(f)
	ctx, cancel := context.WithCancel(context.Background())
	f.Cleanup(cancel)
	go s.work(ctx)
	f.Fuzz(func(t *testing.T, contentType, body string) {
		r := httptest.NewRequest("POST", prefix+"/documents/", strings.NewReader(body))
		r.Header.Set("Client-Id", testCredentials.ClientID)
		r.Header.Set("Authorization", "apikey "+testCredentials.Username+":"+testCredentials.APIKey)
		r.Header["Content-Type"] = []string{contentType}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		var answer map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || len(answer) == 0 {
			t.Fatalf("answered %d %q", w.Code, w.Body)
		}
		if w.Code >= 400 && answer["error"] != answer["message"] {
			t.Errorf("answered %d %q", w.Code, w.Body)
		}
		s.catalog.mu.Lock()
		documents := slices.Collect(maps.Values(s.catalog.documents))
		s.catalog.mu.Unlock()
		needed := 0
		for _, d := range documents {
			<-d.read
			needed += len(d.sources)
		}
		if left := s.left(t); len(left) != needed {
			t.Errorf("%d files lie there for %d that are needed; it answered %d %s", len(left), needed, w.Code, w.Body)
		}
		for _, d := range documents {
			s.catalog.mu.Lock()
			gone := s.catalog.remove(d)
			s.catalog.mu.Unlock()
			s.discard(gone)
		}
	})
}

// FuzzDivert checks the streaming JSON reader against encoding/json: whatever
// that takes, this reads the same way.
func FuzzDivert(f *testing.F) {
	for _, seed := range []string{
		`{"file_data":"QUJD","a":[1,{"file_data":"x"}],"b":"\"}"}`, `{"a":"file_data","file_data" : "\u0041\/\n"}`,
		`{"file\u005fdata":"x"}`, `{"file_data":null}`, `{"file_data":["x"]}`, `{"a":{"b":["file_data","c"]},"file_data":"\\"}`, `{}`, `["file_data"]`, `"file_data"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var want map[string]any
		if json.Unmarshal([]byte(text), &want) != nil || strings.Contains(text, `\ud`) || strings.Contains(text, `\uD`) || strings.Contains(text, `\uFFFD`) {
			return
		}
		taken, times := "", 0
		rest, err := divert(bufio.NewReader(strings.NewReader(text)), "file_data", 1<<20, func(r io.Reader) error {
			b, err := io.ReadAll(r)
			taken, times = string(b), times+1
			return err
		})
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		var got map[string]any
		if err := json.Unmarshal(rest, &got); err != nil {
			t.Fatalf("%q became %q: %v", text, rest, err)
		}
		if _, isText := want["file_data"].(string); isText && times > 0 {
			got["file_data"] = string([]rune(taken)) // encoding/json, too, makes every byte that is no text a U+FFFD of its own
		}
		gotText, wantText := encode(got), encode(want)
		if !bytes.Equal(gotText, wantText) {
			t.Errorf("%q: got %s, want %s", text, gotText, wantText)
		}
	})
}
