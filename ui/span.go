package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// span is some days in a row, both ends among them.
type span struct{ from, to time.Time }

// spanOf reads a year, a month or a day: 2026, 2026-03, 2026-03-15, and
// today, yesterday, month, year. ok is false for anything else.
func spanOf(text string, today receipt.Date) (s span, ok bool) {
	day := today.Time()
	month := time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
	switch strings.ToLower(text) {
	case "today", "t":
		return span{day, day}, true
	case "yesterday":
		day = day.AddDate(0, 0, -1)
		return span{day, day}, true
	case "month":
		return span{month, month.AddDate(0, 1, -1)}, true
	case "lastmonth":
		return span{month.AddDate(0, -1, 0), month.AddDate(0, 0, -1)}, true
	case "year":
		return yearSpan(day.Year()), true
	case "lastyear":
		return yearSpan(day.Year() - 1), true
	}
	if t, err := time.Parse("2006-1-2", text); err == nil {
		return span{t, t}, true
	}
	if t, err := time.Parse("2006-1", text); err == nil {
		return span{t, t.AddDate(0, 1, -1)}, true
	}
	if year, quarter, found := strings.Cut(strings.ToLower(text), "-q"); found {
		y, err := strconv.Atoi(year)
		q, err2 := strconv.Atoi(quarter)
		if err == nil && err2 == nil && q >= 1 && q <= 4 {
			from := time.Date(y, time.Month(3*q-2), 1, 0, 0, 0, 0, time.UTC)
			return span{from, from.AddDate(0, 3, -1)}, true
		}
	}
	if y, err := strconv.Atoi(text); err == nil && y >= 1900 && y < 3000 {
		return yearSpan(y), true
	}
	if plain, err := (writing{}).plainDate(text, today); err == nil { // 15.03.2026
		if t, err := time.Parse(time.DateOnly, plain); err == nil {
			return span{t, t}, true
		}
	}
	return span{}, false
}

func yearSpan(year int) span {
	return span{time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(year, 12, 31, 0, 0, 0, 0, time.UTC)}
}

// dateTerm compares a day: date:2026-03, date>2026-03-15, date:2026-01..2026-03.
func dateTerm(sign, value string, today receipt.Date, get func(*entry) receipt.Date) (func(*entry) bool, error) {
	from, to, ranged := strings.Cut(value, "..")
	low, okLow := spanOf(from, today)
	high, okHigh := spanOf(to, today)
	switch {
	case from == "" && to == "" || unfinished(value):
		return nil, nil
	case !okLow && from != "", ranged && !okHigh && to != "":
		return nil, fmt.Errorf("“date%s%s”: write a year, a month or a day, such as date:2026-03 or date:2026-01..2026-06", sign, value)
	}
	return func(e *entry) bool {
		d := get(e)
		if !d.Known() {
			return false
		}
		t := d.Time()
		switch {
		case ranged:
			return (!okLow || !t.Before(low.from)) && (!okHigh || !t.After(high.to))
		case sign == ">":
			return t.After(low.to)
		case sign == ">=":
			return !t.Before(low.from)
		case sign == "<":
			return t.Before(low.from)
		case sign == "<=":
			return !t.After(low.to)
		}
		return !t.Before(low.from) && !t.After(low.to)
	}, nil
}

// unfinished tells that a date is still being typed: "20", "2026-", "2026-03..20".
func unfinished(value string) bool {
	parts := strings.Split(value, "..")
	last := parts[len(parts)-1]
	if last == "" {
		return false
	}
	for _, r := range last {
		if (r < '0' || r > '9') && r != '-' && r != '.' && r != '/' {
			for _, word := range []string{"today", "yesterday", "month", "lastmonth", "year", "lastyear"} {
				if strings.HasPrefix(word, strings.ToLower(last)) && word != strings.ToLower(last) {
					return true
				}
			}
			return false
		}
	}
	if _, ok := spanOf(last, receipt.Date{Year: 2000, Month: 1, Day: 1}); ok {
		return false
	}
	return len(last) < len("2026-03-15")
}
