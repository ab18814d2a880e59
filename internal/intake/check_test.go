package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/bmp"
)

// gifBytes makes an animation whose first frame is smaller than the picture.
func gifBytes(t testing.TB) []byte {
	t.Helper()
	palette := color.Palette{color.White, color.Black}
	small := image.NewPaletted(image.Rect(10, 10, 100, 50), palette)
	small.SetColorIndex(20, 20, 1)
	full := image.NewPaletted(image.Rect(0, 0, 120, 160), palette)
	for i := range full.Pix {
		full.Pix[i] = uint8(i * i % 7 % 2) // enough to be above the smallest size
	}
	var b bytes.Buffer
	err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{small, full}, Delay: []int{10, 10},
		Config: image.Config{ColorModel: palette, Width: 120, Height: 160}})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func stillGIF(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, kiosk(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func bmpBytes(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := bmp.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func testdata(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestCheck(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	jpg := jpegBytes(t, kiosk())
	for _, test := range []struct {
		name          string // deliberately not what the bytes are
		data          []byte
		kind          Kind
		media, ext    string
		pages         int
		width, height int
		receipt       bool // shows the drawn receipt
	}{
		{"photo.png", jpg, JPEG, "image/jpeg", ".jpg", 1, 240, 320, true},
		{"no end marker.jpg", jpg[:len(jpg)-2], JPEG, "image/jpeg", ".jpg", 1, 240, 320, true},
		{"photo and film.jpg", append(bytes.Clone(jpg), "\x00\x00\x00\x18ftypmp42"...), JPEG, "image/jpeg", ".jpg", 1, 240, 320, true},
		{"scan.jpg", pngBytes(t, kiosk()), PNG, "image/png", ".png", 1, 240, 320, true},
		{"noname", bmpBytes(t, kiosk()), BMP, "image/bmp", ".bmp", 1, 240, 320, true},
		{"receipt.gif", gifBytes(t), GIF, "image/gif", ".gif", 1, 120, 160, false},
		{"receipt.webp", testdata(t, "receipt.webp"), WebP, "image/webp", ".webp", 1, 240, 320, true},
		{"lossless.webp", testdata(t, "lossless.webp"), WebP, "image/webp", ".webp", 1, 240, 320, true},
		{"turned.webp", testdata(t, "turned.webp"), WebP, "image/webp", ".webp", 1, 240, 320, true},
		{"IMG_1.HEIC", testdata(t, "receipt.heic"), HEIC, "image/heic", ".heic", 1, 240, 320, true},
		{"IMG_2.HEIC", testdata(t, "turned.heic"), HEIC, "image/heic", ".heic", 1, 240, 320, true},
		{"invoice.txt", pdfBytes([]string{"one"}, []string{"two"}), PDF, "application/pdf", ".pdf", 2, 667, 889, true},
		{"turned.pdf", rotatedPDF(90, []string{"one"}), PDF, "application/pdf", ".pdf", 1, 889, 667, false},
		{"mail.pdf", append([]byte("Some rubbish before\r\n"), pdfBytes([]string{"one"})...), PDF, "application/pdf", ".pdf", 1, 667, 889, true},
		{"printing forbidden.pdf", testdata(t, "printing-forbidden.pdf"), PDF, "application/pdf", ".pdf", 2, 667, 889, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, test.name, test.data)
			o, err := in.Check(context.Background(), path)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(test.data)
			if o.Path != path || o.Size != int64(len(test.data)) || o.SHA256 != hex.EncodeToString(sum[:]) {
				t.Errorf("got %+v", o)
			}
			if o.Kind != test.kind || o.MediaType() != test.media || o.Ext() != test.ext || o.Pages != test.pages {
				t.Errorf("%s %s %s, %d pages; want %s %s %s, %d", o.Kind, o.MediaType(), o.Ext(), o.Pages, test.kind, test.media, test.ext, test.pages)
			}
			if o.Width != test.width || o.Height != test.height {
				t.Errorf("%d by %d, want %d by %d", o.Width, o.Height, test.width, test.height)
			}
			info, _ := os.Stat(path)
			if !o.ModTime.Equal(info.ModTime()) || o.ModTime.Location() != time.UTC {
				t.Errorf("modified %v, want %v in UTC", o.ModTime, info.ModTime())
			}
			if o.Unseen != "" || o.Likeness == 0 {
				t.Errorf("unseen %q, likeness %x", o.Unseen, o.Likeness)
			}
			img := render(t, in, path, 0, 200)
			if long := max(img.Rect.Dx(), img.Rect.Dy()); long != min(200, max(o.Width, o.Height)) {
				t.Errorf("rendered %v, want the longer side to be 200", img.Rect)
			}
			if test.receipt {
				isReceipt(t, img)
			}
		})
	}
}

func TestGIFShowsItsFirstFrameInPlace(t *testing.T) {
	in := New("")
	defer in.Close()
	img := render(t, in, write(t, "a.gif", gifBytes(t)), 0, 0)
	black, white := color.RGBA{0, 0, 0, 255}, color.RGBA{255, 255, 255, 255}
	if img.Rect.Dx() != 120 || img.RGBAAt(20, 20) != black || img.RGBAAt(0, 0) != white || img.RGBAAt(110, 150) != white {
		t.Errorf("%v: %v %v %v", img.Rect, img.RGBAAt(20, 20), img.RGBAAt(0, 0), img.RGBAAt(110, 150))
	}
}

func TestTransparentIsWhite(t *testing.T) {
	in := New("")
	defer in.Close()
	clearPicture := image.NewNRGBA(image.Rect(0, 0, 600, 600))
	for i := range 600 {
		clearPicture.SetNRGBA(i, i*i%600, color.NRGBA{0, 0, 0, 255})
	}
	path := write(t, "clear.png", pngBytes(t, clearPicture))
	for _, side := range []int{0, 100} {
		if got := render(t, in, path, 0, side).RGBAAt(30, 3); got.R < 200 || got.A != 255 {
			t.Errorf("at most %d pixels: %v, want near white", side, got)
		}
	}
}

func TestPicturesThatCannotBeShownAreAccepted(t *testing.T) {
	in := New("")
	defer in.Close()
	cmyk12 := jpegBytes(t, kiosk())
	cmyk12[bytes.Index(cmyk12, []byte{0xff, 0xc0})+4] = 12 // bits a sample: legal, but not decoded here
	for _, test := range []struct {
		name string
		data []byte
		kind Kind
	}{
		{"receipt.avif", testdata(t, "receipt.avif"), AVIF},
		{"animated.webp", testdata(t, "animated.webp"), WebP},
		{"deep.jpg", cmyk12, JPEG},
	} {
		path := write(t, test.name, test.data)
		o, err := in.Check(context.Background(), path)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if o.Kind != test.kind || o.Pages != 1 || !strings.Contains(o.Unseen, "cannot be shown on this computer") {
			t.Errorf("%s: %+v", test.name, o)
		}
		doc, err := in.Open(context.Background(), path)
		if err == nil {
			_, err = doc.Page(context.Background(), 0, 100)
		}
		var unsupported *UnsupportedError
		if !errors.As(err, &unsupported) {
			t.Errorf("%s: rendering gives %v, want an UnsupportedError", test.name, err)
		}
	}
}

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
		{"tiny.jpg", "has only 200 bytes", jpg[:200]},
		{"zeros.jpg", "nothing but zeros", make([]byte, 5000)},
		{"huge.jpg", "has 20.0 MB, and the service takes at most 20 MB", append(bytes.Clone(jpg), make([]byte, MaxBytes)...)},
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

// growing is a context whose third look changes the file, as a scanner would
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

func TestCheckFileReadsFromTheBeginning(t *testing.T) {
	in := New("")
	defer in.Close()
	f, err := os.Open(write(t, "a.jpg", jpegBytes(t, kiosk())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Seek(0, 2); err != nil {
		t.Fatal(err)
	}
	if o, err := in.CheckFile(context.Background(), f, "as given.jpg"); err != nil || o.Path != "as given.jpg" || o.Width != 240 {
		t.Errorf("%+v, %v", o, err)
	}
}

func TestCheckStopsWithItsContext(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, data := range map[string][]byte{"a.jpg": jpegBytes(t, kiosk()), "a.pdf": pdfBytes([]string{"one"})} {
		if _, err := in.Check(ctx, write(t, name, data)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v, want context.Canceled", name, err)
		}
	}
}
