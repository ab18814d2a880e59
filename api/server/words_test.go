package server

import (
	"context"
	"fmt"
	"testing"
)

// The words stand beside ocr_text where boxes are asked for, and nowhere else.
func TestWordsAreShownWithBoxes(t *testing.T) {
	s := start(t)
	s.reader.answer(func(context.Context, []Source, Hints) (Reading, error) {
		r := sampleReading()
		r.Words = []Word{{"Blue", 0, 4, [4]float64{0.1, 0.05, 0.2, 0.07}}, {"Door", 0, 4, [4]float64{0.22, 0.05, 0.3, 0.07}},
			{"13.50", 0, 9, [4]float64{0.100004, 0.7, 0.5, 1.2}}, {"thanks", 2, 9, [4]float64{0, 0, 1, 1}}}
		return r, nil
	})
	id := s.submit(part{"file", "a.jpg", picture(1)})
	s.finished(id)
	if got, has := s.get("/documents/" + id + "?confidence_details=true").body[wordsKey]; has {
		t.Errorf("not asked for, the words are %v", got)
	}
	got := fmt.Sprint(s.get("/documents/" + id + "?bounding_boxes=true").body[wordsKey])
	if want := "[[[[Blue 0.1 0.05 0.2 0.07] [Door 0.22 0.05 0.3 0.07]] [[13.50 0.1 0.7 0.5 1]]] [] [[[thanks 0 0 1 1]]]]"; got != want {
		t.Errorf("the words are %s, want %s", got, want)
	}
}
