package fields

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// dateMark is a date printed in a row.
type dateMark struct {
	row        int
	lo, hi     int
	y, m, d    int
	a, b       int  // the first two numbers when their order is open
	open       bool // day and month could be swapped
	short      bool // two digits of the year
	weak       bool // eight digits without marks
	hasTime    bool
	clock      string // HH:MM:SS
	clockSpan  [2]int
	clockRow   int
	label, bad bool
}

var (
	reDayFirst  = regexp.MustCompile(`(\d{1,2}) ?([/.\-]) ?(\d{1,2}) ?([/.\-]) ?'?(\d{2,4})`)
	reYearFirst = regexp.MustCompile(`((?:19|20)\d{2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{1,2})`)
	reDayName   = regexp.MustCompile(`(\d{1,2})(?:st|nd|rd|th|ST|ND|RD|TH)?[ \-/.,]*(?:de |of |DE )?([\pL01]{3,10})[ \-/.,']*(?:de |DE )?(\d{2,4})`)
	reNameDay   = regexp.MustCompile(`([\pL01]{3,10})[ .\-/]*(\d{1,2})(?:st|nd|rd|th|ST|ND|RD|TH)?[ ,.\-/']+(\d{2,4})`)
	reYearName  = regexp.MustCompile(`((?:19|20)\d{2})[ \-/.]*([\pL01]{3,10})[ \-/.]*(\d{1,2})`)
	reEight     = regexp.MustCompile(`\d{8}`)
	reCJK       = regexp.MustCompile(`((?:19|20)\d{2}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日`)
	reClock     = regexp.MustCompile(`(?i)(\d{1,2}) ?[:;] ?([0-5]\d)(?: ?[:;.] ?([0-5]\d))?(?: ?([ap])\.? ?m\b\.?)?`)
	reClockWord = regexp.MustCompile(`(?i)\b(\d{1,2})[.h]([0-5]\d)(?: ?(uhr)| ?([ap])\.?m\b)|\b([01]?\d|2[0-3])h([0-5]\d)\b`)
)

// datesOf finds the dates of a row, and the stretches that are dates or times.
func (v *vocabulary) datesOf(index int, r *row) (dates []dateMark, masked [][2]int) {
	t := dateShadow(r.text)
	taken := func(lo, hi int) bool {
		for _, m := range masked {
			if lo < m[1] && hi > m[0] {
				return true
			}
		}
		return false
	}
	add := func(d dateMark) {
		if taken(d.lo, d.hi) || (d.lo > 0 && digit(t[d.lo-1])) {
			return
		}
		d.row = index
		dates, masked = append(dates, d), append(masked, [2]int{d.lo, d.hi})
	}
	number := func(m []int, g int) int {
		n, _ := strconv.Atoi(t[m[2*g]:m[2*g+1]])
		return n
	}
	for _, m := range append(reCJK.FindAllStringSubmatchIndex(t, -1), reYearFirst.FindAllStringSubmatchIndex(t, -1)...) {
		if y, mo, d := number(m, 1), number(m, 2), number(m, 3); valid(y, mo, d) && !(m[1] < len(t) && digit(t[m[1]]) && m[7]-m[6] < 2) {
			add(dateMark{lo: m[0], hi: m[1], y: y, m: mo, d: d})
		}
	}
	for _, m := range reDayName.FindAllStringSubmatchIndex(t, -1) {
		if mo := v.month(t[m[4]:m[5]]); mo > 0 {
			v.addNamed(add, t, m[0], m[6], m[7], number(m, 1), mo)
		}
	}
	for _, m := range reNameDay.FindAllStringSubmatchIndex(t, -1) {
		if mo := v.month(t[m[2]:m[3]]); mo > 0 {
			v.addNamed(add, t, m[0], m[6], m[7], number(m, 2), mo)
		}
	}
	for _, m := range reYearName.FindAllStringSubmatchIndex(t, -1) {
		if mo := v.month(t[m[4]:m[5]]); mo > 0 && valid(number(m, 1), mo, number(m, 3)) {
			add(dateMark{lo: m[0], hi: m[1], y: number(m, 1), m: mo, d: number(m, 3)})
		}
	}
	for from := 0; from < len(t); {
		m := reDayFirst.FindStringSubmatchIndex(t[from:])
		if m == nil {
			break
		}
		for g := range m {
			m[g] += from
		}
		if d, ok := numeric(t, m); ok {
			add(d)
			from = d.hi
		} else {
			from = m[3] // "19- 21/03/2018": the date may begin with the second number
		}
	}
	for _, m := range reEight.FindAllStringIndex(t, -1) {
		if m[1] < len(t) && digit(t[m[1]]) || m[0] > 0 && (digit(t[m[0]-1]) || letterByte(t[m[0]-1])) {
			continue
		}
		s := t[m[0]:m[1]]
		n := func(s string) int { i, _ := strconv.Atoi(s); return i }
		if y, mo, d := n(s[:4]), n(s[4:6]), n(s[6:]); y >= 2000 && y < 2060 && valid(y, mo, d) {
			add(dateMark{lo: m[0], hi: m[1], y: y, m: mo, d: d, weak: true})
		} else if d, mo, y := n(s[:2]), n(s[2:4]), n(s[4:]); y >= 2000 && y < 2060 && valid(y, mo, d) {
			add(dateMark{lo: m[0], hi: m[1], y: y, m: mo, d: d, weak: true})
		}
	}
	clocks := v.clocksOf(t, taken)
	for _, c := range clocks {
		masked = append(masked, c.span)
	}
	for i := range dates {
		for _, c := range clocks {
			if !dates[i].hasTime {
				dates[i].hasTime, dates[i].clock, dates[i].clockSpan, dates[i].clockRow = true, c.text, c.span, index
			}
		}
	}
	return dates, masked
}

// dateShadow repairs letters between digits and date marks.
func dateShadow(s string) string {
	b := []byte(s)
	near := func(i int) bool { return i >= 0 && i < len(b) && (digit(b[i]) || b[i] == '/' || b[i] == '-') }
	for i, c := range b {
		if !near(i-1) && !near(i+1) || (i > 0 && letterByte(b[i-1])) || (i+1 < len(b) && letterByte(b[i+1])) {
			continue
		}
		switch c {
		case 'O', 'o':
			b[i] = '0'
		case 'l', 'I', '|':
			b[i] = '1'
		}
	}
	return string(b)
}

func (v *vocabulary) month(s string) int {
	c := canonical(s)
	if m := v.months[c]; m > 0 {
		return m
	}
	if len(c) >= 6 {
		for name, m := range v.months {
			if len(name) >= 6 && distance(c, name, 1) <= 1 {
				return m
			}
		}
	}
	return 0
}

// addNamed adds a date whose month is a word; the year ends with as many digits
// as make sense, since a time may stick to it.
func (v *vocabulary) addNamed(add func(dateMark), t string, lo, ylo, yhi, day, month int) {
	y, hi, short, ok := yearAt(t, ylo, yhi)
	if ok && valid(y, month, day) {
		add(dateMark{lo: lo, hi: hi, y: y, m: month, d: day, short: short})
	}
}

// yearAt reads two or four digits.
func yearAt(t string, lo, hi int) (year, end int, short, ok bool) {
	n := func(s string) int { i, _ := strconv.Atoi(s); return i }
	glued := hi-lo == 4 && hi+2 < len(t) && t[hi] == ':' && digit(t[hi+1]) && digit(t[hi+2]) // "02.03.2015:59" is the year 20 and a time
	if hi-lo == 4 && !glued && (strings.HasPrefix(t[lo:], "19") || strings.HasPrefix(t[lo:], "20")) {
		if y := n(t[lo:hi]); y >= 1990 && y < 2060 {
			return y, hi, false, true
		}
	}
	if hi-lo == 4 || hi-lo == 2 { // "17-03-1814:20": two digits, then a time
		if hi-lo == 4 && !(hi < len(t) && (t[hi] == ':' || digit(t[hi]))) {
			return 0, 0, false, false
		}
		if y := n(t[lo : lo+2]); y < 60 {
			return 2000 + y, lo + 2, true, true
		}
	}
	return 0, 0, false, false
}

func numeric(t string, m []int) (dateMark, bool) {
	n := func(g int) int { i, _ := strconv.Atoi(t[m[2*g]:m[2*g+1]]); return i }
	a, b := n(1), n(3)
	y, hi, short, ok := yearAt(t, m[10], m[11])
	if !ok || t[m[4]] != t[m[8]] {
		return dateMark{}, false
	}
	if t[m[4]:m[5]] == "." && (hi < len(t) && t[hi] == '.' && hi+1 < len(t) && digit(t[hi+1])) {
		return dateMark{}, false // an address in a network, a number of a version
	}
	d := dateMark{lo: m[0], hi: hi, y: y, a: a, b: b, short: short}
	d.weak = short && m[3]-m[2] == 1 && m[7]-m[6] == 1 && t[m[4]] == '.' // "2.1.20" is more often a version
	switch dm, md := valid(y, b, a), valid(y, a, b); {
	case dm && md && a != b:
		d.open, d.d, d.m = true, a, b
	case dm:
		d.d, d.m = a, b
	case md:
		d.d, d.m = b, a
	case short && valid(2000+a, b, y-2000): // yy/mm/dd
		d.y, d.m, d.d = 2000+a, b, y-2000
	default:
		return dateMark{}, false
	}
	return d, true
}

func valid(y, m, d int) bool {
	if y < 1990 || y >= 2060 || m < 1 || m > 12 || d < 1 || d > 31 {
		return false
	}
	switch m {
	case 4, 6, 9, 11:
		return d <= 30
	case 2:
		leap := y%4 == 0 && (y%100 != 0 || y%400 == 0)
		return d <= 28 || leap && d == 29
	}
	return true
}

type clock struct {
	text string
	span [2]int
}

func (v *vocabulary) clocksOf(t string, taken func(lo, hi int) bool) []clock {
	var out []clock
	for _, m := range reClock.FindAllStringSubmatchIndex(t, -1) {
		lo, hi := m[0], m[1]
		if taken(lo, hi) || (lo > 1 && t[lo-1] == ':') || (hi < len(t) && (digit(t[hi]) || t[hi] == '%')) || strings.HasPrefix(t[hi:], " %") {
			continue // a rate: "1: 20%"
		}
		if lo > 0 && digit(t[lo-1]) {
			continue
		}
		if c, ok := clockText(part2(t, m, 1), part2(t, m, 2), part2(t, m, 3), part2(t, m, 4)); ok {
			out = append(out, clock{c, [2]int{lo, hi}})
		}
	}
	for _, m := range reClockWord.FindAllStringSubmatchIndex(t, -1) {
		if taken(m[0], m[1]) {
			continue
		}
		h, mi, half := part2(t, m, 1), part2(t, m, 2), part2(t, m, 4)
		if h == "" {
			h, mi = part2(t, m, 5), part2(t, m, 6)
		}
		if c, ok := clockText(h, mi, "", half); ok {
			out = append(out, clock{c, [2]int{m[0], m[1]}})
		}
	}
	return out
}

func part2(t string, m []int, g int) string {
	if m[2*g] < 0 {
		return ""
	}
	return t[m[2*g]:m[2*g+1]]
}

func clockText(h, m, s, half string) (string, bool) {
	hour, _ := strconv.Atoi(h)
	if hour > 24 {
		return "", false
	}
	switch {
	case strings.EqualFold(half, "p") && hour < 12:
		hour += 12
	case strings.EqualFold(half, "a") && hour == 12:
		hour = 0
	}
	hour %= 24
	if s == "" {
		s = "00"
	}
	minute, _ := strconv.Atoi(m)
	second, _ := strconv.Atoi(s)
	return fmt.Sprintf("%02d:%02d:%02d", hour, minute, second), true
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }
