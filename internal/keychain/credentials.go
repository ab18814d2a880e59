package keychain

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/zalando/go-keyring"

	"github.com/spindle-receipts/spindle/api"
)

// part is one of the four credentials: the item that holds it, the variable of
// the environment that stands in for it, and its place.
type part struct {
	item, variable string
	value          *string
}

func parts(c *api.Credentials) []part {
	return []part{
		{"client_id", "VERYFI_CLIENT_ID", &c.ClientID},
		{"client_secret", "VERYFI_CLIENT_SECRET", &c.ClientSecret},
		{"username", "VERYFI_USERNAME", &c.Username},
		{"api_key", "VERYFI_API_KEY", &c.APIKey},
	}
}

// trimmed is the credentials without the blanks that pasting brings along.
func trimmed(c api.Credentials) api.Credentials {
	for _, p := range parts(&c) {
		*p.value = strings.TrimSpace(*p.value)
	}
	return c
}

func (k *Keychain) load() (api.Credentials, error) {
	c, err := k.stored()
	if err != nil {
		return api.Credentials{}, err
	}
	missing := c.Missing()
	if len(missing) == 0 {
		return c, nil
	}
	if c == (api.Credentials{}) {
		return c, fmt.Errorf("%w under “%s”: enter them in Settings, or run “spindle account set”", ErrNotFound, k.service)
	}
	return api.Credentials{}, fmt.Errorf("%w under “%s”: the %s is missing; enter all of them again in Settings, or run “spindle account set”",
		ErrNotFound, k.service, strings.Join(missing, " and the "))
}

// stored is what is there, "" for each that is not.
func (k *Keychain) stored() (api.Credentials, error) {
	var c api.Credentials
	for _, p := range parts(&c) {
		secret, err := k.items.Get(k.service, p.item)
		if err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return api.Credentials{}, explain(err)
		}
		*p.value = secret
	}
	return c, nil
}

// save looks at what was written, since some keychains only say that all is
// well: on macOS the tool beneath ends with success whatever became of its
// commands.
func (k *Keychain) save(ctx context.Context, c api.Credentials) error {
	before, err := k.stored()
	if err != nil {
		return err
	}
	err = k.replace(ctx, before, c)
	if err == nil {
		var after api.Credentials
		after, err = k.stored()
		if err == nil && after != c {
			err = explain(errors.New("it did not keep what it was given"))
		}
	}
	if err == nil {
		return nil
	}
	if undo := k.replace(context.WithoutCancel(ctx), c, before); undo != nil {
		return fmt.Errorf("%w. The credentials of before could not be put back either: enter them again", err)
	}
	return err
}

// replace writes the items that are, or may be, different.
func (k *Keychain) replace(ctx context.Context, from, to api.Credentials) error {
	old := parts(&from)
	for i, p := range parts(&to) {
		if err := ctx.Err(); err != nil { // nobody waits any more
			return err
		}
		var err error
		switch {
		case *p.value != "":
			err = k.items.Set(k.service, p.item, *p.value)
		case *old[i].value != "":
			err = k.delete(p.item)
		}
		if err != nil {
			return explain(err)
		}
	}
	return nil
}

func (k *Keychain) remove() error {
	var c api.Credentials
	found := false
	for _, p := range parts(&c) {
		err := k.items.Delete(k.service, p.item)
		if err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return explain(err)
		}
		found = found || err == nil
	}
	if !found {
		return fmt.Errorf("%w under “%s”: nothing was removed", ErrNotFound, k.service)
	}
	return nil
}

// delete is for an item that may be gone already.
func (k *Keychain) delete(item string) error {
	err := k.items.Delete(k.service, item)
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}
