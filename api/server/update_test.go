package server

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestUpdateWritesWhatMayBeWritten(t *testing.T) {
	now := newClock("2026-03-20 10:00:00")
	s := start(t, func(c *Config) { c.Now = now.now })
	id := s.submit(part{"file", "a.jpg", picture(1)}, part{"external_id", "", "r-1"})
	s.finished(id)
	now.move(time.Minute)
	r := s.json("PUT", "/documents/"+id+"/", `{"total":14.10,"tax":"1.80","category":"Travel","is_approved":true,
		"vendor":{},"bill_to":{"name":"Us"},"notes":null,"invoice_number":null,"id":5,"img_url":"x","ocr_text":"x","made_up":1,
		"date":"2026-03-15","due_date":"2026-04-01","status":"reviewed","custom_fields":{"job":"7"},"external_id":"r-2"}`)
	if r.status != 200 {
		t.Fatalf("answered %d %s", r.status, r.raw)
	}
	for name, want := range map[string]string{
		"id": id, "total": "14.10", "tax": "1.80", "subtotal": "12.30", "category": "Travel", "is_approved": "true",
		"invoice_number": "<nil>", "date": "2026-03-15 00:00:00", "due_date": "2026-04-01", "status": "reviewed",
		"custom_fields": "map[job:7]", "external_id": "r-2", "made_up": "<nil>",
		"updated_date": "2026-03-20 10:01:00", "created_date": "2026-03-20 10:00:00",
	} {
		if got := fmt.Sprint(r.body[name]); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if vendor := r.body["vendor"].(map[string]any); vendor["name"] != "Blue Door Café" {
		t.Errorf("an empty vendor made it %v", vendor)
	}
	if bill := r.body["bill_to"].(map[string]any); bill["name"] != "Us" || len(bill) != 7 {
		t.Errorf("bill_to is %v", bill)
	}
	if got := s.externals("external_id=r-2"); got != "r-2" {
		t.Errorf("the new external id finds %q", got)
	}
	s.json("PUT", "/documents/"+id, `{"vendor":{"name":"Blue Door Ltd"}}`)
	detailed := s.get("/documents/" + id + "?confidence_details=true").body
	if got := fmt.Sprint(detailed["total"]); got != "map[score:1 value:14.10]" {
		t.Errorf("a corrected total is %s", got)
	}
	if got := fmt.Sprint(detailed["vendor"].(map[string]any)["name"]); got != "map[score:1 value:Blue Door Ltd]" {
		t.Errorf("a corrected vendor is %s", got)
	}
	if got := fmt.Sprint(detailed["vendors"]); got != "[Blue Door Ltd]" {
		t.Errorf("vendors is %s", got)
	}
}

func TestUpdateIsAllOrNothing(t *testing.T) {
	now := newClock("2026-03-20 10:00:00")
	s := start(t, func(c *Config) { c.Now = now.now })
	id := s.submit(part{"file", "a.jpg", picture(1)})
	before := s.finished(id)
	for _, wrong := range []string{
		`{"category":"X","total":"lots"}`, `{"category":"X","total":[1]}`, `{"category":["X"]}`, `{"category":"X","status":"failed"}`,
		`{"category":"X","date":"soon"}`, `{"category":"X","date":"2016-03-01"}`, `{"category":"X","date":"2026-07-01"}`,
		`{"category":"X","line_items":[1]}`, `{"category":"X","line_items":[{"total":"x"}]}`, `{"category":"X","vendor":{"name":1.5,"web":[]}}`, `{"category"`,
	} {
		if r := s.json("PUT", "/documents/"+id, wrong); r.status != 400 || r.body["error"] != textMalformed {
			t.Errorf("%s answered %d %s", wrong, r.status, r.raw)
		}
	}
	if after := s.get("/documents/" + id); fmt.Sprint(after.body["category"], after.body["vendor"], after.body["line_items"]) !=
		fmt.Sprint(before.body["category"], before.body["vendor"], before.body["line_items"]) {
		t.Errorf("a refused change left %s", after.raw)
	}
}

func TestNothingIsChangedWhileItIsRead(t *testing.T) {
	s := start(t)
	release := make(chan struct{})
	s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) { <-release; return sampleReading(), nil })
	id := s.submit(part{"file", "a.jpg", picture(1)})
	if r := s.json("PUT", "/documents/"+id, `{"total":1}`); r.status != 400 {
		t.Errorf("answered %d %s", r.status, r.raw)
	}
	if r := s.json("PUT", "/documents/"+id+"/tags", `{"name":"soon"}`); r.status != 200 {
		t.Errorf("a tag answered %d %s", r.status, r.raw)
	}
	close(release)
	if got := s.finished(id); fmt.Sprint(got.body["total"]) != "13.50" || !strings.Contains(got.raw, "soon") {
		t.Errorf("read, it is %s", got.raw)
	}
}

func TestDeletedWhileItIsRead(t *testing.T) {
	s := start(t)
	reading, release := make(chan struct{}), make(chan struct{})
	s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) {
		close(reading)
		<-release
		return sampleReading(), nil
	})
	id := s.submit(part{"file", "a.jpg", picture(1)})
	<-reading
	d := s.server.catalog.documents[s.server.catalog.ids[0]]
	if r := s.json("DELETE", "/documents/"+id, ""); r.status != 200 {
		t.Fatalf("answered %d %s", r.status, r.raw)
	}
	close(release)
	<-d.read
	if r := s.get("/documents/" + id); r.status != 404 {
		t.Errorf("it is back: %s", r.raw)
	}
	s.reader.answer(nil)
	s.finished(s.submit(part{"file", "b.jpg", picture(2)})) // the worker is free again
	s.server.catalog.mu.Lock()
	defer s.server.catalog.mu.Unlock()
	if c := s.server.catalog; c.pending != 0 || c.finished != 1 || len(c.documents) != 1 {
		t.Errorf("%d pending, %d finished, %d in all", c.pending, c.finished, len(c.documents))
	}
}

func TestLineItemsAndTaxLines(t *testing.T) {
	s := start(t)
	id := s.submit(part{"file", "a.jpg", picture(1)})
	s.finished(id)
	for _, c := range []struct{ path, member, add, change, shown, gone, allGone string }{
		{"line-items", "line_items", `{"description":"Tea","total":2.10,"quantity":1,"order":9}`, `{"total":2.20}`, "description:Tea", "Line item has been deleted", "Line items have been deleted"},
		{"tax-lines", "tax_lines", `{"name":"City","rate":1.250,"total":0.10,"order":9}`, `{"total":2.20}`, "name:City", "Tax line has been deleted", "Tax lines have been deleted"},
	} {
		base := "/documents/" + id + "/" + c.path
		before := len(s.get(base).body[c.member].([]any))
		added := s.json("POST", base+"/", c.add)
		if added.status != 201 || !strings.Contains(fmt.Sprint(added.body), c.shown) || fmt.Sprint(added.body["order"]) != "9" {
			t.Errorf("adding answered %d %s", added.status, added.raw)
		}
		one := base + "/" + added.id()
		if r := s.json("PUT", one, c.change); r.status != 200 || fmt.Sprint(r.body["total"]) != "2.20" || !strings.Contains(fmt.Sprint(r.body), c.shown) {
			t.Errorf("changing answered %d %s", r.status, r.raw)
		}
		if r := s.get(one + "/"); r.status != 200 || r.id() != added.id() {
			t.Errorf("getting answered %d %s", r.status, r.raw)
		}
		if r := s.json("PUT", one, `{"total":"x"}`); r.status != 400 {
			t.Errorf("a wrong total answered %d %s", r.status, r.raw)
		}
		if n := len(s.get("/documents/" + id).body[c.member].([]any)); n != before+1 {
			t.Errorf("the document has %d, want %d", n, before+1)
		}
		if r := s.json("DELETE", one, ""); r.status != 200 || r.body["message"] != c.gone {
			t.Errorf("deleting answered %d %s", r.status, r.raw)
		}
		for _, method := range []string{"GET", "PUT", "DELETE"} {
			if r := s.json(method, one, `{}`); r.status != 404 {
				t.Errorf("%s after it answered %d", method, r.status)
			}
		}
		if r := s.json("DELETE", base+"/", ""); r.status != 200 || r.body["message"] != c.allGone {
			t.Errorf("deleting all answered %d %s", r.status, r.raw)
		}
		if r := s.get(base); len(r.body[c.member].([]any)) != 0 {
			t.Errorf("after deleting all there are %s", r.raw)
		}
	}
}

func TestLinesReplacedWithTheDocument(t *testing.T) {
	s := start(t)
	id := s.submit(part{"file", "a.jpg", picture(1)})
	first := s.finished(id).body["line_items"].([]any)[0].(map[string]any)
	r := s.json("PUT", "/documents/"+id, fmt.Sprintf(`{"line_items":[{"id":%v,"total":6.90},{"description":"Tip jar","total":1}],"tax_lines":[]}`, first["id"]))
	items := r.body["line_items"].([]any)
	if len(items) != 2 || len(r.body["tax_lines"].([]any)) != 0 {
		t.Fatalf("answered %s", r.raw)
	}
	kept, added := items[0].(map[string]any), items[1].(map[string]any)
	if kept["id"] != first["id"] || kept["description"] != "Espresso" || fmt.Sprint(kept["total"]) != "6.90" {
		t.Errorf("the old item is %v", kept)
	}
	if added["description"] != "Tip jar" || fmt.Sprint(added["order"]) != "1" || added["id"] == nil {
		t.Errorf("the new item is %v", added)
	}
}

func TestTags(t *testing.T) {
	s := start(t)
	id := s.submit(part{"file", "a.jpg", picture(1)})
	s.finished(id)
	base := "/documents/" + id + "/tags"
	one := s.json("PUT", base+"/", `{"name":"trip"}`)
	if one.status != 200 || one.body["name"] != "trip" || len(one.body) != 2 {
		t.Errorf("adding one answered %d %s", one.status, one.raw)
	}
	if again := s.json("PUT", base, `{"name":"trip"}`); again.id() != one.id() {
		t.Error("the same tag has another id")
	}
	many := s.json("POST", base+"/", `{"tags":["trip","march"]}`)
	if tags, _ := many.body["tags"].([]any); many.status != 200 || len(tags) != 2 {
		t.Errorf("adding many answered %d %s", many.status, many.raw)
	}
	if n := len(s.get(base).body["tags"].([]any)); n != 2 {
		t.Errorf("%d tags, want 2", n)
	}
	if r := s.json("DELETE", base+"/"+one.id(), ""); r.status != 200 || r.raw != "{}" {
		t.Errorf("unlinking answered %d %s", r.status, r.raw)
	}
	if r := s.get("/tags/"); len(r.body["tags"].([]any)) != 2 {
		t.Errorf("the account has %s", r.raw)
	}
	if r := s.json("PUT", "/documents/"+id, `{"tags":["x","y","z"]}`); len(r.body["tags"].([]any)) != 3 {
		t.Errorf("replacing left %v", r.body["tags"])
	}
	if r := s.json("DELETE", base+"/", ""); r.status != 200 || r.raw != "{}" {
		t.Errorf("removing all answered %d %s", r.status, r.raw)
	}
	s.json("PUT", base, `{"name":"trip"}`)
	if r := s.json("DELETE", "/tags/"+one.id(), ""); r.status != 200 {
		t.Errorf("deleting a tag answered %d %s", r.status, r.raw)
	}
	if r := s.get(base); len(r.body["tags"].([]any)) != 0 {
		t.Errorf("the document still has %s", r.raw)
	}
	for _, wrong := range []reply{s.json("PUT", base, `{}`), s.json("POST", base, `{"tags":[]}`)} {
		if wrong.status != 400 {
			t.Errorf("no tag answered %d %s", wrong.status, wrong.raw)
		}
	}
}
