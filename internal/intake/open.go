package intake

import (
	"errors"
	"io/fs"
	"os"
)

// OpenFile opens what could be a receipt by its looks from outside, and gives
// its length. A pipe, say, is not even opened, since that could take for ever.
// The error is a *Refusal, without the path.
func OpenFile(path string) (*os.File, int64, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, 0, notOpened(err)
	case !info.Mode().IsRegular():
		return nil, 0, irregular(info)
	case info.Size() == 0:
		return nil, 0, emptyFile()
	case info.Size() > MaxBytes:
		return nil, info.Size(), tooMuch(info.Size())
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, info.Size(), notOpened(err)
	}
	if info, err = f.Stat(); err != nil {
		_ = f.Close()
		return nil, 0, unreadable(err)
	}
	return f, info.Size(), nil
}

// notOpened says why a file that was given some time ago cannot be opened now.
func notOpened(err error) *Refusal {
	switch {
	case isMissing(err):
		return refuse("the file is no longer there", "Add it again from where it is now.")
	case errors.Is(err, fs.ErrPermission):
		return refuse("you have no permission to read this file", "Ask its owner, or copy it to a folder of your own.")
	}
	return unreadable(err)
}
