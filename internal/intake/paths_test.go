package intake

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestParsePathsLine(t *testing.T) {
	unix := pathParser{home: "/home/ada"}
	uris := pathParser{home: "/home/ada", uris: true}
	windows := pathParser{home: `C:\Users\Ada`, windows: true, uris: true}
	for _, test := range []struct {
		name   string
		parser pathParser
		line   string
		want   []string
	}{
		{"bare", unix, "/tmp/a.jpg", []string{"/tmp/a.jpg"}},
		{"blanks inside", unix, "/tmp/my receipt.jpg", []string{"/tmp/my receipt.jpg"}},
		{"apostrophe", unix, "Ada's receipt.jpg", []string{"Ada's receipt.jpg"}},
		{"unfinished quote", unix, `"odd.jpg`, []string{`"odd.jpg`}},
		{"double quotes", unix, `"/tmp/a b.jpg"`, []string{"/tmp/a b.jpg"}},
		{"several quoted", unix, `'/tmp/a b.jpg' '/tmp/c.jpg'  plain.pdf`, []string{"/tmp/a b.jpg", "/tmp/c.jpg", "plain.pdf"}},
		{"quoted apostrophe", unix, `'/tmp/Ada'\''s.jpg'`, []string{"/tmp/Ada's.jpg"}},
		{"escapes", unix, `/tmp/a\ \ b\(1\).jpg /tmp/c\ `, []string{"/tmp/a  b(1).jpg", "/tmp/c "}},
		{"home", unix, "~/receipts", []string{"/home/ada/receipts"}},
		{"home alone", unix, "~", []string{"/home/ada"}},
		{"somebody's home", unix, "~bob/x", []string{"~bob/x"}},
		{"hash", unix, "#1.jpg", []string{"#1.jpg"}},
		{"copy", unix, "copy", []string{"copy"}},
		{"drive", unix, `C:\Receipts\new one.jpg`, []string{`C:\Receipts\new one.jpg`}},
		{"quoted drive", unix, `"C:\Receipts\new one.jpg" "D:\b.jpg"`, []string{`C:\Receipts\new one.jpg`, `D:\b.jpg`}},
		{"share", unix, `\\server\share\a b.jpg`, []string{`\\server\share\a b.jpg`}},
		{"URI", uris, "file:///tmp/a%20b%23%C3%BC.jpg", []string{"/tmp/a b#ü.jpg"}},
		{"URI of this host", uris, "file://localhost/tmp/a.jpg", []string{"/tmp/a.jpg"}},
		{"short URI", uris, "file:/tmp/a.jpg", []string{"/tmp/a.jpg"}},
		{"several URIs", uris, "file:///a.jpg file:///b.jpg", []string{"/a.jpg", "/b.jpg"}},
		{"broken URI", uris, "file:///a%zz.jpg", []string{"file:///a%zz.jpg"}},
		{"comment", uris, "# dropped", nil},
		{"GNOME clipboard", uris, "x-special/nautilus-clipboard", nil},
		{"GNOME copy", uris, "copy", nil},
		{"Windows URI", windows, "file:///C:/Receipts/a%20b.jpg", []string{`C:\Receipts\a b.jpg`}},
		{"Windows share URI", windows, "file://server/share/a.jpg", []string{`\\server\share\a.jpg`}},
		{"Windows copy as path", windows, `"C:\Receipts\a b.jpg"`, []string{`C:\Receipts\a b.jpg`}},
		{"Windows relative", windows, `Receipts\a b.jpg`, []string{`Receipts\a b.jpg`}},
	} {
		var got []string
		for _, word := range test.parser.line(test.line) {
			got = append(got, test.parser.path(word))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q gives %q, want %q", test.name, test.line, got, test.want)
		}
	}
}

func TestParsePaths(t *testing.T) {
	home, err := os.UserHomeDir()
	if err != nil {
		t.Fatal(err)
	}
	got := ParsePaths("  a.jpg \r\n\r\n~/b.jpg\n\"\"\nfile:///tmp/c.jpg\n")
	want := []string{"a.jpg", filepath.Join(home, "b.jpg"), filepath.FromSlash("/tmp/c.jpg")}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := ParsePaths(" \n\t"); got != nil {
		t.Errorf("nothing gives %q", got)
	}
}

func FuzzParsePaths(f *testing.F) {
	for _, s := range []string{"a b", `"a" 'b'\ c`, "file:///%41", `C:\x`, "~/x\n#"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range ParsePaths(text) {
			if p == "" || strings.ContainsAny(p, "\n\r") && !strings.Contains(strings.ToLower(text), "file:") {
				t.Errorf("%q gives %q", text, p)
			}
		}
	})
}
