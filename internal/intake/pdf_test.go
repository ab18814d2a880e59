package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// sharedCache keeps the compiled PDF renderer for all tests. Compiling takes
// seconds, and a minute under the race detector: so it outlives the tests
// where the user has a cache.
var sharedCache string

func TestMain(m *testing.M) {
	os.Exit(withCache(m))
}

func withCache(m *testing.M) int {
	if sharedCache = os.Getenv("SPINDLE_TEST_CACHE"); sharedCache == "" {
		if dir, err := os.UserCacheDir(); err == nil {
			sharedCache = filepath.Join(dir, "spindle", "test")
		}
	}
	if os.MkdirAll(sharedCache, 0o700) != nil {
		dir, err := os.MkdirTemp("", "spindle-test")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		sharedCache = dir
	}
	return m.Run()
}

func openBytes(t *testing.T, in *Intake, data []byte) *Document {
	t.Helper()
	doc, err := in.OpenBytes(context.Background(), data)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestPDFPagesAreRenderedApart(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	doc := openBytes(t, in, pdfBytes([]string{"first page"}, []string{"", "", "", "", "the second"}))
	var seen []uint64
	for n := range doc.Pages() {
		img, err := doc.Page(context.Background(), n, 480)
		if err != nil {
			t.Fatal(err)
		}
		isReceipt(t, img)
		seen = append(seen, Likeness(img))
	}
	if len(seen) != 2 || seen[0] == seen[1] {
		t.Errorf("likenesses of the pages: %x", seen)
	}
	if _, err := doc.Page(context.Background(), 2, 480); err == nil || !strings.Contains(err.Error(), "no page 3") {
		t.Errorf("a page beyond the last gives %v", err)
	}
}

func TestPDFThatIsTurned(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	for degrees, orientation := range map[int]int{90: 6, 180: 3, 270: 8} {
		img, err := openBytes(t, in, rotatedPDF(degrees, nil)).Page(context.Background(), 0, 320)
		if err != nil {
			t.Fatal(err)
		}
		// Turning it once more by the rest of the circle must give the receipt.
		back := map[int]int{6: 8, 3: 3, 8: 6}[orientation]
		isReceipt(t, upright(img, back))
	}
}

// Of a page with transparency PDFium gives colours that are not multiplied by
// their alpha; it must still come out on white.
func TestPDFWithTransparencyIsOnWhite(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	content := "/G gs 1 0 0 rg 0 0 100 50 re f"
	data := assemblePDF([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Group<</S/Transparency/CS/DeviceRGB>>/Contents 4 0 R/Resources<</ExtGState<</G<</ca 0.5>>>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
	})
	img, err := openBytes(t, in, data).Page(context.Background(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if c := img.RGBAAt(50, 10); c.R != 255 || c.G != 255 || c.B != 255 {
		t.Errorf("where nothing is drawn: %v, want white", c)
	}
	if c := img.RGBAAt(50, 90); c.R < 250 || c.G < 120 || c.G > 135 || c.A != 255 {
		t.Errorf("half transparent red: %v, want light red", c)
	}
}

func TestPDFSizesAreBounded(t *testing.T) {
	for _, test := range []struct {
		w, h float64
		max  int
		x, y int
	}{
		{595, 842, 0, 1653, 2339},
		{595, 842, 1600, 1131, 1600},
		{72, 72, 4000, 400, 400},
		{14400, 14400, 0, 8000, 8000},
		{14400, 1, 0, 8000, 1},
	} {
		if x, y := pdfSize(test.w, test.h, test.max); x != test.x || y != test.y {
			t.Errorf("%v by %v points, at most %d: %d by %d, want %d by %d", test.w, test.h, test.max, x, y, test.x, test.y)
		}
	}
}

func TestManyRenderPDFsAtOnce(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	data := pdfBytes([]string{"at once"})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			doc, err := in.OpenBytes(context.Background(), data)
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := doc.Page(context.Background(), 0, 200); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestClose(t *testing.T) {
	never := New(t.TempDir())
	if err := errors.Join(never.Close(), never.Close()); err != nil {
		t.Errorf("closing what was never used, twice: %v", err)
	}
	in := New(sharedCache)
	doc := openBytes(t, in, pdfBytes([]string{"x"}))
	if err := errors.Join(in.Close(), in.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, err := doc.Page(context.Background(), 0, 100); !errors.Is(err, errClosed) {
		t.Errorf("rendering after Close gives %v", err)
	}
}

// endlessPDF is a PDF that fills its page so often that it is not done in a while.
func endlessPDF() []byte {
	shade := "<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 2 2]/XStep 0.02/YStep 0.02/Resources<<>>/Length 22>>stream\n1 0 0 rg 0 0 1 1 re f \nendstream"
	content := strings.Repeat("/Pattern cs /P scn 0 0 2000 2000 re f ", 20_000)
	return assemblePDF([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000 2000]/Contents 4 0 R/Resources<</Pattern<</P 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content), shade,
	})
}

func TestRenderingStopsInTheMiddle(t *testing.T) {
	in := New(sharedCache)
	doc := openBytes(t, in, endlessPDF())
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if _, err := doc.Page(ctx, 0, 4000); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want context.DeadlineExceeded", err)
	}
	isReceipt(t, mustRender(t, in, pdfBytes(nil))) // others are served
	if err := in.Close(); err != nil {
		t.Error(err)
	}
}

func mustRender(t *testing.T, in *Intake, data []byte) *image.RGBA {
	t.Helper()
	img, err := openBytes(t, in, data).Page(context.Background(), 0, 320)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// cached lists the files of a cache.
func cached(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestPDFCacheIsKept(t *testing.T) {
	in := New(sharedCache)
	isReceipt(t, mustRender(t, in, pdfBytes(nil)))
	if err := in.Close(); err != nil {
		t.Error(err)
	}
	files := cached(t, filepath.Join(sharedCache, "pdf"))
	if len(files) == 0 {
		t.Fatal("the cache is empty")
	}
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || info.Size() < 1<<20 {
			t.Errorf("%s: %v, %v", f, info, err)
		}
	}
}

func TestCacheThatCannotBeIsDoneWithout(t *testing.T) {
	for _, dir := range []string{"", write(t, "a file", []byte("x")), filepath.Join(write(t, "a file", []byte("x")), "below")} {
		if openCache(dir) != nil {
			t.Errorf("%q became a cache", dir)
		}
	}
}

func TestPDFText(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	lines := []string{"HARBOUR KIOSK GmbH", "12 Quay Street, Bremen", "", "TOTAL EUR 5.30"}
	for _, degrees := range []int{0, 180} {
		doc := openBytes(t, in, rotatedPDF(degrees, lines))
		page, ok, err := doc.Text(context.Background(), 0, 960)
		if err != nil || !ok {
			t.Fatalf("%d degrees: no text: %v", degrees, err)
		}
		img, err := doc.Page(context.Background(), 0, 960)
		if err != nil {
			t.Fatal(err)
		}
		if page.Width != img.Rect.Dx() || page.Height != img.Rect.Dy() {
			t.Errorf("text on %d by %d, picture %v", page.Width, page.Height, img.Rect)
		}
		for _, line := range page.Lines {
			for _, w := range line.Words {
				inked(t, img, w)
			}
		}
		if degrees != 0 {
			continue
		}
		var got []string
		for _, line := range page.Lines {
			got = append(got, line.Text)
		}
		if want := "HARBOUR KIOSK GmbH|12 Quay Street, Bremen|TOTAL EUR 5.30"; strings.Join(got, "|") != want {
			t.Errorf("read %q, want %q", got, want)
		}
		if words := page.Lines[2].Words; len(words) != 3 || words[2].Text != "5.30" || words[2].Score != 1 {
			t.Errorf("words %+v", words)
		}
	}
}

// inked checks that a word's box is full of ink and that there is none around it.
func inked(t *testing.T, img *image.RGBA, w text.Word) {
	t.Helper()
	box := image.Rect(int(math.Floor(w.Quad[0].X)), int(math.Floor(w.Quad[0].Y)), int(math.Ceil(w.Quad[2].X)), int(math.Ceil(w.Quad[2].Y)))
	dark := func(r image.Rectangle) int {
		n := 0
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if img.RGBAAt(x, y).R < 128 {
					n++
				}
			}
		}
		return n
	}
	inside, around := dark(box), dark(box.Inset(-4))
	if inside == 0 || around-inside > inside/20 {
		t.Errorf("%q at %v: %d dark pixels inside, %d more around", w.Text, box, inside, around-inside)
	}
}

func TestNoTextToRelyOn(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	jpg := jpegBytes(t, kiosk())
	hidden := "240 0 0 320 0 0 cm /I Do BT 3 Tr /F 0.05 Tf 0.1 0.9 Td (GUESSED BY ANOTHER PROGRAM) Tj ET"
	scan := assemblePDF([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 240 320]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(hidden), hidden),
		fmt.Sprintf("<</Type/XObject/Subtype/Image/Width 240/Height 320/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n%s\nendstream", len(jpg), jpg),
	})
	isReceipt(t, mustRender(t, in, scan))
	for name, data := range map[string][]byte{"a scan": scan, "a picture": jpg, "hardly any text": pdfBytes([]string{"page 1"})} {
		if page, ok, err := openBytes(t, in, data).Text(context.Background(), 0, 500); ok || err != nil {
			t.Errorf("%s: %v, %v, %v", name, page, ok, err)
		}
	}
}

func TestHostilePDFsAreRefusedOrRendered(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	whole := pdfBytes([]string{"one"})
	for at := 20; at < len(whole); at += len(whole) / 40 {
		data := bytes.Clone(whole)
		for i := at; i < min(at+12, len(data)); i++ {
			data[i] ^= 0x55
		}
		doc, err := in.OpenBytes(context.Background(), data)
		if err == nil {
			_, err = doc.Page(context.Background(), 0, 100)
		}
		var refusal *Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Errorf("damaged at %d: %v, want a refusal or a page", at, err)
		}
	}
}
