package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// SignatureHeader is the header in which a webhook carries its signature.
const SignatureHeader = "X-Veryfi-Signature"

// Sign returns the webhook signature of data: the base64 of the HMAC-SHA256,
// keyed with the client secret, of data in the notation of [Repr].
//
// Data is the "data" member of the webhook's body exactly as it was or will
// be sent. It is an error when data is not one JSON value.
//
// Source: https://docs.veryfi.com/api/receipts-invoices/async-processing/
// and verify_signature of the official PHP library.
func Sign(secret string, data json.RawMessage) (string, error) {
	text, err := Repr(data)
	if err != nil {
		return "", err
	}
	return sum(secret, text), nil
}

// sum is the base64 of the HMAC-SHA256 of text.
func sum(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Repr writes a JSON value as Python's repr writes what json.loads makes of
// it: {"a": null} becomes {'a': None}. Keys keep their order; of a key given
// twice the last value stands in the first place. It is an error when data is
// not one JSON value in UTF-8, or nested more than 500 deep.
func Repr(data json.RawMessage) (string, error) {
	if !utf8.Valid(data) {
		return "", errors.New("writing JSON in Python's notation: it is not UTF-8")
	}
	if !json.Valid(data) {
		return "", errors.New("writing JSON in Python's notation: it is not one JSON value")
	}
	w := reprWriter{in: data}
	w.space()
	text := w.value()
	if w.tooDeep {
		return "", errors.New("writing JSON in Python's notation: it is nested too deeply")
	}
	return text, nil
}

// reprWriter walks JSON that is known to be valid, so it checks nothing.
// It reads strings itself because encoding/json loses lone surrogates, which
// Python keeps and signs.
type reprWriter struct {
	in      []byte
	pos     int
	depth   int
	tooDeep bool
}

// maxDepth bounds the work on hostile nesting. Python stops at about 1000.
const maxDepth = 500

func (w *reprWriter) space() {
	for w.pos < len(w.in) && strings.IndexByte(" \t\r\n", w.in[w.pos]) >= 0 {
		w.pos++
	}
}

// value returns the value that starts at pos and leaves pos behind it.
func (w *reprWriter) value() string {
	w.depth++
	defer func() { w.depth-- }()
	if w.depth > maxDepth {
		w.tooDeep = true
	}
	if w.tooDeep {
		w.pos = len(w.in) // nothing of it is used
		return ""
	}
	switch w.in[w.pos] {
	case '{':
		return w.dict()
	case '[':
		return w.list()
	case '"':
		return quote(w.text())
	case 't':
		w.pos += len("true")
		return "True"
	case 'f':
		w.pos += len("false")
		return "False"
	case 'n':
		w.pos += len("null")
		return "None"
	}
	return w.number()
}

func (w *reprWriter) dict() string {
	var keys []string
	values := map[string]string{}
	for w.more('}') {
		key := quote(w.text())
		w.space()
		w.pos++ // the colon
		w.space()
		if _, again := values[key]; !again {
			keys = append(keys, key)
		}
		values[key] = w.value()
	}
	var out strings.Builder
	out.WriteByte('{')
	for i, key := range keys {
		if i > 0 {
			out.WriteString(", ")
		}
		out.WriteString(key + ": ")
		out.WriteString(values[key])
	}
	out.WriteByte('}')
	return out.String()
}

func (w *reprWriter) list() string {
	var out strings.Builder
	out.WriteByte('[')
	for first := true; w.more(']'); first = false {
		if !first {
			out.WriteString(", ")
		}
		out.WriteString(w.value())
	}
	out.WriteByte(']')
	return out.String()
}

// more steps over an opening bracket or a comma to the next element, or over
// the closing bracket, and tells whether there is an element.
func (w *reprWriter) more(end byte) bool {
	if w.tooDeep {
		return false
	}
	w.space()
	if w.in[w.pos] == end {
		w.pos++
		return false
	}
	w.pos++
	w.space()
	if w.in[w.pos] == end {
		w.pos++
		return false
	}
	return true
}

func (w *reprWriter) number() string {
	start := w.pos
	for w.pos < len(w.in) && strings.IndexByte("+-.0123456789eE", w.in[w.pos]) >= 0 {
		w.pos++
	}
	literal := string(w.in[start:w.pos])
	if strings.ContainsAny(literal, ".eE") {
		return float(literal)
	}
	if literal == "-0" {
		return "0"
	}
	return literal
}

// float writes a literal as Python writes the nearest binary64.
func float(literal string) string {
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil { // out of range: f is an infinity, as in Python
		if f < 0 {
			return "-inf"
		}
		return "inf"
	}
	digits := strconv.FormatFloat(f, 'e', -1, 64)
	at := strings.IndexByte(digits, 'e')
	exponent, err := strconv.Atoi(digits[at+1:])
	if err != nil || exponent < -4 || exponent >= 16 {
		return digits
	}
	fixed := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(fixed, ".") {
		fixed += ".0"
	}
	return fixed
}

// text decodes the string that starts at pos. Runes are not a string because
// a lone surrogate would not survive in one.
func (w *reprWriter) text() []rune {
	var out []rune
	for w.pos++; w.in[w.pos] != '"'; {
		if w.in[w.pos] != '\\' {
			r, size := utf8.DecodeRune(w.in[w.pos:])
			out = append(out, r)
			w.pos += size
			continue
		}
		out = append(out, w.escape())
	}
	w.pos++
	return out
}

func (w *reprWriter) escape() rune {
	c := w.in[w.pos+1]
	if c != 'u' {
		w.pos += 2
		if i := strings.IndexByte("bfnrt", c); i >= 0 {
			return rune("\b\f\n\r\t"[i])
		}
		return rune(c)
	}
	r := w.unit(w.pos)
	w.pos += 6
	if pair := utf16.DecodeRune(r, w.unit(w.pos)); pair != unicode.ReplacementChar {
		w.pos += 6
		return pair
	}
	return r
}

// unit is the UTF-16 code unit escaped at i, or 0 when none is.
func (w *reprWriter) unit(i int) rune {
	if i+6 > len(w.in) || w.in[i] != '\\' || w.in[i+1] != 'u' {
		return 0
	}
	n, err := strconv.ParseUint(string(w.in[i+2:i+6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(n)
}

const lowerHex = "0123456789abcdef"

// quote writes a string as Python's repr does.
func quote(text []rune) string {
	q := '\''
	var single, double bool
	for _, r := range text {
		single = single || r == '\''
		double = double || r == '"'
	}
	if single && !double {
		q = '"'
	}
	var out strings.Builder
	out.WriteRune(q)
	for _, r := range text {
		switch {
		case r == q || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\r':
			out.WriteString(`\r`)
		case r == '\t':
			out.WriteString(`\t`)
		case unicode.IsPrint(r):
			out.WriteRune(r)
		case r < 0x100:
			hex(&out, 'x', r, 2)
		case r < 0x10000:
			hex(&out, 'u', r, 4)
		default:
			hex(&out, 'U', r, 8)
		}
	}
	out.WriteRune(q)
	return out.String()
}

func hex(out *strings.Builder, kind byte, r rune, digits int) {
	out.WriteByte('\\')
	out.WriteByte(kind)
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		out.WriteByte(lowerHex[r>>shift&0xf])
	}
}
