package desk

import (
	"context"
	"errors"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Credentials are those of the Veryfi account in the keychain; ErrNoCredentials
// when there are none.
func (d *Desk) Credentials(ctx context.Context) (Credentials, error) { return d.keychain.Load(ctx) }

// SaveCredentials puts them into the keychain.
func (d *Desk) SaveCredentials(ctx context.Context, c Credentials) error {
	if err := d.keychain.Save(ctx, c); err != nil {
		return err
	}
	d.reopen()
	return nil
}

// RemoveCredentials takes them out of the keychain.
func (d *Desk) RemoveCredentials(ctx context.Context) error { return d.keychain.Remove(ctx) }

// TestConnection makes the cheapest real request that needs the credentials.
func (d *Desk) TestConnection(ctx context.Context, url string, c Credentials) error {
	service, err := d.dial(url, c)
	if err != nil {
		return errors.New(Words(err))
	}
	if err := service.Check(ctx); err != nil {
		return errors.New(Words(err))
	}
	return nil
}

// ReaderReady is nil when the reader on this computer can read; else it says
// what to do.
func (d *Desk) ReaderReady(ctx context.Context) error {
	if d.ready == nil {
		return nil
	}
	if err := d.ready(ctx); err != nil {
		return err
	}
	d.gate.open(receipt.Local) // what was missing is there now
	return nil
}
