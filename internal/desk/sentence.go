package desk

import (
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// sentence begins a clause with a capital.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// Words says for a person what went wrong, why, and what to do.
func Words(err error) string { return sentence(clause(err)) }

// clause is what Words says, to go on a sentence that says what was being done.
// What the program calls it is nothing to a person.
func clause(err error) string {
	var e *api.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	plain := *e
	plain.Op = ""
	text := strings.TrimSuffix(plain.Error(), ".")
	if advice := e.Advice(); advice != "" {
		text += ". " + advice
	}
	return text
}

// notSentWords says on a row why it is not sent, or not yet known to be.
func notSentWords(status receipt.Status, err error) string {
	var e *api.Error
	switch {
	case !errors.As(err, &e): // it says all of it
		return Words(err)
	case status == receipt.Sending:
		return "It may have arrived, so it is looked for before it is sent again: " + clause(err)
	}
	return "It could not be sent yet: " + clause(err)
}

// withTime adds to a reason when it is tried again, by the clock on the wall,
// where that is not up to a person.
func withTime(text string, err error, at time.Time) string {
	if errors.Is(err, api.ErrAuth) || errors.Is(err, api.ErrAddress) {
		return text
	}
	return strings.TrimSuffix(text, ".") + ". The next try is at " + at.Local().Format("15:04:05")
}
