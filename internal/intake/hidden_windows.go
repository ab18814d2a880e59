package intake

import (
	"io/fs"
	"syscall"
)

// hiddenByAttribute tells whether a file or folder is marked as hidden.
func hiddenByAttribute(entry fs.DirEntry) bool {
	info, err := entry.Info()
	if err != nil {
		return false
	}
	data, ok := info.Sys().(*syscall.Win32FileAttributeData)
	return ok && data.FileAttributes&syscall.FILE_ATTRIBUTE_HIDDEN != 0
}
