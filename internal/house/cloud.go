package house

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/keychain"
)

// cloud is the Veryfi service with the account in the keychain. It is the
// desk's keychain too, so that new credentials count at once.
type cloud struct {
	url    func(ctx context.Context) (string, error)
	settle func(ctx context.Context, url string, account api.Credentials) error // before they are used for the first time
	mended func()                                                               // hears of credentials that were saved or removed

	client string // of whom the history is, "" for nobody in particular
	own    bool   // the environment's account is not for it

	mu    sync.Mutex
	api   *api.Client // one for all, for it keeps the pace that the service allows
	stale bool        // the credentials may be others by now
}

// connect gives the client for the address and the credentials that are set.
func (c *cloud) connect(ctx context.Context) (*api.Client, error) {
	url, err := c.url(ctx)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.api != nil && c.api.BaseURL == url && !c.stale {
		return c.api, nil
	}
	credentials, err := c.resolve(ctx, keychain.NewFor(url, c.client))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", desk.ErrNoCredentials, err)
	}
	if c.api != nil && c.api.BaseURL == url && c.api.Credentials == credentials {
		c.stale = false
		return c.api, nil
	}
	if err := c.settle(ctx, url, credentials); err != nil {
		return nil, err
	}
	client, err := api.New(url, credentials)
	if err != nil {
		return nil, err
	}
	c.api, c.stale = client, false
	return client, nil
}

func (c *cloud) resolve(ctx context.Context, k *keychain.Keychain) (api.Credentials, error) {
	if c.own {
		return k.Load(ctx)
	}
	return k.Resolve(ctx)
}

// forget has the credentials looked up anew.
func (c *cloud) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stale = true
}

// place is the keychain's place for the address that is set.
func (c *cloud) place(ctx context.Context) (*keychain.Keychain, error) {
	url, err := c.url(ctx)
	if err != nil {
		return nil, err
	}
	return keychain.NewFor(url, c.client), nil
}

// Load gives the credentials in the keychain; desk.ErrNoCredentials when there
// are none.
func (c *cloud) Load(ctx context.Context) (api.Credentials, error) {
	k, err := c.place(ctx)
	if err != nil {
		return api.Credentials{}, err
	}
	credentials, err := k.Load(ctx)
	if errors.Is(err, keychain.ErrNotFound) {
		err = fmt.Errorf("%w: %w", desk.ErrNoCredentials, err)
	}
	return credentials, err
}

// Save puts credentials into the keychain.
func (c *cloud) Save(ctx context.Context, credentials api.Credentials) error {
	k, err := c.place(ctx)
	if err != nil {
		return err
	}
	defer c.mended()
	return k.Save(ctx, credentials)
}

// Remove takes the credentials out of the keychain.
func (c *cloud) Remove(ctx context.Context) error {
	k, err := c.place(ctx)
	if err != nil {
		return err
	}
	defer c.mended()
	return k.Remove(ctx)
}

// tunnelToken is the token of the tunnel by ngrok, in the keychain.
type tunnelToken struct{ *keychain.Token }

// Load gives the token; desk.ErrNoToken when there is none.
func (t tunnelToken) Load(ctx context.Context) (string, error) {
	token, err := t.Token.Load(ctx)
	if errors.Is(err, keychain.ErrNoToken) {
		err = fmt.Errorf("%w: copy it from https://dashboard.ngrok.com/get-started/your-authtoken into Settings", desk.ErrNoToken)
	}
	return token, err
}
