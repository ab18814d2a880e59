package importers

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"html"
	"image"
	"image/png"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/export/pack"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// chromium runs the browser without a window.
func chromium(t *testing.T, args ...string) string {
	t.Helper()
	path := browser(t)
	list := []string{"--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--user-data-dir=" + t.TempDir()}
	if os.Geteuid() == 0 { // it has no sandbox for root
		list = append(list, "--no-sandbox")
	}
	return run(t, path, append(list, args...)...)
}

func browser(t *testing.T) string {
	t.Helper()
	return program(t, "chromium-headless-shell or chromium", "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "brave-browser")
}

// address is where the browser finds a folder: as the file that a person opens,
// or over loopback for a browser in a snap, which may not look into /tmp.
func address(t *testing.T, dir string) string {
	t.Helper()
	path, err := filepath.EvalSymlinks(browser(t))
	if err == nil && !strings.HasPrefix(path, "/snap/") && !strings.HasSuffix(path, "/snap") && !strings.HasSuffix(path, "chromium-browser") {
		return "file://" + dir
	}
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	return server.URL
}

// monthEnd is the pack of the nasty receipts, unpacked.
func monthEnd(t *testing.T) string {
	t.Helper()
	rows := nasty()
	picture := []byte("\xff\xd8\xff\xe0 a picture")
	hash := sha256.Sum256(picture)
	for i := range rows {
		for j := range rows[i].Receipt.Originals {
			rows[i].Receipt.Originals[j].SHA256 = hex.EncodeToString(hash[:])
		}
	}
	profile, err := export.Find("hledger")
	if err != nil {
		t.Fatal(err)
	}
	names, err := pack.NewNames(all(rows))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := export.Rehearse(t.Context(), profile, export.Choices{Picture: names.Of}, all(rows))
	if err != nil {
		t.Fatal(err)
	}
	config := pack.Config{Title: "Acme & <Sons>, March 2026", Rows: all(rows), LeftOut: pack.LeftOut(plan), Files: pack.Files(plan),
		Open: func(receipt.Original) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(picture)), nil }}
	var b bytes.Buffer
	if err := pack.Write(t.Context(), &b, config); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "pack")
	if err := os.CopyFS(dir, archive); err != nil {
		t.Fatal(err)
	}
	return dir
}

var link = regexp.MustCompile(`<a href="([^"]*)"`)

// A browser opens the index, shows everything as text, and every link leads to
// a file of the pack.
func TestPackInABrowser(t *testing.T) {
	dir := monthEnd(t)
	index := address(t, dir) + "/index.html"
	page := chromium(t, "--dump-dom", index)
	for _, text := range []string{"<title>Acme &amp; &lt;Sons&gt;, March 2026</title>", "株式会社 ローソン", "Café Zürich ☕", html.EscapeString("=HYPERLINK("), "1281.00", "1.505", "No total"} {
		if !strings.Contains(page, text) {
			t.Errorf("%q is not on the page", text)
		}
	}
	links := 0
	for _, match := range link.FindAllStringSubmatch(page, -1) {
		target := html.UnescapeString(match[1])
		if strings.HasPrefix(target, "#") {
			continue
		}
		u, err := url.Parse(target)
		if err != nil || u.IsAbs() {
			t.Errorf("the link %q: %v", target, err)
			continue
		}
		info, err := fs.Stat(os.DirFS(dir), u.Path)
		if err != nil || !info.Mode().IsRegular() {
			t.Errorf("the link %q leads nowhere: %v", target, err)
		}
		links++
	}
	if links < len(nasty()) {
		t.Errorf("%d links for %d pictures", links, len(nasty()))
	}
	for name, args := range map[string][]string{"light": nil, "dark": {"--force-dark-mode", "--blink-settings=preferredColorScheme=0"}} {
		shot := filepath.Join(t.TempDir(), name+".png")
		chromium(t, append(args, "--window-size=1000,1400", "--screenshot="+shot, index)...)
		looksLike(t, shot, name)
	}
}

// looksLike tells by the paper whether a picture of the page is light or dark,
// and by the ink whether there is anything on it.
func looksLike(t *testing.T, path, name string) {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(read(t, path)))
	if err != nil {
		t.Fatal(err)
	}
	bright := func(x, y int) bool {
		r, g, b, _ := picture.At(x, y).RGBA()
		return r+g+b > 3*0x8000
	}
	if bright(2, 2) != (name == "light") {
		t.Errorf("the page is not %s", name)
	}
	ink := 0
	size := picture.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			if bright(x, y) != bright(2, 2) {
				ink++
			}
		}
	}
	if size != (image.Point{1000, 1400}) || ink < 5000 {
		t.Errorf("%s: %v with %d dark points", name, size, ink)
	}
	if keep := os.Getenv("PACK_PICTURES"); keep != "" { // a folder, to look at them
		if err := os.WriteFile(filepath.Join(keep, name+".png"), read(t, path), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The journal of the pack names the pictures as they are called in it.
func TestPackAndHledgerAgree(t *testing.T) {
	dir := monthEnd(t)
	hledger := program(t, "hledger", "hledger")
	journal := filepath.Join(dir, "import", "hledger.journal")
	run(t, hledger, "-f", journal, "check")
	found := 0
	for match := range strings.SplitSeq(string(read(t, journal)), "receipt:") {
		name, _, _ := strings.Cut(match, "\n")
		if !strings.HasPrefix(name, "receipts/") {
			continue
		}
		found++
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Errorf("the journal names %q: %v", name, err)
		}
	}
	if found < 11 {
		t.Errorf("%d pictures are named in the journal", found)
	}
}
