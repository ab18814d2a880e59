package receipt

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Amount is an exact decimal sum of money, or unknown. It never rounds and it
// keeps the digits it was written with. The zero value is unknown, which is
// not the same as zero.
type Amount struct {
	value decimal.Decimal
	known bool
}

// literal tells whether a text is a plain decimal: a minus or none, at most 15
// digits, and after a point at most 9. A history holds millions of them, so it
// is no regular expression.
func literal(text string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return digits(whole, 15) && (!point || digits(fraction, 9))
}

func digits(text string, most int) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != "" && len(text) <= most
}

// ParseAmount reads a plain decimal literal with a point, such as "-12.30".
// Blank text is the unknown Amount. Anything else is an error: a person's way
// of writing ("1.234,50 €") is for the window to understand.
func ParseAmount(text string) (Amount, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Amount{}, nil
	}
	if !literal(text) {
		return Amount{}, fmt.Errorf("%q is not an amount", text)
	}
	value, err := decimal.NewFromString(text)
	if err != nil {
		return Amount{}, fmt.Errorf("%q is not an amount: %w", text, err)
	}
	return Amount{value: value, known: true}, nil
}

// MustAmount is ParseAmount for literals in code; it panics on bad text.
func MustAmount(text string) Amount {
	a, err := ParseAmount(text)
	if err != nil {
		panic(err)
	}
	return a
}

// Known tells whether there is an amount at all.
func (a Amount) Known() bool { return a.known }

// Sign is -1, 0 or 1; 0 for unknown.
func (a Amount) Sign() int { return a.value.Sign() }

// Equal tells whether both are known and the same number, 1.5 and 1.50 alike,
// or both are unknown.
func (a Amount) Equal(b Amount) bool {
	return a.known == b.known && a.value.Equal(b.value)
}

// Cmp compares the numbers, unknown counting as zero.
func (a Amount) Cmp(b Amount) int { return a.value.Cmp(b.value) }

// Decimal is the number, zero for unknown, for arithmetic beyond sums.
func (a Amount) Decimal() decimal.Decimal { return a.value }

// Add is the exact sum. An unknown part counts as nothing; the sum of two
// unknowns is unknown.
func (a Amount) Add(b Amount) Amount {
	return Amount{value: a.value.Add(b.value), known: a.known || b.known}
}

// Sub is the exact difference, with unknowns as in Add.
func (a Amount) Sub(b Amount) Amount { return a.Add(b.Neg()) }

// Times is n times the amount.
func (a Amount) Times(n int) Amount {
	return Amount{value: a.value.Mul(decimal.NewFromInt(int64(n))), known: a.known}
}

// Neg is the amount with the other sign.
func (a Amount) Neg() Amount { return Amount{value: a.value.Neg(), known: a.known} }

// Abs is the amount without its sign.
func (a Amount) Abs() Amount { return Amount{value: a.value.Abs(), known: a.known} }

// String is the literal with the digits it was written with; "" for unknown.
func (a Amount) String() string {
	if !a.known {
		return ""
	}
	places := -a.value.Exponent()
	if places < 0 {
		places = 0
	}
	return a.value.StringFixed(places)
}

// In writes the amount with at least the digits of the currency (ISO 4217) and
// without zeros beyond them; a digit that says something is never dropped:
// 12.5 USD is "12.50", 1200.0 JPY is "1200", 12.345 USD stays. With a currency
// that is not known the digits stay as written.
func (a Amount) In(currency string) string {
	digits, ok := Digits(currency)
	if !a.known || !ok {
		return a.String()
	}
	text := a.String()
	whole, fraction, _ := strings.Cut(text, ".")
	for len(fraction) > digits && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	if pad := digits - len(fraction); pad > 0 {
		fraction += strings.Repeat("0", pad)
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// finerThan tells whether the amount has a part that is less than the smallest
// unit of the currency.
func (a Amount) finerThan(currency string) bool {
	digits, ok := Digits(currency)
	return ok && !a.value.Equal(a.value.Truncate(int32(digits)))
}

// MarshalJSON writes the literal as a string, or null, so that no reader of
// the JSON can turn it into a float.
func (a Amount) MarshalJSON() ([]byte, error) {
	if !a.known {
		return []byte("null"), nil
	}
	return json.Marshal(a.String())
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Amount) UnmarshalJSON(data []byte) error {
	if n := len(data); n > 2 && data[0] == '"' && data[n-1] == '"' && literal(string(data[1:n-1])) {
		parsed, err := ParseAmount(string(data[1 : n-1]))
		*a = parsed
		return err
	}
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("amount %s: %w", data, err)
	}
	*a = Amount{}
	if text == nil {
		return nil
	}
	parsed, err := ParseAmount(*text)
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}
