package fields

import (
	"fmt"
	"sort"
	"strings"

	"github.com/spindle-receipts/spindle/api/server"
)

// choice is a date that may be the document's.
type choice struct {
	dateMark
	day     string
	score   float64
	weekday int    // 1 the printed weekday agrees, -1 it does not, 0 none is printed
	settled bool   // the weekday tells day and month apart
	charge  bool   // stands beside money
	era     string // a rate of tax that was not due on the day, "" for none
}

// when fills in the date and, where one is printed beside it, the time.
func (d *document) when(out *server.Reading) {
	if len(d.dates) == 0 {
		return
	}
	order, sure := d.order()
	choices := d.choices(order)
	best := choices[0]
	p, doubt := d.dateScore(best, choices[1:])
	if best.open && !best.settled {
		if p *= sure; sure < 0.9 && doubt == "" {
			doubt = fmt.Sprintf("the day and the month of %02d/%02d could be swapped", best.a, best.b)
		}
	}
	out.Date = d.printed(best.day, max(p, 0.05), best.row, best.lo, best.hi)
	out.Date.Doubt = doubt
	if clock, box, ok := d.clockFor(best.dateMark); ok {
		out.Date.Text += " " + clock
		out.Date.Box = united(out.Date.Box, box)
	}
}

// choices weighs the dates, the best first.
func (d *document) choices(order string) []choice {
	rates := d.printedRates()
	repeats := map[string]int{}
	var choices []choice
	for _, m := range d.dates {
		c := choice{dateMark: m}
		if m.open && order == "mdy" {
			c.m, c.d = m.a, m.b
		}
		if m.open && order == "ymd" && m.short && m.a >= 10 && valid(2000+m.a, m.b, m.y-2000) {
			c.y, c.m, c.d = 2000+m.a, m.b, m.y-2000
		}
		if printed := d.weekdayBeside(m); printed > 0 {
			c.judge(printed)
		}
		c.day = fmt.Sprintf("%04d-%02d-%02d", c.y, c.m, c.d)
		for _, r := range rates {
			if !r.fits(c.day) {
				c.era = r.words
			}
		}
		c.label, c.bad = d.dateLabel(m)
		repeats[c.day]++
		choices = append(choices, c)
	}
	last := d.chargeDays(choices)
	for i := range choices {
		c := &choices[i]
		c.score = 1 - 0.3*float64(c.row)/float64(len(d.rows)) + float64(c.weekday)
		add := func(b bool, n float64) {
			if b {
				c.score += n
			}
		}
		add(c.label, 2)
		add(c.hasTime, 1.2)
		add(c.bad, -3)
		add(c.weak, -1.5)
		add(c.y < 2000, -2)
		add(c.era != "", -1.5)
		add(d.ledger && c.charge && c.day != last, -2.5)
		c.score += 0.7 * float64(min(repeats[c.day]-1, 2))
	}
	sort.SliceStable(choices, func(i, j int) bool { return choices[i].score > choices[j].score })
	return choices
}

// judge holds a date against the weekday printed beside it, which also tells
// day and month apart.
func (c *choice) judge(printed int) {
	swapped := c.open && valid(c.y, c.d, c.m) && onWeekday(c.y, c.d, c.m) == printed
	switch fits := onWeekday(c.y, c.m, c.d) == printed; {
	case fits:
		c.weekday, c.settled = 1, !swapped
	case swapped:
		c.m, c.d = c.d, c.m
		c.weekday, c.settled = 1, true
	default:
		c.weekday = -1
	}
}

// dateScore is the probability that the best date is right, and what speaks
// against it in words.
func (d *document) dateScore(best choice, others []choice) (p float64, doubt string) {
	p = 0.93
	if best.label || best.hasTime {
		p = 0.97
	}
	lower := func(to float64, format string, args ...any) {
		if to < p {
			p, doubt = to, fmt.Sprintf(format, args...)
		}
	}
	twice := false
	for _, c := range others {
		twice = twice || c.day == best.day && c.row != best.row
	}
	if twice || best.weekday > 0 {
		p = 0.985
	}
	if best.bad && !(twice && best.day == d.latest(others)) {
		lower(0.5, "it may be another date than that of the sale")
	}
	if best.weak {
		lower(p-0.2, "its digits may be another number")
	}
	for _, c := range others {
		if c.day == best.day {
			continue
		}
		if gap := best.score - c.score; gap < 1.5 {
			lower(p-0.25*(1.5-gap)/1.5, "%s is printed too", c.day)
		}
		break
	}
	for _, c := range others {
		if !c.bad && !c.weak && oneDigitOff(best.day, c.day) {
			lower(0.7, "%s is printed too, and one of the two may be misread", c.day)
		}
	}
	if d.ledger && !best.label {
		lower(0.7, "charges of several days are printed")
	}
	if best.weekday < 0 {
		lower(0.6, "the weekday printed beside it is another")
	}
	if best.era != "" {
		lower(0.55, "a tax of %s was not due on that day", best.era)
	}
	if best.y < 2000 {
		lower(p*0.5, "its year is unlikely")
	}
	if s := d.rows[best.row].certainty(best.lo, best.hi); s < 0.985 {
		lower(p-12*(0.985-s), "it is hard to read") // one doubtful digit of ten
	}
	return p, doubt
}

// chargeDays marks the dates that stand in rows with money, one for each charge
// of a stay, and gives the last of them.
func (d *document) chargeDays(choices []choice) (last string) {
	days := map[string]bool{}
	for i := range choices {
		c := &choices[i]
		for _, n := range d.numerals[c.row] {
			c.charge = c.charge || n.shape == money && n.lo > c.hi
		}
		if c.charge = c.charge && !c.label && !c.hasTime; c.charge {
			days[c.day] = true
			last = max(last, c.day)
		}
	}
	d.ledger = len(days) > 1
	return last
}

// latest is the last of the days printed.
func (d *document) latest(choices []choice) string {
	day := ""
	for _, c := range choices {
		day = max(day, c.day)
	}
	return day
}

// oneDigitOff tells whether two dates differ in one digit of the year or in
// one that looks like the other.
func oneDigitOff(a, b string) bool {
	off, like := 0, false
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			off++
			like = i < 4 || strings.Contains("38 68 56 17 49 08 06 80", string([]byte{a[i], b[i]})) || strings.Contains("83 86 65 71 94 80 60", string([]byte{a[i], b[i]}))
		}
	}
	return off == 1 && like
}

// dateLabel tells whether words before the date name it, or name another kind
// of date.
func (d *document) dateLabel(m dateMark) (label, bad bool) {
	if l, b, found := d.dateWords(m.row, m.lo); found {
		return l, b
	}
	if m.row > 0 && d.rows[m.row-1].page == d.rows[m.row].page {
		r := d.rows[m.row]
		if len(r.words) <= 4 {
			l, _, found := d.dateWords(m.row-1, 1<<30)
			return found && l, false
		}
	}
	return false, false
}

func (d *document) dateWords(row, before int) (label, bad, found bool) {
	r := d.rows[row]
	for _, m := range d.v.dates.find(r.text, r.signs, false) {
		if m.lo >= before {
			break
		}
		for _, e := range m.entries {
			if m.length <= 3 && e.lang != "en" && !d.speaks(e.lang) {
				continue
			}
			switch e.meaning {
			case "date":
				label, found = true, true
			case "notdate":
				bad, found = true, true
			}
		}
	}
	if label && bad {
		label = false
	}
	return label, bad, found
}

// clockFor is the time of a date: in its row, or alone in the next ones.
func (d *document) clockFor(m dateMark) (clock string, box [4]float64, ok bool) {
	if m.hasTime {
		box, _, _ = d.rows[m.clockRow].place(m.clockSpan[0], m.clockSpan[1])
		return m.clock, box, true
	}
	for _, reach := range []int{1, 2} {
		for _, c := range d.clocks {
			if (c.row-m.row == reach || m.row-c.row == reach) && d.rows[c.row].page == d.rows[m.row].page {
				box, _, _ = d.rows[c.row].place(c.clockSpan[0], c.clockSpan[1])
				return c.clock, box, true
			}
		}
	}
	return "", box, false
}

// order is how the document writes its dates, and how sure that is: from a
// date whose day is beyond 12, else from the country.
func (d *document) order() (order string, sure float64) {
	for _, m := range d.dates {
		if m.a == 0 || m.open || m.a == m.b {
			continue
		}
		if m.a > 12 {
			return "dmy", 1
		}
		return "mdy", 1
	}
	c := d.v.countries[d.home.country]
	if c == nil {
		c = d.v.countryOf(d.home.currency, "")
		if d.home.currency == "EUR" {
			return "dmy", 0.98
		}
	}
	switch {
	case c == nil:
		return "dmy", 0.78
	case c.code == "CA":
		return "mdy", 0.6
	case c.dates == "mdy":
		return "mdy", 0.6 + 0.39*d.home.countryScore
	}
	if d.home.countryScore > 0.7 || d.home.currencyScore > 0.7 {
		return c.dates, 0.99
	}
	return c.dates, 0.88
}
