package house

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Files are known for another client's by their bytes, their folder and their
// names, by real histories; what both clients have is nobody's in particular.
func TestWhoseFilesTheyAre(t *testing.T) {
	t.Parallel()
	o := openOffice(t, Config{})
	runOffice(t, o)
	smith, hers := addClient(t, o, "Smith & Sons Ltd")
	jones, his := addClient(t, o, "Jones")
	root := t.TempDir()
	folder := func(name string) string {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	mail, scans, shared := folder("mail"), folder("scans"), folder("shared")
	once := picture(t, mail, 1)
	take(t, hers, receipt.Local, once)
	take(t, his, receipt.Local, picture(t, scans, 2))
	take(t, hers, receipt.Local, picture(t, shared, 3))
	take(t, his, receipt.Local, picture(t, shared, 4))

	copied := filepath.Join(folder("else"), "renamed.jpg")
	content, err := os.ReadFile(once)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(copied, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, file, says string
	}{
		{"the same bytes", copied, "to the last byte"},
		{"a folder that only hers came from", picture(t, mail, 5), "came from this folder"},
		{"a folder that both came from", picture(t, shared, 6), ""},
		{"a folder below one of hers", picture(t, folder("mail/new"), 7), ""},
		{"her name in the folder's", picture(t, folder("2026/SMITH_and_sons/march"), 8), "names"},
		{"a part of her name", picture(t, folder("smithsonian"), 9), ""},
		{"both names", picture(t, folder("jones/smith sons"), 10), ""},
		{"his own folder", picture(t, scans, 11), ""},
		{"nobody's", picture(t, folder("new"), 12), ""},
		{"the main history's name", picture(t, folder("main books"), 13), ""},
	} {
		files, doubts, err := o.Suspect(t.Context(), jones.ID, []string{test.file})
		if err != nil || !slices.Equal(files, []string{test.file}) {
			t.Fatalf("%s: %q, %v", test.name, files, err)
		}
		if test.says == "" {
			if len(doubts) != 0 {
				t.Errorf("%s: it doubts %+v", test.name, doubts)
			}
			continue
		}
		if len(doubts) != 1 || doubts[0].Client.ID != smith.ID || !strings.Contains(doubts[0].Reason, test.says) || !slices.Equal(doubts[0].Files, []string{test.file}) {
			t.Errorf("%s: it doubts %+v", test.name, doubts)
		}
	}
	// For her they are hers, and a folder is looked into.
	if files, doubts, err := o.Suspect(t.Context(), smith.ID, []string{mail}); err != nil || len(doubts) != 0 || len(files) != 3 {
		t.Errorf("for her: %q, %+v, %v", files, doubts, err)
	}
	if all, err := hers.Desk.Receipts(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("looking has changed something: %d, %v", len(all), err)
	}
	// A history that is not open is looked at all the same.
	if err := o.moveOut(smith.ID, o.tenant(smith.ID)); err != nil {
		t.Fatal(err)
	}
	if _, doubts, err := o.Suspect(t.Context(), jones.ID, []string{copied}); err != nil || len(doubts) != 1 {
		t.Errorf("with hers closed: %+v, %v", doubts, err)
	}
}
