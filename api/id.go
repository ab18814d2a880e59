package api

import (
	"encoding/json"
	"errors"
)

// ID names a document or a set of documents at the service. It holds the
// digits as they were written, so that an ID beyond 2^53 survives.
type ID string

// UnmarshalJSON reads a number or a string.
func (id *ID) UnmarshalJSON(raw []byte) error {
	text := scalar(raw)
	if text == "" && string(raw) != "null" && string(raw) != `""` {
		return errors.New("reading an ID: it is neither a number nor a string")
	}
	*id = ID(text)
	return nil
}

// MarshalJSON writes a number when the ID is one, null when it is empty,
// else a string.
func (id ID) MarshalJSON() ([]byte, error) {
	if id == "" {
		return []byte("null"), nil
	}
	if id.digits() {
		return []byte(id), nil
	}
	return json.Marshal(string(id))
}

func (id ID) digits() bool {
	if id == "" || len(id) > 1 && id[0] == '0' {
		return false
	}
	for _, c := range id {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
