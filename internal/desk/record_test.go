package desk

import (
	"strings"
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
	for literal, want := range map[string]string{"12.30": "12.30", "1e3": "1000", "0.10": "0.10", "-5": "-5", `"7.50"`: "7.50", `"7,50"`: "", "null": "",
		"1e999999999": "", "1e-999999999": "", "12.300000000000001": ""} {
		fields, _ := readFields(document(t, `{"id": 1, "total": `+literal+`}`))
		if got := fields.Total.String(); got != want {
			t.Errorf("%s became %q, want %q", literal, got, want)
		}
	}
}

func TestKindsThatAreNoExpenseAreDoubted(t *testing.T) {
	for _, test := range []struct {
		kind, total string
		moneyIn     string
		doubted     bool
	}{
		{"", "60", "null", false}, {"receipt", "60", "false", false}, {"invoice", "60", "0", false}, {"credit_note", "-60", "true", false},
		{"credit_note", "60", "false", true}, {"statement", "60", "false", true}, {"purchase_order", "60", "false", true},
		{"receipt", "60", "true", true}, {"receipt", "-60", "true", false}, {"receipt", "60", `"1"`, true},
	} {
		doc := document(t, `{"id": 1, "document_type": "`+test.kind+`", "is_money_in": `+test.moneyIn+`}`)
		if got := kindDoubt(doc, receipt.MustAmount(test.total)); (got != "") != test.doubted {
			t.Errorf("%s of %s: %q", test.kind, test.total, got)
		}
	}
}

// A figure that cannot be taken over does not go missing without a word.
func TestAmountsThatAreNoNumbersAreTold(t *testing.T) {
	doc := document(t, `{"id": 1, "total": "12.30", "tax": 1.0000000000000002, "tip": "ca. 2", "discount": null, "subtotal": {"value": "1,000.00", "score": 0.9}}`)
	got := strings.Join(unreadable(doc), "\n")
	for _, want := range []string{`"1.0000000000000002" as the tax`, `"ca. 2" as the tip`, `"1,000.00" as the subtotal`} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %s: %s", want, got)
		}
	}
	if n := len(unreadable(doc)); n != 3 {
		t.Errorf("%d doubts: %s", n, got)
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
