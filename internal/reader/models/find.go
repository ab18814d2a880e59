package models

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// EnvDir names the environment variable that, when set, is the only folder
// looked into. A manifest.json in that folder takes the place of the built-in
// one, so that other models can be tried without another build.
const EnvDir = "SPINDLE_READER"

// FetchCommand is what a person runs to get the files.
const FetchCommand = "make setup   (or: go run ./internal/reader/models/fetch)"

// MissingError says that no complete set of files was found.
type MissingError struct {
	Looked []string // the folders looked into, in order
	Reason error    // what was wrong with the last of them that existed, or with the last
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("the reader's files are not on this computer (%v; looked in %s). To fetch them, run: %s",
		e.Reason, strings.Join(e.Looked, ", "), FetchCommand)
}

func (e *MissingError) Unwrap() error { return e.Reason }

// Platform is the GOOS/GOARCH that this program was built for.
func Platform() string { return runtime.GOOS + "/" + runtime.GOARCH }

// CacheDir is the folder in the user's cache that the fetch command fills.
func CacheDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find the cache folder: %w", err)
	}
	return filepath.Join(base, "spindle", "reader"), nil
}

// Find looks for the reader's files: in the folder that SPINDLE_READER names if
// it is set, else beside the program, else in the user's cache. The error is a
// *MissingError that says what to run.
func Find() (Set, error) {
	if dir := os.Getenv(EnvDir); dir != "" {
		m, err := manifestOf(dir)
		if err != nil {
			return Set{}, err
		}
		return find(m, []string{dir})
	}
	m, err := Default()
	if err != nil {
		return Set{}, err
	}
	return find(m, candidates())
}

// manifestOf is the manifest that lies in dir, or the built-in one.
func manifestOf(dir string) (Manifest, error) {
	f, err := os.Open(filepath.Join(dir, ManifestName))
	if errors.Is(err, os.ErrNotExist) {
		return Default()
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("open the reader's manifest: %w", err)
	}
	defer func() { _ = f.Close() }()
	m, err := Parse(f)
	if err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", f.Name(), err)
	}
	return m, nil
}

func find(m Manifest, dirs []string) (Set, error) {
	if !m.Supports(Platform()) {
		return Set{}, fmt.Errorf("the reader on this computer does not exist for %s: use a Veryfi account instead", Platform())
	}
	missing := &MissingError{Looked: dirs, Reason: os.ErrNotExist}
	for _, dir := range dirs {
		s, err := m.In(dir, Platform())
		if err == nil {
			return s, nil
		}
		if !errors.Is(err, os.ErrNotExist) || errors.Is(missing.Reason, os.ErrNotExist) {
			missing.Reason = err
		}
	}
	return Set{}, missing
}

// candidates are the folders where a release or the fetch command puts the files.
func candidates() []string {
	var dirs []string
	if exe, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(exe); err == nil {
			exe = real
		}
		beside := filepath.Dir(exe)
		dirs = append(dirs, filepath.Join(beside, "reader"))
		if runtime.GOOS == "darwin" {
			dirs = append(dirs, filepath.Join(beside, "..", "Resources", "reader"))
		}
	}
	if dir, err := CacheDir(); err == nil {
		dirs = append(dirs, dir)
	}
	return dirs
}
