package server

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"testing"
)

// noise is text that does not compress, so that a small member makes a zip that
// is not too small.
func noise(n int) string {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(b)
	return string(b)
}

func TestZipsRefused(t *testing.T) {
	photo := picture(9)
	encrypted := []byte(zipOf(t, member{"a.jpg", photo}))
	setFlag(encrypted, 1)
	damaged := []byte(zipOf(t, member{"a.jpg", noise(2000)}))
	damaged[200] ^= 0xff
	linked := symlinkZip(t)
	for name, c := range map[string]struct {
		zip  string
		text string
	}{
		"encrypted":          {string(encrypted), textCorrupted},
		"damaged":            {string(damaged), textCorrupted},
		"cut short":          {zipOf(t, member{"a.jpg", photo})[:300], textCorrupted},
		"climbs out":         {zipOf(t, member{"../a.jpg", photo}), textCorrupted},
		"climbs out within":  {zipOf(t, member{"x/../../a.jpg", photo}), textCorrupted},
		"from the root":      {zipOf(t, member{"/etc/a.jpg", photo}), textCorrupted},
		"from a drive":       {zipOf(t, member{`C:\a.jpg`, photo}), textCorrupted},
		"backslashes":        {zipOf(t, member{`..\a.jpg`, photo}), textCorrupted},
		"a zip within":       {zipOf(t, member{"a.zip", zipOf(t, member{"a.jpg", photo})}), textUnsupported},
		"not a picture":      {zipOf(t, member{"a.jpg", noise(400)}), textUnsupported},
		"one not a picture":  {zipOf(t, member{"a.jpg", photo}, member{"b.txt", noise(400)}), textUnsupported},
		"a link":             {linked, textUnsupported},
		"nothing":            {zipOf(t) + strings.Repeat(" ", 300), textNoFiles},
		"only hidden":        {zipOf(t, member{".a.jpg", photo}, member{"__MACOSX/b.jpg", photo}), textNoFiles},
		"an empty member":    {zipOf(t, member{"a.jpg", photo}, member{"b.jpg", ""}), textEmpty},
		"a bomb":             {zipOf(t, member{"a.jpg", photo + strings.Repeat("\x00", 300_000)}), textTooBig},
		"a bomb in parts":    {zipOf(t, member{"a.jpg", photo + strings.Repeat("\x00", 150_000)}, member{"b.jpg", photo + strings.Repeat("\x00", 150_000)}), textTooBig},
		"more than may be":   {manyMembers(t, 21), textTooBig},
		"an office document": {zipOf(t, member{"[Content_Types].xml", noise(400)}), textUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, func(c *Config) { c.Limits.UnpackedBytes, c.Limits.Members = 200_000, 20 })
			for _, path := range []string{"/documents/", "/documents-set/"} {
				r := s.upload(path, part{name: "file", file: "a.zip", text: c.zip})
				if r.status != http.StatusBadRequest || r.body["error"] != c.text {
					t.Errorf("%s answered %d %s, want %q", path, r.status, r.raw, c.text)
				}
				if details, _ := r.body["details"].([]any); len(details) == 0 {
					t.Errorf("%s gives no details: %s", path, r.raw)
				}
			}
			s.nothingLeft()
		})
	}
}

// nothingLeft checks that what was refused is not on the disk any more.
func (s *service) nothingLeft() {
	s.t.Helper()
	entries, err := os.ReadDir(s.server.spool.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != spoolLock {
			s.t.Errorf("%s is left behind", e.Name())
		}
	}
}

func setFlag(zip []byte, bit uint16) {
	for at, offset := range map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8} {
		i := bytes.Index(zip, []byte(at)) + offset
		binary.LittleEndian.PutUint16(zip[i:], binary.LittleEndian.Uint16(zip[i:])|bit)
	}
}

func symlinkZip(t *testing.T) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	header := &zip.FileHeader{Name: "a.jpg"}
	header.SetMode(os.ModeSymlink | 0o777)
	to, err := w.CreateHeader(header)
	if err == nil {
		_, err = io.WriteString(to, "/etc/passwd"+strings.Repeat("x", 300))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func manyMembers(t *testing.T, n int) string {
	var all []member
	for i := range n {
		all = append(all, member{fmt.Sprintf("%03d.jpg", i), "x"})
	}
	return zipOf(t, all...)
}

func TestKinds(t *testing.T) {
	for head, want := range map[string]kind{
		"\xff\xd8\xff\xe1":           jpeg,
		"\x89PNG\r\n\x1a\n":          png,
		"GIF89a":                     gif,
		"RIFF\x00\x00\x00\x00WEBPVP": webp,
		"RIFF\x00\x00\x00\x00WAVEfm": unknown,
		"II*\x00":                    tiff,
		"MM\x00*":                    tiff,
		"\x00\x00\x00\x18ftypheic":   heic,
		"\x00\x00\x00\x18ftypavif":   avif,
		"\x00\x00\x00\x18ftypmp42":   unknown,
		"%PDF-1.7":                   pdf,
		"\n\n%PDF-1.4":               pdf,
		"PK\x03\x04":                 zipped,
		"":                           unknown,
		"<html>":                     unknown,
	} {
		if got := sniff([]byte(head)); got != want {
			t.Errorf("%q is %q, want %q", head, got, want)
		}
	}
}
