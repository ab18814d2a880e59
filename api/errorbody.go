package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

const maxMessage = 300 // runes of the service's words that are repeated

// errorFrom reads the error out of an answer. The service and what stands
// before it are known to answer in four shapes of JSON, in HTML and in text.
func (c *Client) errorFrom(op string, a *answer) *Error {
	e := &Error{
		Kind:       kindOf(a.status),
		Op:         op,
		Status:     a.status,
		RetryAfter: retryAfter(a.header.Get("Retry-After"), time.Now()),
		TraceID:    c.Credentials.redact(tidy(a.header.Get("X-Veryfi-Trace-Id"), 100)),
	}
	body, ok := parseObject(a.body)
	e.turnedAway = a.status == http.StatusServiceUnavailable && (ok && messageOf(body) != "" || e.RetryAfter > 0)
	if ok {
		e.Message, e.Code = messageOf(body), body.text("code")
		if e.Code == strconv.Itoa(a.status) {
			e.Code = ""
		}
	} else {
		e.Message, e.webPage = plainText(a.body)
	}
	if e.Message == "" {
		e.Message = http.StatusText(a.status)
	}
	e.Message = c.Credentials.redact(tidy(c.Credentials.redact(e.Message), maxMessage))
	e.Code = c.Credentials.redact(tidy(e.Code, 100))
	if e.Kind == KindNetwork {
		e.Message = fmt.Sprintf("this network asks for a sign-in first (%d: %s)", a.status, e.Message)
	}
	return e
}

// messageOf is the text of an error object: error, else message, joined by
// what the details add.
func messageOf(body object) string {
	text := wordsOf(body["error"])
	if text == "" {
		text = wordsOf(body["message"])
	}
	details := wordsOf(body["details"])
	switch {
	case text == "":
		return details
	case details == "" || strings.Contains(text, details):
		return text
	}
	return text + ": " + details
}

// wordsOf finds the words in a string, an object or the first of a list, and
// a little way into them.
func wordsOf(raw json.RawMessage) string { return wordsWithin(raw, 4) }

func wordsWithin(raw json.RawMessage, levels int) string {
	if levels == 0 {
		return ""
	}
	if list := parseList(raw); len(list) > 0 {
		return wordsWithin(list[0], levels-1)
	}
	if o, ok := parseObject(raw); ok {
		for _, key := range []string{"msg", "message", "error", "detail"} {
			if words := wordsWithin(o[key], levels-1); words != "" {
				return words
			}
		}
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return strings.TrimSpace(s)
}

var (
	title  = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)
	hidden = regexp.MustCompile(`(?is)<(script|style)\b.*?</(script|style)>`)
	markup = regexp.MustCompile(`(?s)<[^>]*>`)
)

// plainText is what a person would read of a body that is not JSON, and
// whether the body is a web page.
func plainText(body []byte) (text string, webPage bool) {
	body = body[:min(len(body), 64<<10)]
	start := strings.ToLower(string(bytes.TrimSpace(body[:min(len(body), 512)])))
	if !strings.HasPrefix(start, "<!doctype html") && !strings.Contains(start, "<html") && !strings.Contains(start, "<head") {
		return string(body[:min(len(body), 200)]), false
	}
	if m := title.FindSubmatch(body); m != nil && len(bytes.TrimSpace(m[1])) > 0 {
		return "a web page: " + html.UnescapeString(string(m[1])), true
	}
	text = markup.ReplaceAllString(hidden.ReplaceAllString(string(body), " "), " ")
	return "a web page: " + html.UnescapeString(text), true
}

// tidy makes one printable line of at most limit runes.
func tidy(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return string(runes)
}

const maxRetryAfter = 24 * time.Hour

// retryAfter reads the header, which is a number of seconds or a date
// (RFC 9110, 10.2.3); 0 when it says nothing.
func retryAfter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	var wait time.Duration
	if seconds, err := strconv.ParseFloat(header, 64); err == nil && seconds > 0 {
		wait = time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second))
	} else if date, err := http.ParseTime(header); err == nil {
		wait = date.Sub(now)
	}
	return min(max(wait, 0), maxRetryAfter)
}
