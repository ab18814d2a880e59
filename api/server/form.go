package server

import (
	"encoding/json"
	"strconv"
	"strings"
)

// form is the fields of a request, from JSON or from multipart. A JSON null
// counts as absent: clients send one for every field that was not set.
type form map[string]any

func (f form) has(name string) bool { return f[name] != nil }

// text is a field as text, whatever scalar it came as.
func (f form) text(name string) string {
	switch v := f[name].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any: // a field repeated in multipart: the last counts
		if len(v) > 0 {
			last, _ := v[len(v)-1].(string)
			return last
		}
	}
	return ""
}

// flag is true for true, "true" and 1; clients of multipart send "false" too.
func (f form) flag(name string) bool {
	text := strings.ToLower(f.text(name))
	return text == "true" || text == "1"
}

func (f form) number(name string) (int, error) {
	if !f.has(name) || f.text(name) == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(f.text(name))
	if err != nil {
		return 0, badField(name, "%s is not a whole number", name)
	}
	return n, nil
}

// list reads every form in which clients send one: a JSON array, a repeated
// field, name[], the text of a JSON array, or words with commas between.
func (f form) list(name string) []string {
	value := f[name]
	if value == nil {
		value = f[name+"[]"]
	}
	switch v := value.(type) {
	case string:
		return splitList(v)
	case []any:
		var out []string
		for _, item := range v {
			if text := (form{"": item}).text(""); text != "" {
				out = append(out, text)
			}
		}
		return out
	}
	return nil
}

func splitList(text string) []string {
	var list []any
	if strings.HasPrefix(strings.TrimSpace(text), "[") && json.Unmarshal([]byte(text), &list) == nil {
		return form{"": list}.list("")
	}
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// add records one multipart field; a field that comes again becomes a list.
func (f form) add(name, value string) {
	switch before := f[name].(type) {
	case nil:
		f[name] = value
	case []any:
		f[name] = append(before, value)
	default:
		f[name] = []any{before, value}
	}
}
