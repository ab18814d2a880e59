package desk

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spindle-receipts/spindle/api"
)

// sentence begins a clause with a capital.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// Words says for a person what went wrong, why, and what to do.
func Words(err error) string {
	var e *api.Error
	if !errors.As(err, &e) {
		return sentence(err.Error())
	}
	text := strings.TrimSuffix(sentence(e.Error()), ".")
	if advice := e.Advice(); advice != "" {
		text += ". " + advice
	}
	return text
}
