package house

import (
	"context"
	"fmt"

	"github.com/spindle-receipts/spindle/internal/keychain"
	"github.com/spindle-receipts/spindle/internal/store"
)

// clientKey is the setting with the lasting name of the client whose history it
// is. It stands in the history itself: whoever opens the folder, and under
// whatever name it lies, uses the account of this client and no other.
const clientKey = "client"

// clientOf is the lasting name of the client whose history s is, "" for one
// that is nobody's in particular.
func clientOf(ctx context.Context, s *store.Store) (client string, err error) {
	_, err = s.Setting(ctx, clientKey, &client)
	return client, err
}

// peekClient is clientOf of the history in a folder; also "" where there is none.
func peekClient(ctx context.Context, home string) (client string, err error) {
	_, err = store.Peek(ctx, home, clientKey, &client)
	return client, err
}

// AccountIn is the place of the credentials, for the service at url, of the
// history in home; "" means the one of DefaultHome.
func AccountIn(ctx context.Context, home, url string) (*keychain.Keychain, error) {
	if home == "" {
		var err error
		if home, err = DefaultHome(); err != nil {
			return nil, err
		}
	}
	client, err := peekClient(ctx, home)
	if err != nil {
		return nil, fmt.Errorf("finding out whose account it is: %w", err)
	}
	return keychain.NewFor(url, client), nil
}
