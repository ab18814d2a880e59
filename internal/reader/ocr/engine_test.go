package ocr

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg"
	_ "image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
)

func TestReadsEverySign(t *testing.T) {
	page := read(t, drawn(t, 560, 500, 26, receiptText))
	if page.Turned != 0 || page.Width != 560 || page.Height != 500 {
		t.Errorf("page is %d x %d turned %d", page.Width, page.Height, page.Turned)
	}
	for _, p := range receiptText {
		find(t, page, p.text)
	}
	if got := allText(page); strings.Index(got, "Harbour") > strings.Index(got, "TOTAL") ||
		strings.Index(got, "TOTAL") > strings.Index(got, "10.00") {
		t.Errorf("not in reading order:\n%s", got)
	}
	for _, l := range page.Lines {
		if l.Score < 0.8 || l.Score > 1 {
			t.Errorf("%q has the score %v", l.Text, l.Score)
		}
	}
}

func TestWordsLieWhereTheyArePrinted(t *testing.T) {
	page := read(t, drawn(t, 560, 500, 26, receiptText))
	line := find(t, page, "Rechnung Nr. 4711")
	if len(line.Words) != 3 {
		t.Fatalf("%q has %d words", line.Text, len(line.Words))
	}
	// The places in the font: "Rechnung " is 123 pixels wide, "Rechnung Nr. " 171.
	for i, want := range [][2]float64{{40, 156}, {163, 204}, {211, 269}} {
		w := line.Words[i]
		if math.Abs(w.Quad[0].X-want[0]) > 16 || math.Abs(w.Quad[1].X-want[1]) > 16 {
			t.Errorf("%q reaches from %.0f to %.0f, printed from %.0f to %.0f", w.Text, w.Quad[0].X, w.Quad[1].X, want[0], want[1])
		}
		if w.Quad[0].Y > 155 || w.Quad[3].Y < 168 || w.Quad[3].Y-w.Quad[0].Y > 60 {
			t.Errorf("%q reaches from %.0f down to %.0f, printed between 150 and 170", w.Text, w.Quad[0].Y, w.Quad[3].Y)
		}
	}
}

func TestReadsPagesWhicheverWayUp(t *testing.T) {
	upright := drawn(t, 560, 500, 26, receiptText)
	for _, test := range []struct {
		name    string
		degrees float64
		turned  int // back: clockwise
	}{
		{"on its right side", 90, 270},
		{"on its head", 180, 180},
		{"on its left side", 270, 90},
		{"tilted a little", 4, 0},
		{"tilted", -20, 0},
		{"on its head and tilted", 172, 180},
	} {
		t.Run(test.name, func(t *testing.T) {
			img := tilted(upright, test.degrees)
			page := read(t, img)
			if page.Turned != test.turned {
				t.Errorf("turned by %d, want %d", page.Turned, test.turned)
			}
			if page.Width != img.Rect.Dx() || page.Height != img.Rect.Dy() {
				t.Errorf("the page is %d x %d and the picture %v", page.Width, page.Height, img.Rect)
			}
			for _, want := range []string{"TOTAL", "10.00", "€7,80", "14.03.2026"} {
				find(t, page, want)
			}
			// Where "TOTAL" begins in the picture as it was given.
			sin, cos := math.Sincos(test.degrees * math.Pi / 180)
			x, y := 40.0-280, 375.0-250
			wantX, wantY := x*cos-y*sin+float64(page.Width)/2, x*sin+y*cos+float64(page.Height)/2
			q := find(t, page, "TOTAL").Quad
			gotX, gotY := (q[0].X+q[3].X)/2, (q[0].Y+q[3].Y)/2
			if math.Hypot(gotX-wantX, gotY-wantY) > 16 {
				t.Errorf("TOTAL begins at %.0f, %.0f, want %.0f, %.0f", gotX, gotY, wantX, wantY)
			}
			order := allText(page)
			if strings.Index(order, "Bäckerei") > strings.Index(order, "TOTAL") {
				t.Errorf("not in reading order:\n%s", order)
			}
			if up := page.Upright(); up.Turned != 0 || find(t, up, "TOTAL").Quad[0].X > find(t, up, "TOTAL").Quad[1].X {
				t.Error("upright, text does not run from left to right")
			}
		})
	}
}

func TestReadsLightOnDarkAndGreyAndTransparentPictures(t *testing.T) {
	ink := drawn(t, 560, 500, 26, receiptText)
	inverse := image.NewGray(ink.Rect)
	clear := image.NewNRGBA(ink.Rect)
	for y := range 500 {
		for x := range 560 {
			v := ink.RGBAAt(x, y).R
			inverse.SetGray(x, y, color.Gray{Y: 255 - v})
			clear.SetNRGBA(x, y, color.NRGBA{A: 255 - v})
		}
	}
	for name, img := range map[string]image.Image{"white on black": inverse, "black on nothing": clear} {
		t.Run(name, func(t *testing.T) { find(t, read(t, img), "14.03.2026") })
	}
}

func TestReadsLargePicturesAndGivesPlacesInThem(t *testing.T) {
	big := make([]printed, len(receiptText))
	for i, p := range receiptText {
		big[i] = printed{p.x * 10, p.y * 10, p.text}
	}
	img := drawn(t, 5600, 5000, 260, big)
	q := find(t, read(t, img), "TOTAL").Quad
	if math.Abs(q[0].X-400) > 160 || q[0].Y > 3700 || q[3].Y < 3840 || q[3].Y > 4300 {
		t.Errorf("TOTAL lies at %v", q)
	}
}

func TestReadsEveryLineOfAVeryLongRoll(t *testing.T) {
	var pieces []printed
	for i := range 90 {
		pieces = append(pieces, printed{340, 60 + 61*i, fmt.Sprintf("%d.%02d", 100+i, (i*37)%100)})
	}
	roll := drawn(t, 520, 5600, 22, pieces) // three of the detector's parts
	for name, img := range map[string]*image.RGBA{"standing": roll, "lying": tilted(roll, 90)} {
		t.Run(name, func(t *testing.T) {
			page := read(t, img)
			if len(page.Lines) != len(pieces) {
				t.Errorf("%d lines of %d", len(page.Lines), len(pieces))
			}
			for i, l := range page.Lines {
				if i < len(pieces) && l.Text != pieces[i].text {
					t.Errorf("line %d is %q, want %q", i, l.Text, pieces[i].text)
				}
			}
		})
	}
}

func TestPagesWithoutText(t *testing.T) {
	for name, size := range map[string]image.Rectangle{
		"empty":   image.Rect(0, 0, 0, 0),
		"a pixel": image.Rect(3, 4, 4, 5),
		"a strip": image.Rect(0, 0, 3000, 2),
		"blank":   image.Rect(0, 0, 400, 300),
		"a roll":  image.Rect(0, 0, 40, 9000),
	} {
		t.Run(name, func(t *testing.T) {
			img := image.NewGray(size)
			for i := range img.Pix {
				img.Pix[i] = 255
			}
			if page := read(t, img); len(page.Lines) != 0 {
				t.Errorf("read %q", allText(page))
			}
		})
	}
}

// cancelling is a picture that calls cancel when its last row is looked at.
type cancelling struct {
	image.Image
	cancel func()
}

func (c cancelling) At(x, y int) color.Color {
	if y == c.Bounds().Max.Y-1 {
		c.cancel()
	}
	return c.Image.At(x, y)
}

func TestStopsWhenToldTo(t *testing.T) {
	img := drawn(t, 560, 500, 26, receiptText)
	t.Run("before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := engine(t).Read(ctx, img); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want %v", err, context.Canceled)
		}
	})
	t.Run("while it works", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		if _, err := engine(t).Read(ctx, cancelling{img, func() { go cancel() }}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v, want %v", err, context.Canceled)
		}
	})
	read(t, img) // it still works
}

func TestManyPagesAtTheSameTime(t *testing.T) {
	e := engine(t)
	img := drawn(t, 560, 500, 26, receiptText)
	want := allText(read(t, img))
	var g errgroup.Group
	for range 3 {
		g.Go(func() error {
			page, err := e.Read(context.Background(), img)
			if err == nil && allText(page) != want {
				err = errors.New("another text: " + allText(page))
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		t.Error(err)
	}
}

// The samples are receipts as they come: photos, a turned one, a crumpled one.
func TestReadsTheSamples(t *testing.T) {
	for _, test := range []struct {
		file   string
		turned int
		want   []string
	}{
		{"cad-pharmacy-turned.jpg", 90, []string{"Maple Court Pharmacy", "63.34", "2026-04-22"}},
		{"gbp-cafe-crumpled.jpg", 0, []string{"CAFÉ", "39.45", "17/05/2026"}},
		{"eur-german-bakery.jpg", 0, []string{"Bäckerei Morgenrot", "24,10", "12.09.2026"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			f, err := os.Open(filepath.Join("..", "..", "..", "assets", "samples", test.file))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			img, _, err := image.Decode(f)
			if err != nil {
				t.Fatal(err)
			}
			page := read(t, img)
			if page.Turned != test.turned {
				t.Errorf("turned by %d, want %d", page.Turned, test.turned)
			}
			for _, want := range test.want {
				find(t, page, want)
			}
		})
	}
}
