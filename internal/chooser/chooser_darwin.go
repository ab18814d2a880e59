package chooser

import (
	"context"

	"github.com/ncruces/zenity"
)

func choose(ctx context.Context, a Ask) ([]string, error) { return byZenity(ctx, a) }

func parent(uintptr) zenity.Option { return nil }
