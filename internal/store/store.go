// Package store keeps everything that lasts: the history of receipts in one
// SQLite file, spindle.db, and the originals beside it under their hashes.
// Every change to a receipt is recorded as an event. Secrets never come here.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Errors that callers tell apart with errors.Is.
var (
	ErrInUse    = errors.New("another Spindle is using this history")
	ErrNotFound = errors.New("not in the history")
	ErrReadOnly = errors.New("the history is open for reading only")
)

const (
	databaseName = "spindle.db"
	lockName     = "spindle.lock"
)

// Store is an open history. It is safe for use by many goroutines.
type Store struct {
	home  string
	lock  *flock.Flock // nil in a shared store
	write *sql.DB      // one connection, immediate transactions; nil in a shared store
	read  *sql.DB      // sees the last commit, never waits for the writer
	fixed *sql.Tx      // what a snapshot sees; nil in a store that is none

	keep sync.Mutex // one original at a time takes its final name
}

// Open opens the history in the folder home, making both where they are
// missing and bringing an older history up to date. One Spindle at a time can
// have a history open; for the second the error is ErrInUse. The caller closes
// the store.
func Open(ctx context.Context, home string) (_ *Store, err error) {
	home, err = filepath.Abs(home)
	if err != nil {
		return nil, fmt.Errorf("cannot find the folder %s: %w", home, err)
	}
	s := &Store{home: home}
	defer func() {
		if err != nil {
			_ = s.Close()
		}
	}()
	if err := os.MkdirAll(filepath.Join(home, originalsName), 0o700); err != nil {
		return nil, unusable(home, err)
	}
	lock := flock.New(filepath.Join(home, lockName))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, unusable(home, err)
	}
	if !locked {
		return nil, fmt.Errorf("%w, %s: close the other one, or choose another folder with --home", ErrInUse, home)
	}
	s.lock = lock
	if err := s.sweep(); err != nil {
		return nil, unusable(home, err)
	}
	s.write, err = connect(s.path(), "rwc", 1)
	if err != nil {
		return nil, unusable(home, err)
	}
	if err := migrate(ctx, s.write); err != nil {
		return nil, unusable(s.path(), err)
	}
	s.read, err = connect(s.path(), "ro", 4)
	if err != nil {
		return nil, unusable(home, err)
	}
	return s, nil
}

// OpenShared opens the history in home for reading only, also while another
// Spindle has it open. It changes nothing on disk. Without a history the error
// is fs.ErrNotExist. Methods that write return ErrReadOnly.
func OpenShared(ctx context.Context, home string) (*Store, error) {
	s, err := openReading(home)
	if err != nil {
		return nil, err
	}
	if err := checkSchema(ctx, s.read); err != nil {
		_ = s.Close()
		return nil, unusable(s.path(), err)
	}
	return s, nil
}

// Exists tells whether there is a history in the folder home.
func Exists(home string) bool {
	info, err := os.Stat(filepath.Join(home, databaseName))
	return err == nil && info.Mode().IsRegular()
}

// openReading opens the history in home for reading only, whatever its schema.
func openReading(home string) (*Store, error) {
	home, err := filepath.Abs(home)
	if err != nil {
		return nil, fmt.Errorf("cannot find the folder %s: %w", home, err)
	}
	s := &Store{home: home}
	if _, err := os.Stat(s.path()); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no history in %s yet: %w", home, fs.ErrNotExist)
		}
		return nil, unusable(home, err)
	}
	s.read, err = connect(s.path(), "ro", 4)
	if err != nil {
		return nil, unusable(home, err)
	}
	return s, nil
}

// Close ends all use of the history and lets another Spindle open it.
func (s *Store) Close() error {
	if s.fixed != nil {
		return s.release()
	}
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Unlock())
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("closing the history in %s: %w", s.home, err)
	}
	return nil
}

// Home is the folder of the history, as an absolute path.
func (s *Store) Home() string { return s.home }

func (s *Store) path() string { return filepath.Join(s.home, databaseName) }

// connect opens the database with at most n connections. Every commit reaches
// the disk before it returns (synchronous=FULL; fullfsync for macOS).
func connect(path, mode string, n int) (*sql.DB, error) {
	name := filepath.ToSlash(path)
	if name[0] != '/' { // C:/...
		name = "/" + name
	}
	query := url.Values{"mode": {mode}, "_pragma": {
		"busy_timeout(10000)", "foreign_keys(1)", "synchronous(FULL)", "fullfsync(1)", "checkpoint_fullfsync(1)",
	}}
	if mode == "ro" {
		query.Add("_pragma", "query_only(1)")
	} else {
		query.Set("_txlock", "immediate")
	}
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: name, RawQuery: query.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}

// change runs f in one immediate transaction: all of it lasts, or nothing.
// An error of f rolls back and is returned as it is.
func (s *Store) change(ctx context.Context, f func(*sql.Tx) error) error {
	if s.write == nil {
		return ErrReadOnly
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.failed("writing to", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	if err := f(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return s.failed("writing to", err)
	}
	return nil
}

// view runs f in one transaction that sees a single state of the history.
func (s *Store) view(ctx context.Context, f func(*sql.Tx) error) error {
	if s.fixed != nil {
		return f(s.fixed)
	}
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return s.failed("reading", err)
	}
	defer func() { _ = tx.Rollback() }()
	return f(tx)
}

// failed names the history and, where a person can help, what to do.
func (s *Store) failed(doing string, err error) error {
	return fmt.Errorf("%s the history %s: %w%s", doing, s.path(), err, advice(err))
}

func unusable(path string, err error) error {
	return fmt.Errorf("cannot use %s: %w%s", path, err, advice(err))
}
