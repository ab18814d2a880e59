// Package keychain keeps the four credentials of a Veryfi account in the
// operating system's keychain, and nowhere else.
package keychain

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"

	"github.com/zalando/go-keyring"

	"github.com/spindle-receipts/spindle/api"
)

// items is the keychain of the operating system, one secret each.
type items interface {
	Get(service, name string) (string, error)
	Set(service, name, secret string) error
	Delete(service, name string) error
}

// system is the real one. It asks the person for one password at a time, and
// is asked for one thing at a time.
type system struct{ busy sync.Mutex }

// desktop is the keychain of the person who is logged in: there is just one,
// whatever is kept in it.
var desktop = &system{}

func (s *system) Get(service, name string) (string, error) {
	s.busy.Lock()
	defer s.busy.Unlock()
	return keyring.Get(service, name)
}

func (s *system) Set(service, name, secret string) error {
	s.busy.Lock()
	defer s.busy.Unlock()
	return keyring.Set(service, name, secret)
}

func (s *system) Delete(service, name string) error {
	s.busy.Lock()
	defer s.busy.Unlock()
	return keyring.Delete(service, name)
}

// Keychain is the place of one account's credentials. It is safe for use by
// many goroutines.
//
// The operating system may ask the person to unlock its keychain, and answers
// only then: every method takes as long as that, and returns with an error
// when its context ends before.
type Keychain struct {
	service string // under which people find the items
	items   items
	busy    sync.Mutex // one call at a time, also one that nobody waits for any more
}

// New is the place of the credentials for the service at baseURL. The Veryfi
// service itself, also by "", has one place; any other address has its own, so
// that credentials never go to a server that they were not given for.
func New(baseURL string) *Keychain {
	return &Keychain{service: serviceName(baseURL), items: desktop}
}

// NewFor is the place of a client's own credentials for the service at baseURL;
// client is the lasting name of the client's history. It is never that of New,
// nor that of another client. For "" it is New.
func NewFor(baseURL, client string) *Keychain {
	if client == "" {
		return New(baseURL)
	}
	name := strings.TrimPrefix(serviceName(baseURL), "Spindle")
	return &Keychain{service: "Spindle, client " + client + name, items: desktop}
}

func serviceName(baseURL string) string {
	u, err := url.Parse(strings.TrimSpace(baseURL))
	if err != nil || u.Host == "" || u.Host == "api.veryfi.com" {
		return "Spindle (Veryfi)"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return "Spindle (" + strings.ToLower(u.Scheme+"://"+u.Host) + strings.TrimRight(u.Path, "/") + ")"
}

// Load gives the credentials. The error is ErrNotFound when they were never
// saved, or not all of them; ErrLocked or ErrUnavailable when the keychain
// cannot be asked.
func (k *Keychain) Load(ctx context.Context) (api.Credentials, error) {
	return run(ctx, k, func() (api.Credentials, error) { return k.load() })
}

// Save keeps the credentials, all of them or none: when one cannot be kept,
// those of before are put back.
func (k *Keychain) Save(ctx context.Context, c api.Credentials) error {
	c = trimmed(c)
	if missing := c.Missing(); len(missing) > 0 {
		return fmt.Errorf("not saved: the %s is missing", strings.Join(missing, " and the "))
	}
	_, err := run(ctx, k, func() (struct{}, error) { return struct{}{}, k.save(ctx, c) })
	return err
}

// Remove deletes the credentials; ErrNotFound when there are none.
func (k *Keychain) Remove(ctx context.Context) error {
	_, err := run(ctx, k, func() (struct{}, error) { return struct{}{}, k.remove() })
	return err
}

// Check tells whether the keychain can be used; it changes nothing.
func (k *Keychain) Check(ctx context.Context) error {
	_, err := run(ctx, k, func() (struct{}, error) {
		_, err := k.items.Get(k.service, "check")
		if errors.Is(err, keyring.ErrNotFound) {
			err = nil
		}
		return struct{}{}, explain(err)
	})
	return err
}

// run does f on a goroutine of its own, since nothing below takes a context,
// and waits for it or for the end of ctx.
func run[T any](ctx context.Context, k *Keychain, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	done := make(chan result, 1)
	go func() {
		k.busy.Lock()
		defer k.busy.Unlock()
		// The library believes every answer on the bus to be of the type that
		// it should be.
		defer func() {
			if broken := recover(); broken != nil {
				done <- result{none, explain(errors.New("its answer makes no sense"))}
			}
		}()
		value, err := f()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return none, fmt.Errorf("the keychain has not answered: if it asks for its password, give it, and try again: %w", ctx.Err())
	}
}
