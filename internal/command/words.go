package command

import (
	"strings"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// atTerminal turns what the window offers in its Settings into the flags and
// commands for it.
var atTerminal = strings.NewReplacer(
	"enter them in Settings, or run", "run",
	"enter all of them again in Settings, or run", "run",
	"Check the four credentials in Settings against the Keys page of the account", "Check the four credentials against the Keys page of the account, and run “spindle account set”",
	"the service's address in Settings", "the service's address (--url)",
	"choose “Send again”", "run “spindle resume --again”",
	"raise the limit in Settings", "run “spindle resume” with a higher --daily-limit",
	"goes on by itself after midnight", "goes on after midnight with “spindle resume”",
)

// words say for a person at a terminal what went wrong, why, and what to do.
func words(err error) string { return terminal(desk.Words(err)) }

// terminal puts into a sentence what there is at a terminal.
func terminal(text string) string { return atTerminal.Replace(text) }
