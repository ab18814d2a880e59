package ui

import (
	"strings"
	"time"
)

// The layouts of moments, which each language has its own of. Names of months
// and of days of the week are put into the language afterwards.
const (
	dayLayout     = "2 Jan 2006"
	longDayLayout = "2 January 2006"
	weekDayLayout = "Monday, 2 January 2006"
	momentLayout  = "2 Jan 2006, 15:04"
)

// day is a moment as people say it.
func day(t time.Time) string { return spelled(t.Local(), dayLayout) }

// longDay is a day with its month in full, weekDay with the day of the week.
func longDay(t time.Time) string { return spelled(t.Local(), longDayLayout) }
func weekDay(t time.Time) string { return spelled(t, weekDayLayout) }

// moment is a day and its time.
func moment(t time.Time) string { return spelled(t.Local(), momentLayout) }

func spelled(t time.Time, layout string) string {
	text := t.Format(tr(layout))
	for _, name := range []string{t.Month().String(), t.Weekday().String()} {
		text = strings.ReplaceAll(text, name, tr(name))
	}
	return text
}
