package intake

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Found is what paths lead to.
type Found struct {
	Files   []string  // to check, in order
	Skipped []Skipped // what lay in folders and is no receipt, in order
}

// Skipped is a file or folder that was left out.
type Skipped struct {
	Path   string
	Reason string // a clause: "it looks like a text file"
}

// Expand turns files and folders into files: a file stands for itself, a
// folder for what is in it and below in name order (see CompareNames). What
// the system or an office program left behind in a folder is left out
// silently; what is no receipt is Skipped; what has the name of a receipt but
// not its bytes is a file, so that Check can say what is wrong with it. A link
// is followed, each folder once. A path that leads nowhere is a *MissingError,
// and then nothing is returned.
func Expand(ctx context.Context, paths []string) (Found, error) {
	var found Found
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case isMissing(err):
			return Found{}, &MissingError{Path: path}
		case err == nil && info.IsDir():
			w := walk{found: &found, seen: map[string]bool{}}
			if err := w.folder(ctx, path); err != nil {
				return Found{}, err
			}
		default: // Check says what is wrong with it
			found.Files = append(found.Files, path)
		}
	}
	return found, nil
}

// walk is the way through one folder and those below.
type walk struct {
	found *Found
	seen  map[string]bool // real paths of folders
}

func (w walk) folder(ctx context.Context, path string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		w.skip(path, cannotRead(err))
		return nil
	}
	if w.seen[real] {
		return nil
	}
	w.seen[real] = true
	entries, err := os.ReadDir(path)
	if err != nil {
		w.skip(path, cannotRead(err))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return CompareNames(a.Name(), b.Name()) })
	for _, entry := range entries {
		if litter(entry) {
			continue
		}
		if err := w.entry(ctx, filepath.Join(path, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (w walk) entry(ctx context.Context, path string) error {
	info, err := os.Stat(path) // follows links
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.skip(path, "it is a link to something that is not there")
	case err != nil:
		w.skip(path, cannotRead(err))
	case info.IsDir():
		return w.folder(ctx, path)
	case !info.Mode().IsRegular():
		w.skip(path, "it is a device or a pipe, not a file")
	default:
		w.file(path)
	}
	return nil
}

func (w walk) file(path string) {
	head, err := readHead(path)
	if err != nil || namedAsReceipt(path) {
		w.found.Files = append(w.found.Files, path) // Check says what is wrong with it
		return
	}
	if _, ok := Sniff(head); ok {
		w.found.Files = append(w.found.Files, path)
		return
	}
	if len(head) == 0 {
		w.skip(path, "it is empty")
		return
	}
	what, _ := looks(head)
	w.skip(path, "it looks like "+what)
}

func (w walk) skip(path, reason string) {
	w.found.Skipped = append(w.found.Skipped, Skipped{path, reason})
}

func readHead(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, sniffLen)
	n, err := io.ReadFull(f, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return head[:n], err
}

func cannotRead(err error) string {
	if errors.Is(err, fs.ErrPermission) {
		return "you have no permission to read it"
	}
	return unreadable(err).Reason
}

// namedAsReceipt tells whether somebody took the file for a receipt when naming it.
func namedAsReceipt(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".tif", ".tiff", ".gif", ".bmp", ".dib",
		".pdf", ".heic", ".heif", ".hif", ".avif":
		return true
	}
	return false
}

// litter tells what programs leave in folders without anybody's doing.
func litter(entry fs.DirEntry) bool {
	name := strings.ToLower(entry.Name())
	switch name {
	case "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "icon\r", "@eadir",
		"$recycle.bin", "system volume information", "lost+found":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || hiddenByAttribute(entry)
}
