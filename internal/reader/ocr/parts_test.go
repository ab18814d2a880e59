package ocr

import (
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/reader/models"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

func TestSmallestBoxFindsTheSlant(t *testing.T) {
	for _, degrees := range []float64{0, 3, -3, 30, -40, 44} {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		var points []text.Point
		for _, c := range [][2]float64{{-50, -8}, {50, -8}, {50, 8}, {-50, 8}, {0, 0}, {20, 5}} {
			points = append(points, text.Point{X: 100 + c[0]*cos - c[1]*sin, Y: 200 + c[0]*sin + c[1]*cos})
		}
		b := smallestBox(points)
		if math.Abs(b.w-100) > 1e-6 || math.Abs(b.h-16) > 1e-6 || math.Abs(b.x-100) > 1e-6 || math.Abs(b.y-200) > 1e-6 ||
			math.Abs(b.ux-cos) > 1e-6 || math.Abs(b.uy-sin) > 1e-6 {
			t.Errorf("%v degrees: %+v", degrees, b)
		}
	}
}

func TestBoxesOfAPointAndALine(t *testing.T) {
	if b := smallestBox([]text.Point{{X: 3, Y: 4}}); b.w != 0 || b.h != 0 || b.x != 3 || b.y != 4 {
		t.Errorf("a point: %+v", b)
	}
	if b := smallestBox([]text.Point{{X: 0, Y: 0}, {X: 10, Y: 0}, {X: 5, Y: 0}}); b.w != 10 || b.h != 0 {
		t.Errorf("a line: %+v", b)
	}
}

func TestReadingStartsWhereTheTurnedTextStarts(t *testing.T) {
	b := box{x: 50, y: 20, ux: 1, w: 100, h: 40}
	for turn, want := range map[int]text.Point{
		0:   {X: 0, Y: 0},
		90:  {X: 0, Y: 40},
		180: {X: 100, Y: 40},
		270: {X: 100, Y: 0},
	} {
		quad, length, height := b.reading(turn)
		if quad[0] != want {
			t.Errorf("turned by %d it starts at %v, want %v", turn, quad[0], want)
		}
		if sideways := turn%180 != 0; sideways != (length == 40 && height == 100) {
			t.Errorf("turned by %d it is %v long and %v high", turn, length, height)
		}
		// Upright, the quad begins at the top left.
		up := text.Page{Width: 100, Height: 40, Turned: turn, Lines: []text.Line{{Quad: quad}}}.Upright()
		if q := up.Lines[0].Quad; q[0] != (text.Point{}) || q[2] != (text.Point{X: float64(up.Width), Y: float64(up.Height)}) {
			t.Errorf("turned by %d it is %v upright", turn, q)
		}
	}
}

// answer is the recogniser's output for a path through the alphabet, each step
// sure of its class.
func answer(a *alphabet, path ...string) []float32 {
	prob := make([]float32, len(path)*len(a.chars))
	for t, c := range path {
		prob[t*len(a.chars)+slices.Index(a.chars, c)] = 0.9
	}
	return prob
}

func TestDecode(t *testing.T) {
	a := newAlphabet([]string{"1", "0", "A", "B", "：", "￥", "合", "计", "é"})
	for _, test := range []struct {
		name string
		path []string
		want string
	}{
		{"nothing", []string{"", "", ""}, ""},
		{"repetitions are one", []string{"A", "A", "", "B"}, "AB"},
		{"a blank parts twins", []string{"1", "0", "", "0"}, "100"},
		{"a space", []string{"A", " ", "B"}, "A B"},
		{"plain forms", []string{"A", "：", "￥", "1"}, "A:¥1"},
		{"accents stay", []string{"é", "A"}, "éA"},
		{"another script stays as it is", []string{"合", "计", "：", "1", "0"}, "合计：10"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := a.decode(answer(a, test.path...), len(test.path), 1)
			if got := d.text(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestDecodeTakesTheLatinSignOfASmudge(t *testing.T) {
	a := newAlphabet([]string{"A", "B", "合"})
	prob := answer(a, "A", "合", "B", "A", "B")
	prob[len(a.chars)+slices.Index(a.chars, "B")] = 0.05
	if got := a.decode(prob, 5, 1).text(); got != "ABAB" && got != "ABBAB" {
		t.Errorf("got %q", got)
	}
}

func TestDecodeLeavesPaddingOut(t *testing.T) {
	a := newAlphabet([]string{"A", "B"})
	d := a.decode(answer(a, "A", "", "", "B"), 4, 0.5)
	if d.text() != "A" || math.Abs(d.glyphs[0].at-0.25) > 1e-9 {
		t.Errorf("got %+v", d)
	}
}

func TestBatchesHoldLikeWidthsAndEveryStrip(t *testing.T) {
	r := recogniser{spec: models.Recogniser{Height: 48}}
	var strips []strip
	for i := range 200 {
		strips = append(strips, strip{length: float64(1 + i*i%977), height: float64(1 + i%30)})
	}
	seen := make(map[int]bool)
	for _, batch := range r.batches(strips) {
		widest, narrowest := 0, math.MaxInt
		for _, i := range batch {
			seen[i] = true
			w := max(minLineWidth, r.width(strips[i]))
			widest, narrowest = max(widest, w), min(narrowest, w)
		}
		if len(batch) > 1 && (len(batch)*widest > maxBatchWidth || float64(widest) > batchSpread*float64(narrowest)) {
			t.Errorf("a batch of %d strips from %d to %d wide", len(batch), narrowest, widest)
		}
	}
	if len(seen) != len(strips) {
		t.Errorf("%d of %d strips are in a batch", len(seen), len(strips))
	}
}

func TestRasterOfEveryKindOfPicture(t *testing.T) {
	at := image.Rect(5, 7, 8, 9) // does not begin at 0, 0
	want := color.RGBA{R: 200, G: 100, B: 50, A: 255}
	for name, img := range map[string]interface {
		image.Image
		Set(x, y int, c color.Color)
	}{
		"RGBA": image.NewRGBA(at), "NRGBA": image.NewNRGBA(at), "RGBA64": image.NewRGBA64(at),
		"paletted": image.NewPaletted(at, color.Palette{color.Black, want}),
	} {
		img.Set(6, 8, want)
		r, factor := toRaster(img, 100)
		if b, g, rd := r.sample(1.5, 1.5); factor != 1 || r.w != 3 || r.h != 2 || b != 50 || g != 100 || rd != 200 {
			t.Errorf("%s: %d x %d, pixel %v %v %v", name, r.w, r.h, rd, g, b)
		}
	}
	half := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	half.Set(0, 0, color.NRGBA{A: 128})
	if r, _ := toRaster(half, 10); r.pix[0] < 126 || r.pix[0] > 129 {
		t.Errorf("half transparent black on paper is %v", r.pix)
	}
	grey := image.NewGray(image.Rect(0, 0, 4, 4))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i)
	}
	if r, factor := toRaster(grey, 4); factor != 2 || r.w != 2 || r.h != 2 || r.pix[0] != 3 {
		t.Errorf("shrunk: factor %d, %+v", factor, r)
	}
}

func TestTilesCoverALongPageOnce(t *testing.T) {
	d := detector{spec: models.Detector{MaxPixels: 1_200_000, MaxSide: 4096}}
	for _, test := range []struct{ w, h, tiles int }{
		{1000, 1400, 1}, {4961, 7016, 1}, {900, 3300, 1}, {300, 6000, 2},
		{640, 8000, 3}, {8000, 640, 3}, {900, 9000, 2}, {200, 100_000, 8},
	} {
		tiles := d.tiles(test.w, test.h)
		if len(tiles) != test.tiles {
			t.Errorf("%d x %d is cut into %d, want %d", test.w, test.h, len(tiles), test.tiles)
		}
		for at := 0.5; at < float64(max(test.w, test.h)); at += 7 {
			b := box{x: at, y: at}
			owners := 0
			for _, tile := range tiles {
				if !tile.owns(b) {
					continue
				}
				owners++
				inside := tile.area.Min.Y <= int(at) && int(at) < tile.area.Max.Y
				if tile.along {
					inside = tile.area.Min.X <= int(at) && int(at) < tile.area.Max.X
				}
				if !inside {
					t.Fatalf("%d x %d: a line at %v belongs to %+v", test.w, test.h, at, tile)
				}
			}
			if owners != 1 {
				t.Fatalf("%d x %d: a line at %v belongs to %d tiles", test.w, test.h, at, owners)
			}
		}
	}
}

// text joins the characters.
func (d decoded) text() string {
	var b strings.Builder
	for _, g := range d.glyphs {
		b.WriteString(g.char)
	}
	return b.String()
}
