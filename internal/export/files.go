package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Output is a file that belongs to an export.
type Output struct {
	Path  string
	Write func(io.Writer) error
}

// Files writes files that belong together: all of them are complete and on
// the disk before the first takes its name. On an error before that every
// existing file stays as it was.
func Files(ctx context.Context, outputs []Output) error {
	if len(outputs) == 1 {
		return File(ctx, outputs[0].Path, outputs[0].Write)
	}
	drafts := make([]string, 0, len(outputs))
	defer func() { // those that took their names are gone from here
		for _, temp := range drafts {
			_ = os.Remove(temp)
		}
	}()
	for _, o := range outputs {
		temp, err := draftOf(ctx, o)
		if err != nil {
			return fmt.Errorf("cannot write %s: %w%s", o.Path, err, advice(o.Path, err))
		}
		drafts = append(drafts, temp)
	}
	for i, o := range outputs {
		if err := os.Rename(drafts[i], o.Path); err != nil {
			return fmt.Errorf("cannot write %s: %w%s. %d of %d files are written already", o.Path, withoutPath(err), advice(o.Path, err), i, len(outputs))
		}
	}
	syncFolder(filepath.Dir(outputs[0].Path))
	return nil
}

func draftOf(ctx context.Context, o Output) (temp string, err error) {
	mode := fs.FileMode(0o666)
	info, err := os.Stat(o.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return "", withoutPath(err)
	case !info.Mode().IsRegular():
		return "", errors.New("it is no file, and this export writes several: name a file")
	default:
		mode = info.Mode().Perm()
	}
	return draft(ctx, o.Path, mode, o.Write)
}
