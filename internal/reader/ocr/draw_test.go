package ocr

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/f64"
	"golang.org/x/image/math/fixed"

	xdraw "golang.org/x/image/draw"

	"github.com/spindle-receipts/spindle/internal/reader/models"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

var openOnce = sync.OnceValues(func() (*Engine, error) {
	set, err := models.Find()
	if err != nil {
		return nil, err
	}
	return Open(set)
})

// engine is the real engine, opened once for all tests.
func engine(t *testing.T) *Engine {
	t.Helper()
	e, err := openOnce()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func read(t *testing.T, img image.Image) text.Page {
	t.Helper()
	page, err := engine(t).Read(context.Background(), img)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// printed is a piece of text and where its base line begins on the page.
type printed struct {
	x, y int
	text string
}

// receiptText is a small receipt with the signs that matter.
var receiptText = []printed{
	{150, 60, "Bäckerei Groß & Söhne"},
	{150, 105, "12 Harbour Street"},
	{40, 170, "Rechnung Nr. 4711"}, {400, 170, "14.03.2026"},
	{40, 230, "2 x Apfelstrudel"}, {440, 230, "€7,80"},
	{40, 275, "Café crème"}, {440, 275, "£3.45"},
	{40, 320, "Discount"}, {440, 320, "-1.25"},
	{40, 385, "TOTAL"}, {440, 385, "10.00"},
	{40, 450, "Thank you for your visit"},
}

// drawn prints text in black on white.
func drawn(t *testing.T, w, h int, size float64, pieces []printed) *image.RGBA {
	t.Helper()
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, p := range pieces {
		d := font.Drawer{Dst: img, Src: image.Black, Face: face, Dot: fixed.P(p.x, p.y)}
		d.DrawString(p.text)
	}
	return img
}

// tilted turns a picture clockwise by any angle about its centre, on a page
// that is large enough.
func tilted(src *image.RGBA, degrees float64) *image.RGBA {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(src.Rect.Dx()), float64(src.Rect.Dy())
	nw, nh := math.Abs(w*cos)+math.Abs(h*sin), math.Abs(w*sin)+math.Abs(h*cos)
	dst := image.NewRGBA(image.Rect(0, 0, int(math.Round(nw)), int(math.Round(nh))))
	draw.Draw(dst, dst.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	m := f64.Aff3{cos, -sin, nw/2 - cos*w/2 + sin*h/2, sin, cos, nh/2 - sin*w/2 - cos*h/2}
	xdraw.BiLinear.Transform(dst, m, src, src.Bounds(), draw.Over, nil)
	return dst
}

func allText(p text.Page) string {
	lines := make([]string, len(p.Lines))
	for i, l := range p.Lines {
		lines[i] = l.Text
	}
	return strings.Join(lines, "\n")
}

// find gives the line that holds s.
func find(t *testing.T, p text.Page, s string) text.Line {
	t.Helper()
	for _, l := range p.Lines {
		if strings.Contains(l.Text, s) {
			return l
		}
	}
	t.Fatalf("%q was not read; there is\n%s", s, allText(p))
	return text.Line{}
}
