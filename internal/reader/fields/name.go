package fields

import (
	"strings"
	"unicode"
)

// nameIn cuts a row to what is a name: without words that lead to it, numbers
// of registers and signs around it. lead is the meaning of those words.
func (d *document) nameIn(r *row) (name string, lo, hi int, lead string) {
	t := r.text
	if cut := d.columnOf(t); cut > 0 {
		t = t[:cut]
	}
	if m := reMailTail.FindStringIndex(t); m != nil && letterCount(t[:m[0]]) >= 3 {
		t = t[:m[0]]
	}
	hi = len(t)
	lo, lead = d.leadOf(r, hi)
	if m := reRegMiddle.FindStringIndex(t[lo:]); m != nil && letterCount(t[lo:lo+m[0]]) >= 6 {
		hi = lo + m[0]
		t = t[:hi]
	}
	if m := reRegTail.FindStringIndex(t); m != nil && letterCount(t[:m[0]]) >= 4 {
		hi = m[0]
	}
	for {
		m := reNoise.FindStringIndex(t[lo:hi])
		switch {
		case m == nil || m[0] == m[1]:
			return strings.Join(strings.Fields(t[lo:hi]), " "), lo, hi, lead
		case m[0] == 0:
			lo += m[1]
		default:
			hi = lo + m[0]
		}
	}
}

// leadOf finds words that lead to a name: "Welcome to", "a unit of", or an
// alias: "Smith Ltd trading as The Forge". It gives where the name begins.
func (d *document) leadOf(r *row, end int) (lo int, lead string) {
	for _, m := range d.v.leads.find(r.text, r.signs, false) {
		if m.hi > end {
			break
		}
		meaning := ""
		for _, e := range m.entries {
			if m.length >= 6 || e.lang == "en" || d.speaks(e.lang) {
				meaning = e.meaning
			}
		}
		first, named := letterCount(r.text[:m.lo]) == 0, letterCount(r.text[m.hi:end]) >= 3
		switch {
		case meaning == "alias":
			if named && (m.length > 3 || strings.Contains(r.text[m.lo:m.hi], "/")) { // "t/a", but not "TA"
				return m.hi, meaning
			}
		case first && named && meaning == "owner":
			return 0, meaning
		case first && named && meaning == "lead":
			return m.hi, meaning
		case first && meaning == "lead":
			return 0, meaning
		}
	}
	return 0, ""
}

// columnOf gives where a second column begins that is no part of a name:
// "Northlight Studio LLC      INVOICE".
func (d *document) columnOf(t string) int {
	at := strings.IndexByte(t, '\t')
	if at < 0 || letterCount(t[:at]) < 4 {
		return 0
	}
	rest := t[at+1:]
	if strings.ContainsAny(rest, "0123456789") || len(d.v.heads.find(rest, signs(rest), false)) > 0 {
		return at
	}
	return 0
}

// squeeze leaves only letters and digits.
func squeeze(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return c
		}
		return -1
	}, s)
}

// titled writes words with a capital letter.
func titled(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		r := []rune(w)
		r[0] = unicode.ToUpper(r[0])
		words[i] = string(r)
	}
	return strings.Join(words, " ")
}

func lower(s string) bool {
	return strings.ToLower(s) == s
}

func letterCount(s string) int {
	n := 0
	for _, c := range s {
		if unicode.IsLetter(c) {
			n++
		}
	}
	return n
}
