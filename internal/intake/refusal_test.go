package intake

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// isRefused checks that a file is refused for a reason that holds the given words.
func isRefused(t *testing.T, in *Intake, name string, data []byte, words string) {
	t.Helper()
	path := write(t, name, data)
	o, err := in.Check(context.Background(), path)
	var refusal *Refusal
	if !errors.As(err, &refusal) {
		t.Errorf("%s: got %+v, %v; want a refusal", name, o, err)
		return
	}
	if refusal.Path != path || !strings.Contains(refusal.Reason, words) {
		t.Errorf("%s: refused with path %q and reason %q, want %q", name, refusal.Path, refusal.Reason, words)
	}
}

func TestRefusals(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	jpg, pic, pdf := jpegBytes(t, kiosk()), pngBytes(t, kiosk()), pdfBytes([]string{"one"}, []string{"two"})
	webp, heic := testdata(t, "receipt.webp"), testdata(t, "receipt.heic")
	broken := bytes.Clone(pic)
	broken[len(broken)/2] ^= 0xff
	half := func(b []byte) []byte { return b[:len(b)/2] }
	office := func(member string) []byte {
		return append([]byte("PK\x03\x04\x14\x00\x06\x00"+strings.Repeat("\x00", 22)+"[Content_Types].xml"+member), make([]byte, 300)...)
	}
	for _, test := range []struct {
		name, words string
		data        []byte
	}{
		{"empty.jpg", "the file is empty", nil},
		{"tiny.jpg", "has only 0.2 kB", jpg[:200]},
		{"zeros.jpg", "nothing but zeros", make([]byte, 5000)},
		{"huge.jpg", "no receipt may have more than 64 MB", append(bytes.Clone(jpg), make([]byte, MaxBytes)...)},
		{"half.jpg", "the JPEG picture is damaged or incomplete", half(jpg)},
		{"last tenth.jpg", "damaged", jpg[:len(jpg)*9/10]},
		{"header.jpg", "damaged", jpg[:400]},
		{"half.png", "the PNG picture is damaged", half(pic)},
		{"flipped.png", "damaged", broken},
		{"half.bmp", "damaged", half(bmpBytes(t, kiosk()))},
		{"half.gif", "damaged", half(stillGIF(t))},
		{"half.webp", "damaged", half(webp)},
		{"half.heic", "damaged", half(heic)},
		{"last tenth.heic", "damaged", heic[:len(heic)*9/10]},
		{"half.avif", "damaged", half(testdata(t, "receipt.avif"))},
		{"half animation.webp", "damaged", half(testdata(t, "animated.webp"))},
		{"raw.dng", "a camera's raw picture", tiffOf(t, page{kiosk(), 1, 1})},
		{"raw.cr2", "a camera's raw picture", append([]byte("II*\x00\x10\x00\x00\x00CR\x02\x00"), make([]byte, 300)...)},
		{"half.tif", "damaged", half(tiffOf(t, page{kiosk(), 1, 0}))},
		{"half.pdf", "damaged", half(pdf)},
		{"cut.pdf", "damaged", pdf[:len(pdf)*8/10]},
		{"header.pdf", "damaged", append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("nothing "), 100)...)},
		{"secret.pdf", "protected by a password", testdata(t, "password.pdf")},
		{"letter.pdf", "looks like a Word document", office("word/document.xml")},
		{"table.pdf", "looks like an Excel workbook", office("xl/workbook.xml")},
		{"slides.pdf", "looks like a PowerPoint presentation", office("ppt/slides")},
		{"archive.jpg", "looks like a zip archive", append([]byte("PK\x03\x04"), make([]byte, 300)...)},
		{"old.jpg", "looks like an old Word, Excel or Outlook file", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 300)...)},
		{"note.jpg", "looks like a text file", []byte(strings.Repeat("Zwölf Euro\n", 40))},
		{"page.pdf", "looks like a web page", []byte("<!DOCTYPE html>" + strings.Repeat("<p>Not found</p>", 40))},
		{"mail.pdf", "looks like an e-mail", []byte("From: a@b\r\nDate: today\r\nSubject: receipt\r\n\r\n" + strings.Repeat("text ", 80))},
		{"film.heic", "looks like a film", append([]byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), make([]byte, 300)...)},
		{"strange.jpg", "not known here", bytes.Repeat([]byte{1, 2, 3, 254}, 100)},
	} {
		t.Run(test.name, func(t *testing.T) { isRefused(t, in, test.name, test.data, test.words) })
	}
}

// A picture of 60,000 by 60,000 pixels can lie in a file of a few kilobytes.
func TestPixelBombIsRefusedByItsHeader(t *testing.T) {
	in := New("")
	defer in.Close()
	bomb := gifBytes(t)
	copy(bomb[6:], []byte{0x60, 0xea, 0x60, 0xea})
	isRefused(t, in, "bomb.gif", bomb, "too large: 60000 by 60000 pixels")
}

func TestRefusalOfWhatIsNoFile(t *testing.T) {
	in := New("")
	defer in.Close()
	var refusal *Refusal
	if _, err := in.Check(context.Background(), t.TempDir()); !errors.As(err, &refusal) || refusal.Reason != "this is a folder" {
		t.Errorf("a folder gives %v", err)
	}
	var missing *MissingError
	if _, err := in.Check(context.Background(), filepath.Join(t.TempDir(), "no.jpg")); !errors.As(err, &missing) {
		t.Errorf("a missing file gives %v, want a MissingError", err)
	}
	denied := &fs.PathError{Op: "open", Path: "x.jpg", Err: fs.ErrPermission} // root, as in containers, is never denied
	if err := openError("x.jpg", denied); !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, "permission") || refusal.Path != "x.jpg" {
		t.Errorf("a denied file gives %v", err)
	}
}

// growing is a context whose second look changes the file, as a scanner would
// that is still writing it.
type growing struct {
	context.Context
	looks int
	grow  func()
}

func (g *growing) Err() error {
	if g.looks++; g.looks == 2 {
		g.grow()
	}
	return nil
}

func TestFileThatChangesWhileItIsRead(t *testing.T) {
	in := New("")
	defer in.Close()
	data := append(jpegBytes(t, kiosk()), make([]byte, 3<<20)...)
	path := write(t, "scan.jpg", data)
	ctx := &growing{Context: context.Background(), grow: func() {
		if err := os.WriteFile(path, append(data, "more"...), 0o600); err != nil {
			t.Error(err)
		}
	}}
	var refusal *Refusal
	if _, err := in.Check(ctx, path); !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, "changed while it was being read") {
		t.Errorf("got %v", err)
	}
}
