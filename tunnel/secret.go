package tunnel

import "log/slog"

// LogValue keeps the secret out of logs, whatever their format.
func (s Secret) LogValue() slog.Value { return slog.StringValue("(secret)") }

// MarshalText keeps the secret out of JSON and other encodings. Convert it to
// a string to store it, in a keychain.
func (s Secret) MarshalText() ([]byte, error) { return []byte("(secret)"), nil }
