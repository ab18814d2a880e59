package ui

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// plain turns what a person typed into the plain text that receipt.Fields.Set
// takes; f is what the receipt says so far. The error says in words what is
// unclear; nothing is guessed where a guess could be wrong money.
func (w writing) plain(field receipt.Field, text string, f receipt.Fields, today receipt.Date) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", nil
	case field.Money():
		return w.plainAmount(text, f.Currency)
	case field == receipt.FieldDate:
		if plain, ok, err := w.shortDate(text, f.Date, today); ok || err != nil {
			return plain, err
		}
		return w.plainDate(text, today)
	case field == receipt.FieldCurrency:
		return plainCurrency(text)
	}
	return text, nil
}

// plainAmount reads an amount, or reckons one: "12.50+3*2".
func (w writing) plainAmount(text, currency string) (string, error) {
	if reckons(text) {
		return w.reckon(text, currency)
	}
	return w.plainNumber(text, currency)
}

// plainNumber reads "1.234,50 €", "1,234.50", "(3.00)", "12,5", "1'200".
func (w writing) plainNumber(text, currency string) (string, error) {
	unclear := errors.New(tr("“%s” is not an amount. Write it like 12%s50", text, w.decimal))
	digits, minus := text, false
	if strings.HasPrefix(digits, "(") && strings.HasSuffix(digits, ")") {
		digits, minus = digits[1:len(digits)-1], true
	}
	digits = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Sc, r) || r == '\'' || r == '’' {
			return -1
		}
		return r
	}, digits)
	if code := strings.Trim(digits, "0123456789.,-−+"); code != "" {
		if !receipt.ValidCurrency(strings.ToUpper(code)) {
			return "", unclear
		}
		digits = strings.Replace(digits, code, "", 1)
	}
	for _, sign := range []string{"-", "−"} {
		rest, before := strings.CutPrefix(digits, sign)
		rest, after := strings.CutSuffix(rest, sign)
		if before && after || (before || after) && minus {
			return "", unclear
		}
		if before || after {
			digits, minus = rest, true
		}
	}
	digits = strings.TrimPrefix(digits, "+")
	whole, fraction, err := w.split(digits, currency)
	if err != nil {
		return "", err
	}
	if !onlyDigits(whole+fraction) || whole+fraction == "" {
		return "", unclear
	}
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if minus {
		whole = "-" + whole
	}
	if _, err := receipt.ParseAmount(whole); err != nil {
		return "", unclear
	}
	return whole, nil
}

// split finds the decimals. The last of two kinds of separator is the decimal
// one; a single one before three digits may be either, so the person is asked
// unless it is the group separator of their own writing.
func (w writing) split(digits, currency string) (whole, fraction string, err error) {
	points, commas := strings.Count(digits, "."), strings.Count(digits, ",")
	switch {
	case points == 0 && commas == 0:
		return digits, "", nil
	case points > 0 && commas > 0:
		decimal, group := ".", ","
		if strings.LastIndex(digits, ",") > strings.LastIndex(digits, ".") {
			decimal, group = ",", "."
		}
		if strings.Count(digits, decimal) > 1 {
			return "", "", errors.New(tr("“%s” is not an amount: it has more than one decimal sign", digits))
		}
		whole, fraction, _ = strings.Cut(digits, decimal)
		return ungroup(whole, group, fraction)
	case points+commas > 1:
		sign := "."
		if commas > 0 {
			sign = ","
		}
		return ungroup(digits, sign, "")
	}
	sign := "."
	if commas > 0 {
		sign = ","
	}
	whole, fraction, _ = strings.Cut(digits, sign)
	if len(fraction) != 3 || len(whole) > 3 || len(whole) == 0 || whole[0] == '0' {
		return whole, fraction, nil
	}
	if n, ok := receipt.Digits(currency); ok && n == 3 && sign == w.decimal {
		return whole, fraction, nil
	}
	if sign == w.group {
		return whole + fraction, "", nil
	}
	return "", "", errors.New(tr("“%s” can be %s or %s. Write one of these", digits, whole+fraction+w.decimal+"00", whole+w.decimal+fraction[:2]))
}

// ungroup takes the group separators out where they stand before every three digits.
func ungroup(whole, sign, fraction string) (string, string, error) {
	groups := strings.Split(whole, sign)
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && (len(g) == 0 || len(g) > 3) {
			return "", "", errors.New(tr("“%s” is not an amount: the thousands are not in groups of three", whole))
		}
	}
	return strings.Join(groups, ""), fraction, nil
}

func onlyDigits(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

const noDate = "this is not a date. Write it like 2026-03-15 or 15.03.2026"

// plainDate reads 2026-03-15, 15.3.2026, 15/3/26, 3/15/2026, 15 Mar 2026, and
// "t" for today. A day and month that could be either way round are read as the
// person's country writes them, or asked for where that is not known.
func (w writing) plainDate(text string, today receipt.Date) (string, error) {
	if asked, ok := strings.CutSuffix(text, askDay); ok {
		text, w.date = strings.TrimSpace(asked), ""
	}
	lower := strings.ToLower(text)
	if (lower == "t" || lower == "today") && today.Known() {
		return today.String(), nil
	}
	for _, form := range []string{"2006-1-2", "2006/1/2", "2006.1.2", "2 Jan 2006", "2 January 2006", "Jan 2 2006", "January 2 2006"} {
		if t, err := time.Parse(form, strings.ReplaceAll(text, ",", "")); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '/' || r == '-' || r == ' ' })
	if len(parts) != 3 {
		return "", errors.New(tr(noDate))
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 0 {
			return "", errors.New(tr(noDate))
		}
		n[i] = v
	}
	if len(parts[2]) <= 2 {
		n[2] += 2000
	}
	dayFirst, monthFirst := date(n[2], n[1], n[0]), date(n[2], n[0], n[1])
	switch {
	case dayFirst == "" && monthFirst == "":
		return "", errors.New(tr(noDate))
	case dayFirst == "" || dayFirst == monthFirst:
		return monthFirst, nil
	case monthFirst == "" || strings.Contains(text, "."): // points are only ever written day first
		return dayFirst, nil
	}
	if day, ok := w.either(dayFirst, monthFirst); ok {
		return day, nil
	}
	return "", errors.New(tr("“%s” can be %s or %s. Write one of these", text, dayFirst, monthFirst))
}

// either is the day that the person's country means, where that is known.
func (w writing) either(dayFirst, monthFirst string) (string, bool) {
	switch {
	case strings.HasPrefix(w.date, "02"):
		return dayFirst, true
	case strings.HasPrefix(w.date, "01"):
		return monthFirst, true
	}
	return "", false
}

// date is the day as YYYY-MM-DD, or "" where there is no such day.
func date(year, month, day int) string {
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1900 || t.Day() != day || int(t.Month()) != month {
		return ""
	}
	return t.Format(time.DateOnly)
}

var symbols = map[string]string{"€": "EUR", "£": "GBP", "US$": "USD", "zł": "PLN", "₹": "INR", "₽": "RUB", "₺": "TRY", "₩": "KRW", "₫": "VND"}

func plainCurrency(text string) (string, error) {
	if code, ok := symbols[text]; ok {
		return code, nil
	}
	code := strings.ToUpper(text)
	if !receipt.ValidCurrency(code) {
		return "", errors.New(tr("“%s” is not a currency. Write its code, such as EUR, USD or GBP", text))
	}
	return code, nil
}
