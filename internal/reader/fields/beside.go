package fields

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// before looks at what stands left of the number: a sign, a currency.
func (v *vocabulary) before(n *numeral, t string) bool {
	left := t[:n.lo]
	trimmed := strings.TrimRight(left, " \t")
	glued := len(left) == len(trimmed)
	if s, rest := v.symbolEnding(trimmed); s != "" {
		n.symbol = s
		trimmed = strings.TrimRight(rest, " \t")
		glued = len(trimmed) == len(rest)
		r, _ := utf8.DecodeLastRuneInString(rest)
		if unicode.IsLetter(r) && n.shape != money {
			return false
		}
		if last, _ := utf8.DecodeLastRuneInString(trimmed); n.shape == whole && unicode.IsDigit(last) {
			n.symbol = "" // the currency of the figure before: "5,87 € 1"
		}
	} else if n.shape == money && (strings.HasSuffix(trimmed, " SS") || strings.HasSuffix(trimmed, "\tSS")) {
		n.symbol = "S$" // as it is often read
	}
	if trimmed == "" || !glued {
		n.each = endsWithTimes(trimmed)
		return true
	}
	r, size := utf8.DecodeLastRuneInString(trimmed)
	previous, _ := utf8.DecodeLastRuneInString(trimmed[:len(trimmed)-size])
	alone := len(trimmed) == size || previous == ' ' || previous == '\t' || previous == ':' || previous == '('
	switch {
	case r == '-' || r == '~':
		if !alone {
			s, _ := v.symbolEnding(trimmed[:len(trimmed)-1])
			if s == "" && n.shape != money {
				return false
			}
			alone = s != ""
			if n.symbol == "" {
				n.symbol = s
			}
		}
		n.minus = alone && r == '-'
	case r == '(':
		n.minus = strings.HasPrefix(strings.TrimLeft(t[n.hi:], " "), ")") && n.shape == money
	case r == '*' && previous == '*':
		return n.shape == money
	case r == '@' || r == '*' || ((r == 'x' || r == 'X') && !unicode.IsLetter(previous)):
		n.each = r != '*'
	case r == '#' || r == '/' || r == '_':
		return r == '/' && n.shape == money
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return n.shape == money
	}
	return true
}

func endsWithTimes(s string) bool {
	f := strings.Fields(s)
	if len(f) == 0 {
		return false
	}
	last := f[len(f)-1]
	return last == "x" || last == "X" || last == "@" || strings.HasSuffix(last, "@")
}

// measures end a number that is no money.
var measures = map[string]bool{"KG": true, "G": true, "GR": true, "L": true, "LT": true, "LTR": true, "ML": true, "CL": true, "KM": true, "CM": true, "MM": true,
	"M": true, "PCS": true, "PC": true, "STK": true, "ST": true, "STUECK": true, "STÜCK": true, "X": true, "LB": true, "LBS": true, "OZ": true, "LITRE": true, "LITRES": true, "GAL": true,
	"ITEMS": true, "ITEM": true, "PTS": true, "POINTS": true, "PUNKTE": true, "KWH": true, "KGS": true, "NOS": true, "UNIT": true, "UNITS": true, "LITER": true, "MIN": true, "HRS": true, "UHR": true}

// after looks at what stands right of the number.
func (v *vocabulary) after(n *numeral, t string, at int) bool {
	right := t[at:]
	trimmed := strings.TrimLeft(right, " ")
	if strings.HasPrefix(trimmed, "%") {
		n.percent = true
		return true
	}
	r, size := utf8.DecodeRuneInString(right)
	next, _ := utf8.DecodeRuneInString(right[min(size, len(right)):])
	switch {
	case (r == '/' || r == ':' || r == '-') && unicode.IsDigit(next):
		return false
	case r == '-' && !unicode.IsLetter(next):
		n.minus = n.shape == money
	case r == '"' || r == '\'':
		n.measure = true
	}
	if s, rest := v.symbolStarting(strings.TrimLeft(trimmed, "-")); s != "" && n.symbol == "" {
		n.symbol = s
		n.each = n.each || strings.HasPrefix(rest, "/") || strings.HasPrefix(strings.TrimLeft(rest, " "), "/kg")
		return true
	}
	letters := trimmed
	if k := strings.IndexFunc(trimmed, func(r rune) bool { return !unicode.IsLetter(r) }); k >= 0 {
		letters = trimmed[:k]
	}
	if measures[strings.ToUpper(letters)] && (len(letters) > 1 || len(right) == len(trimmed) || strings.EqualFold(letters, "x")) {
		if n.shape == money && strings.EqualFold(letters, "x") {
			rest := strings.TrimLeft(trimmed[1:], " ")
			n.each = rest != "" && digit(rest[0]) // "1,50 x 2"
			return true
		}
		n.measure = true
		return true
	}
	if strings.HasPrefix(right, "/") {
		n.each = true
	}
	if len(letters) > 0 && len(letters) <= 3 {
		n.code = letters
	}
	if unicode.IsLetter(r) && len(letters) > 3 && n.shape != money {
		return false
	}
	return true
}

// symbolEnding gives the currency at the end of a text, and what is before it.
func (v *vocabulary) symbolEnding(s string) (symbol, rest string) {
	from := max(0, len(s)-8)
	for k := from; k < len(s); k++ {
		if !utf8.RuneStart(s[k]) {
			continue
		}
		key := strings.ToUpper(strings.TrimRight(s[k:], ":="))
		if key != "$" && v.symbols[key] == nil {
			continue
		}
		r, _ := utf8.DecodeLastRuneInString(s[:k])
		first, _ := utf8.DecodeRuneInString(key)
		if unicode.IsLetter(first) && (unicode.IsLetter(r) && len(key) < 2 || unicode.IsDigit(r)) {
			continue
		}
		if unicode.IsLetter(first) && unicode.IsLetter(r) && key != "RM" && key != "RP" && key != "EUR" {
			continue
		}
		return key, s[:k]
	}
	return "", s
}

// symbolStarting gives the currency at the start of a text, and what follows.
func (v *vocabulary) symbolStarting(s string) (symbol, rest string) {
	for k := min(8, len(s)); k > 0; k-- {
		if k < len(s) && !utf8.RuneStart(s[k]) {
			continue
		}
		key := strings.ToUpper(s[:k])
		if key != "$" && v.symbols[key] == nil {
			continue
		}
		first, _ := utf8.DecodeRuneInString(key)
		r, _ := utf8.DecodeRuneInString(s[k:])
		if unicode.IsLetter(first) && (unicode.IsLetter(r) || unicode.IsDigit(r)) || len(key) == 1 && unicode.IsLetter(first) {
			continue
		}
		return key, s[k:]
	}
	return "", s
}
