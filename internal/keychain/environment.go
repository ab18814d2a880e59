package keychain

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spindle-receipts/spindle/api"
)

// FromEnv gives the credentials of the environment, and whether they are
// complete: VERYFI_CLIENT_ID, VERYFI_CLIENT_SECRET, VERYFI_USERNAME and
// VERYFI_API_KEY. They are for servers and other places without a keychain.
func FromEnv() (api.Credentials, bool) {
	var c api.Credentials
	for _, p := range parts(&c) {
		*p.value = strings.TrimSpace(os.Getenv(p.variable))
	}
	return c, len(c.Missing()) == 0
}

// Resolve gives the credentials of the keychain, or those of the environment
// when the keychain has none or cannot be asked. The error is the keychain's.
func (k *Keychain) Resolve(ctx context.Context) (api.Credentials, error) {
	c, err := k.Load(ctx)
	if err == nil || ctx.Err() != nil {
		return c, err
	}
	c, complete := FromEnv()
	if complete {
		return c, nil
	}
	if c != (api.Credentials{}) {
		return api.Credentials{}, fmt.Errorf("%w. The environment is not complete either: the %s is missing", err, strings.Join(c.Missing(), " and the "))
	}
	return api.Credentials{}, err
}
