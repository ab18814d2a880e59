package export

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func hello(w io.Writer) error {
	_, err := io.WriteString(w, "hello")
	return err
}

// onlyFile tells what the one file in a folder holds; nothing else may be there.
func onlyFile(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) == 0 {
		return ""
	}
	if len(entries) > 1 {
		t.Errorf("files: %v", entries)
	}
	data, err := os.ReadFile(filepath.Join(dir, entries[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFileIsWrittenWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	for _, before := range []string{"", "an older and longer export"} {
		if before != "" {
			if err := os.WriteFile(path, []byte(before), 0o640); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, 0o640); err != nil {
				t.Fatal(err)
			}
		}
		if err := File(t.Context(), path, hello); err != nil {
			t.Fatal(err)
		}
		if got := onlyFile(t, dir); got != "hello" {
			t.Errorf("over %q: %q", before, got)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("permissions %v, %v", info.Mode(), err)
	}
}

func TestFileThatFailsLeavesWhatWasThere(t *testing.T) {
	mine := errors.New("mine")
	ctx, cancel := context.WithCancel(t.Context())
	tests := map[string]struct {
		ctx   context.Context
		write func(io.Writer) error
		want  error
	}{
		"the writing fails": {t.Context(), func(w io.Writer) error { return errors.Join(hello(w), mine) }, mine},
		"the context ends":  {ctx, func(w io.Writer) error { cancel(); return hello(w) }, context.Canceled},
	}
	for name, test := range tests {
		for _, before := range []string{"", "kept"} {
			t.Run(name+" over "+before, func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, "out.csv")
				if before != "" {
					if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				if err := File(test.ctx, path, test.write); !errors.Is(err, test.want) || !strings.Contains(err.Error(), path) {
					t.Errorf("%v", err)
				}
				if got := onlyFile(t, dir); got != before {
					t.Errorf("%q is left, want %q", got, before)
				}
			})
		}
	}
}

func TestFileSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "no", "out.csv")
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		missing:                        "cannot write " + missing + ": no such file or directory; make the folder " + filepath.Dir(missing) + " first, or choose another",
		dir:                            "cannot write " + dir + ": it is a folder: give the name of a file",
		filepath.Join(file, "out.csv"): "cannot write " + filepath.Join(file, "out.csv") + ": not a directory",
	} {
		err := File(t.Context(), path, func(io.Writer) error {
			t.Error("the work was done for a file that cannot be written")
			return nil
		})
		if err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}

func TestFileBehindALinkAndWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(t.TempDir(), "link")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if err := File(t.Context(), link, hello); err != nil {
		t.Fatal(err)
	}
	if got := onlyFile(t, dir); got != "hello" {
		t.Errorf("%q", got)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if err := File(t.Context(), os.DevNull, hello); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("%s is a file now: %v, %v", os.DevNull, info, err)
	}
}
