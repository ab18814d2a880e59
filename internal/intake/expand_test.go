package intake

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"testing"
)

// tree writes files into a new folder; a name that ends with a slash is a folder.
func tree(t *testing.T, files map[string][]byte) string {
	t.Helper()
	root := t.TempDir()
	for name, data := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// below gives paths relative to root, with slashes.
func below(t *testing.T, root string, paths []string) []string {
	t.Helper()
	list := []string{}
	for _, p := range paths {
		rel, err := filepath.Rel(root, p)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, filepath.ToSlash(rel))
	}
	return list
}

func TestExpandFolder(t *testing.T) {
	jpg := jpegBytes(t, kiosk())
	root := tree(t, map[string][]byte{
		"10.jpg": jpg, "2.jpg": jpg, "b/1.pdf": pdfBytes([]string{"x"}), "B2/x.png": jpg, "a/deep/er/y": jpg,
		"notes.txt": []byte("to do"), "empty": {}, "broken.jpg": {}, "page.pdf": []byte("<html>"),
		".DS_Store": []byte("x"), ".hidden/1.jpg": jpg, "Thumbs.db": []byte("x"), "desktop.ini": []byte("x"),
		"__MACOSX/._1.jpg": jpg, "~$budget.xlsx": []byte("x"), "letter.docx": []byte("PK\x03\x04 word/document.xml"),
	})
	found, err := Expand(context.Background(), []string{root})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"2.jpg", "10.jpg", "a/deep/er/y", "b/1.pdf", "B2/x.png", "broken.jpg", "page.pdf"}
	if got := below(t, root, found.Files); !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
	wantSkipped := []Skipped{
		{filepath.Join(root, "empty"), "it is empty"},
		{filepath.Join(root, "letter.docx"), "it looks like a Word document"},
		{filepath.Join(root, "notes.txt"), "it looks like a text file"},
	}
	if !reflect.DeepEqual(found.Skipped, wantSkipped) {
		t.Errorf("skipped %v, want %v", found.Skipped, wantSkipped)
	}
}

func TestExpandKeepsFilesAsGiven(t *testing.T) {
	root := tree(t, map[string][]byte{".hidden": []byte("x"), "b.txt": []byte("x"), "a.jpg": {}})
	paths := []string{filepath.Join(root, "b.txt"), filepath.Join(root, ".hidden"), filepath.Join(root, "a.jpg"), filepath.Join(root, "b.txt")}
	found, err := Expand(context.Background(), paths)
	if err != nil || !slices.Equal(found.Files, paths) || found.Skipped != nil {
		t.Errorf("got %v, %v; want the paths as they were", found, err)
	}
}

func TestExpandMissing(t *testing.T) {
	root := tree(t, map[string][]byte{"a.jpg": {}})
	gone := filepath.Join(root, "gone.jpg")
	for _, path := range []string{gone, "", filepath.Join(root, "a.jpg", "b.jpg")} {
		found, err := Expand(context.Background(), []string{root, path})
		var missing *MissingError
		if !errors.As(err, &missing) || missing.Path != path || found.Files != nil {
			t.Errorf("%q: %v, %v; want a MissingError", path, found, err)
		}
	}
}

func TestExpandFollowsLinksOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("links need a privilege on Windows; only plain folders are looked at")
	}
	root := tree(t, map[string][]byte{"a/1.jpg": jpegBytes(t, kiosk()), "other/2.jpg": jpegBytes(t, kiosk())})
	for name, target := range map[string]string{"a/loop": root, "a/self": "self", "z": "other", "gone": "nowhere.jpg", "zz.jpg": "a/1.jpg"} {
		if err := os.Symlink(target, filepath.Join(root, filepath.FromSlash(name))); err != nil && runtime.GOOS != "windows" {
			t.Fatal(err)
		}
	}
	found, err := Expand(context.Background(), []string{root})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a/1.jpg", "other/2.jpg"}
	if runtime.GOOS != "windows" {
		want = append(want, "zz.jpg")
	}
	if got := below(t, root, found.Files); !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
	for _, s := range found.Skipped {
		if base := filepath.Base(s.Path); base != "self" && base != "gone" {
			t.Errorf("skipped %v", s)
		}
	}
}

func TestCompareNames(t *testing.T) {
	want := []string{"", "1.jpg", "2.jpg", "02.jpg", "10.jpg", "a", "A1", "a2", "a10", "a99999999999999999999998", "a99999999999999999999999", "B", "ü"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, CompareNames)
	for i, a := range want {
		for j, b := range want {
			if c := CompareNames(a, b); (c == 0) != (i == j) || CompareNames(b, a) != -c {
				t.Errorf("CompareNames(%q, %q) = %d", a, b, c)
			}
		}
	}
	if len(got) != len(want) || got[1] != "1.jpg" || got[4] != "10.jpg" || !slices.IsSortedFunc(got, CompareNames) {
		t.Errorf("got %q", got)
	}
	if i, j := slices.Index(got, "a2"), slices.Index(got, "a10"); i > j {
		t.Errorf("a2 comes after a10 in %q", got)
	}
}
