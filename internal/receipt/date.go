package receipt

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Date is a day as printed on a receipt, without a time zone. The zero value
// is unknown.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads YYYY-MM-DD, with a time of day after it or without. Blank
// text is the unknown Date.
func ParseDate(text string) (Date, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return Date{}, nil
	}
	day := text
	if len(day) > 10 {
		day = day[:10]
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date like 2026-03-15", text)
	}
	return DateOf(t), nil
}

// DateOf is the day of t in t's own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// Known tells whether there is a date at all.
func (d Date) Known() bool { return d != Date{} }

// Time is midnight UTC of the day.
func (d Date) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// String is YYYY-MM-DD, or "" for unknown.
func (d Date) String() string {
	if !d.Known() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalJSON writes the String, or null.
func (d Date) MarshalJSON() ([]byte, error) {
	if !d.Known() {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (d *Date) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("date %s: %w", data, err)
	}
	*d = Date{}
	if text == nil {
		return nil
	}
	parsed, err := ParseDate(*text)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
