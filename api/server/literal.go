package server

import (
	"encoding/json"
	"regexp"
	"strings"
	"time"
)

var numberForm = regexp.MustCompile(`^([+-]?)0*([0-9]*)(\.[0-9]*)?$`)

// amount turns the decimal text of a reading into a JSON number of the very
// same digits, or null when it is none.
func amount(text string) any {
	parts := numberForm.FindStringSubmatch(text)
	if parts == nil || strings.Trim(text, "+-.") == "" {
		return nil
	}
	sign, whole, fraction := strings.TrimPrefix(parts[1], "+"), parts[2], parts[3]
	if whole == "" {
		whole = "0"
	}
	if fraction == "." {
		fraction = ""
	}
	return json.Number(sign + whole + fraction)
}

// word is text, or null when there is none.
func word(text string) any {
	if text == "" {
		return nil
	}
	return text
}

var dateLayouts = []string{stampLayout, "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02"}

func parseDate(text string) (time.Time, bool) {
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// dateTime is a date in the form of the service's "date", whose time is
// 00:00:00 when none is printed; null when it is no date.
func dateTime(text string) any {
	if t, valid := parseDate(text); valid {
		return t.Format(stampLayout)
	}
	return nil
}

// paymentName is how the service names a means of payment: "Visa ***7373".
func paymentName(kind, card string) string {
	name := kind
	if name != "" {
		name = strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "_", " ")
	}
	if card != "" {
		name += " ***" + card
	}
	return strings.TrimSpace(name)
}
