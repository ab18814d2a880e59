package fields

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// shape is how a number is written.
type shape int

const (
	whole   shape = iota // 44900
	grouped              // 44,900 or 0.582: thousands or three decimals
	money                // 12.50, 1.234,50
	other                // 12.5
)

// numeral is a number in a row.
type numeral struct {
	lo, hi  int    // bytes of the row's text, without sign and currency
	digits  string // as a decimal literal if shape is whole or money
	raw     string
	shape   shape
	mark    byte   // the decimal sign, or the sign between groups
	symbol  string // the currency beside it, upper case
	minus   bool
	mended  bool // a letter was taken for a digit
	percent bool
	measure bool   // a weight, a volume, a count
	each    bool   // a price per unit: beside x or @
	code    string // letters behind it, as tax codes are
	spaced  int    // where the last part begins if the groups stand apart: "1 234,50" may be 1 and 234,50
}

// numeralsOf reads the numbers of a row. Stretches in masked (dates and times)
// are left out.
func (v *vocabulary) numeralsOf(r *row, masked [][2]int) []numeral {
	t := []byte(r.text)
	for _, m := range masked {
		for i := m[0]; i < m[1] && i < len(t); i++ {
			t[i] = '\x00'
		}
	}
	shadow, mended := digitised(t)
	var out []numeral
	for i := 0; i < len(shadow); {
		if !digit(shadow[i]) && !leadingMark(shadow, i) {
			i++
			continue
		}
		j := runEnd(shadow, i)
		if n, ok := v.numeral(string(t), shadow, i, j); ok {
			for k := n.lo; k < n.hi; k++ {
				n.mended = n.mended || mended[k]
			}
			out = append(out, n)
		}
		i = max(j, i+1)
	}
	return out
}

// leadingMark tells whether a number begins without a nought: ".50".
func leadingMark(t []byte, i int) bool {
	if !isMark(t[i]) || t[i] == '\'' || i+1 >= len(t) || !digit(t[i+1]) {
		return false
	}
	return i == 0 || !digit(t[i-1]) && !letterByte(t[i-1]) && !isMark(t[i-1])
}

func digit(c byte) bool  { return c >= '0' && c <= '9' }
func isMark(c byte) bool { return c == '.' || c == ',' || c == '\'' }

// digitised repairs letters inside tokens that are otherwise figures, byte by
// byte, so that offsets stay.
func digitised(t []byte) (shadow []byte, mended []bool) {
	shadow = append([]byte(nil), t...)
	mended = make([]bool, len(t))
	like := map[byte]byte{'O': '0', 'o': '0', 'D': '0', 'Q': '0', 'l': '1', 'I': '1', 'i': '1', '|': '1', 'S': '5', 's': '5', 'B': '8', 'Z': '2', 'z': '2', 'b': '6', 'C': '0', 'c': '0', 'G': '6', 'U': '0', 'e': '0', 'g': '9', 'q': '9', 'A': '4'}
	in := func(c byte) bool { return digit(c) || isMark(c) || like[c] != 0 }
	for i := 0; i < len(t); {
		if !in(t[i]) {
			i++
			continue
		}
		j := i
		for j < len(t) && in(t[j]) {
			j++
		}
		lo := i
		i = j
		if (lo > 0 && letterByte(t[lo-1]) && !endsWithSymbol(t[:lo])) || (j < len(t) && letterByte(t[j])) {
			for lo < j && !digit(t[lo]) { // letters that belong to the word before
				lo++
			}
			if j < len(t) && letterByte(t[j]) {
				continue
			}
		}
		mend(t[lo:j], shadow[lo:j], mended[lo:j], like)
	}
	return shadow, mended
}

// endsWithSymbol tells whether a text ends with a currency that sticks to its
// figure: "RMO.02".
func endsWithSymbol(t []byte) bool {
	for _, s := range glued {
		if len(t) >= len(s) && strings.EqualFold(string(t[len(t)-len(s):]), s) && (len(t) == len(s) || !letterByte(t[len(t)-len(s)-1])) {
			return true
		}
	}
	return false
}

func letterByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

// mend repairs one token when that makes it money with two decimals, and when
// letters are the smaller part of it.
func mend(t, shadow []byte, mended []bool, like map[byte]byte) {
	digits, letters := 0, 0
	fixed := make([]byte, len(t))
	for i, c := range t {
		fixed[i] = c
		switch {
		case digit(c):
			digits++
		case like[c] != 0:
			letters++
			fixed[i] = like[c]
		}
	}
	if letters == 0 || len(t) < 4 {
		return
	}
	if last := t[len(t)-1]; letters == 1 && (last == 'l' || last == 'g') {
		return // "0,5l" is half a litre
	}
	from := 0
	for from < len(t) && !digit(t[from]) && !isMark(t[from]) {
		from++
	}
	if from > 0 && twoDecimals(t[from:]) { // "S5.00" is a dollar, not 55
		return
	}
	noughts := strings.Trim(string(t), "Oo0123456789.,") == ""
	if !twoDecimals(fixed) || (digits <= letters && !noughts) || (digits == 0 && len(t) > 4) {
		return
	}
	for i := range t {
		if fixed[i] != t[i] {
			shadow[i], mended[i] = fixed[i], true
		}
	}
}

func twoDecimals(t []byte) bool {
	n := len(t)
	if n < 4 || !isMark(t[n-3]) || !digit(t[n-1]) || !digit(t[n-2]) {
		return false
	}
	for _, c := range t[:n-3] {
		if !digit(c) && !isMark(c) {
			return false
		}
	}
	return digit(t[n-4])
}

// runEnd gives the end of the number that begins at i, across single blanks
// inside it: "1. 129,00", "1374945 .00", "1 234,50".
func runEnd(t []byte, i int) int {
	j := i
	for j < len(t) && (digit(t[j]) || isMark(t[j])) {
		j++
	}
	for j+1 < len(t) && t[j] == ' ' {
		k := j + 1
		for k < len(t) && (digit(t[k]) || isMark(t[k])) {
			k++
		}
		left, right := string(t[i:j]), string(t[j+1:k])
		if right == "" || (k < len(t) && (t[k] == '%' || t[k] == '/' || t[k] == ':' || t[k] == '-' && k+1 < len(t) && digit(t[k+1]))) {
			break
		}
		last := left[len(left)-1]
		tail := right
		if x := strings.LastIndexAny(right, ".,"); x >= 0 && len(right)-x == 3 {
			tail = right[:x]
		}
		switch {
		case isMark(last) && allDigits(left[:len(left)-1]) && len(right) == 2 && allDigits(right):
		case isMark(last) && len(left) <= 4 && len(tail) == 3 && allDigits(tail):
		case isMark(right[0]) && len(right) == 3 && allDigits(right[1:]) && !strings.ContainsAny(left[max(0, len(left)-3):], ".,"):
		case isMark(right[0]) && len(left) <= 3 && allDigits(left) && len(tail) == 4 && allDigits(tail[1:]):
		case spacedGroups(t, i, left, tail, right):
		default:
			return j
		}
		j = k
	}
	return j
}

// spacedGroups tells whether "1" and "234,50" may be one number.
func spacedGroups(t []byte, i int, left, tail, right string) bool {
	if len(tail) != 3 || !allDigits(tail) || len(right) != 6 || i == 0 || left[0] == '0' {
		return false
	}
	for k, g := range strings.Split(left, " ") {
		if !allDigits(g) || len(g) > 3 || k > 0 && len(g) != 3 {
			return false
		}
	}
	return true
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) {
			return false
		}
	}
	return s != ""
}

// numeral understands the number in bytes i to j, or tells that it is none:
// part of a name, a date, a telephone number.
func (v *vocabulary) numeral(t string, shadow []byte, i, j int) (numeral, bool) {
	n := numeral{lo: i, hi: j}
	for n.hi > i && isMark(shadow[n.hi-1]) {
		n.hi--
	}
	n.raw = strings.ReplaceAll(string(shadow[i:n.hi]), " ", "")
	if x := strings.LastIndexByte(string(shadow[i:n.hi]), ' '); x >= 0 && !strings.ContainsAny(string(shadow[i:i+x]), ".,") && digit(shadow[i+x+1]) {
		n.spaced = i + x + 1
	}
	dash := n.hi < len(t) && isMark(shadow[n.hi]) && n.hi+1 < len(t) && t[n.hi+1] == '-' // "12,-"
	if !n.classify() {
		return n, false
	}
	after := n.hi
	if dash && n.shape == whole {
		n.shape, after = money, n.hi+2
		for after < len(t) && t[after] == '-' {
			after++
		}
	}
	return n, v.before(&n, t) && v.after(&n, t, after)
}

// lastPart is the number without the groups that stand apart.
func (n numeral) lastPart() numeral {
	n.lo = n.spaced
	n.raw = n.raw[max(0, len(n.raw)-6):]
	n.digits = n.digits[max(0, len(n.digits)-6):]
	return n
}

// classify reads the groups of digits.
func (n *numeral) classify() bool {
	if strings.Trim(n.raw, ".,'") == "" || len(n.raw) > 20 {
		return false
	}
	var parts []string
	var marks []byte
	start := 0
	for k := 0; k < len(n.raw); k++ {
		if isMark(n.raw[k]) {
			parts, marks = append(parts, n.raw[start:k]), append(marks, n.raw[k])
			start = k + 1
		}
	}
	parts = append(parts, n.raw[start:])
	last := parts[len(parts)-1]
	switch {
	case len(parts) == 1:
		n.shape, n.digits = whole, last
		return true
	case len(last) == 2 && (len(parts) == 2 || thousands(parts[:len(parts)-1])):
		n.shape, n.mark = money, marks[len(marks)-1]
		if n.mark == '\'' {
			return false
		}
		n.digits = "0" + strings.Join(parts[:len(parts)-1], "") + "." + last
		return true
	case thousands(parts) && same(marks):
		n.shape, n.mark, n.digits = grouped, marks[0], strings.Join(parts, "")
		return true
	case len(parts) == 2 && len(parts[0]) > 0 && len(last) == 3, len(parts) == 2 && len(last) == 1:
		n.shape, n.mark, n.digits = other, marks[0], parts[0]+"."+last
		return true
	}
	return false
}

// thousands tells whether groups are those of a number: 1,234,567 or the
// Indian 12,34,567.
func thousands(parts []string) bool {
	if len(parts) == 1 {
		return true
	}
	if len(parts[0]) == 0 || len(parts[0]) > 3 || len(parts[len(parts)-1]) != 3 {
		return false
	}
	size := len(parts[len(parts)-1])
	if len(parts) > 2 {
		size = len(parts[1])
	}
	for _, p := range parts[1 : len(parts)-1] {
		if len(p) != size {
			return false
		}
	}
	return size == 3 || size == 2 && len(parts[0]) <= 2
}

func same(marks []byte) bool {
	for _, m := range marks {
		if m != marks[0] {
			return false
		}
	}
	return true
}

// before looks at what stands left of the number: a sign, a currency.
func (v *vocabulary) before(n *numeral, t string) bool {
	left := t[:n.lo]
	trimmed := strings.TrimRight(left, " ")
	glued := len(left) == len(trimmed)
	if s, rest := v.symbolEnding(trimmed); s != "" {
		n.symbol = s
		trimmed = strings.TrimRight(rest, " ")
		glued = len(trimmed) == len(rest)
		if r, _ := utf8.DecodeLastRuneInString(rest); unicode.IsLetter(r) && n.shape != money {
			return false
		}
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

// decimal is the value of a literal.
func number(literal string) decimal.Decimal {
	d, err := decimal.NewFromString(literal)
	if err != nil {
		return decimal.Zero
	}
	return d
}
