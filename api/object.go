package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// object is a JSON object whose members are read one at a time, each as
// whatever it turns out to be.
type object map[string]json.RawMessage

// blanks is the white space that JSON has: bytes.TrimSpace would take off more
// and let through what is no JSON.
const blanks = " \t\r\n"

func parseObject(raw json.RawMessage) (object, bool) {
	raw = bytes.Trim(raw, blanks)
	if len(raw) == 0 || raw[0] != '{' {
		return nil, false
	}
	var o object
	return o, json.Unmarshal(raw, &o) == nil
}

func parseList(raw json.RawMessage) []json.RawMessage {
	raw = bytes.Trim(raw, blanks)
	if len(raw) == 0 || raw[0] != '[' {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	return list
}

// unwrap returns what {"data": …} holds: some fixtures of the official
// libraries nest an answer so.
func unwrap(raw json.RawMessage) json.RawMessage {
	o, ok := parseObject(raw)
	if ok && len(o) == 1 && len(o["data"]) > 0 && (o["data"][0] == '{' || o["data"][0] == '[') {
		return o["data"]
	}
	return raw
}

// scalar is the text of a string, or the literal of a number or boolean; the
// empty string for null and for whatever has parts.
func scalar(raw json.RawMessage) string {
	raw = bytes.Trim(raw, blanks)
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '{', '[', 'n':
		return ""
	case '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
		return s
	}
	return string(raw)
}

func (o object) field(key string) Field { return parseField(o[key]) }

// text is the value of a scalar or of {"value": scalar}.
func (o object) text(key string) string { return parseField(o[key]).Text }

func (o object) object(key string) object {
	inner, _ := parseObject(o[key])
	return inner
}

func (o object) list(key string) []json.RawMessage { return parseList(o[key]) }

func (o object) id(key string) ID { return ID(o.text(key)) }

// integer is 0 for what is no whole number.
func (o object) integer(key string) int {
	text := strings.TrimSpace(o.text(key))
	n, err := strconv.Atoi(text)
	if err == nil {
		return n
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != float64(int(f)) {
		return 0
	}
	return int(f)
}

// boolean reads true, 1 and "1" alike: old accounts answer with numbers.
func (o object) boolean(key string) bool {
	switch strings.ToLower(strings.TrimSpace(o.text(key))) {
	case "true", "1", "yes":
		return true
	}
	return false
}

// strings are the scalars of a list, or those that its objects carry under
// one of the keys.
func (o object) strings(key string, keys ...string) []string {
	var out []string
	for _, raw := range o.list(key) {
		text := scalar(raw)
		if inner, ok := parseObject(raw); ok {
			for _, k := range keys {
				if text == "" {
					text = inner.text(k)
				}
			}
		}
		if text != "" {
			out = append(out, text)
		}
	}
	return out
}
