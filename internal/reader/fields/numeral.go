package fields

import (
	"strings"

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

// number is the value of a literal.
func number(literal string) decimal.Decimal {
	d, err := decimal.NewFromString(literal)
	if err != nil {
		return decimal.Zero
	}
	return d
}
