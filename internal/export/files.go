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

// Draft is a file that is complete under a name of its own.
type Draft struct {
	Temp string // where it is
	Path string // the name that it is about to get
}

// Files writes files that belong together: all of them are complete and on
// the disk before the first takes its name. On an error before that every
// existing file stays as it was. ready, unless it is nil, is called at that
// moment, for a note of what is about to get its name; its error stops that.
func Files(ctx context.Context, outputs []Output, ready func([]Draft) error) error {
	if len(outputs) == 1 {
		return fileNoted(ctx, outputs[0].Path, outputs[0].Write, ready)
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
	if ready != nil {
		noted := make([]Draft, len(drafts))
		for i, temp := range drafts {
			noted[i] = Draft{temp, outputs[i].Path}
		}
		if err := ready(noted); err != nil {
			return err
		}
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
