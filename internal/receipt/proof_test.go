package receipt

import (
	"strings"
	"testing"
)

// good is a receipt that proves.
func good() Fields {
	return Fields{
		Vendor: "Office World", Date: Date{2026, 3, 15}, Currency: "GBP",
		Subtotal: MustAmount("50.00"), Tax: MustAmount("10.00"), Total: MustAmount("60.00"),
	}
}

func TestProve(t *testing.T) {
	today := Date{2026, 3, 20}
	for name, test := range map[string]struct {
		change   func(*Fields)
		equation string
		doubt    string // part of the words; "" for ready
		field    Field
	}{
		"adds up": {func(*Fields) {}, "50.00 + 10.00 = 60.00", "", ""},
		"a cent off": {func(f *Fields) { f.Total = MustAmount("60.01") },
			"50.00 + 10.00 = 60.01", "off by 0.01", FieldTotal},
		"tip, fees, discount and rounding": {func(f *Fields) {
			f.Tip, f.Fees, f.Discount, f.Rounding, f.Total = MustAmount("5"), MustAmount("2.50"), MustAmount("7.48"), MustAmount("-0.02"), MustAmount("60.00")
		}, "50.00 + 10.00 + 5.00 + 2.50 − 7.48 − 0.02 = 60.00", "", ""},
		"tax within the prices": {func(f *Fields) {
			f.Total, f.TaxLines = MustAmount("50.00"), []TaxLine{{Total: MustAmount("10.00"), Inclusive: true}}
		}, "50.00 = 50.00", "", ""},
		"tax on top is not left out": {func(f *Fields) {
			f.Total, f.TaxLines = MustAmount("50.00"), []TaxLine{{Total: MustAmount("10.00")}}
		}, "50.00 + 10.00 = 50.00", "do not add up", FieldTotal},
		"a refund": {func(f *Fields) {
			f.Subtotal, f.Tax, f.Total = MustAmount("-50.00"), MustAmount("-10.00"), MustAmount("-60.00")
		}, "−50.00 − 10.00 = −60.00", "", ""},
		"yen": {func(f *Fields) {
			f.Currency, f.Subtotal, f.Tax, f.Total = "JPY", MustAmount("1000"), MustAmount("100"), MustAmount("1100.0")
		}, "1000 + 100 = 1100", "", ""},
		"only a total, read with certainty": {func(f *Fields) { f.Subtotal, f.Tax = Amount{}, Amount{} }, "", "", ""},
		"no total":                          {func(f *Fields) { f.Total = Amount{} }, "", "The total was not found", FieldTotal},
		"no vendor":                         {func(f *Fields) { f.Vendor = "" }, "50.00 + 10.00 = 60.00", "The vendor was not found", FieldVendor},
		"no date":                           {func(f *Fields) { f.Date = Date{} }, "50.00 + 10.00 = 60.00", "The date was not found", FieldDate},
		"no currency":                       {func(f *Fields) { f.Currency = "" }, "50.00 + 10.00 = 60.00", "The currency was not found", FieldCurrency},
		"an odd currency":                   {func(f *Fields) { f.Currency = "QQQ" }, "50.00 + 10.00 = 60.00", "not a currency code", FieldCurrency},
		"tomorrow is fine":                  {func(f *Fields) { f.Date = Date{2026, 3, 21} }, "50.00 + 10.00 = 60.00", "", ""},
		"the future":                        {func(f *Fields) { f.Date = Date{2026, 3, 22} }, "50.00 + 10.00 = 60.00", "in the future", FieldDate},
		"long ago":                          {func(f *Fields) { f.Date = Date{1998, 3, 22} }, "50.00 + 10.00 = 60.00", "15 years ago", FieldDate},
		"tax lines that do not make the tax": {func(f *Fields) {
			f.TaxLines = []TaxLine{{Total: MustAmount("4")}, {Total: MustAmount("5")}}
		}, "50.00 + 10.00 = 60.00", "The tax lines come to 9.00", FieldTax},
		"more tax than total": {func(f *Fields) { f.Subtotal, f.Tax = Amount{}, MustAmount("61") }, "", "more than the total", FieldTax},
		"items that make the subtotal": {func(f *Fields) {
			f.LineItems = []LineItem{{Total: MustAmount("20")}, {Total: MustAmount("30.00")}}
		}, "50.00 + 10.00 = 60.00", "", ""},
		"items that do not": {func(f *Fields) {
			f.LineItems = []LineItem{{Total: MustAmount("20")}, {Total: MustAmount("31.00")}}
		}, "50.00 + 10.00 = 60.00", "The line items come to 51.00", FieldSubtotal},
		"a discount that the subtotal already has": {func(f *Fields) {
			f.Discount = MustAmount("5")
			f.LineItems = []LineItem{{Total: MustAmount("55.00")}}
		}, "50.00 + 10.00 = 60.00", "", ""},
		"tax lines without a tax": {func(f *Fields) {
			f.Subtotal, f.Tax, f.TaxLines = MustAmount("60.00"), Amount{}, []TaxLine{{Total: MustAmount("10.00"), Inclusive: true}}
		}, "60.00 = 60.00", "The tax lines come to 10.00, and no tax", FieldTax},
		"tax lines of nothing": {func(f *Fields) {
			f.Subtotal, f.Tax, f.TaxLines = MustAmount("60.00"), Amount{}, []TaxLine{{Total: MustAmount("0.00")}}
		}, "60.00 = 60.00", "", ""},
		"thousands taken for decimals": {func(f *Fields) {
			f.Subtotal, f.Tax, f.Total = Amount{}, Amount{}, MustAmount("1.234")
		}, "", "more decimals than GBP", FieldTotal},
		"decimals of a currency with three": {func(f *Fields) {
			f.Currency, f.Subtotal, f.Tax, f.Total = "KWD", MustAmount("1.111"), MustAmount("0.111"), MustAmount("1.222")
		}, "1.111 + 0.111 = 1.222", "", ""},
		"a balance of nothing": {func(f *Fields) { f.Subtotal, f.Tax, f.Total = Amount{}, Amount{}, MustAmount("0.00") },
			"", "The total is zero", FieldTotal},
		"all taken off": {func(f *Fields) {
			f.Tax, f.Discount, f.Total = Amount{}, MustAmount("50.00"), MustAmount("0.00")
		}, "50.00 − 50.00 = 0.00", "", ""},
		"a tax that goes the other way": {func(f *Fields) { f.Tax, f.Total = MustAmount("-10.00"), MustAmount("40.00") },
			"50.00 − 10.00 = 40.00", "another sign", FieldTax},
		"items without a total prove nothing": {func(f *Fields) { f.LineItems = []LineItem{{Description: "Paper"}} },
			"50.00 + 10.00 = 60.00", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := good()
			test.change(&f)
			sure := 0.95
			p := Prove(f, map[Field]Evidence{FieldTotal: {Score: &sure}}, nil, today)
			if p.Equation != test.equation {
				t.Errorf("equation %q, want %q", p.Equation, test.equation)
			}
			if test.doubt == "" {
				if !p.Ready() {
					t.Errorf("doubts: %q", p.Reasons())
				}
				return
			}
			if len(p.Doubts) != 1 || !strings.Contains(p.Doubts[0].Words, test.doubt) || p.Doubts[0].Field != test.field {
				t.Errorf("doubts %+v, want %q", p.Doubts, test.doubt)
			}
		})
	}
}

func TestUncertainFieldsNeedALook(t *testing.T) {
	low, high := 0.79, 0.80
	for name, test := range map[string]struct {
		field     Field
		score     *float64
		corrected bool
		ready     bool
	}{
		"uncertain total":             {FieldTotal, &low, false, false},
		"uncertain date":              {FieldDate, &low, false, false},
		"just certain":                {FieldTotal, &high, false, true},
		"a person has said":           {FieldTotal, &low, true, true},
		"the engine gives no score":   {FieldTotal, nil, false, true},
		"a field that need not be so": {FieldCategory, &low, false, true},
	} {
		evidence := map[Field]Evidence{test.field: {Score: test.score}}
		corrected := map[Field]bool{test.field: test.corrected}
		if p := Prove(good(), evidence, corrected, Date{2026, 3, 20}); p.Ready() != test.ready {
			t.Errorf("%s: ready %v, %q", name, p.Ready(), p.Reasons())
		}
	}
}

func TestFiguresThatStandAloneNeedAScoreThatIsSure(t *testing.T) {
	low, high := 0.79, 0.95
	total := func(f *Fields) { f.Subtotal, f.Tax = Amount{}, Amount{} }
	inclusive := func(f *Fields) {
		f.Subtotal, f.TaxLines = f.Total, []TaxLine{{Total: f.Tax, Inclusive: true}}
	}
	for name, test := range map[string]struct {
		change    func(*Fields)
		evidence  map[Field]Evidence
		corrected map[Field]bool
		doubt     string
	}{
		"a total without a score":         {total, nil, nil, "Nothing on the receipt confirms the total"},
		"a total with a score":            {total, map[Field]Evidence{FieldTotal: {Score: &high}}, nil, ""},
		"a total that a person typed":     {total, nil, map[Field]bool{FieldTotal: true}, ""},
		"a total that the items make":     {func(f *Fields) { total(f); f.LineItems = []LineItem{{Total: f.Total}} }, nil, nil, ""},
		"a doubtful tax within a sum":     {func(*Fields) {}, map[Field]Evidence{FieldTax: {Score: &low}}, nil, ""},
		"a doubtful tax beside the sum":   {inclusive, map[Field]Evidence{FieldTax: {Score: &low}}, nil, "The tax is uncertain"},
		"a sure tax beside the sum":       {inclusive, map[Field]Evidence{FieldTax: {Score: &high}}, nil, ""},
		"a tax that a person looked at":   {inclusive, map[Field]Evidence{FieldTax: {Score: &low}}, map[Field]bool{FieldTax: true}, ""},
		"a tax of which nothing is known": {inclusive, nil, nil, ""},
	} {
		f := good()
		test.change(&f)
		reasons := Prove(f, test.evidence, test.corrected, Date{2026, 3, 20}).Reasons()
		if test.doubt == "" && len(reasons) > 0 || test.doubt != "" && (len(reasons) != 1 || !strings.HasPrefix(reasons[0], test.doubt)) {
			t.Errorf("%s: %q, want %q", name, reasons, test.doubt)
		}
	}
}

func TestTaxLinesAndRoundingAreHeldAgainstTheirRules(t *testing.T) {
	base := Fields{Vendor: "Blue Heron", Date: Date{2024, 3, 7}, Currency: "MYR", Subtotal: MustAmount("100.00"), Tax: MustAmount("6.00"), Total: MustAmount("106.00")}
	line := func(rate, net, tax string) Fields {
		f := base
		f.TaxLines = []TaxLine{{Rate: MustAmount(rate), Base: MustAmount(net), Total: MustAmount(tax)}}
		return f
	}
	rounding := func(total, by string) Fields {
		f := base
		f.Total, f.Rounding = MustAmount(total), MustAmount(by)
		return f
	}
	sure := 0.99
	evidence := map[Field]Evidence{FieldTotal: {Score: &sure}}
	for _, c := range []struct {
		name, want string
		fields     Fields
	}{
		{"a rate that fits the net", "", line("6", "100.00", "6.00")},
		{"a rate that fits the gross", "", line("6", "106.00", "6.00")},
		{"a tax rounded item by item", "", line("6", "99.20", "6.00")},
		{"a misread base", "6% of 180.00 is 10.80, and the tax line says 6.00", line("6", "180.00", "6.00")},
		{"a rounding of two sen", "", rounding("106.02", "0.02")},
		{"a rounding of half a ringgit", "The rounding 0.50 is more than the smallest coin: please compare it with the picture", rounding("106.50", "0.50")},
	} {
		got := ""
		if r := Prove(c.fields, evidence, nil, Date{}).Reasons(); len(r) > 0 {
			got = r[0]
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAnUncertainFieldSaysWhy(t *testing.T) {
	low := 0.5
	f := Fields{Vendor: "Blue Heron", Date: Date{2024, 3, 7}, Currency: "USD", Total: MustAmount("5.00")}
	r := Prove(f, map[Field]Evidence{FieldDate: {Score: &low, Doubt: "the weekday printed beside it is another"}, FieldTotal: {Score: &low}}, nil, Date{}).Reasons()
	want := []string{"The total is uncertain: please compare it with the picture", "The date is uncertain, as the weekday printed beside it is another: please compare it with the picture"}
	if len(r) != 2 || r[0] != want[0] || r[1] != want[1] {
		t.Errorf("%q", r)
	}
}
