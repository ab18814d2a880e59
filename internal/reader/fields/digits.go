package fields

import (
	"strings"
	"unicode/utf8"
)

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
