package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

func (s *service) submitSet(parts ...part) string {
	s.t.Helper()
	r := s.upload("/documents-set/", parts...)
	if r.status != 202 || len(r.body) != 1 {
		s.t.Fatalf("splitting answered %d %s", r.status, r.raw)
	}
	return r.id()
}

// settled waits until every document there is has been read.
func (s *service) settled() {
	s.t.Helper()
	s.server.catalog.mu.Lock()
	var waits []chan struct{}
	for _, d := range s.server.catalog.documents {
		waits = append(waits, d.read)
	}
	s.server.catalog.mu.Unlock()
	for _, read := range waits {
		<-read
	}
}

func TestASetBecomesADocumentPerMember(t *testing.T) {
	s := start(t)
	hook := s.listen()
	release := make(chan struct{})
	s.reader.answer(func(_ context.Context, sources []Source, _ Hints) (Reading, error) {
		<-release
		if sources[0].Name == "2.jpg" {
			return Reading{}, &Refusal{Reason: "No receipt is on it."}
		}
		return sampleReading(), nil
	})
	photos := zipOf(t, member{"3.jpg", picture(3)}, member{"1.jpg", picture(90)}, member{"2.jpg", picture(200)}, member{"4.pdf", "%PDF-1.4 " + noise(300)})
	id := s.submitSet(part{"file", "all.zip", photos}, part{"external_id", "", "batch-1"}, part{"tags", "", "trip"})
	if r := s.get("/documents-set/" + id); r.raw != `{"documents_id":[],"id":`+id+`,"status":"in_progress"}` {
		t.Errorf("in progress it is %s", r.raw)
	}
	close(release)
	s.settled()
	r := s.get("/documents-set//" + id + "/")
	ids := r.body["documents_id"].([]any)
	if r.body["status"] != "processed" || len(ids) != 4 {
		t.Fatalf("done it is %s", r.raw)
	}
	var statuses, sizes []string
	for _, each := range ids {
		d := s.get("/documents/" + fmt.Sprint(each) + "/").body
		statuses = append(statuses, fmt.Sprint(d["status"]))
		sizes = append(sizes, fmt.Sprint(len(d["meta"].(map[string]any)["source_documents"].([]any))))
		if d["external_id"] != "batch-1" || len(d["tags"].([]any)) != 1 {
			t.Errorf("a document of the set: %v %v", d["external_id"], d["tags"])
		}
	}
	if got := strings.Join(statuses, " "); got != "processed failed processed processed" {
		t.Errorf("in the order of names: %s", got)
	}
	if got := strings.Join(sizes, ""); got != "1111" {
		t.Errorf("source documents: %s", got)
	}
	byEvent := map[string]event{}
	for range 2 {
		e := <-hook.events
		byEvent[e.Event] = e
	}
	if got := string(byEvent["document.created"].Data); !strings.Contains(got, fmt.Sprintf(`"id":[%v,%v,%v]`, ids[0], ids[2], ids[3])) {
		t.Errorf("the set's webhook: %s", got)
	}
	if got := string(byEvent["document.failed"].Data); !strings.Contains(got, fmt.Sprintf(`"id":%v,`, ids[1])) || !strings.Contains(got, "No receipt is on it.") {
		t.Errorf("the failure's webhook: %s", got)
	}
}

func TestSetsAreListedAndForgotten(t *testing.T) {
	s := start(t)
	var ids []string
	for i := range 3 {
		ids = append(ids, s.submitSet(part{"file", "a.zip", zipOf(t, member{"1.jpg", picture(uint8(50 * i))})}))
	}
	s.settled()
	r := s.get("/documents-set/?page=1&page_size=2")
	results := r.body["results"].([]any)
	if fmt.Sprint(r.body["count"]) != "3" || len(results) != 2 || r.body["previous"] != "" || !strings.Contains(r.body["next"].(string), "page=2") {
		t.Errorf("the first page is %s", r.raw)
	}
	if first := results[0].(map[string]any); fmt.Sprint(first["id"]) != ids[2] {
		t.Errorf("the newest set is not first: %s", r.raw)
	}
	document := s.get("/documents-set/" + ids[0]).body["documents_id"].([]any)[0]
	s.json("DELETE", "/documents/"+fmt.Sprint(document), "")
	if got := s.get("/documents-set/" + ids[0]); got.body["status"] != "deleted" {
		t.Errorf("with its document deleted the set is %s", got.raw)
	}
	if got := s.get("/documents-set/5"); got.status != 404 {
		t.Errorf("no set answered %d", got.status)
	}
}

func TestASetOfNothingButFailures(t *testing.T) {
	s := start(t, func(c *Config) { c.Failed = FailedIsGone })
	s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) { return Reading{}, &Refusal{Reason: "No."} })
	id := s.submitSet(part{"file", "a.pdf", "%PDF-1.4 " + noise(300)})
	s.settled()
	if r := s.get("/documents-set/" + id); r.body["status"] != "failed" || len(r.body["documents_id"].([]any)) != 0 {
		t.Errorf("it is %s", r.raw)
	}
}
