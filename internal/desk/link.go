package desk

import (
	"context"
	"errors"
	"sync"
)

// Link is how the service's news (its webhooks) reach this computer. Polling
// goes on whatever it says.
type Link struct {
	Wanted bool   // the settings ask for news
	Up     bool   // the service has taken Public, and it leads here as far as can be told
	Stuck  bool   // trying again by itself does not help: a person has to mend what Words say
	Public string // the address that the service was told, "" while there is none
	Words  string // what goes on, for people; "" when news is not wanted
}

// Tokens keeps the secret word for the tunnel. Load gives ErrNoToken when there
// is none.
type Tokens interface {
	Load(ctx context.Context) (string, error)
	Save(ctx context.Context, token string) error
	Remove(ctx context.Context) error
}

// ErrNoToken is returned by Tokens when there is none.
var ErrNoToken = errors.New("the tunnel's token is not in the keychain")

// link is the state that was told last.
type link struct {
	mu  sync.Mutex
	now Link
}

// SetLink tells the listeners how the service's news reach this computer.
func (d *Desk) SetLink(l Link) {
	d.link.mu.Lock()
	defer d.link.mu.Unlock() // so that nobody is left with an old one
	if d.link.now == l {
		return
	}
	d.link.now = l
	d.listeners.tell(Event{Link: &l})
}

// Link is how the service's news reach this computer.
func (d *Desk) Link() Link {
	d.link.mu.Lock()
	defer d.link.mu.Unlock()
	return d.link.now
}

// SaveTunnelToken puts the tunnel's token into the keychain.
func (d *Desk) SaveTunnelToken(ctx context.Context, token string) error {
	if d.tokens == nil {
		return errors.New("there is no place for the tunnel's token")
	}
	if err := d.tokens.Save(ctx, token); err != nil {
		return err
	}
	d.reopen()
	return nil
}

// HasTunnelToken tells whether the keychain holds a token for the tunnel.
func (d *Desk) HasTunnelToken(ctx context.Context) (bool, error) {
	if d.tokens == nil {
		return false, nil
	}
	_, err := d.tokens.Load(ctx)
	if errors.Is(err, ErrNoToken) {
		return false, nil
	}
	return err == nil, err
}

// RemoveTunnelToken takes the tunnel's token out of the keychain.
func (d *Desk) RemoveTunnelToken(ctx context.Context) error {
	if d.tokens == nil {
		return nil
	}
	if err := d.tokens.Remove(ctx); err != nil {
		return err
	}
	d.reopen()
	return nil
}
