package desk

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/internal/intake"
)

// watchKey is the setting with the folders that are watched.
const watchKey = "watch"

// watched is a folder of which new files are taken in, and what was taken or
// left there: by path, as it was then.
type watched struct {
	Path  string           `json:"path"`
	Taken map[string]sight `json:"taken,omitempty"`
}

// sight is how a file was seen: as long as that changes it is being written.
type sight struct {
	Size     int64 `json:"size"`
	Modified int64 `json:"modified"` // Unix time in nanoseconds
}

// lookout is what was seen of the folders since the start.
type lookout struct {
	saving sync.Mutex // what is kept of the folders is changed one at a time
	seen   map[string]sight
	gone   map[string]bool // folders that could not be read when they were last looked at
}

// Watch has new files of a folder, and of those below, taken in once they are
// whole; the folder itself is never changed. What lies there already is taken
// too, or left, as the person says.
func (d *Desk) Watch(ctx context.Context, folder string, too bool) error {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return fmt.Errorf("finding the folder: %w", err)
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fmt.Errorf("%s is no folder that can be read: choose another", folder)
	}
	if within(folder, d.store.Home()) || within(d.store.Home(), folder) {
		return errors.New("this folder holds what Spindle keeps, or lies in there: it would take in its own copies. Choose another")
	}
	one := watched{Path: folder, Taken: make(map[string]sight)}
	if !too {
		if one.Taken, err = sights(ctx, folder); err != nil {
			return fmt.Errorf("looking at the folder %s: %w", folder, err)
		}
	}
	return d.setWatched(ctx, func(all []watched) []watched {
		if slices.ContainsFunc(all, func(w watched) bool { return w.Path == folder }) {
			return all
		}
		return append(all, one)
	})
}

// Unwatch lets a folder be. What was taken from it stays.
func (d *Desk) Unwatch(ctx context.Context, folder string) error {
	return d.setWatched(ctx, func(all []watched) []watched {
		return slices.DeleteFunc(all, func(w watched) bool { return w.Path == folder })
	})
}

// Watched are the folders of which new files are taken in.
func (d *Desk) Watched(ctx context.Context) ([]string, error) {
	all, err := d.watched(ctx)
	paths := make([]string, len(all))
	for i, w := range all {
		paths[i] = w.Path
	}
	return paths, err
}

// FilesIn counts what could be receipts in a folder and below.
func (d *Desk) FilesIn(ctx context.Context, folder string) (int, error) {
	found, err := intake.Expand(ctx, []string{folder})
	return len(found.Files), err
}

func (d *Desk) watched(ctx context.Context) ([]watched, error) {
	var all []watched
	_, err := d.store.Setting(ctx, watchKey, &all)
	return all, err
}

func (d *Desk) setWatched(ctx context.Context, change func([]watched) []watched) error {
	d.lookout.saving.Lock()
	defer d.lookout.saving.Unlock()
	all, err := d.watched(ctx)
	if err != nil {
		return err
	}
	all = change(all)
	return d.alone(func() error { return d.store.SetSetting(ctx, watchKey, all) })
}

// within tells whether a path is a folder, or lies below it.
func within(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// watchFolders looks at the folders again and again.
func (d *Desk) watchFolders(ctx context.Context) error {
	ticker := time.NewTicker(d.pace.watch)
	defer ticker.Stop()
	for {
		if err := d.lookAround(ctx); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// lookAround looks at all watched folders once.
func (d *Desk) lookAround(ctx context.Context) error {
	all, err := d.watched(ctx)
	if err != nil {
		return err
	}
	for _, w := range all {
		if err := d.lookInto(ctx, w); err != nil {
			return err
		}
	}
	return nil
}

// lookInto takes in what is new in a folder and has not changed since it was
// last looked at.
func (d *Desk) lookInto(ctx context.Context, w watched) error {
	now, err := sights(ctx, w.Path)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if d.tellGone(w.Path, err != nil); err != nil {
		return nil
	}
	whole := make(map[string]sight)
	for path, s := range now {
		if w.Taken[path] == s {
			continue
		}
		if d.lookout.seen[path] == s && s.Size > 0 {
			whole[path] = s
		}
		d.lookout.seen[path] = s
	}
	if len(whole) == 0 {
		return nil
	}
	found, err := intake.Expand(ctx, []string{w.Path})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return nil // it went away this moment
	}
	fresh, err := d.unknown(ctx, found.Files, whole)
	if err != nil {
		return err
	}
	return d.takeFrom(ctx, w.Path, fresh, whole)
}

// unknown are those of the files, whole ones, whose bytes the history does not
// hold, each once. One that cannot be read just now is left for later.
func (d *Desk) unknown(ctx context.Context, files []string, whole map[string]sight) ([]string, error) {
	var fresh []string
	seen := make(map[string]bool)
	for _, path := range files {
		if _, ok := whole[path]; !ok {
			continue
		}
		hash, err := hashFile(ctx, path)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			var refusal *intake.Refusal
			if !errors.As(err, &refusal) {
				delete(whole, path)
				continue
			}
			fresh = append(fresh, path) // its row says what is wrong with it
			continue
		}
		known, err := d.store.ByOriginal(ctx, hash)
		if err != nil {
			return nil, err
		}
		if len(known) == 0 && !seen[hash] {
			fresh = append(fresh, path)
		}
		seen[hash] = true
	}
	return fresh, nil
}

// takeFrom takes in files of a folder, and keeps that nothing of it is to be
// taken again. Were the program to end in between, their bytes are known.
func (d *Desk) takeFrom(ctx context.Context, folder string, fresh []string, whole map[string]sight) error {
	if len(fresh) > 0 {
		s, err := d.Settings(ctx)
		if err != nil {
			return err
		}
		added, err := d.Add(ctx, fresh, Options{Reuse: true, HoldLookalikes: s.HoldLookalikes, Ask: s.AskBeforePaying})
		var missing *intake.MissingError
		if errors.As(err, &missing) {
			return nil // it went away this moment; the others are looked at again
		} else if err != nil {
			return err
		}
		if n := len(added.Receipts); n > 0 {
			ids := make([]int64, n)
			d.notice(fmt.Sprintf("Took %s from the folder %s.", countOf(ids), filepath.Base(folder)), false)
		}
	}
	return d.setWatched(ctx, func(all []watched) []watched {
		for i := range all {
			if all[i].Path != folder {
				continue
			}
			if all[i].Taken == nil {
				all[i].Taken = make(map[string]sight)
			}
			for path, s := range whole {
				all[i].Taken[path] = s
				delete(d.lookout.seen, path)
			}
		}
		return all
	})
}

// tellGone says once that a watched folder cannot be read, and that it can again.
func (d *Desk) tellGone(folder string, gone bool) {
	if d.lookout.gone[folder] == gone {
		return
	}
	d.lookout.gone[folder] = gone
	if gone {
		d.notice(fmt.Sprintf("The watched folder %s cannot be read just now. What is put into it is taken once it is there again.", folder), false)
		return
	}
	d.notice(fmt.Sprintf("The watched folder %s is there again.", folder), false)
}

// sights are the files of a folder and of those below, as they now are.
func sights(ctx context.Context, folder string) (map[string]sight, error) {
	all := make(map[string]sight)
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && path == folder:
			return err
		case err != nil: // what cannot be read is looked at again
			return nil
		}
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			all[path] = sight{info.Size(), info.ModTime().UnixNano()}
		}
		return nil
	})
	return all, err
}
