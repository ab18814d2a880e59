// Package chooser shows the system's own dialog to choose files or a folder:
// the one of Windows and macOS, and on Linux the desktop's, by way of its
// portal or of the program zenity (qarma, matedialog).
package chooser

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ncruces/zenity"
)

// ErrNone is returned where the system has no such dialog.
var ErrNone = errors.New("this system has no file dialog")

// Ask says what is to be chosen.
type Ask struct {
	Title   string
	Kinds   string   // what the files are, in words, such as "Receipts"
	Endings []string // of the files, in small letters, such as ".jpg"; empty for all
	Folder  bool     // one folder, not files
	Parent  uintptr  // the window that asks: an X11 id or a Windows handle; 0 for none
}

// Choose shows the dialog and returns the paths that the person chose; none
// when they chose nothing. It waits for them, so it is not for the goroutine
// of the window; the dialog goes when ctx ends. ErrNone tells that there is no
// dialog to show.
func Choose(ctx context.Context, a Ask) ([]string, error) {
	paths, err := choose(ctx, a)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return paths, err
}

// byZenity shows the dialog of Windows or macOS, or that of a program.
func byZenity(ctx context.Context, a Ask) (paths []string, err error) {
	if !zenity.IsAvailable() {
		return nil, ErrNone
	}
	options := []zenity.Option{zenity.Context(ctx), zenity.Title(a.Title)}
	if p := parent(a.Parent); p != nil {
		options = append(options, p)
	}
	if a.Folder {
		var path string
		path, err = zenity.SelectFile(append(options, zenity.Directory())...)
		paths = []string{path}
	} else {
		if len(a.Endings) > 0 {
			options = append(options, zenity.FileFilters{{Name: a.Kinds, Patterns: globs(a.Endings), CaseFold: true}, {Name: "*", Patterns: []string{"*"}}})
		}
		paths, err = zenity.SelectFileMultiple(options...)
	}
	switch {
	case errors.Is(err, zenity.ErrCanceled):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("showing the file dialog: %w", err)
	}
	return paths, nil
}

// globs are patterns for endings.
func globs(endings []string) []string {
	patterns := make([]string, len(endings))
	for i, e := range endings {
		patterns[i] = "*" + e
	}
	return patterns
}

// anyCase is a pattern for an ending in small or large letters.
func anyCase(ending string) string {
	var b strings.Builder
	b.WriteByte('*')
	for _, r := range ending {
		if up := strings.ToUpper(string(r)); up != string(r) {
			b.WriteString("[" + string(r) + up + "]")
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
