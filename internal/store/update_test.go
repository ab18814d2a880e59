package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// history is the events without their times, as lines.
func history(t *testing.T, s *Store, id int64) []string {
	t.Helper()
	events, err := s.Events(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range events {
		if e.At.IsZero() || e.At.Location() != time.UTC {
			t.Errorf("an event at %v", e.At)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s: %q -> %q", e.By, e.What, e.Field, e.Before, e.After))
	}
	return lines
}

func TestUpdateRecordsWhatBecameDifferent(t *testing.T) {
	tests := []struct {
		name   string
		edit   Edit
		change func(*receipt.Receipt)
		want   []string
	}{
		{"a correction", Edit{By: Person, What: "corrected"}, func(r *receipt.Receipt) {
			r.Fields.Total, r.Status, r.Reasons = receipt.MustAmount("-12.50"), receipt.Ready, nil
			r.Corrected[receipt.FieldTotal] = true
		}, []string{
			`person corrected status: "review" -> "ready"`,
			`person corrected total: "-12.5" -> "-12.50"`,
			`person corrected reasons: "The tax is uncertain; “Quoted”, \x00 and <b>" -> ""`,
		}},
		{"a field that a person confirmed", Edit{By: Person, What: "confirmed"}, func(r *receipt.Receipt) { r.Corrected[receipt.FieldTax] = true },
			[]string{`person confirmed tax: "0" -> "0"`}},
		{"the trash", Edit{By: Person, What: "trashed"}, func(r *receipt.Receipt) { r.Trashed = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
			[]string{`person trashed trashed: "2026-03-15T20:59:59.123456789Z" -> "2026-01-02T03:04:05.000000000Z"`}},
		{"a line item", Edit{By: Program, What: "read"}, func(r *receipt.Receipt) { r.Fields.LineItems = r.Fields.LineItems[1:] }, []string{
			`program read line_items: "[{\"description\":\"Tea\",\"quantity\":\"1.500\",\"price\":\"2\",\"total\":\"3.00\"},` +
				`{\"quantity\":null,\"price\":null,\"total\":null}]" -> "[{\"quantity\":null,\"price\":null,\"total\":null}]"`}},
		{"only evidence", Edit{By: Program, What: "read"}, func(r *receipt.Receipt) { delete(r.Evidence, receipt.FieldDate) }, []string{`program read : "" -> ""`}},
		{"only a document", Edit{By: Program, What: "read", Document: json.RawMessage(`{"id": 1}`)}, func(*receipt.Receipt) {}, []string{`program read document: "" -> ""`}},
		{"originals", Edit{By: Person, What: "ordered"}, func(r *receipt.Receipt) { r.Originals[0], r.Originals[1] = r.Originals[1], r.Originals[0] },
			[]string{`person ordered originals: "/in/z.jpg; /in/a` + `\xff\xfe.pdf" -> "/in/a` + `\xff\xfe.pdf; /in/z.jpg"`}},
		{"nothing", Edit{By: Person, What: "looked"}, func(*receipt.Receipt) {}, nil},
		{"what is the store's", Edit{By: Person, What: "looked"}, func(r *receipt.Receipt) { r.ID, r.Created, r.Updated = 9, time.Now(), time.Now() }, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := open(t)
			before := insertOne(t, s, full())
			got, err := s.Update(t.Context(), before.ID, test.edit, func(r *receipt.Receipt) error {
				test.change(r)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			stored, err := s.Receipt(t.Context(), before.ID)
			if err != nil || show(stored) != show(got) {
				t.Errorf("returned %s\n  stored %s\n%v", show(got), show(stored), err)
			}
			if changed := got.Updated.After(before.Updated); changed != (test.want != nil) {
				t.Errorf("updated before %v, after %v", before.Updated, got.Updated)
			}
			want := append([]string{`program added status: "" -> "review"`}, test.want...)
			if lines := history(t, s, before.ID); !reflect.DeepEqual(lines, want) {
				t.Errorf("events\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// Every field of a receipt is told apart, so that none can change in silence.
func TestEveryChangeHasAnEvent(t *testing.T) {
	s := open(t)
	for i := range reflect.TypeFor[receipt.Receipt]().NumField() {
		name := reflect.TypeFor[receipt.Receipt]().Field(i).Name
		if name == "ID" || name == "Created" || name == "Updated" {
			continue
		}
		r := insertOne(t, s, full())
		got, err := s.Update(t.Context(), r.ID, Edit{By: Program, What: "cleared"}, func(r *receipt.Receipt) error {
			reflect.ValueOf(r).Elem().Field(i).SetZero()
			return nil
		})
		if err != nil || !reflect.ValueOf(got).Field(i).IsZero() {
			t.Errorf("%s: %v, stored %+v", name, err, got)
		}
		if events := history(t, s, r.ID); len(events) < 2 {
			t.Errorf("%s was cleared without an event", name)
		}
	}
}

func TestUpdateThatFailsChangesNothing(t *testing.T) {
	s := open(t)
	before := insertOne(t, s, full())
	mine := errors.New("mine")
	_, err := s.Update(t.Context(), before.ID, Edit{Document: json.RawMessage(`{}`)}, func(r *receipt.Receipt) error {
		r.Status = receipt.Failed
		return mine
	})
	if err != mine {
		t.Errorf("the error of change came back as %v", err)
	}
	if _, err := s.Update(t.Context(), 99, Edit{}, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown receipt: %v", err)
	}
	huge := receipt.MustAmount("999999999999999").Add(receipt.MustAmount("1")) // more digits than an Amount is read with
	_, err = s.Update(t.Context(), before.ID, Edit{}, func(r *receipt.Receipt) error {
		r.Fields.Total = huge
		return nil
	})
	if err == nil {
		t.Error("an amount was stored that cannot be read again")
	}
	after, err := s.Receipt(t.Context(), before.ID)
	if err != nil || show(after) != show(before) {
		t.Errorf("before %s\nafter %s\n%v", show(before), show(after), err)
	}
	if document, err := s.Document(t.Context(), before.ID); document != nil || err != nil {
		t.Errorf("document %s, %v", document, err)
	}
}

func TestDocumentIsKeptByteForByte(t *testing.T) {
	s := open(t)
	r := insertOne(t, s, full())
	for _, text := range []string{`{"id":36028797018963969,"total":12.50, "date" : null}`, "{\"a\":\"\xff\"}", ""} {
		if _, err := s.Update(t.Context(), r.ID, Edit{Document: json.RawMessage(text)}, func(*receipt.Receipt) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Document(t.Context(), r.ID); err != nil || string(got) != text {
			t.Errorf("%q, %v; want %q", got, err, text)
		}
	}
}

func TestConcurrentUpdatesLoseNothing(t *testing.T) {
	s := open(t)
	r := insertOne(t, s, receipt.Receipt{Fields: receipt.Fields{Total: receipt.MustAmount("0")}})
	const workers, rounds = 8, 15
	one := receipt.MustAmount("0.01")
	errs := make(chan error, workers)
	for range workers {
		go func() {
			for range rounds {
				_, err := s.Update(t.Context(), r.ID, Edit{By: Program, What: "counted"}, func(r *receipt.Receipt) error {
					r.Fields.Total = r.Fields.Total.Add(one)
					return nil
				})
				if err == nil {
					_, err = s.Receipts(t.Context())
				}
				if err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for range workers {
		if err := <-errs; err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Receipt(t.Context(), r.ID)
	if want := "1.20"; err != nil || got.Fields.Total.String() != want {
		t.Errorf("counted to %s, want %s, %v", got.Fields.Total, want, err)
	}
	if events := history(t, s, r.ID); len(events) != 1+workers*rounds {
		t.Errorf("%d events, want %d", len(events), 1+workers*rounds)
	}
}

func TestUpdateEachIsAllOrNothing(t *testing.T) {
	s := open(t)
	first, second := insertOne(t, s, full()), insertOne(t, s, full())
	ids := []int64{second.ID, first.ID}
	export := func(r *receipt.Receipt) error {
		r.Status = receipt.Exported
		return nil
	}
	if _, err := s.UpdateEach(t.Context(), append(ids, 99), Edit{By: Person, What: "exported"}, export); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown receipt: %v", err)
	}
	if got := history(t, s, first.ID); len(got) != 1 {
		t.Errorf("after a change that failed: %v", got)
	}
	got, err := s.UpdateEach(t.Context(), ids, Edit{By: Person, What: "exported"}, export)
	if err != nil || len(got) != 2 || got[0].ID != second.ID || got[1].ID != first.ID {
		t.Fatalf("%v, %v", got, err)
	}
	for _, id := range ids {
		if r, err := s.Receipt(t.Context(), id); err != nil || r.Status != receipt.Exported {
			t.Errorf("receipt %d is %s, %v", id, r.Status, err)
		}
	}
	if got, err := s.UpdateEach(t.Context(), nil, Edit{}, export); err != nil || len(got) != 0 {
		t.Errorf("no receipts: %v, %v", got, err)
	}
}
