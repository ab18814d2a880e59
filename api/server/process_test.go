package server

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

func TestAsyncZipBecomesOneDocument(t *testing.T) {
	s := start(t)
	release := make(chan struct{})
	s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) { <-release; return sampleReading(), nil })
	photo := [3]string{picture(10), picture(60), picture(120)}
	bundle := zipOf(t, member{"002_b.jpg", photo[1]}, member{"003_c.jpg", photo[2]}, member{"001_a.jpg", photo[0]},
		member{".DS_Store", "x"}, member{"__MACOSX/001_a.jpg", "x"}, member{"folder/", ""})
	id := s.submit(part{name: "file", file: "bundle.zip", text: bundle},
		part{name: "external_id", text: "r-1"}, part{name: "tags", text: "march,trip"},
		part{name: "categories", text: `["Travel","Meals & Entertainment"]`}, part{name: "max_pages_to_process", text: "99"})

	pending := s.get("/documents/" + id + "/")
	for name, want := range map[string]any{"status": "in_progress", "external_id": "r-1", "total": nil, "vendor": pending.body["vendor"], "line_items": []any{}} {
		if got := pending.body[name]; !reflect.DeepEqual(got, want) {
			t.Errorf("in progress, %s is %v, want %v", name, got, want)
		}
	}
	close(release)
	got := s.finished(id)
	if got.status != http.StatusOK || got.body["status"] != "processed" {
		t.Fatalf("the document answered %d %s", got.status, got.raw)
	}
	for name, want := range map[string]string{
		"total": "13.50", "subtotal": "12.30", "date": "2026-03-14 00:00:00", "currency_code": "USD",
		"external_id": "r-1", "is_duplicate": "false", "accounting_entry_type": "debit", "total_pages": "1",
		"category": "Meals & Entertainment", "id": id,
	} {
		if text := fmt.Sprint(got.body[name]); text != want {
			t.Errorf("%s is %s, want %s", name, text, want)
		}
	}
	if n := len(got.body["meta"].(map[string]any)["source_documents"].([]any)); n != 3 {
		t.Errorf("%d source documents, want 3", n)
	}
	call := s.reader.seen()[0]
	if want := []string{"001_a.jpg", "002_b.jpg", "003_c.jpg"}; !reflect.DeepEqual(call.names, want) {
		t.Errorf("the reader got %v, want %v", call.names, want)
	}
	for i := range photo {
		if string(call.bytes[i]) != photo[i] {
			t.Errorf("page %d reached the reader with other bytes", i)
		}
	}
	if want := (Hints{Categories: []string{"Travel", "Meals & Entertainment"}, MaxPages: 15}); !reflect.DeepEqual(call.hints, want) {
		t.Errorf("hints %+v, want %+v", call.hints, want)
	}
}

func TestSyncFromBase64(t *testing.T) {
	photo := picture(30)
	plain := base64.StdEncoding.EncodeToString([]byte(photo))
	for name, data := range map[string]string{
		"plain":          plain,
		"unpadded":       strings.TrimRight(plain, "="),
		"alphabet":       base64.URLEncoding.EncodeToString([]byte(photo)),
		"data URI":       "data:image/jpeg;base64," + plain,
		"short URI":      "image/jpeg;base64," + plain,
		"escaped slash":  strings.ReplaceAll(plain, "/", `\/`),
		"escaped letter": strings.ReplaceAll(plain, "A", `\u0041`),
		"with lines":     plain[:76] + `\n` + plain[76:],
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			r := s.json("POST", "/documents", `{"external_id":null,"file_name":"r.jpg","file_data":"`+data+`","async":false,"nested":{"file_data":"x"}}`)
			if r.status != http.StatusCreated || fmt.Sprint(r.body["total"]) != "13.50" {
				t.Fatalf("answered %d %s", r.status, r.raw)
			}
			if got := string(s.reader.seen()[0].bytes[0]); got != photo {
				t.Error("the reader got other bytes")
			}
		})
	}
}

func TestFailures(t *testing.T) {
	refusal := &Refusal{Reason: "This is a picture of a cat, not a receipt."}
	for name, c := range map[string]struct {
		style      Failure
		err        error
		getStatus  int
		docStatus  any
		wantError  string
		syncStatus int
	}{
		"shown":   {FailedIsShown, refusal, 200, "failed", refusal.Reason, 400},
		"gone":    {FailedIsGone, refusal, 404, "fail", textNoDocument, 400},
		"pending": {FailedIsPending, refusal, 200, "in_progress", "<nil>", 400},
		"fault":   {FailedIsShown, errors.New("model at /home/x missing"), 200, "failed", "The reader failed", 500},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, func(cfg *Config) { cfg.Failed = c.style })
			s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) { return Reading{}, c.err })
			got := s.finished(s.submit(part{name: "file", file: "a.jpg", text: picture(1)}))
			if got.status != c.getStatus || got.body["status"] != c.docStatus || !strings.HasPrefix(fmt.Sprint(got.body["error"]), c.wantError) {
				t.Errorf("GET answered %d %s", got.status, got.raw)
			}
			if strings.Contains(got.raw, "/home") {
				t.Errorf("the answer tells of this computer: %s", got.raw)
			}
			sync := s.upload("/documents/", part{name: "file", file: "a.jpg", text: picture(2)})
			if sync.status != c.syncStatus || sync.body["error"] == nil || sync.body["error"] != sync.body["message"] {
				t.Errorf("sync answered %d %s", sync.status, sync.raw)
			}
		})
	}
}

func TestAReaderThatPanicsFailsOneReceipt(t *testing.T) {
	s := start(t, func(c *Config) { c.Workers = 1 })
	s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) { panic("broken") })
	if got := s.finished(s.submit(part{name: "file", file: "a.jpg", text: picture(1)})); got.body["status"] != "failed" {
		t.Fatalf("answered %s", got.raw)
	}
	s.reader.answer(nil)
	if got := s.finished(s.submit(part{name: "file", file: "b.jpg", text: picture(2)})); got.body["status"] != "processed" {
		t.Fatalf("the next receipt answered %s", got.raw)
	}
}
