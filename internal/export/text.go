package export

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

const (
	// triggers begin what a spreadsheet would run as a formula, with their
	// full-width twins. Anybody can print such a text on a receipt.
	// https://github.com/OWASP/www-community/blob/master/pages/attacks/CSV_Injection.md
	triggers = "=+-@\t\r\n\x00＝＋－＠"
	// unseen is what a spreadsheet may skip before it looks.
	unseen = " \u00A0\u3000\uFEFF\u200B\u200C\u200D\u2060"
)

// runs tells whether a spreadsheet would run the text as a formula.
func runs(s string) bool {
	r, size := utf8.DecodeRuneInString(strings.TrimLeft(s, unseen))
	return size > 0 && strings.ContainsRune(triggers, r)
}

// neutral is text with an apostrophe before it where it would otherwise run.
// Numbers and dates of our own never come here: -60.00 stays a number.
func neutral(s string) string {
	if runs(s) {
		return "'" + s
	}
	return s
}

// stripped is text without the beginning that would run, for programs that
// would take an apostrophe for a part of the name. A text of nothing else is
// kept in brackets: a vendor called "-" is "(-)".
func stripped(s string) string {
	if !runs(s) {
		return s
	}
	if rest := strings.TrimLeft(s, unseen+triggers); rest != "" {
		return rest
	}
	return "(" + strings.TrimSpace(s) + ")"
}

// without is text in which each of the characters is a space.
func without(s, characters string) string {
	if characters == "" || !strings.ContainsAny(s, characters) {
		return s
	}
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if strings.ContainsRune(characters, r) {
			return ' '
		}
		return r
	}, s)), " ")
}

// latin is text of the letters that Windows-1252 has: others lose their marks,
// and become ? when that does not help.
func latin(s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		if _, ok := charmap.Windows1252.EncodeRune(r); ok {
			b.WriteRune(r)
			continue
		}
		base, _ := utf8.DecodeRuneInString(norm.NFKD.String(ligatures.Replace(string(r))))
		if _, ok := charmap.Windows1252.EncodeRune(base); ok && !unicode.IsMark(base) {
			b.WriteRune(base)
		} else {
			b.WriteByte('?')
		}
	}
	return b.String()
}

// limit is how many characters a text may have; 0 is any number. Of a number
// the end says more than the beginning.
type limit struct {
	max    int
	number bool
}

// cut is the text within the limit; where something is cut off it shows.
func (l limit) cut(s string) string {
	runes := []rune(s)
	if l.max <= 0 || len(runes) <= l.max {
		return s
	}
	mark := "..."
	if l.max < 12 {
		mark = "~"
	}
	if l.number {
		return mark + string(runes[len(runes)-l.max+len(mark):])
	}
	return string(runes[:l.max-len(mark)]) + mark
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// fit makes the text of a receipt fit for the profile's file, and records what
// it changed.
func (s *scribe) fit(e *entry, where, value string, most limit) string {
	was, why := value, ""
	rules := &s.profile.Rules
	change := func(to, reason string) {
		if to != value {
			value = to
			if why != "" {
				why += "; "
			}
			why += reason
		}
	}
	switch rules.Text {
	case "people":
		change(without(value, rules.Forbid), "characters that spreadsheets drop")
		change(neutral(value), "a spreadsheet would run it as a formula")
	case "importer":
		value = flat(value) // line ends and tabs mean nothing
		was = value
		change(without(value, rules.Forbid), "characters that the file cannot hold")
		if rules.Latin {
			to := latin(value)
			if strings.ContainsFunc(value, isLetter) && !strings.ContainsFunc(to, isLetter) {
				s.problem(e, "letters", true, "%s has no letter of %q: give it a name in Latin letters", s.profile.Title, value)
			}
			change(to, "letters that the file cannot hold")
		}
		change(stripped(value), "a spreadsheet would run it as a formula") // last: what goes before may bring one to the beginning
	}
	if to := most.cut(value); to != value {
		change(to, fmt.Sprintf("only %d characters are taken", most.max))
	}
	if value == "" && was != "" {
		s.problem(e, "letters", true, "%s can hold nothing of %q: give it another name", s.profile.Title, was)
	}
	if why != "" {
		s.changed(e, where, was, value, why)
	}
	return value
}
