package fields

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// weekday is a word for a day of the week in one language; n is 1 for Monday.
type weekday struct {
	lang string
	n    int
}

// weekdayBeside is the day of the week printed next to a date, 1 for Monday;
// 0 for none.
func (d *document) weekdayBeside(m dateMark) int {
	t := d.rows[m.row].text
	before := strings.TrimRightFunc(t[:m.lo], besides)
	word := before[strings.LastIndexFunc(before, notLetter)+1:]
	if i := strings.LastIndexFunc(before, notLetter); i >= 0 {
		_, size := utf8.DecodeRuneInString(before[i:])
		word = before[i+size:]
	}
	if n := d.weekdayOf(word); n > 0 && len(t[:m.lo])-len(before) <= 4 {
		return n
	}
	after := strings.TrimLeftFunc(t[min(m.hi, len(t)):], besides)
	if i := strings.IndexFunc(after, notLetter); i >= 0 {
		after = after[:i]
	}
	return d.weekdayOf(after)
}

// besides are the signs between a weekday and a date.
func besides(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",.:()-/", r) }

func (d *document) weekdayOf(word string) int {
	if utf8.RuneCountInString(word) < 2 {
		return 0
	}
	day := 0
	for _, w := range d.v.weekdays[canonical(word)] {
		if !d.speaks(w.lang) {
			continue
		}
		if day != 0 && day != w.n {
			return 0
		}
		day = w.n
	}
	return day
}

// onWeekday is 1 for a date on a Monday, 7 for one on a Sunday.
func onWeekday(y, m, d int) int {
	return int(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Weekday()+6)%7 + 1
}
