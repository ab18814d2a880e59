package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

func realDocument(t testing.TB) json.RawMessage {
	t.Helper()
	raw, err := os.ReadFile("testdata/document.json")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func parse(t testing.TB, raw string) Document {
	t.Helper()
	d, err := ParseDocument(json.RawMessage(raw))
	if err != nil {
		t.Fatalf("%.60s: %v", raw, err)
	}
	return d
}

// The document is the service's own answer of 2024-10-31.
func TestRealDocument(t *testing.T) {
	d := parse(t, string(realDocument(t)))
	for what, pair := range map[string][2]any{
		"id":        {d.ID, ID("255371329")},
		"status":    {d.Status, "processed"},
		"created":   {d.Created, time.Date(2024, 10, 31, 14, 38, 27, 0, time.UTC)},
		"date":      {d.Date.Text, "2018-10-17 09:03:00"},
		"currency":  {d.Currency.Text, "USD"},
		"subtotal":  {d.Subtotal.Text, "32.29"},
		"tax":       {d.Tax.Text, "2.66"},
		"total":     {d.Total.Text, "34.95"},
		"tip":       {d.Tip, Field{}},
		"category":  {d.Category.Text, "Supplies"},
		"invoice":   {d.InvoiceNumber.Text, "17717"},
		"type":      {d.DocumentType.Text, "receipt"},
		"payment":   {d.PaymentType.Text, "visa"},
		"card":      {d.CardNumber.Text, "7373"},
		"pages":     {d.TotalPages, 1},
		"sources":   {d.SourceDocuments, []SourceDocument{{1048, 1848, 990}}},
		"page size": {d.Pages, []PageSize{{1048, 1848}}},
		"items":     {len(d.LineItems), 4},
		"item":      {d.LineItems[3].Total.Text, "10.57"},
		"item id":   {d.LineItems[0].ID, ID("1146544820")},
		"tags":      {d.Tags[1], "is_document"},
		"warnings":  {d.Warnings, []string{"Decoded Barcode numbers were not found on the document"}},
		"pending":   {d.Pending(), false},
		"failed":    {d.Failed(), false},
		"address":   {d.Vendor.Address.Text, "2250 SOUTHGATE RD, COLORADO SPRINGS, CO"},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s is %v, want %v", what, pair[0], pair[1])
		}
	}
	if !strings.Contains(d.Text, "SELF CHECK OUT") || !strings.Contains(d.Vendor.Name.Text, "Home Depot") {
		t.Errorf("vendor %q", d.Vendor.Name.Text)
	}
	if string(d.Raw) != string(realDocument(t)) {
		t.Error("the raw document changed")
	}
}

func TestScoresAndBoxes(t *testing.T) {
	d := parse(t, `{"id":1,"status":"processed",
		"total":{"value":12.30,"score":0.98,"ocr_score":0.5,"bounding_box":[1,0.1,0.2,0.3,0.4],"rotation":0},
		"tip":{"value":null,"score":0.42},
		"tax":{"value":"1.00","score":"0.7","bounding_region":[0.1,0.5,0.4,0.5,0.4,0.6,0.1,0.6],"enriched":true},
		"subtotal":{"value":11.3,"score":7,"bounding_box":[0,"x",1,1,1]},
		"discount":{"value":{"deep":1}},
		"vendor":{"name":{"value":"Bäckerei","score":0.9},"address":{"score":0.1,"value":null}},
		"line_items":[{"order":0,"total":5}],
		"line_items_with_scores":[{"order":0,"total":{"value":5.00,"score":0.8},"description":{"value":"Brot"}}],
		"tax_lines":[{"rate":19},{"rate":7}],
		"tax_lines_with_scores":[{"rate":{"value":19}}]}`)
	if d.Total.Text != "12.30" || *d.Total.Score != 0.98 || *d.Total.OCRScore != 0.5 || d.Total.Page != 1 || !reflect.DeepEqual(d.Total.Box, []float64{0.1, 0.2, 0.3, 0.4}) {
		t.Errorf("total %+v", d.Total)
	}
	if d.Tip.Known() || *d.Tip.Score != 0.42 {
		t.Errorf("tip %+v", d.Tip)
	}
	if d.Tax.Text != "1.00" || *d.Tax.Score != 0.7 || !d.Tax.Enriched || !reflect.DeepEqual(d.Tax.Box, []float64{0.1, 0.5, 0.4, 0.6}) {
		t.Errorf("tax %+v", d.Tax)
	}
	if d.Subtotal.Text != "11.3" || d.Subtotal.Score != nil || d.Subtotal.Box != nil {
		t.Errorf("subtotal %+v", d.Subtotal)
	}
	if d.Discount.Known() || d.Vendor.Name.Text != "Bäckerei" || d.Vendor.Address.Known() {
		t.Errorf("discount %+v, vendor %+v", d.Discount, d.Vendor)
	}
	if item := d.LineItems[0]; item.Total.Text != "5.00" || *item.Total.Score != 0.8 || item.Description.Text != "Brot" {
		t.Errorf("line item %+v", item)
	}
	if len(d.TaxLines) != 2 {
		t.Error("a tax line was lost because only one has a score")
	}
}

func TestLenientDocuments(t *testing.T) {
	for _, test := range []struct {
		raw  string
		want func(Document) any
		is   any
	}{
		{`{"id":9007199254740993}`, func(d Document) any { return d.ID }, ID("9007199254740993")},
		{`{"id":"0042"}`, func(d Document) any { return d.ID }, ID("0042")},
		{`{"data":{"id":7}}`, func(d Document) any { return d.ID }, ID("7")},
		{`{"id":7,"data":{"id":8}}`, func(d Document) any { return d.ID }, ID("7")},
		{`{"id":1,"total":"12.30"}`, func(d Document) any { return d.Total.Text }, "12.30"},
		{`{"id":1,"total":1e2}`, func(d Document) any { return d.Total.Text }, "1e2"},
		{`{"id":1,"total":0.1000000000000000055511151231257827}`, func(d Document) any { return d.Total.Text }, "0.1000000000000000055511151231257827"},
		{`{"id":1,"total":""}`, func(d Document) any { return d.Total.Known() }, false},
		{`{"id":1,"total":[1]}`, func(d Document) any { return d.Total.Known() }, false},
		{`{"id":1,"vendor":"Kiosk"}`, func(d Document) any { return d.Vendor.Name.Text }, "Kiosk"},
		{`{"id":1,"vendor":{"value":"Kiosk","score":1}}`, func(d Document) any { return d.Vendor.Name.Text }, "Kiosk"},
		{`{"id":1,"vendor":{"name":null,"raw_name":"KIOSK"}}`, func(d Document) any { return d.Vendor.Name.Text }, "KIOSK"},
		{`{"id":1,"vendor":[]}`, func(d Document) any { return d.Vendor }, Vendor{}},
		{`{"id":1,"is_duplicate":1,"duplicate_of":"5"}`, func(d Document) any { return d.Duplicate && d.DuplicateOf == "5" }, true},
		{`{"id":1,"is_duplicate":"0"}`, func(d Document) any { return d.Duplicate }, false},
		{`{"id":1,"tags":["a",{"id":1,"name":"b"},null,7]}`, func(d Document) any { return d.Tags }, []string{"a", "b", "7"}},
		{`{"id":1,"line_items":[null,"x",{"description":"","full_description":"Tea","order":"4"}]}`,
			func(d Document) any {
				return []any{len(d.LineItems), d.LineItems[0].Description.Text, d.LineItems[0].Order}
			}, []any{1, "Tea", 4}},
		{`{"id":1,"line_items":{"a":1},"meta":[],"payment":"cash"}`, func(d Document) any { return d.PaymentName.Text }, "cash"},
		{`{"id":1,"meta":{"source_documents":[{"size_kb":"990","width":10.0}]}}`, func(d Document) any { return d.SourceDocuments }, []SourceDocument{{10, 0, 990}}},
		{`{"id":1,"category":null,"default_category":"Travel"}`, func(d Document) any { return d.Category.Text }, "Travel"},
		{`{"id":1,"created":"2021-10-20T15:27:26+02:00"}`, func(d Document) any { return d.Created }, time.Date(2021, 10, 20, 13, 27, 26, 0, time.UTC)},
	} {
		if got := test.want(parse(t, test.raw)); !reflect.DeepEqual(got, test.is) {
			t.Errorf("%s: %#v, want %#v", test.raw, got, test.is)
		}
	}
	for _, raw := range []string{``, `[]`, `7`, `{}`, `{"id":null}`, `{"id":{}}`, `{"id":[1]}`, `{"data":{}}`, `{"id":1`} {
		if d, err := ParseDocument(json.RawMessage(raw)); err == nil {
			t.Errorf("ParseDocument(%s) = %v", raw, d)
		}
	}
}

func TestPendingAndFailed(t *testing.T) {
	for raw, want := range map[string]string{
		`{"id":1}`:                          "pending",
		`{"id":1,"status":null,"total":""}`: "pending",
		`{"id":1,"external_id":"x","created_date":"2026-01-01 00:00:00","tags":[]}`: "pending",
		`{"id":1,"status":"in_progress","total":null}`:                              "pending",
		`{"id":1,"status":"split_in_progress"}`:                                     "pending",
		`{"id":1,"status":"processed"}`:                                             "done",
		`{"id":1,"status":"Reviewed"}`:                                              "done",
		`{"id":1,"status":"archived","error":"old"}`:                                "done",
		`{"id":1,"total":5}`:                                                        "done",
		`{"id":1,"status":"failed"}`:                                                "failed",
		`{"id":1,"error":"File is corrupted"}`:                                      "failed",
		`{"id":1,"status":"in_progress","error":{"message":"broken"}}`:              "failed",
		`{"id":1,"status":"processed","error":null}`:                                "done",
	} {
		d, got := parse(t, raw), "done"
		if d.Pending() {
			got = "pending"
		}
		if d.Failed() {
			got += "failed"
			got = strings.TrimPrefix(got, "done")
		}
		if got != want {
			t.Errorf("%s is %s, want %s", raw, got, want)
		}
	}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 202, `{"id":1,"total":null,"ocr_text":"x"}`) })
	if d, err := c.Document(t.Context(), "1"); err != nil || !d.Pending() {
		t.Errorf("202: %v, %v", d, err)
	}
}

func TestIDs(t *testing.T) {
	for raw, want := range map[string]string{`9007199254740993`: `9007199254740993`, `"12"`: `12`, `"012"`: `"012"`, `"a\"b"`: `"a\"b"`, `null`: `null`, `""`: `null`} {
		var id ID
		if err := json.Unmarshal([]byte(raw), &id); err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		if got, err := json.Marshal(id); err != nil || string(got) != want {
			t.Errorf("%s became %s (%v), want %s", raw, got, err, want)
		}
	}
	for _, raw := range []string{`{}`, `[1]`} {
		var id ID
		if json.Unmarshal([]byte(raw), &id) == nil {
			t.Errorf("%s is no ID", raw)
		}
	}
}

func FuzzParseDocument(f *testing.F) {
	f.Add([]byte(realDocument(f)))
	f.Add([]byte(`{"id":1,"total":{"value":12.30,"score":0.9,"bounding_box":[0,0.1,0.2,0.3,0.4]},"line_items":[{"order":"1"}],"meta":{"pages":[null]}}`))
	f.Add([]byte(`{"data":{"id":"9007199254740993","vendor":"x","tags":[{"name":7}],"error":[{"msg":"a"}]}}`))
	f.Add([]byte(`{"id":1,"meta":{"total_pages":1e300},"total_pages":"99999999999999999999","subtotal":{"value":1,"bounding_box":[1e300,0,0,0,0]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := ParseDocument(raw)
		if err != nil {
			return
		}
		if d.ID == "" || !json.Valid(d.Raw) {
			t.Fatalf("%+v", d)
		}
		if d.Pending() && d.Failed() {
			t.Fatal("both pending and failed")
		}
		again, err := ParseDocument(d.Raw)
		if err != nil || !reflect.DeepEqual(d, again) {
			t.Fatalf("read again it is different: %v", err)
		}
	})
}

// The figures of somebody else's receipt are not taken for ours.
func TestAnotherDocumentIsNoAnswer(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		reply(w, 200, `{"id":8,"status":"processed","total":12.30}`)
	})
	c.RetryBudget = -1
	if d, err := c.Document(t.Context(), "7"); !errors.Is(err, ErrAnswer) {
		t.Errorf("got %v, %v", d, err)
	}
	if _, err := c.Document(t.Context(), "8"); err != nil {
		t.Error(err)
	}
}
