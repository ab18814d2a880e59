package server

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// errFieldsTooLong says that what is not a file has no end.
var errFieldsTooLong = errors.New("the fields of the request are too long")

// divert copies a JSON object from r, except that it hands the text of the
// top-level member called name to take and leaves an empty string in its place.
// So a file inside of JSON passes through without being held in memory. It does
// not judge the JSON; who decodes the copy does.
func divert(r *bufio.Reader, name string, limit int64, take func(io.Reader) error) ([]byte, error) {
	d := diverter{in: r, name: name, limit: limit, take: take}
	for {
		b, err := r.ReadByte()
		if err == io.EOF {
			return d.out, nil
		}
		if err != nil {
			return nil, err
		}
		if err := d.step(b); err != nil {
			return nil, err
		}
	}
}

type diverter struct {
	in    *bufio.Reader
	name  string
	limit int64
	take  func(io.Reader) error

	out     []byte
	depth   int
	wantKey bool   // the next string at depth 1 is a member's name
	key     string // the name of the member whose value comes next
	start   int    // where the string being copied began in out, 0 outside of one
	escaped bool
}

func (d *diverter) step(b byte) error {
	if int64(len(d.out)) >= d.limit {
		return errFieldsTooLong
	}
	d.out = append(d.out, b)
	if d.start > 0 {
		d.inString(b)
		return nil
	}
	switch b {
	case '"':
		if d.depth == 1 && !d.wantKey && d.key == d.name {
			return d.hand()
		}
		d.start = len(d.out)
	case '{', '[':
		d.depth++
		d.wantKey = d.depth == 1 && b == '{'
	case '}', ']':
		d.depth--
	case ',':
		if d.depth == 1 {
			d.wantKey, d.key = true, ""
		}
	case ':':
		if d.depth == 1 {
			d.wantKey = false
		}
	}
	return nil
}

func (d *diverter) inString(b byte) {
	switch {
	case d.escaped:
		d.escaped = false
	case b == '\\':
		d.escaped = true
	case b == '"':
		if d.depth == 1 && d.wantKey {
			if json.Unmarshal(d.out[d.start-1:], &d.key) != nil {
				d.key = ""
			}
		}
		d.start = 0
	}
}

// hand gives the string that begins here away; its quotes stay in the copy.
func (d *diverter) hand() error {
	text := &stringReader{in: d.in}
	if err := d.take(text); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, text); err != nil {
		return err
	}
	d.out = append(d.out, '"')
	return nil
}

// stringReader reads the text of a JSON string up to its closing quote.
type stringReader struct {
	in    *bufio.Reader
	ahead []byte // decoded, not yet read
	ended bool
}

func (s *stringReader) Read(p []byte) (int, error) {
	n := copy(p, s.ahead)
	s.ahead = s.ahead[n:]
	for n < len(p) && !s.ended {
		b, err := s.in.ReadByte()
		switch {
		case err == io.EOF:
			return n, io.ErrUnexpectedEOF
		case err != nil:
			return n, err
		case b == '"':
			s.ended = true
		case b == '\\':
			text, err := s.escape()
			if err != nil {
				return n, err
			}
			took := copy(p[n:], text)
			n += took
			s.ahead = text[took:]
		default:
			p[n] = b
			n++
		}
	}
	if n == 0 && s.ended && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (s *stringReader) escape() ([]byte, error) {
	b, err := s.in.ReadByte()
	if err != nil {
		return nil, noEOF(err)
	}
	if b != 'u' {
		plain, known := escapes[b]
		if !known {
			return nil, bad(textMalformed, "the request is not JSON: \\%c in a string", b)
		}
		return []byte{plain}, nil
	}
	hex := make([]byte, 4)
	if _, err := io.ReadFull(s.in, hex); err != nil {
		return nil, noEOF(err)
	}
	var r rune
	for _, h := range hex {
		digit := strings.IndexByte("0123456789abcdef", h|0x20)
		if digit < 0 {
			return nil, bad(textMalformed, "the request is not JSON: \\u%s in a string", hex)
		}
		r = r<<4 | rune(digit)
	}
	if utf16.IsSurrogate(r) { // nothing that is diverted here has any
		r = utf8.RuneError
	}
	return utf8.AppendRune(nil, r), nil
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// unbase64 decodes base64 as clients send it: with or without a data URI in
// front, padding, line breaks or the alphabet of URLs.
func unbase64(r io.Reader) io.Reader {
	text := bufio.NewReaderSize(r, 4096)
	head, err := text.Peek(256)
	if err != nil && err != io.EOF {
		return failing{err}
	}
	if i := strings.Index(string(head), ";base64,"); i >= 0 {
		_, _ = text.Discard(i + len(";base64,"))
	}
	return base64.NewDecoder(base64.RawStdEncoding, plainAlphabet{text})
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

type plainAlphabet struct{ io.Reader }

func (a plainAlphabet) Read(p []byte) (int, error) {
	for {
		n, err := a.Reader.Read(p)
		kept := p[:0]
		for _, b := range p[:n] {
			switch b {
			case '=', ' ', '\t', '\r', '\n':
				continue
			case '-':
				b = '+'
			case '_':
				b = '/'
			}
			kept = append(kept, b)
		}
		if len(kept) > 0 || err != nil || n == 0 {
			return len(kept), err
		}
	}
}
