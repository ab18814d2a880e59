package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strings"
)

// fileLinks are the fields whose value is a signed link to a file.
var fileLinks = map[string]bool{"img_url": true, "pdf_url": true, "img_thumbnail_url": true}

// signing are the query's names, in small letters, that make a link a secret:
// CloudFront's, which the service uses, and those of its kin.
var signing = []string{"signature", "key-pair-id", "expires", "policy", "x-amz-signature", "x-amz-security-token", "x-goog-signature", "sig"}

var linkWithQuery = regexp.MustCompile(`(?i)https?://[^\s"'<>?]+\?[^\s"'<>]*`)

// withoutSignatures is the document with the queries of signed links cut off:
// they are keys to the pictures for as long as they hold. Every other byte
// stays as it is, so that no number loses a digit.
func withoutSignatures(document json.RawMessage) (json.RawMessage, error) {
	if !json.Valid(document) {
		return nil, errors.New("is not JSON")
	}
	var out bytes.Buffer
	var key []byte // the literal of the last one
	for len(document) > 0 {
		start := bytes.IndexByte(document, '"')
		if start < 0 {
			break
		}
		end := start + stringEnd(document[start:])
		literal := document[start:end]
		out.Write(document[:start])
		rest := bytes.TrimLeft(document[end:], " \t\r\n")
		if len(rest) > 0 && rest[0] == ':' {
			key = literal
			out.Write(literal)
		} else if changed, ok := cutString(key, literal); ok {
			out.Write(changed)
		} else {
			out.Write(literal)
		}
		document = document[end:]
	}
	out.Write(document)
	return out.Bytes(), nil
}

// stringEnd is the length of the string literal at the start of valid JSON.
func stringEnd(data []byte) int {
	for i := 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(data)
}

// decodeString is the text of a string literal; "" for none.
func decodeString(literal []byte) string {
	var s string
	_ = json.Unmarshal(literal, &s) // the literal is part of valid JSON
	return s
}

// cutString cuts the links in a string literal, and tells whether there were any.
func cutString(key, literal []byte) ([]byte, bool) {
	if !bytes.Contains(literal, []byte("?")) && !bytes.Contains(literal, []byte(`\u003`)) {
		return nil, false // most strings have no query: do not decode them
	}
	value := decodeString(literal)
	cut := linkWithQuery.ReplaceAllStringFunc(value, func(link string) string {
		address, query, _ := strings.Cut(link, "?")
		if signed(query) || fileLinks[decodeString(key)] {
			return address
		}
		return link
	})
	if cut == value {
		return nil, false
	}
	changed, err := marshal(cut)
	return changed, err == nil
}

func signed(query string) bool {
	for pair := range strings.SplitSeq(strings.ReplaceAll(query, "&amp;", "&"), "&") {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		for _, s := range signing {
			if strings.EqualFold(name, s) {
				return true
			}
		}
	}
	return false
}
