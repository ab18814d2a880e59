package store

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestSettings(t *testing.T) {
	type settings struct {
		Theme  string
		Widths []int
	}
	s := open(t)
	got := settings{Theme: "system"}
	if known, err := s.Setting(t.Context(), "window", &got); known || err != nil || got.Theme != "system" {
		t.Errorf("before: %v, %v, %+v", known, err, got)
	}
	for _, want := range []settings{{"dark", []int{1, 2}}, {"light", []int{3}}} {
		if err := s.SetSetting(t.Context(), "window", want); err != nil {
			t.Fatal(err)
		}
		got = settings{}
		if known, err := s.Setting(t.Context(), "window", &got); !known || err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%v, %v, %+v; want %+v", known, err, got, want)
		}
	}
}

func TestSets(t *testing.T) {
	s := open(t)
	first := Set{ExternalID: "z", Engine: receipt.Veryfi, Status: "sending", Receipts: []int64{3, 1, 2},
		Created: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Options: json.RawMessage(`{"tags":["a"]}`)}
	second := Set{ExternalID: "a", Engine: receipt.Local, Status: "waiting", Created: first.Created.Add(1)}
	done := Set{ExternalID: "d", Status: "done"}
	failed := Set{ExternalID: "f", Status: "failed", Reason: "no answer"}
	for _, set := range []Set{second, first, done, failed} {
		if err := s.SaveSet(t.Context(), set); err != nil {
			t.Fatal(err)
		}
	}
	first.Status, first.ServiceID = "reading", "36028797018963969123"
	if err := s.SaveSet(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	got, err := s.OpenSets(t.Context())
	if want := []Set{first, second}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v\nwant %+v", got, err, want)
	}
	if err := s.SaveSet(t.Context(), Set{}); err == nil {
		t.Error("a set without an external id was taken")
	}
}

func TestBatchOptions(t *testing.T) {
	s := open(t)
	if got, err := s.Options(t.Context(), "b"); got != nil || err != nil {
		t.Errorf("before: %s, %v", got, err)
	}
	want := `{"Country":"DE","Tags":["march"]}`
	if err := s.SaveBatch(t.Context(), Batch{ID: "b", Options: json.RawMessage(want)}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Options(t.Context(), "b"); string(got) != want || err != nil {
		t.Errorf("%s, %v", got, err)
	}
}

func TestLikenesses(t *testing.T) {
	s := open(t)
	if _, known, err := s.Likeness(t.Context(), "aa"); known || err != nil {
		t.Errorf("before: %v, %v", known, err)
	}
	want := map[string]uint64{"aa": math.MaxUint64, "bb": 0, "cc": 1 << 63}
	for sum, hash := range want {
		if err := s.SetLikeness(t.Context(), sum, hash); err != nil {
			t.Fatal(err)
		}
		if got, known, err := s.Likeness(t.Context(), sum); got != hash || !known || err != nil {
			t.Errorf("%s: %x, %v, %v", sum, got, known, err)
		}
	}
	if got, err := s.Likenesses(t.Context()); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}
