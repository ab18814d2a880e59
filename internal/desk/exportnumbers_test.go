package desk

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Two coffees of one day at one shop have the same made-up number, and would
// become one bill where that number arrives twice, in whichever month.
func TestAMadeUpNumberIsNotGivenTwiceAcrossExports(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	choices := xero
	choices.Review = true // changed by hand, they may be looked at once more
	if err := r.Exporter().SaveChoices(t.Context(), "xero-bills", choices); err != nil {
		t.Fatal(err)
	}
	ids := r.take(Options{}, pictures(t, 3)...)
	r.settle(ids...)
	for i, id := range ids {
		for field, value := range map[receipt.Field]string{receipt.FieldVendor: "Cafe", receipt.FieldDate: "2026-03-15", receipt.FieldTotal: "4.00", receipt.FieldTax: "", receipt.FieldSubtotal: "4.00",
			receipt.FieldInvoiceNumber: []string{"", "", "42"}[i]} {
			if err := r.Correct(t.Context(), id, field, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	numbers := func(id ...int64) string {
		rehearsal := r.rehearseWith(Request{IDs: id, Again: true}, "xero-bills")
		path := filepath.Join(t.TempDir(), "bills.csv")
		if _, err := r.Export(t.Context(), rehearsal, path); err != nil {
			t.Fatal(err)
		}
		var list []string
		for place := range rehearsal.Written() {
			list = append(list, place.Number)
		}
		if text := string(rehearsal.First(10)); !strings.Contains(text, ","+list[0]+",") {
			t.Errorf("%s is not in\n%s", list[0], text)
		}
		return strings.Join(list, " ")
	}
	const first = "20260315-CAFE-400"
	second := fmt.Sprintf("%s-%d", first, ids[0]) // with its number in the history
	for _, c := range []struct {
		ids  []int64
		want string
	}{
		{ids[1:2], first},
		{ids[0:1], second},
		{ids[0:1], second}, // once more, the same
		{ids[1:2], first},
		{ids[0:2], second + " " + first},
		{ids[2:3], "42"},
	} {
		if got := numbers(c.ids...); got != c.want {
			t.Errorf("the numbers of %d are %q, want %q", c.ids, got, c.want)
		}
	}
	// The same printed number of the same vendor is for a person to decide.
	if err := r.Correct(t.Context(), ids[0], receipt.FieldInvoiceNumber, "42"); err != nil {
		t.Fatal(err)
	}
	rehearsal := r.rehearseWith(Request{IDs: ids[:1], Again: true}, "xero-bills")
	if g := rehearsal.Groups(); rehearsal.Receipts != 0 || !strings.Contains(words(g), "exported before") {
		t.Errorf("%d receipts are written: %s", rehearsal.Receipts, words(g))
	}
	// A receipt that is named twice is written once.
	if twice := r.rehearseWith(Request{IDs: []int64{ids[1], ids[1]}, Again: true}, "xero-bills"); twice.Receipts != 1 {
		t.Errorf("named twice, it is written %d times", twice.Receipts)
	}
}

func words(groups []export.Group) string {
	var list []string
	for _, g := range groups {
		list = append(list, g.Words)
	}
	return strings.Join(list, "\n")
}
