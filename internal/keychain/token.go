package keychain

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/zalando/go-keyring"
)

// ErrNoToken tells that a token was never saved.
var ErrNoToken = errors.New("the token is not in the keychain")

// Token is the place of one secret word, such as the authtoken of ngrok. What
// is said of [Keychain] about waiting and goroutines holds for it too.
type Token struct{ place *Keychain }

const tokenItem = "token"

// NewToken is the place of the token for what has that name.
func NewToken(name string) *Token {
	return &Token{&Keychain{service: "Spindle (" + name + ")", items: desktop}}
}

// Load gives the token; ErrNoToken when there is none, ErrLocked or
// ErrUnavailable when the keychain cannot be asked.
func (t *Token) Load(ctx context.Context) (string, error) {
	return run(ctx, t.place, func() (string, error) {
		token, err := t.place.items.Get(t.place.service, tokenItem)
		return token, explainToken(err)
	})
}

// Save keeps the token in the place of the one of before.
func (t *Token) Save(ctx context.Context, token string) error {
	token = strings.TrimSpace(token)
	if token == "" {
		return errors.New("not saved: the token is empty")
	}
	_, err := run(ctx, t.place, func() (struct{}, error) {
		if err := t.place.items.Set(t.place.service, tokenItem, token); err != nil {
			return struct{}{}, explainToken(err)
		}
		kept, err := t.place.items.Get(t.place.service, tokenItem)
		if err == nil && kept != token {
			err = errors.New("it did not keep what it was given")
		}
		return struct{}{}, explainToken(err)
	})
	return err
}

// Remove deletes the token; ErrNoToken when there is none.
func (t *Token) Remove(ctx context.Context) error {
	_, err := run(ctx, t.place, func() (struct{}, error) {
		return struct{}{}, explainToken(t.place.items.Delete(t.place.service, tokenItem))
	})
	return err
}

func explainToken(err error) error {
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return fmt.Errorf("%w: enter it in Settings", ErrNoToken)
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return errors.New("not saved: the token is too long for this keychain; look whether something else was pasted")
	}
	return explain(err)
}
