package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// textOf takes a document that is a JSON string for its own text.
func textOf(document json.RawMessage) string {
	var text string
	_ = json.Unmarshal(document, &text)
	return text
}

func read(t testing.TB, s *Store, id int64, text string) {
	t.Helper()
	document, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Update(t.Context(), id, Edit{By: Program, What: "read", Document: document}, func(*receipt.Receipt) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

func TestFindText(t *testing.T) {
	s := open(t)
	for _, text := range []string{"CAFÉ Zürich\nLatte macchiato 4.50\nTOTAL 12.50", "Straßenbahn\nEinzelfahrt 12,50\nO'Reilly", "東京タワー 入場券 1200"} {
		read(t, s, insertOne(t, s, full()).ID, text)
	}
	for {
		n, err := s.IndexTexts(t.Context(), 2, textOf)
		if err != nil {
			t.Fatal(err)
		}
		if n < 2 {
			break
		}
	}
	for text, want := range map[string][]int64{
		"latte": {1}, "LAT": {1}, "l": {1}, "cafe": {1}, "zurich": {1}, "zürich": {1}, "12.50": {1, 2}, "12.5": {1, 2}, "macchiato 4": {1},
		"straß": {2}, "o'rei": {2}, "東京": {3}, "atte": nil, "total 50": nil, `"`: nil, "*": nil, "-": nil, "NOT": nil, `total" OR "einzel`: nil, "": nil, "a\x00b": nil,
	} {
		got, err := s.FindText(t.Context(), text)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q finds %v, %v, want %v", text, got, err, want)
		}
	}
	read(t, s, 1, "something else")
	if got, _ := s.FindText(t.Context(), "latte"); len(got) != 1 {
		t.Error("the old text is gone before the new one is known")
	}
	if n, err := s.IndexTexts(t.Context(), 50, textOf); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	old, _ := s.FindText(t.Context(), "latte")
	now, _ := s.FindText(t.Context(), "else")
	if len(old) != 0 || !slices.Equal(now, []int64{1}) {
		t.Errorf("read anew, its old text finds %v and the new one %v", old, now)
	}
}

// The documents of a history of an older Spindle come into the search.
func TestOldDocumentsAreIndexed(t *testing.T) {
	home := t.TempDir()
	s := openIn(t, home)
	read(t, s, insertOne(t, s, full()).ID, "Latte")
	for _, undo := range []string{"DROP TRIGGER documents_unindexed", "DROP TABLE texts", "DROP TABLE unindexed"} {
		if _, err := s.write.ExecContext(t.Context(), undo); err != nil {
			t.Fatal(err)
		}
	}
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	if err := step(t.Context(), s.write, steps[6], len(steps)); err != nil { // that of the texts
		t.Fatal(err)
	}
	if n, err := s.IndexTexts(t.Context(), 50, textOf); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if got, err := s.FindText(t.Context(), "latte"); !slices.Equal(got, []int64{1}) || err != nil {
		t.Errorf("found %v, %v", got, err)
	}
}

// BenchmarkFindText searches a hundred thousand receipts.
func BenchmarkFindText(b *testing.B) {
	s, err := Open(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	tx, err := s.write.BeginTx(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	for i := range 100_000 {
		text := fmt.Sprintf("Shop %d\nStreet %d\n1 Latte %d.%02d\n2 Croissant 3.20\nTotal %d.%02d\nCard 4%03d\nThank you for your visit", i%700, i%90, i%9, i%100, i%300, i%100, i%1000)
		if _, err := tx.Exec("INSERT INTO texts (rowid, text) VALUES (?, ?)", i+1, text); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	for _, text := range []string{"t", "lat", "croissant", "299.9", "zzz"} {
		b.Run(text, func(b *testing.B) {
			found := 0
			for b.Loop() {
				ids, err := s.FindText(b.Context(), text)
				if err != nil {
					b.Fatal(err)
				}
				found = len(ids)
			}
			b.ReportMetric(float64(found), "found")
		})
	}
}
