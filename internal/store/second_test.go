package store

import (
	"encoding/json"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// A second reading lasts with what was answered, changes nothing else of the
// receipt, and goes with it.
func TestSecondReadingLasts(t *testing.T) {
	home := t.TempDir()
	s := openIn(t, home)
	r := full()
	r.Second = receipt.Second{}
	before := insertOne(t, s, r)
	change := func(e Edit, to receipt.Second) receipt.Receipt {
		t.Helper()
		got, err := s.Update(t.Context(), before.ID, e, func(r *receipt.Receipt) error { r.Second = to; return nil })
		if err != nil {
			t.Fatal(err)
		}
		if !got.Updated.Equal(before.Updated) || got.Status != before.Status || got.Second.At.IsZero() {
			t.Errorf("the receipt was changed by its second reading: %s", show(got))
		}
		return got
	}
	second := receipt.Second{Engine: receipt.Local, Status: receipt.SecondReading, ExternalID: "x-1", DocumentID: "9"}
	change(Edit{By: Person, What: "asked"}, second)
	if open, err := s.OpenSeconds(t.Context()); err != nil || len(open) != 1 || open[0].Second.DocumentID != "9" {
		t.Errorf("open are %+v, %v", open, err)
	}
	second.Status = receipt.SecondRead
	change(Edit{By: Program, What: "read again", Second: json.RawMessage(`{"id":9}`)}, second)
	second.Status = receipt.SecondSettled
	got := change(Edit{By: Person, What: "compared"}, second)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openIn(t, home)
	if all, err := s.Receipts(t.Context()); err != nil || len(all) != 1 || show(all[0]) != show(got) {
		t.Errorf("it came back as %s, %v", show(all[0]), err)
	}
	if body, err := s.SecondDocument(t.Context(), before.ID); err != nil || string(body) != `{"id":9}` {
		t.Errorf("its document is %s, %v", body, err)
	}
	if first, err := s.Document(t.Context(), before.ID); err != nil || first != nil {
		t.Errorf("the first document is %s, %v", first, err)
	}
	if open, err := s.OpenSeconds(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("%d are open, %v", len(open), err)
	}
	change(Edit{By: Person, What: "asked"}, receipt.Second{Engine: receipt.Local, Status: receipt.SecondWaiting, ExternalID: "x-2"})
	if body, err := s.SecondDocument(t.Context(), before.ID); err != nil || body != nil {
		t.Errorf("the document of the one before is still there: %s, %v", body, err)
	}
	if n := len(history(t, s, before.ID)); n != 5 {
		t.Errorf("its history has %d entries: %q", n, history(t, s, before.ID))
	}
}
