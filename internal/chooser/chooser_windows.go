package chooser

import (
	"context"

	"github.com/ncruces/zenity"
)

func choose(ctx context.Context, a Ask) ([]string, error) { return byZenity(ctx, a) }

func parent(window uintptr) zenity.Option {
	if window == 0 {
		return nil
	}
	return zenity.Attach(window)
}
