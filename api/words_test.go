package api

import (
	"reflect"
	"testing"
)

func TestWordsOfADocument(t *testing.T) {
	d := parse(t, `{"id":1,"ocr_words":[[[["TOTAL",0.1,0.5,0.3,0.55],["12.50",0.7,0.5,0.9,0.55]],[["cash",0.1,0.6,0.2,0.65]]],[],[[["Page",0,0,1,1]]]]}`)
	want := []Word{{"TOTAL", 0, 0, [4]float64{0.1, 0.5, 0.3, 0.55}}, {"12.50", 0, 0, [4]float64{0.7, 0.5, 0.9, 0.55}},
		{"cash", 0, 1, [4]float64{0.1, 0.6, 0.2, 0.65}}, {"Page", 2, 0, [4]float64{0, 0, 1, 1}}}
	if got := d.Words(); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	for _, raw := range []string{`{"id":1}`, `{"id":1,"ocr_words":null}`, `{"id":1,"ocr_words":"x"}`, `{"id":1,"ocr_words":[1,[2],[[3]],[[[4,5]]],[[["a",0.5,0,0.4,1]]],[[["",0,0,1,1]]],[[["a",0,0,7,1]]],[[["a","x",0,1,1]]]]}`} {
		if got := parse(t, raw).Words(); len(got) != 0 {
			t.Errorf("%s has words %v", raw, got)
		}
	}
	if got := (Document{}).Words(); got != nil {
		t.Errorf("no document has words %v", got)
	}
}
