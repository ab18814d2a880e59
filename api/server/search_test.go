package server

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// clock is a time that only moves when told.
type clock struct{ at atomic.Int64 }

func (c *clock) now() time.Time       { return time.UnixMilli(c.at.Load()).UTC() }
func (c *clock) move(d time.Duration) { c.at.Add(d.Milliseconds()) }

func newClock(text string) *clock {
	at, valid := parseDate(text)
	if !valid {
		panic(text)
	}
	c := &clock{}
	c.at.Store(at.UnixMilli())
	return c
}

// externals lists the external ids that a search finds, in its order.
func (s *service) externals(query string) string {
	s.t.Helper()
	r := s.get("/documents/?" + query)
	if r.status != 200 {
		s.t.Fatalf("searching %s answered %d %s", query, r.status, r.raw)
	}
	var out []string
	for _, d := range r.body["documents"].([]any) {
		out = append(out, fmt.Sprint(d.(map[string]any)["external_id"]))
	}
	return strings.Join(out, " ")
}

func TestSearch(t *testing.T) {
	now := newClock("2026-03-01 10:00:00")
	s := start(t, func(c *Config) { c.Now = now.now })
	s.reader.answer(func(_ context.Context, sources []Source, _ Hints) (Reading, error) {
		r := sampleReading()
		if sources[0].Name == "b.jpg" {
			r.Vendor.Name.Text, r.Total.Text, r.Date.Text = "Red Gate", "7.00", "2026-02-01 08:30"
		}
		return r, nil
	})
	for i, name := range []string{"a", "b", "c"} {
		parts := []part{{"external_id", "", name}, {"file", name + ".jpg", picture(uint8(40 * i))}}
		if name == "c" {
			parts = append(parts, part{"tags", "", "trip"})
		}
		s.finished(s.submit(parts...))
		now.move(time.Minute)
	}
	for query, want := range map[string]string{
		"":                                   "c b a",
		"order_by=created":                   "a b c",
		"order_by=-created":                  "c b a",
		"external_id=b":                      "b",
		"external_id=none":                   "",
		"status=processed":                   "c b a",
		"status=in_progress":                 "",
		"tag=trip":                           "c",
		"q=Red+Gate":                         "b",
		"q=red+gate":                         "",
		"q=Gate":                             "",
		"q=*Gate":                            "b",
		"q=7.00":                             "b",
		"q=*Espresso*":                       "c b a",
		"q=*.*":                              "c b a",
		"q=A-17&tag=trip":                    "c",
		"unknown=1":                          "c b a",
		"created_date__gt=2030":              "c b a",
		"created__gt=2026-03-01+10:00:00":    "c b",
		"created__gte=2026-03-01+10:00:00":   "c b a",
		"created__gte=2026-03-01%2B10:01:00": "c b",
		"created__lt=2026-03-01T10:01:00":    "a",
		"created__lte=2026-03-01%2010:01:00": "b a",
		"created__gt=2026-03-02":             "",
		"date__lt=2026-03-01":                "b",
		"date__gte=2026-03-01":               "c a",
		"page_size=2":                        "c b",
		"page_size=2&page=2":                 "a",
		"page_size=2&page=3":                 "",
		"page=" + strconv.Itoa(1<<62):        "",
		"page=1&page_size=50&bounding_boxes=false&confidence_details=false": "c b a",
	} {
		if got := s.externals(query); got != want {
			t.Errorf("%s found %q, want %q", query, got, want)
		}
	}
	for _, query := range []string{"page=0", "page=x", "page_size=-1", "created__gt=yesterday", "created__near=2026-03-01"} {
		if r := s.get("/documents/?" + query); r.status != 400 || r.body["error"] != textMalformed {
			t.Errorf("%s answered %d %s", query, r.status, r.raw)
		}
	}
	meta := s.get("/documents/?page_size=2&page=2").body["meta"]
	if got := fmt.Sprint(meta); got != "map[documents_per_page:2 page_number:2 total_pages:2 total_results:3]" {
		t.Errorf("meta is %s", got)
	}
}

func TestDetailsAreShownWhenAsked(t *testing.T) {
	s := start(t)
	photo := part{"file", "a.jpg", picture(1)}
	plain := s.submit(photo)
	detailed := s.submit(photo, part{"confidence_details", "", "true"}, part{"bounding_boxes", "", "true"})
	s.finished(plain)
	s.finished(detailed)
	total := func(path string) string {
		return fmt.Sprint(s.get(path).body["total"])
	}
	const score = "score:0.98"
	const box = "bounding_box:[0 0.1 0.7 0.5 0.72]"
	for path, c := range map[string]struct{ score, box bool }{
		"/documents/" + plain:                                  {false, false},
		"/documents/" + plain + "?confidence_details=true":     {true, false},
		"/documents/" + plain + "/?bounding_boxes=1":           {false, true},
		"/documents/" + detailed:                               {true, true},
		"/documents/" + detailed + "?confidence_details=false": {false, true},
	} {
		got := total(path)
		if strings.Contains(got, score) != c.score || strings.Contains(got, box) != c.box || !strings.Contains(got, "13.50") {
			t.Errorf("%s: total is %s", path, got)
		}
	}
	if off := total("/documents/" + detailed + "?confidence_details=false&bounding_boxes=false"); off != "13.50" {
		t.Errorf("switched off, total is %s", off)
	}
	doc := s.get("/documents/" + detailed).body
	if got := fmt.Sprint(doc["tip"]); !strings.Contains(got, "value:<nil>") {
		t.Errorf("an absent tip is %s", got)
	}
	vendor := doc["vendor"].(map[string]any)
	if got := fmt.Sprint(vendor["name"]); !strings.Contains(got, "value:Blue Door Café") || !strings.Contains(got, "bounding_region:[0.1 0.05 0.5 0.05 0.5 0.07 0.1 0.07]") {
		t.Errorf("vendor.name is %s", got)
	}
	item := doc["line_items"].([]any)[0].(map[string]any)
	scored := doc["line_items_with_scores"].([]any)[0].(map[string]any)
	if fmt.Sprint(item["total"]) != "6.80" || !strings.Contains(fmt.Sprint(scored["total"]), "value:6.80") || fmt.Sprint(item["id"]) != fmt.Sprint(scored["id"]) {
		t.Errorf("line items %v and %v", item, scored)
	}
	tax := doc["tax_lines_with_scores"].([]any)[0].(map[string]any)
	if !strings.Contains(fmt.Sprint(tax["rate"]), "value:9.750") {
		t.Errorf("tax line %v", tax)
	}
	if doc["id"].(fmt.Stringer).String() != detailed || doc["status"] != "processed" {
		t.Error("ids and status must stay plain")
	}
}

func TestDuplicatesAreTold(t *testing.T) {
	s := start(t)
	photo := part{"file", "a.jpg", picture(1)}
	first := s.submit(photo)
	s.finished(first)
	second := s.finished(s.submit(part{"file", "again.jpg", photo.text}))
	if second.body["is_duplicate"] != true || fmt.Sprint(second.body["duplicate_of"]) != first {
		t.Errorf("the second is %v of %v", second.body["is_duplicate"], second.body["duplicate_of"])
	}
	if got := s.finished(s.submit(part{"file", "b.jpg", picture(2)})); got.body["is_duplicate"] != false {
		t.Error("another picture is no duplicate")
	}
	s.json("DELETE", "/documents/"+first, "")
	if got := s.finished(s.submit(photo)); got.body["is_duplicate"] != false {
		t.Error("what is deleted has no duplicates")
	}
}

func TestAmountsKeepTheirDigits(t *testing.T) {
	for text, want := range map[string]any{
		"12.30": "12.30", "0": "0", "007": "7", "000": "0", "+5.10": "5.10", "-3.00": "-3.00", ".50": "0.50", "5.": "5",
		"123456789012345678901234567890.12": "123456789012345678901234567890.12",
		"":                                  nil, "1,234.50": nil, "12 ": nil, "-": nil, ".": nil, "NaN": nil, "1e5": nil,
	} {
		got := amount(text)
		if want == nil && got != nil || want != nil && fmt.Sprint(got) != want {
			t.Errorf("%q became %v, want %v", text, got, want)
		}
	}
}

func TestLinks(t *testing.T) {
	now := newClock("2026-03-01 10:00:00")
	s := start(t, func(c *Config) { c.Now = now.now })
	photo := picture(1)
	one := s.finished(s.submit(part{"file", "a.jpg", photo}))
	fetch := func(link any) reply {
		t.Helper()
		text, isText := link.(string)
		if !isText {
			t.Fatalf("the link is %v", link)
		}
		return s.fetch(text)
	}
	if got := fetch(one.body["img_url"]); got.status != 200 || got.raw != photo || got.header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("img_url answered %d", got.status)
	}
	if one.body["img_file_name"] != one.id()+".jpg" {
		t.Errorf("img_file_name is %v", one.body["img_file_name"])
	}
	checkPDF(t, fetch(one.body["pdf_url"]).raw, 1)
	many := s.finished(s.submit(part{"file", "a.zip", zipOf(t, member{"1.jpg", photo}, member{"2.png", pngPicture()}, member{"3.jpg", picture(3)})}))
	checkPDF(t, fetch(many.body["img_url"]).raw, 3)
	link := one.body["img_url"].(string)
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(link, one.id(), many.id(), 1)
	longer := strings.Replace(link, u.Query().Get("Expires"), "9999999999", 1)
	for name, wrong := range map[string]string{"another document's": other, "prolonged": longer, "bare": strings.Split(link, "?")[0]} {
		if got := s.fetch(wrong); got.status != 403 || got.body["error"] == nil {
			t.Errorf("a link that is %s answered %d %s", name, got.status, got.raw)
		}
	}
	now.move(15 * time.Minute)
	if got := s.fetch(link); got.status != 403 {
		t.Errorf("after 15 minutes it answered %d", got.status)
	}
	fresh := s.get("/documents/" + one.id()).body["img_url"].(string)
	if got := s.fetch(fresh); got.status != 200 {
		t.Errorf("the renewed link answered %d", got.status)
	}
	s.json("DELETE", "/documents/"+one.id(), "")
	if got := s.fetch(fresh); got.status != 404 {
		t.Errorf("after deleting it answered %d", got.status)
	}
}
