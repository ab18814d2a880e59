package ui

import "github.com/spindle-receipts/spindle/internal/desk"

// The real desk is what the window asks for.
var _ Desk = (*desk.Desk)(nil)
