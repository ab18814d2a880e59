package desk

import (
	"testing"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestCardNumbersAreCutToTheirLastDigits(t *testing.T) {
	for number, want := range map[string]string{
		"7373": "7373", "4111 1111 1111 7373": "7373", "411111******7373": "7373", "***73": "73", "visa": "",
	} {
		fields, _ := readFields(document(t, `{"id": 1, "payment": {"type": "visa", "card_number": "`+number+`"}}`))
		if fields.PaymentDigits != want {
			t.Errorf("%q became %q, want %q", number, fields.PaymentDigits, want)
		}
	}
}

func TestNumbersKeepTheirDigits(t *testing.T) {
	for literal, want := range map[string]string{"12.30": "12.30", "1e3": "1000", "0.10": "0.10", "-5": "-5", `"7.50"`: "7.50", `"7,50"`: "", "null": ""} {
		fields, _ := readFields(document(t, `{"id": 1, "total": `+literal+`}`))
		if got := fields.Total.String(); got != want {
			t.Errorf("%s became %q, want %q", literal, got, want)
		}
	}
}

func TestKindsThatAreNoExpenseAreDoubted(t *testing.T) {
	for _, test := range []struct {
		kind, total string
		doubted     bool
	}{
		{"", "60", false}, {"receipt", "60", false}, {"invoice", "60", false}, {"credit_note", "-60", false},
		{"credit_note", "60", true}, {"statement", "60", true}, {"purchase_order", "60", true},
	} {
		if got := kindDoubt(test.kind, receipt.MustAmount(test.total)); (got != "") != test.doubted {
			t.Errorf("%s of %s: %q", test.kind, test.total, got)
		}
	}
}

func TestWhatChangedSinceTheExportIsNotMarked(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	ids := r.take(Options{}, pictures(t, 2)...)
	r.settle(ids...)
	rehearsal := r.rehearse("csv", ids...)
	if err := r.Correct(t.Context(), ids[0], receipt.FieldVendor, "Another Shop"); err != nil {
		t.Fatal(err)
	}
	if err := r.MarkExported(t.Context(), rehearsal); err != nil {
		t.Fatal(err)
	}
	if got := r.statuses(ids...); got[0] != receipt.Ready || got[1] != receipt.Exported {
		t.Errorf("the changed one is %s, the other %s", got[0], got[1])
	}
}

func document(t *testing.T, raw string) api.Document {
	t.Helper()
	d, err := api.ParseDocument([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return d
}
