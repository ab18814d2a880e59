//go:build !windows

package intake

import "io/fs"

// hiddenByAttribute is for Windows, where a name does not hide a file.
func hiddenByAttribute(fs.DirEntry) bool { return false }
