package ui

import (
	"errors"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// calc reckons what was typed into an amount field: 12.50+3*2, (10+2)/4. It
// reckons exactly; only what comes out is rounded to the currency's digits, as
// a till does, and it is shown before it is taken.
type calc struct {
	writing  writing
	currency string
	rest     string
}

// reckons tells whether a text is more than one number: "(3.00)" and "−12"
// are single ones.
func reckons(text string) bool {
	text = strings.TrimLeft(strings.TrimSpace(text), "+-−( ")
	text = strings.TrimRight(text, "-−) ")
	return strings.ContainsAny(text, "+-−*×/÷()")
}

// reckon gives the plain literal of a calculation.
func (w writing) reckon(text, currency string) (string, error) {
	c := &calc{writing: w, currency: currency, rest: strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r == '−' || r == '–':
			return '-'
		case r == '×':
			return '*'
		case r == '÷':
			return '/'
		}
		return r
	}, text)}
	value, err := c.sum()
	if err == nil && c.rest != "" {
		err = errors.New(tr("“%s” cannot be reckoned from “%s” on", text, c.rest))
	}
	if err != nil {
		return "", err
	}
	if digits, ok := receipt.Digits(currency); ok { // nobody pays a part of the smallest coin
		value = value.Round(int32(digits))
	}
	plain := value.String()
	if _, err := receipt.ParseAmount(plain); err != nil {
		plain = value.Round(2).String()
	}
	if _, err := receipt.ParseAmount(plain); err != nil {
		return "", errors.New(tr("“%s” is too large for an amount", text))
	}
	return plain, nil
}

// next takes one of the signs off, and gives it; 0 for none.
func (c *calc) next(signs string) byte {
	if c.rest == "" || strings.IndexByte(signs, c.rest[0]) < 0 {
		return 0
	}
	sign := c.rest[0]
	c.rest = c.rest[1:]
	return sign
}

func (c *calc) sum() (decimal.Decimal, error) {
	value, err := c.product()
	for err == nil {
		var more decimal.Decimal
		switch c.next("+-") {
		case '+':
			more, err = c.product()
			value = value.Add(more)
		case '-':
			more, err = c.product()
			value = value.Sub(more)
		default:
			return value, nil
		}
	}
	return value, err
}

func (c *calc) product() (decimal.Decimal, error) {
	value, err := c.factor()
	for err == nil {
		var more decimal.Decimal
		switch c.next("*/") {
		case '*':
			more, err = c.factor()
			value = value.Mul(more)
		case '/':
			if more, err = c.factor(); err == nil {
				value, err = c.divide(value, more)
			}
		default:
			return value, nil
		}
	}
	return value, err
}

// divide goes far beyond what is kept in the end.
func (c *calc) divide(a, b decimal.Decimal) (decimal.Decimal, error) {
	if b.IsZero() {
		return a, errors.New(tr("nothing can be divided by zero"))
	}
	const most = 24 // decimals: what is lost of a third is far below any coin
	return a.DivRound(b, most), nil
}

func (c *calc) factor() (decimal.Decimal, error) {
	switch c.next("+-(") {
	case '-':
		value, err := c.factor()
		return value.Neg(), err
	case '+':
		return c.factor()
	case '(':
		value, err := c.sum()
		if err == nil && c.next(")") == 0 {
			err = errors.New(tr("a bracket is not closed"))
		}
		return value, err
	}
	end := strings.IndexAny(c.rest, "+-*/()")
	if end < 0 {
		end = len(c.rest)
	}
	number := c.rest[:end]
	if number == "" {
		return decimal.Decimal{}, errors.New(tr("a number is missing at the end"))
	}
	plain, err := c.writing.plainNumber(number, c.currency)
	if err != nil {
		return decimal.Decimal{}, err
	}
	c.rest = c.rest[end:]
	return decimal.NewFromString(plain)
}
