package tunnel

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/spindle-receipts/spindle/api"
)

// The events that are handed on.
const (
	DocumentCreated = "document.created" // the documents can be fetched
	DocumentFailed  = "document.failed"  // the service gave them up
	Subscription    = "subscription"     // the answer to adding the webhook
)

// News is what a webhook said.
type News struct {
	Event  string
	IDs    []api.ID // several when a set was split
	Error  string   // why reading failed; one printable line in the service's words
	Secret Secret   // with Subscription: to be handed back by api.Client.ConfirmWebhook
}

// Secret prints as a note that it is one. Convert it to a string to use it.
type Secret string

// Format writes the same safe text for every verb.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, "(secret)") }

// message is the body of a webhook, split far enough to check its signature.
type message struct {
	event  string
	data   map[string]json.RawMessage
	signed json.RawMessage // what the signature covers
}

// parseMessage reads {"event":…,"data":{…}}, or the flat body of old, which
// has neither and is itself the data.
func parseMessage(body []byte) (message, error) {
	// Maps, because struct fields would also match names in other cases and
	// what is checked must be what is read.
	var outer map[string]json.RawMessage
	if err := json.Unmarshal(body, &outer); err != nil || outer == nil {
		return message{}, errors.New("the webhook is not a JSON object")
	}
	if outer["event"] == nil && outer["data"] == nil {
		return message{event: DocumentCreated, data: outer, signed: body}, nil
	}
	m := message{signed: outer["data"]}
	if json.Unmarshal(outer["event"], &m.event) != nil {
		return message{}, errors.New("the webhook's event is not a string")
	}
	if json.Unmarshal(outer["data"], &m.data) != nil || m.data == nil {
		return message{}, errors.New("the webhook's data is not an object")
	}
	return m, nil
}

// news is what a checked message says, false when it is nothing we know.
func (m message) news() (News, bool) {
	n := News{Event: m.event}
	switch m.event {
	case Subscription:
		var secret string
		if json.Unmarshal(m.data["secret"], &secret) != nil || secret == "" {
			return News{}, false
		}
		n.Secret = Secret(secret)
		return n, true
	case DocumentFailed:
		var reason string
		if json.Unmarshal(m.data["error"], &reason) == nil {
			n.Error = line(reason)
		}
	case DocumentCreated:
	default:
		return News{}, false
	}
	n.IDs = idsOf(m.data["id"])
	return n, len(n.IDs) > 0
}

// idsOf reads one ID or a list of them.
func idsOf(raw json.RawMessage) []api.ID {
	var ids []api.ID
	if json.Unmarshal(raw, &ids) != nil {
		var one api.ID
		if json.Unmarshal(raw, &one) != nil {
			return nil
		}
		ids = []api.ID{one}
	}
	for _, id := range ids {
		if !wellFormed(id) {
			return nil
		}
	}
	return ids
}

// wellFormed keeps whatever could not be the name of a document out of
// addresses and logs.
func wellFormed(id api.ID) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, c := range id {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

const maxReason = 300 // runes

func line(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > maxReason {
		return string(runes[:maxReason]) + "…"
	}
	return string(runes)
}
