package store

import (
	"errors"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// advice is what a person can do about an error, to be put behind it, or "".
func advice(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "; give yourself the right to write there, or choose another folder with --home"
	case errors.Is(err, syscall.EROFS):
		return "; the disk is read-only: choose another folder with --home"
	case errors.Is(err, syscall.ENOSPC):
		return "; free some space on that disk and try again: nothing was lost"
	}
	var problem *sqlite.Error
	if !errors.As(err, &problem) {
		return ""
	}
	switch problem.Code() & 0xff { // the primary code
	case sqlite3.SQLITE_FULL:
		return "; free some space on that disk and try again: nothing was lost"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return "; give yourself the right to write there, or choose another folder with --home"
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return "; the file is damaged: put back a copy of it, or move it away to begin a new history (the originals beside it stay)"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "; another program has the file open: close it and try again"
	}
	return ""
}
