package api

import (
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Credentials are the four strings of an account, as the service's
// Settings, Keys page names them. They print as a note of which are there,
// never as themselves, whatever the verb.
type Credentials struct {
	ClientID     string
	ClientSecret string // never sent: it keys the signatures
	Username     string // not needed beside an APIKey that starts with vrfk_
	APIKey       string
}

// bearerPrefix marks the new kind of API key, which needs no username.
const bearerPrefix = "vrfk_"

// Missing names the strings that a request needs and that are empty, in the
// words of the service's Keys page.
func (c Credentials) Missing() []string {
	var missing []string
	for _, s := range []struct {
		name, value string
		needed      bool
	}{
		{"client ID", c.ClientID, true},
		{"client secret", c.ClientSecret, true},
		{"username", c.Username, !strings.HasPrefix(c.APIKey, bearerPrefix)},
		{"API key", c.APIKey, true},
	} {
		if s.needed && s.value == "" {
			missing = append(missing, s.name)
		}
	}
	return missing
}

// trimmed is the credentials without the blanks that pasting brings along.
func (c Credentials) trimmed() Credentials {
	return Credentials{
		ClientID:     strings.TrimSpace(c.ClientID),
		ClientSecret: strings.TrimSpace(c.ClientSecret),
		Username:     strings.TrimSpace(c.Username),
		APIKey:       strings.TrimSpace(c.APIKey),
	}
}

func (c Credentials) authorization() string {
	if strings.HasPrefix(c.APIKey, bearerPrefix) {
		return "Bearer " + c.APIKey
	}
	return "apikey " + c.Username + ":" + c.APIKey
}

// Format writes the same safe text for every verb and flag.
func (c Credentials) Format(f fmt.State, _ rune) { io.WriteString(f, c.String()) }

// GoString is String.
func (c Credentials) GoString() string { return c.String() }

// String tells whether the credentials are complete.
func (c Credentials) String() string {
	if missing := c.Missing(); len(missing) > 0 {
		return "credentials without " + strings.Join(missing, ", ")
	}
	return "credentials (kept secret)"
}

// LogValue is String.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText refuses, so that no encoder writes the strings by accident.
func (c Credentials) MarshalText() ([]byte, error) {
	return nil, fmt.Errorf("credentials are not to be written down")
}

const redacted = "…"

// redact takes every one of the four strings out of a text that came from
// elsewhere, in the spellings in which a server might repeat it.
func (c Credentials) redact(text string) string {
	var secrets []string
	for _, s := range []string{c.ClientID, c.ClientSecret, c.Username, c.APIKey} {
		for _, s := range []string{s, strings.TrimSpace(s)} {
			if len(s) < 3 { // would take the words apart and hide nothing
				continue
			}
			quoted := strconv.Quote(s)
			secrets = append(secrets, s, url.QueryEscape(s), url.PathEscape(s), html.EscapeString(s), quoted[1:len(quoted)-1])
		}
	}
	// The longest first, else a username inside a key would leave its rest.
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) })
	for _, s := range secrets {
		text = strings.ReplaceAll(text, s, redacted)
	}
	return text
}
