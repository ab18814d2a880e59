package receipt

import (
	"encoding/json"
	"testing"
)

func TestParseAmount(t *testing.T) {
	for text, want := range map[string]string{
		"12.30": "12.30", "-0.5": "-0.5", " 7 ": "7", "0": "0", "100": "100", "0.000000001": "0.000000001", "": "",
	} {
		a, err := ParseAmount(text)
		if err != nil || a.String() != want || a.Known() != (want != "") {
			t.Errorf("%q: %q, known %v, %v", text, a, a.Known(), err)
		}
	}
	for _, text := range []string{"12,30", "1.234,50", "€5", "1e3", "12.", ".5", "--1", "NaN", "1 000", "12.30.1"} {
		if a, err := ParseAmount(text); err == nil {
			t.Errorf("%q was taken as %q", text, a)
		}
	}
}

func TestAmountInItsCurrency(t *testing.T) {
	for _, test := range []struct{ amount, currency, want string }{
		{"12.5", "USD", "12.50"},
		{"1200.0", "JPY", "1200"},
		{"1200.5", "JPY", "1200.5"},
		{"12.345", "USD", "12.345"},
		{"12.3400", "USD", "12.34"},
		{"31.15", "KWD", "31.150"},
		{"7", "EUR", "7.00"},
		{"-3", "GBP", "-3.00"},
		{"100", "JPY", "100"},
		{"12.5", "", "12.5"},
		{"12.5", "QQQ", "12.5"},
		{"", "USD", ""},
	} {
		if got := MustAmount(test.amount).In(test.currency); got != test.want {
			t.Errorf("%q in %q: %q, want %q", test.amount, test.currency, got, test.want)
		}
	}
}

func TestUnknownIsNotZero(t *testing.T) {
	unknown, zero := Amount{}, MustAmount("0")
	if unknown.Equal(zero) || !zero.Known() {
		t.Error("unknown and zero are taken for one another")
	}
	if sum := unknown.Add(unknown); sum.Known() {
		t.Error("the sum of nothing known is known")
	}
	if sum := unknown.Add(MustAmount("2")); sum.String() != "2" {
		t.Errorf("nothing and 2 is %q", sum)
	}
	if !MustAmount("1.5").Equal(MustAmount("1.50")) {
		t.Error("1.5 is not 1.50")
	}
}

func TestSumsAreExact(t *testing.T) {
	sum := MustAmount("0")
	for range 1000 {
		sum = sum.Add(MustAmount("0.10"))
	}
	if sum.String() != "100.00" {
		t.Errorf("a thousand dimes are %s", sum)
	}
	if got := MustAmount("0.3").Sub(MustAmount("0.1")).Sub(MustAmount("0.2")); got.Sign() != 0 {
		t.Errorf("0.3 - 0.1 - 0.2 is %s", got)
	}
}

func TestAmountKeepsItsDigitsInJSON(t *testing.T) {
	for _, text := range []string{"12.30", "-5", "1200.0", ""} {
		data, err := json.Marshal(MustAmount(text))
		if err != nil {
			t.Fatal(err)
		}
		var back Amount
		if err := json.Unmarshal(data, &back); err != nil || back.String() != text {
			t.Errorf("%q came back from %s as %q, %v", text, data, back, err)
		}
	}
	var a Amount
	if err := json.Unmarshal([]byte(`12.5`), &a); err == nil {
		t.Error("a JSON number, which others may have rounded, was taken")
	}
}

func TestDigits(t *testing.T) {
	for code, want := range map[string]int{"USD": 2, "EUR": 2, "JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3, "IQD": 3, "CLF": 4} {
		if n, ok := Digits(code); !ok || n != want {
			t.Errorf("%s has %d digits, %v", code, n, ok)
		}
	}
	for _, code := range []string{"", "usd", "US", "USDX", "QQQ"} {
		if ValidCurrency(code) {
			t.Errorf("%q is taken for a currency", code)
		}
	}
}
