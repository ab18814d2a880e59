//go:build !windows && !darwin

package chooser

import (
	"context"
	"errors"

	"github.com/godbus/dbus/v5"
	"github.com/ncruces/zenity"
)

// choose asks the desktop's portal, which has the dialog of the desktop in
// use, and a program where there is no portal.
func choose(ctx context.Context, a Ask) ([]string, error) {
	// Without a bus that runs already there is no portal: none is started.
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return byZenity(ctx, a)
	}
	defer func() { _ = conn.Close() }() // nothing is left to be said on it
	paths, err := byPortal(ctx, conn, a)
	if errors.Is(err, ErrNone) {
		return byZenity(ctx, a)
	}
	return paths, err
}

func parent(window uintptr) zenity.Option {
	if window == 0 {
		return nil
	}
	return zenity.Attach(int(window))
}
