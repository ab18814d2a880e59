package command

import (
	"fmt"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/keychain"
)

// A terminal has no Settings: what advice names must be there.
func TestAdviceNamesFlagsAndCommands(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want string
	}{
		{&api.Error{Kind: api.KindAuth}, "spindle account set"},
		{&api.Error{Kind: api.KindNotFound}, "--url"},
		{&api.Error{Kind: api.KindAnswer}, "--url"},
		{&api.Error{Kind: api.KindNetwork}, "--url"},
		{&api.Error{Kind: api.KindAddress}, "--url"},
		{fmt.Errorf("%w: enter them in Settings, or run “spindle account set”", keychain.ErrNotFound), "run “spindle account set”"},
		{&desk.LimitError{Limit: 5, Spent: 5}, "--daily-limit"},
		{&desk.LimitError{Limit: 5, Spent: 3}, "spindle resume"},
	} {
		if text := words(test.err); strings.Contains(text, "Settings") || !strings.Contains(text, test.want) {
			t.Errorf("%T: %q, want %q named", test.err, text, test.want)
		}
	}
}
