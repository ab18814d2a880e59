package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"hash"
	"strconv"
	"strings"
)

// SignRequest returns the signature of a request whose JSON body is body, or
// empty, sent at ms milliseconds after the epoch. It covers "timestamp:<ms>"
// and ",key:value" of every top-level member in the order sent, values as
// Python's str writes them.
//
// Source: https://docs.veryfi.com/api/getting-started/authentication/ and
// _generate_signature of the official Python library. Other libraries differ.
func SignRequest(secret string, ms int64, body json.RawMessage) (string, error) {
	if len(body) == 0 {
		return sum(secret, requestText(ms, nil)), nil
	}
	if o, ok := parseObject(body); !ok || o == nil {
		return "", errors.New("signing a request: its body is not a JSON object")
	}
	members, err := orderedMembers(body)
	if err != nil {
		return "", err
	}
	return sum(secret, requestText(ms, members)), nil
}

type signedField struct{ name, text string }

func requestText(ms int64, fields []signedField) string {
	var b strings.Builder
	b.WriteString("timestamp:" + strconv.FormatInt(ms, 10))
	for _, f := range fields {
		b.WriteString("," + f.name + ":" + f.text)
	}
	return b.String()
}

func newMAC(secret string) hash.Hash { return hmac.New(sha256.New, []byte(secret)) }

// orderedMembers are the members of a JSON object in their order; of a name
// given twice the last value stands in the first place.
func orderedMembers(raw json.RawMessage) ([]signedField, error) {
	dec := json.NewDecoder(strings.NewReader(string(raw)))
	if _, err := dec.Token(); err != nil {
		return nil, err
	}
	var members []signedField
	at := map[string]int{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		text, err := pythonText(value)
		if err != nil {
			return nil, err
		}
		key, _ := name.(string)
		if i, again := at[key]; again {
			members[i].text = text
			continue
		}
		at[key] = len(members)
		members = append(members, signedField{key, text})
	}
	return members, nil
}

// pythonText writes a JSON value as Python's str does: strings bare, the rest
// as [Repr].
func pythonText(value json.RawMessage) (string, error) {
	var s string
	if len(value) > 0 && value[0] == '"' && json.Unmarshal(value, &s) == nil {
		return s, nil
	}
	return Repr(value)
}
