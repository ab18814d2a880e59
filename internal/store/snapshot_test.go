package store

import (
	"errors"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// What is changed while somebody reads, by the same store or by another, is
// seen afterwards only.
func TestASnapshotStaysAsItIs(t *testing.T) {
	window := open(t)
	one := insertOne(t, window, receipt.Receipt{Status: receipt.Waiting})
	shared, err := OpenShared(t.Context(), window.Home())
	if err != nil {
		t.Fatal(err)
	}
	defer shared.Close()
	for name, s := range map[string]*Store{"own": window, "shared": shared} {
		before, err := s.Receipts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		now, err := s.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		insertOne(t, window, receipt.Receipt{Status: receipt.Waiting})
		if _, err := window.Update(t.Context(), one.ID, Edit{By: Person, What: "corrected", Document: []byte(`{"of":"` + name + `"}`)}, func(r *receipt.Receipt) error {
			r.Fields.Vendor = name
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if _, err := window.AddExport(t.Context(), Export{Profile: name, Choices: []byte("{}")}, []ExportedReceipt{{ID: one.ID}}); err != nil {
			t.Fatal(err)
		}
		after, err := now.Receipts(t.Context())
		if err != nil || len(after) != len(before) || show(after[0]) != show(before[0]) {
			t.Errorf("%s: there were %d and are %d, %v; the first is %s", name, len(before), len(after), err, show(after[0]))
		}
		if documents, err := now.Documents(t.Context(), []int64{one.ID}); err != nil || string(documents[one.ID]) == `{"of":"`+name+`"}` {
			t.Errorf("%s: the document is %s, %v", name, documents[one.ID], err)
		}
		if exports, err := now.ExportedBy(t.Context(), name); err != nil || len(exports) != 0 {
			t.Errorf("%s: it was exported %v, %v", name, exports, err)
		}
		// Afterwards, and for everybody else, it is as it became.
		if err := now.Close(); err != nil {
			t.Error(err)
		}
		if all, err := s.Receipts(t.Context()); err != nil || len(all) != len(before)+1 || all[0].Fields.Vendor != name {
			t.Errorf("%s: afterwards there are %d, %v", name, len(all), err)
		}
	}
}

// What is written through a snapshot lasts, where the history may be written.
func TestWritingThroughASnapshot(t *testing.T) {
	s := open(t)
	shared, err := OpenShared(t.Context(), s.Home())
	if err != nil {
		t.Fatal(err)
	}
	defer shared.Close()
	looked, err := shared.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer looked.Close()
	if err := looked.SetSetting(t.Context(), "a", 1); !errors.Is(err, ErrReadOnly) {
		t.Errorf("through a shared history: %v", err)
	}
	now, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer now.Close()
	if err := now.SetSetting(t.Context(), "a", 2); err != nil {
		t.Fatal(err)
	}
	var got int
	if _, err := s.Setting(t.Context(), "a", &got); err != nil || got != 2 {
		t.Errorf("it is %d, %v", got, err)
	}
}
