package desk

import "github.com/spindle-receipts/spindle/internal/intake"

// ParsePaths reads pasted text as the paths of files and folders, however a
// file manager, a shell or a person wrote them. It does not look at the disk.
func ParsePaths(text string) []string { return intake.ParsePaths(text) }
