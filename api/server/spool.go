package server

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

const (
	spoolPrefix = "spool-"
	spoolLock   = "in-use"
)

// spool keeps incoming files on disk for as long as a server lives. Its folder
// is its own; what a server that was killed left behind is removed by the next.
type spool struct {
	dir  string
	lock *flock.Flock
}

// openSpool makes a folder of its own within dir.
func openSpool(dir string) (*spool, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the folder for incoming files: %w", err)
	}
	if err := removeStale(dir); err != nil {
		return nil, err
	}
	own, err := os.MkdirTemp(dir, spoolPrefix)
	if err != nil {
		return nil, fmt.Errorf("making the folder for incoming files: %w", err)
	}
	lock := flock.New(filepath.Join(own, spoolLock))
	if taken, err := lock.TryLock(); err != nil || !taken {
		return nil, errors.Join(fmt.Errorf("locking %s", own), err, os.RemoveAll(own))
	}
	return &spool{dir: own, lock: lock}, nil
}

// removeStale removes the folders of servers that no longer run: their locks
// are free.
func removeStale(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("looking for files left behind: %w", err)
	}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), spoolPrefix) {
			continue
		}
		stale := filepath.Join(dir, e.Name())
		if _, err := os.Stat(filepath.Join(stale, spoolLock)); errors.Is(err, fs.ErrNotExist) {
			continue // just being made by another server
		}
		lock := flock.New(filepath.Join(stale, spoolLock))
		if free, err := lock.TryLock(); err != nil || !free {
			continue
		}
		// Windows cannot remove a file that is open.
		if err := errors.Join(lock.Unlock(), os.RemoveAll(stale)); err != nil {
			return fmt.Errorf("removing files left behind: %w", err)
		}
	}
	return nil
}

func (s *spool) close() error {
	return errors.Join(s.lock.Unlock(), os.RemoveAll(s.dir))
}

// spooled is one file in the spool.
type spooled struct {
	name string // the sender's; never a path to open
	path string
	size int64
	hash [sha256.Size]byte
	kind kind

	width, height int // in pixels, 0 when its header does not tell
}

var errTooLong = errors.New("more bytes than allowed")

// add writes what r holds, at most limit bytes, to a new file. On any error
// nothing is left behind; on more than limit bytes the error is errTooLong.
func (s *spool) add(name string, r io.Reader, limit int64) (*spooled, error) {
	file, err := os.CreateTemp(s.dir, "file-*")
	if err != nil {
		return nil, fmt.Errorf("making a file for what comes in: %w", err)
	}
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(r, limit+1))
	if err == nil && size > limit {
		err = errTooLong
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("keeping what comes in: %w", err), os.Remove(file.Name()))
	}
	out := &spooled{name: name, path: file.Name(), size: size}
	sum.Sum(out.hash[:0])
	return out, nil
}

// remove deletes files; those that are gone already are no error.
func (s *spool) remove(files ...*spooled) error {
	var errs []error
	for _, f := range files {
		if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func totalSize(files []*spooled) int64 {
	var n int64
	for _, f := range files {
		n += f.size
	}
	return n
}
