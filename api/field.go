package api

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// Field is one value of a document with the evidence that came with it. The
// zero Field means: not on the document, or not enabled for the account.
type Field struct {
	// Text is the value: strings as they are, numbers and booleans as the
	// literal that was sent, so that 12.30 stays 12.30.
	Text string
	// Score is the service's confidence in the value from 0 to 1, nil when
	// confidence_details were not asked for.
	Score *float64
	// OCRScore is its confidence in the characters, nil when it gave none.
	OCRScore *float64
	// Doubt is why the value may be wrong, in words. The reader on this computer
	// says it; the service does not.
	Doubt string
	// Page is where the value is printed, from 0. It holds only beside a Box.
	Page int
	// Box is x1, y1, x2, y2 as fractions of the page; nil without one.
	Box []float64
	// Enriched: the value was not read off the page but added.
	Enriched bool
}

// Known tells whether there is a value.
func (f Field) Known() bool { return f.Text != "" }

// parseField reads a scalar or {"value": scalar, "score": …}.
func parseField(raw json.RawMessage) Field {
	o, ok := parseObject(raw)
	if !ok {
		return Field{Text: scalar(raw)}
	}
	f := Field{
		Text:     scalar(o["value"]),
		Score:    fraction(o["score"]),
		OCRScore: fraction(o["ocr_score"]),
		Enriched: scalar(o["enriched"]) == "true",
		Doubt:    scalar(o["doubt"]),
	}
	f.Page, f.Box = parseBox(o)
	return f
}

// parseBox reads [page, x1, y1, x2, y2], or the eight corner coordinates of
// bounding_region when that is all there is.
func parseBox(o object) (page int, box []float64) {
	numbers := numbersOf(o["bounding_box"])
	switch len(numbers) {
	case 5:
		if p := numbers[0]; p >= 0 && p < 1e6 {
			page = int(p)
		}
		return page, numbers[1:]
	case 4:
		return 0, numbers
	}
	corners := numbersOf(o["bounding_region"])
	if len(corners) != 8 {
		return 0, nil
	}
	box = []float64{corners[0], corners[1], corners[0], corners[1]}
	for i := 2; i < 8; i += 2 {
		box[0], box[1] = min(box[0], corners[i]), min(box[1], corners[i+1])
		box[2], box[3] = max(box[2], corners[i]), max(box[3], corners[i+1])
	}
	return 0, box
}

func numbersOf(raw json.RawMessage) []float64 {
	list := parseList(raw)
	out := make([]float64, 0, len(list))
	for _, raw := range list {
		n := number(raw)
		if n == nil {
			return nil
		}
		out = append(out, *n)
	}
	return out
}

// fraction is a number from 0 to 1, nil for anything else.
func fraction(raw json.RawMessage) *float64 {
	n := number(raw)
	if n == nil || *n < 0 || *n > 1 {
		return nil
	}
	return n
}

func number(raw json.RawMessage) *float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(scalar(raw)), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return nil
	}
	return &n
}
