package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/reader/models"
)

// shared is the real reader with the real models. They and the renderer of
// PDFs are loaded once for all tests; $SPINDLE_TEST_CACHE keeps the renderer in
// its compiled form.
var shared = sync.OnceValue(func() *Reader { return New(intake.New(os.Getenv("SPINDLE_TEST_CACHE"))) })

func TestMain(m *testing.M) {
	code := m.Run()
	r := shared()
	if err := errors.Join(r.Close(), r.intake.Close()); err != nil {
		fmt.Fprintln(os.Stderr, "close the reader:", err)
		code = 1
	}
	os.Exit(code)
}

// sharedReader gives it, if its files are there.
func sharedReader(t testing.TB) *Reader {
	t.Helper()
	if err := shared().Ready(); err != nil {
		t.Fatal(err)
	}
	return shared()
}

func sample(name string) server.Source {
	return server.Source{Name: name, Path: filepath.Join("..", "..", "assets", "samples", name)}
}

func file(t *testing.T, name string, data []byte) server.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return server.Source{Name: name, Path: path}
}

// stripped is a sample with nothing but its pixels.
func stripped(t *testing.T, name string) server.Source {
	t.Helper()
	f, err := os.Open(sample(name).Path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	img, err := jpeg.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return picture(t, "stripped.png", img)
}

func picture(t *testing.T, name string, img image.Image) server.Source {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return file(t, name, b.Bytes())
}

func blank(t *testing.T, name string) server.Source {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 300, 400))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	img.SetGray(150, 200, color.Gray{Y: 200})
	return picture(t, name, img)
}

func TestReadsEveryKindOfFile(t *testing.T) {
	r := sharedReader(t)
	for _, test := range []struct{ file, total, currency, date string }{
		{"usd-hardware.png", "263.21", "USD", "2026-01-09"},
		{"eur-german-bakery.jpg", "24.10", "EUR", "2026-09-12"},
		{"eur-spanish-hardware.gif", "131.49", "EUR", "2026-11-05"},
		{"eur-dutch-bicycles.tiff", "141.05", "EUR", "2026-03-28"},
		{"usd-invoice-two-pages.pdf", "8786.57", "USD", "2026-05-06"},
	} {
		t.Run(test.file, func(t *testing.T) {
			got, err := r.Read(context.Background(), []server.Source{sample(test.file)}, server.Hints{})
			if err != nil {
				t.Fatal(err)
			}
			if got.Total.Text != test.total || got.Currency.Text != test.currency || !strings.HasPrefix(got.Date.Text, test.date) {
				t.Errorf("total %q %q on %q, want %q %q on %q", got.Total.Text, got.Currency.Text, got.Date.Text, test.total, test.currency, test.date)
			}
		})
	}
}

func TestPlacesAreOnThePageAsPeopleSeeIt(t *testing.T) {
	// Without its EXIF data the photo lies on its side, and only the text tells.
	got, err := sharedReader(t).Read(context.Background(), []server.Source{stripped(t, "cad-pharmacy-turned.jpg")}, server.Hints{})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Pages) != 1 || got.Pages[0] != (server.PageSize{Width: 1440, Height: 1080}) {
		t.Errorf("pages %v", got.Pages)
	}
	// The paper lies with its head to the left: the vendor is there, the total
	// to the right of it, and their boxes stand on end.
	name, total := got.Vendor.Name.Box, got.Total.Box
	if got.Total.Text != "63.34" || name[0] > 0.25 || total[0] < name[2]+0.2 || name[3]-name[1] < 2*(name[2]-name[0])*1440/1080 {
		t.Errorf("vendor %q at %v, total %q at %v", got.Vendor.Name.Text, name, got.Total.Text, total)
	}
}

func TestPagesOfManyFilesAreOneReceipt(t *testing.T) {
	r := sharedReader(t)
	sources := []server.Source{blank(t, "front.png"), sample("usd-hardware.png")}
	got, err := r.Read(context.Background(), sources, server.Hints{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Total.Text != "263.21" || got.Total.Page != 1 || len(got.Pages) != 2 || got.TotalPages != 2 {
		t.Errorf("total %q on page %d of %d", got.Total.Text, got.Total.Page, len(got.Pages))
	}
	got, err = r.Read(context.Background(), []server.Source{sources[1], sources[0]}, server.Hints{MaxPages: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Pages) != 1 || got.TotalPages != 2 {
		t.Errorf("of two pages with a bound of one: %d read, %d counted", len(got.Pages), got.TotalPages)
	}
}

func TestRefusesWithAReason(t *testing.T) {
	r := sharedReader(t)
	for name, test := range map[string]struct {
		source server.Source
		want   string
	}{
		"a blank page": {blank(t, "blank.png"), "no text"},
		"a text file":  {file(t, "notes.txt", []byte(strings.Repeat("milk, eggs, bread\n", 40))), "notes.txt: "},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := r.Read(context.Background(), []server.Source{test.source}, server.Hints{})
			var refused *server.Refusal
			if !errors.As(err, &refused) || !strings.Contains(refused.Reason, test.want) || strings.Contains(refused.Reason, test.source.Path) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestAFileThatIsGoneIsNoRefusal(t *testing.T) {
	_, err := sharedReader(t).Read(context.Background(), []server.Source{{Name: "a.jpg", Path: filepath.Join(t.TempDir(), "gone")}}, server.Hints{})
	var refused *server.Refusal
	if err == nil || errors.As(err, &refused) {
		t.Errorf("error %v", err)
	}
}

func TestStopsWhenToldTo(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := sharedReader(t).Read(ctx, []server.Source{sample("usd-hardware.png")}, server.Hints{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestSaysWhatToRunWhenItsFilesAreMissing(t *testing.T) {
	t.Setenv(models.EnvDir, t.TempDir())
	in := intake.New("")
	defer func() { _ = in.Close() }()
	r := New(in)
	if err := r.Ready(); err == nil || !strings.Contains(err.Error(), "make setup") {
		t.Errorf("ready: %v", err)
	}
	_, err := r.Read(context.Background(), []server.Source{sample("usd-hardware.png")}, server.Hints{})
	var missing *models.MissingError
	if !errors.As(err, &missing) {
		t.Errorf("read: %v", err)
	}
}

func TestPagesAreRenderedAsLargeAsIsUseful(t *testing.T) {
	for _, test := range []struct{ w, h, want int }{
		{800, 1200, 1200},    // as it is
		{640, 9000, 9000},    // a long roll keeps its small print
		{4961, 7016, 3653},   // 600 dots per inch become 312
		{7016, 4961, 3653},   // also when it lies on its side
		{0, 0, 1},            // unknown
		{30000, 40000, 3547}, // a poster
	} {
		if got := bound(test.w, test.h); got != test.want {
			t.Errorf("%d x %d is rendered at %d, want %d", test.w, test.h, got, test.want)
		}
	}
}

func TestBoxesComeBackFromEveryTurn(t *testing.T) {
	for turn, want := range map[int][4]float64{
		0:   {0.1, 0.2, 0.4, 0.3},
		90:  {0.2, 0.6, 0.3, 0.9},
		180: {0.6, 0.7, 0.9, 0.8},
		270: {0.7, 0.1, 0.8, 0.4},
	} {
		got := unturn([4]float64{0.1, 0.2, 0.4, 0.3}, turn)
		for i := range got {
			if d := got[i] - want[i]; d > 1e-9 || d < -1e-9 {
				t.Errorf("turned by %d: %v, want %v", turn, got, want)
				break
			}
		}
	}
}

func TestValuesListsEveryValue(t *testing.T) {
	r := server.Reading{TaxLines: make([]server.TaxLine, 2), LineItems: make([]server.LineItem, 3)}
	seen := make(map[*server.Value]bool)
	for _, v := range values(&r) {
		seen[v] = true
	}
	if want := countValues(t, r); len(seen) != want {
		t.Errorf("%d values of %d", len(seen), want)
	}
}
