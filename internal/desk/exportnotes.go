package desk

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/spindle-receipts/spindle/internal/export"
)

// notesFolder is where a program that may only read the history leaves what it
// exported, in the history's folder. Each note is a file, written whole.
const (
	notesFolder  = "export-notes"
	notesLock    = "lock" // held by who exports
	noteEnding   = ".json"
	damagedNotes = ".damaged"
)

// Notes are for the exports of a program that may only read the history, since
// another has it open: that one takes them up into the history, at once or
// when it is next opened.
type Notes struct {
	home   string
	lock   *flock.Flock
	name   string // of the note of this program's export
	before []intent
}

// OpenNotes waits until nobody else exports from the history at home, and
// gives what was exported and is not in the history yet. It is called before
// the history is read: what is taken up in between is in both. The caller
// closes it after the export.
func OpenNotes(ctx context.Context, home string) (*Notes, error) {
	lock, err := lockExports(ctx, home)
	if err != nil {
		return nil, err
	}
	if err := finishNotes(home); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	n, err := ReadNotes(home)
	if err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	n.lock, n.name = lock, time.Now().UTC().Format("20060102T150405.000000000")+"-"+rand.Text()[:8]+noteEnding
	return n, nil
}

// ReadNotes is OpenNotes for a rehearsal alone: it waits for nobody and keeps
// nobody waiting.
func ReadNotes(home string) (*Notes, error) {
	notes, err := readNotes(home)
	n := &Notes{home: home}
	for _, one := range notes {
		n.before = append(n.before, one.intent)
	}
	return n, err
}

// Close lets others export.
func (n *Notes) Close() error {
	if n == nil || n.lock == nil {
		return nil
	}
	return n.lock.Unlock()
}

// write leaves the note, in the place of what it said before.
func (n *Notes) write(ctx context.Context, i intent) error {
	return writeNote(ctx, n.home, n.name, i)
}

// remove takes the note back: nothing was exported.
func (n *Notes) remove() error {
	err := os.Remove(notePath(n.home, n.name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// by are the exports by a profile that the history has not taken up yet, the
// oldest first. There are none of no notes.
func (n *Notes) by(profile string) []intent {
	if n == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(n.before), func(i intent) bool { return i.Export.Profile != profile })
}

func notePath(home, name string) string { return filepath.Join(home, notesFolder, name) }

func writeNote(ctx context.Context, home, name string, i intent) error {
	data, err := json.Marshal(i)
	if err == nil {
		err = export.File(context.WithoutCancel(ctx), notePath(home, name), func(w io.Writer) error {
			_, err := w.Write(data)
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("leaving a note of the export: %w", err)
	}
	return nil
}

// lockExports waits until nobody else exports from the history at home.
func lockExports(ctx context.Context, home string) (*flock.Flock, error) {
	if err := os.MkdirAll(filepath.Join(home, notesFolder), 0o700); err != nil {
		return nil, fmt.Errorf("making room for notes of exports: %w", err)
	}
	lock := flock.New(notePath(home, notesLock))
	if _, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return nil, fmt.Errorf("waiting for another export from %s to end: %w", home, err)
	}
	return lock, nil
}

// exportNote is a note that lies in the folder.
type exportNote struct {
	intent
	name    string
	damaged bool
}

// readNotes are the notes of exports that are done, the oldest first. One that
// cannot be understood is put aside, and is the error.
func readNotes(home string) ([]exportNote, error) {
	all, err := allNotes(home)
	var done []exportNote
	for _, n := range all {
		path := notePath(home, n.name)
		switch {
		case n.damaged:
			err = errors.Join(err, fmt.Errorf("the note %s of an export is damaged and put aside: look what the command line exported before you export the same again", path), os.Rename(path, path+damagedNotes))
		case n.Done:
			done = append(done, n)
		}
	}
	return done, err
}

func allNotes(home string) (notes []exportNote, err error) {
	files, err := os.ReadDir(filepath.Join(home, notesFolder)) // in the order of their names, which begin with the time
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("looking for notes of exports: %w", err)
	}
	var errs []error
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), noteEnding) || strings.HasPrefix(f.Name(), ".") {
			continue
		}
		one := exportNote{name: f.Name()}
		path := notePath(home, one.name)
		data, err := os.ReadFile(path)
		switch {
		case errors.Is(err, fs.ErrNotExist): // taken up, or taken back
			continue
		case err != nil:
			errs = append(errs, fmt.Errorf("reading the note of an export: %w", err))
			continue
		}
		one.damaged = json.Unmarshal(data, &one.intent) != nil || one.Export == nil || len(one.Export.Files) == 0
		notes = append(notes, one)
	}
	return notes, errors.Join(errs...)
}

// finishNotes ends the exports of programs that were killed between their
// files and the note of them. Who calls it holds the lock: nobody is at work.
func finishNotes(home string) error {
	all, err := allNotes(home)
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.Done || n.damaged {
			continue
		}
		done, err := n.finish()
		if err != nil {
			return err
		}
		if n.Done = done; done {
			err = writeNote(context.Background(), home, n.name, n.intent)
		} else {
			err = os.Remove(notePath(home, n.name))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// finishLeft is finishNotes where there is something to finish and nobody is
// at work.
func finishLeft(home string) (err error) {
	all, err := allNotes(home)
	if err != nil || !slices.ContainsFunc(all, func(n exportNote) bool { return !n.Done && !n.damaged }) {
		return err
	}
	lock := flock.New(notePath(home, notesLock))
	if free, err := lock.TryLock(); err != nil || !free {
		return err
	}
	return errors.Join(finishNotes(home), lock.Unlock())
}

// takeNotes brings what was exported by programs that could only read the
// history into it, each once, and gives those.
func (x Exporter) takeNotes(ctx context.Context, mark marking) (taken []Exported, err error) {
	if err := finishLeft(x.Store.Home()); err != nil {
		return nil, err
	}
	notes, broken := readNotes(x.Store.Home())
	for _, n := range notes {
		if err := x.settle(ctx, n.intent, mark); err != nil {
			return taken, errors.Join(broken, err)
		}
		if err := os.Remove(notePath(x.Store.Home(), n.name)); err != nil {
			return taken, errors.Join(broken, fmt.Errorf("removing the note of an export that is taken up: %w", err))
		}
		taken = append(taken, *n.Export)
	}
	return taken, broken
}
