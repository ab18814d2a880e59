package ui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// shortDate reads the short ways to write a day that bookkeepers' fingers
// know: t for today, + and - for the day after and before (++, +3), ] and [
// for the month, m and h for the first and the last of the month, y and r of
// the year, 15 for the 15th and 15/3 for the 15th of March. They go from the
// day that the field has, and a day of a month without a year is the last one
// that has been. ok is false for anything else.
func (w writing) shortDate(text string, from, today receipt.Date) (plain string, ok bool, err error) {
	if !from.Known() {
		from = today
	}
	if !from.Known() || !today.Known() {
		return "", false, nil
	}
	text = strings.ToLower(strings.TrimSpace(text))
	if day, ok := stepped(text, from.Time()); ok {
		return day.Format(time.DateOnly), true, nil
	}
	switch text {
	case "t":
		return today.String(), true, nil
	case "m":
		return date(from.Year, int(from.Month), 1), true, nil
	case "h":
		return receipt.DateOf(time.Date(from.Year, from.Month+1, 0, 0, 0, 0, 0, time.UTC)).String(), true, nil
	case "y":
		return date(from.Year, 1, 1), true, nil
	case "r":
		return date(from.Year, 12, 31), true, nil
	}
	return w.partDate(text, from, today)
}

// stepped goes some days or months from a day: "+", "--", "+3", "]", "[[".
func stepped(text string, from time.Time) (time.Time, bool) {
	if text == "" {
		return from, false
	}
	sign := text[0]
	if sign != '+' && sign != '-' && sign != ']' && sign != '[' {
		return from, false
	}
	n := len(text)
	if rest := strings.Trim(text, string(sign)); rest != "" {
		days, err := strconv.Atoi(text[1:])
		if err != nil || days < 0 || days > 3660 || text[1] == '+' || text[1] == '-' {
			return from, false
		}
		n = days
	}
	switch sign {
	case '+':
		return from.AddDate(0, 0, n), true
	case '-':
		return from.AddDate(0, 0, -n), true
	case ']':
		return sameDay(from, n), true
	}
	return sameDay(from, -n), true
}

// sameDay is the day some months on; the last of the month where that has none.
func sameDay(from time.Time, months int) time.Time {
	first := time.Date(from.Year(), from.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(from.Day(), last)-1)
}

// partDate reads "15" and "15/3", "15.3.", "15-3".
func (w writing) partDate(text string, from, today receipt.Date) (string, bool, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '/' || r == '-' || r == ' ' })
	if len(parts) == 0 || len(parts) > 2 {
		return "", false, nil
	}
	var n [2]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || len(p) > 2 || v < 1 {
			return "", false, nil
		}
		n[i] = v
	}
	if len(parts) == 1 {
		day := date(from.Year, int(from.Month), n[0])
		if day == "" {
			return "", true, errors.New(tr("%s %d has no %dth day. Write day and month, like 15/3", tr(from.Month.String()), from.Year, n[0]))
		}
		return day, true, nil
	}
	dayFirst, monthFirst := lastDay(n[1], n[0], today), lastDay(n[0], n[1], today)
	switch {
	case dayFirst == "" && monthFirst == "":
		return "", true, errors.New(tr(noDate))
	case dayFirst == "" || dayFirst == monthFirst:
		return monthFirst, true, nil
	case monthFirst == "" || strings.Contains(text, ".") || w.decimal == ",":
		return dayFirst, true, nil // points, and people who write a decimal comma, put the day first
	}
	if day, ok := w.either(dayFirst, monthFirst); ok {
		return day, true, nil
	}
	return "", true, errors.New(tr("“%s” can be %s or %s. Write one of these", text, dayFirst, monthFirst))
}

// lastDay is the last day of that month and day that is not in the future; ""
// where there is none.
func lastDay(month, day int, today receipt.Date) string {
	for year := today.Year; year > today.Year-8; year-- {
		if d := date(year, month, day); d != "" && d <= today.String() {
			return d
		}
	}
	return ""
}
