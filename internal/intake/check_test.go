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

// TestHEICIsNotWaitedFor stops one who waits for a picture whose decoder goes
// on to its end, and sees that the picture can be had afterwards.
func TestHEICIsNotWaitedFor(t *testing.T) {
	in := New("")
	defer func() { _ = in.Close() }()
	doc, err := in.OpenBytes(t.Context(), testdata(t, "receipt.heic"))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		ctx, cancel := context.WithCancel(t.Context())
		stopped := make(chan error, 1)
		go func() {
			_, err := doc.Page(ctx, 0, 0)
			stopped <- err
		}()
		cancel()
		if err := <-stopped; err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("stopping gave %v", err)
		}
	}
	if img, err := doc.Page(t.Context(), 0, 0); err != nil || img.Rect.Dx() != 240 {
		t.Fatalf("after that: %v", err)
	}
}
