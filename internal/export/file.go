package export

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// File writes the file at path whole or not at all: what write writes goes to
// a new file in the same folder, which takes the name when it is complete and
// on the disk. On any error an existing file stays as it was. An existing file
// keeps its permissions. What is not a file, such as /dev/null or a pipe, is
// written to as it is.
func File(ctx context.Context, path string, write func(io.Writer) error) error {
	return fileNoted(ctx, path, write, nil)
}

// fileNoted is File with a moment between the file that is complete and its name.
func fileNoted(ctx context.Context, path string, write func(io.Writer) error, ready func([]Draft) error) error {
	if err := writeFile(ctx, path, write, ready); err != nil {
		return fmt.Errorf("cannot write %s: %w%s", path, err, advice(path, err))
	}
	return nil
}

func writeFile(ctx context.Context, path string, write func(io.Writer) error, ready func([]Draft) error) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return replace(ctx, path, 0o666, write, ready)
	case err != nil:
		return withoutPath(err)
	case info.IsDir():
		return errors.New("it is a folder: give the name of a file")
	}
	existing, err := os.OpenFile(path, os.O_WRONLY, 0) // may it be written, is it free?
	if err != nil {
		return withoutPath(err)
	}
	defer existing.Close()
	if !info.Mode().IsRegular() {
		return fill(ctx, existing, write)
	}
	if err := existing.Close(); err != nil {
		return withoutPath(err)
	}
	target, err := filepath.EvalSymlinks(path) // a link goes on pointing at the file
	if err != nil {
		return withoutPath(err)
	}
	return replace(ctx, target, info.Mode().Perm(), write, ready)
}

// replace writes a new file and gives it the name path.
func replace(ctx context.Context, path string, mode fs.FileMode, write func(io.Writer) error, ready func([]Draft) error) error {
	temp, err := draft(ctx, path, mode, write)
	if err != nil {
		return err
	}
	if ready != nil {
		if err := ready([]Draft{{temp, path}}); err != nil {
			_ = os.Remove(temp)
			return err
		}
	}
	if err := os.Rename(temp, path); err != nil {
		_ = os.Remove(temp)
		return withoutPath(err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// draft writes a file under a name of its own in the folder of path, complete
// and on the disk, or leaves nothing behind.
func draft(ctx context.Context, path string, mode fs.FileMode, write func(io.Writer) error) (string, error) {
	temp := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()[:10])
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return "", withoutPath(err)
	}
	whole := false
	defer func() { // a second Close does nothing
		_ = f.Close()
		if !whole {
			_ = os.Remove(temp)
		}
	}()
	if mode != 0o666 { // of a file that was there: the same, whatever the umask
		if err := f.Chmod(mode); err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return "", withoutPath(err)
		}
	}
	if err := fill(ctx, f, write); err != nil {
		return "", err
	}
	if err := f.Sync(); err != nil {
		return "", withoutPath(err)
	}
	if err := f.Close(); err != nil {
		return "", withoutPath(err)
	}
	whole = true
	return temp, nil
}

func fill(ctx context.Context, f *os.File, write func(io.Writer) error) error {
	buffered := bufio.NewWriter(unnamed{f})
	if err := write(buffered); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	return ctx.Err()
}

// unnamed is a file whose errors do not tell its name.
type unnamed struct{ f *os.File }

func (u unnamed) Write(p []byte) (int, error) {
	n, err := u.f.Write(p)
	return n, withoutPath(err)
}

// syncFolder makes the new name last. Some file systems have no such call; the
// file is whole under its old name or the new one then.
func syncFolder(path string) {
	if f, err := os.Open(path); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}

// withoutPath drops the name of the temporary file, which tells people nothing.
func withoutPath(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}

// advice is what a person can do about an error, to be put behind it, or "".
func advice(path string, err error) string {
	const sharingViolation = syscall.Errno(32) // of Windows
	switch {
	case runtime.GOOS == "windows" && errors.Is(err, sharingViolation):
		return "; close it in other programs and try again"
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf("; make the folder %s first, or choose another", filepath.Dir(path))
	case errors.Is(err, fs.ErrPermission):
		return "; give yourself the right to write there, or choose another name"
	case errors.Is(err, syscall.EROFS):
		return "; that disk is read-only: choose another"
	case errors.Is(err, syscall.ENOSPC):
		return "; free some space on that disk and try again"
	}
	return ""
}
