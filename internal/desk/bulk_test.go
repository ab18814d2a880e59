package desk

import (
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestCorrectEachIsOneStep(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	ids := r.take(Options{}, pictures(t, 3)...)
	r.settle(ids...)
	ctx := t.Context()
	before := r.get(ids[0]).Fields.Category
	if err := r.CorrectEach(ctx, ids, receipt.FieldCategory, "Fuel"); err != nil {
		t.Fatal(err)
	}
	is := func(want string) {
		t.Helper()
		for _, id := range ids {
			if got := r.get(id); got.Fields.Category != want {
				t.Errorf("receipt %d has the category %q, want %q", id, got.Fields.Category, want)
			}
		}
	}
	is("Fuel")
	if what, err := r.Undo(ctx); err != nil || what != "Correction of the category of 3 receipts" {
		t.Fatalf("undid %q, %v", what, err)
	}
	is(before)
	if _, err := r.Redo(ctx); err != nil {
		t.Fatal(err)
	}
	is("Fuel")
	// One that cannot be taken changes none.
	if err := r.CorrectEach(ctx, append(ids, 9999), receipt.FieldCategory, "Meals"); err == nil {
		t.Error("a receipt that is not there was corrected")
	}
	if err := r.CorrectEach(ctx, ids, receipt.FieldTotal, "1,5"); err == nil {
		t.Error("a text that is no amount was taken")
	}
	is("Fuel")
	changes, err := r.History(ctx, ids[1])
	if err != nil {
		t.Fatal(err)
	}
	last := changes[len(changes)-1]
	if !last.Person || last.Field != string(receipt.FieldCategory) || last.After != "Fuel" {
		t.Errorf("the history ends with %+v", last)
	}
}

func TestCorrectLinesProvesAnew(t *testing.T) {
	t.Parallel()
	s := startService(t)
	s.reader.finds(wrongTax)
	r := start(t, s)
	id := r.take(Options{}, pictures(t, 1)...)[0]
	r.settle(id)
	ctx := t.Context()
	was := r.get(id)
	amount := receipt.MustAmount
	items := []receipt.LineItem{{Description: "Paper", Quantity: amount("2"), Price: amount("5.00"), Total: amount("10.00")}, {}}
	taxes := []receipt.TaxLine{{Name: "VAT", Rate: amount("19"), Total: was.Fields.Tax}}
	if err := r.CorrectLines(ctx, id, items, taxes); err != nil {
		t.Fatal(err)
	}
	now := r.get(id)
	if len(now.Fields.LineItems) != 1 || len(now.Fields.TaxLines) != 1 || now.Fields.LineItems[0].Description != "Paper" {
		t.Fatalf("it has %+v, %+v", now.Fields.LineItems, now.Fields.TaxLines)
	}
	if !was.Fields.Subtotal.Equal(amount("10.00")) && !strings.Contains(strings.Join(now.Reasons, "\n"), "line items come to 10.00") {
		t.Errorf("the proof does not react: %q", now.Reasons)
	}
	if what, err := r.Undo(ctx); err != nil || what != "Correction of the lines" {
		t.Fatalf("undid %q, %v", what, err)
	}
	if back := r.get(id); !sameItems(back.Fields.LineItems, was.Fields.LineItems) || !sameTaxes(back.Fields.TaxLines, was.Fields.TaxLines) || back.Status != was.Status {
		t.Errorf("after undo it has %+v", back.Fields)
	}
	if _, err := r.Redo(ctx); err != nil {
		t.Fatal(err)
	}
	if again := r.get(id); !sameItems(again.Fields.LineItems, now.Fields.LineItems) {
		t.Errorf("after redo it has %+v", again.Fields.LineItems)
	}
}

func TestLayoutIsKept(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	if l, err := r.Layout(t.Context()); err != nil || len(l.Columns) != 0 || l.Split != 0 {
		t.Fatalf("at first it is %+v, %v", l, err)
	}
	want := Layout{Columns: []Column{{Name: "Vendor", Width: 200}, {Name: "Tax", Hidden: true}}, Sort: "Total", Descending: true, Split: 0.4}
	if err := r.SaveLayout(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	r.restart()
	got, err := r.Layout(t.Context())
	if err != nil || got.Sort != "Total" || !got.Descending || got.Split != 0.4 || len(got.Columns) != 2 || got.Columns[0] != want.Columns[0] || got.Columns[1] != want.Columns[1] {
		t.Errorf("after a restart it is %+v, %v", got, err)
	}
}
