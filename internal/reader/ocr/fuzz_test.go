package ocr

import (
	"image"
	"math"
	"slices"
	"testing"

	"github.com/spindle-receipts/spindle/internal/reader/models"
)

// FuzzWhatTheNetworksAnswer holds that no map of the detector and no answer of
// the recogniser makes a line that lies nowhere, or makes anything fall over.
// The networks themselves are left out: what they answer is made up from data.
func FuzzWhatTheNetworksAnswer(f *testing.F) {
	f.Add(uint8(8), uint8(0), []byte("\xff\xff\xff\x00\x00\xff\xff\xff\x00\x00\xff\xff"))
	f.Add(uint8(1), uint8(1), slices.Repeat([]byte{0xff}, 300))
	f.Add(uint8(20), uint8(2), slices.Repeat([]byte{0xff, 0, 0, 0xff}, 200))
	f.Add(uint8(40), uint8(3), slices.Concat(slices.Repeat([]byte{0}, 90), slices.Repeat([]byte{0xf0}, 400), slices.Repeat([]byte{0}, 300)))
	f.Fuzz(func(t *testing.T, width, turn uint8, data []byte) {
		w := max(1, int(width))
		h := len(data) / w
		if h == 0 || len(data) > 64<<10 {
			return
		}
		m := textMap{w: w, h: h, prob: make([]float32, w*h)}
		for i := range m.prob {
			m.prob[i] = float32(data[i]) / 255
		}
		d := detector{spec: models.Detector{Threshold: 0.3, BoxThreshold: 0.5, Unclip: 1.6, MaxPixels: 1 << 20, MaxSide: 4096}}
		boxes := d.boxes(m)
		page := pageReading{turn: int(turn%4) * 90}
		if len(boxes) > maxBoxes {
			t.Errorf("%d boxes", len(boxes))
		}
		boxes = boxes[:min(len(boxes), 30)] // to be quick
		page.strips = stripsOf(boxes, page.turn)
		alphabet := newAlphabet([]string{"1", "0", ",", "A", "é", "€", "合"})
		r := recogniser{spec: models.Recogniser{Height: 48, Std: [3]float32{1, 1, 1}}}
		p := newPyramid(newRaster(w, h))
		for i, s := range page.strips {
			width := max(minLineWidth, r.width(s))
			r.cut(make([]float32, 3*48*width), width, p, s)
			steps := min(len(m.prob)/len(alphabet.chars), 1+i%40)
			page.texts = append(page.texts, alphabet.decode(m.prob, steps, 0.1+float64(turn)/255))
		}
		for _, l := range page.lines(1) {
			if l.Text == "" || len(l.Words) == 0 || math.IsNaN(l.Score) || l.Score < 0 || l.Score > 1 {
				t.Errorf("the line %+v", l)
			}
			for _, c := range l.Quad {
				if !(math.Abs(c.X) < 1e6 && math.Abs(c.Y) < 1e6) {
					t.Errorf("the line %q lies at %v", l.Text, l.Quad)
				}
			}
		}
	})
}

// FuzzTiles holds that a page of any size is cut into parts that lie on it, and
// that the detector is shown each within its bounds.
func FuzzTiles(f *testing.F) {
	f.Add(uint32(1000), uint32(1400))
	f.Add(uint32(1), uint32(100_000_000))
	f.Add(uint32(200), uint32(400_000))
	f.Fuzz(func(t *testing.T, w, h uint32) {
		if w == 0 || h == 0 || uint64(w)*uint64(h) > 100_000_000 {
			return
		}
		d := detector{spec: models.Detector{MaxPixels: 1_228_800, MaxSide: 4096}}
		page := image.Rect(0, 0, int(w), int(h))
		tiles := d.tiles(int(w), int(h))
		if len(tiles) < 1 || len(tiles) > maxTiles {
			t.Fatalf("%d tiles", len(tiles))
		}
		for _, tile := range tiles {
			if tile.area.Empty() || !tile.area.In(page) {
				t.Fatalf("%d x %d: a tile at %v", w, h, tile.area)
			}
			// Rounding to the network's step may add a step to each side.
			if x, y := d.size(tile.area.Dx(), tile.area.Dy()); (x-detectorStep)*(y-detectorStep) > d.spec.MaxPixels {
				t.Fatalf("%d x %d: the detector is shown %d x %d", w, h, x, y)
			}
		}
	})
}
