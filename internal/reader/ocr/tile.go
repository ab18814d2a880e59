package ocr

import (
	"image"
	"math"
)

const (
	// minAcross is the width in pixels at which the detector must see a roll of
	// paper, if the picture has that many: below it letters become dust.
	minAcross = 480
	maxTiles  = 8
)

// tile is a part of a long page that the detector sees at once. It overlaps its
// neighbours, so that each line lies whole in one of them.
type tile struct {
	area     image.Rectangle
	along    bool    // the page is cut along x rather than y
	from, to float64 // the centres of the lines that belong to this tile
}

// owns tells whether a box on the page belongs to this tile.
func (t tile) owns(b box) bool {
	at := b.y
	if t.along {
		at = b.x
	}
	return at >= t.from && at < t.to
}

// tiles cuts a page that is so long that the detector's bound would make its
// short side too small to see. Nearly all pages are one tile.
func (d *detector) tiles(w, h int) []tile {
	short, long := min(w, h), max(w, h)
	seen, _ := d.size(short, long)
	n := 1
	if seen < minAcross && seen < short-detectorStep {
		scale := min(1, minAcross/float64(short))
		area := float64(w) * float64(h) * scale * scale
		n = min(maxTiles, int(math.Ceil(area/float64(d.spec.MaxPixels))))
	}
	tiles := make([]tile, n)
	overlap := short / 4 // more than any line is high
	for i := range tiles {
		from, to := i*long/n, (i+1)*long/n
		t := tile{along: w > h, from: float64(from), to: float64(to)}
		if i == 0 {
			t.from = math.Inf(-1)
		}
		if i == n-1 {
			t.to = math.Inf(1)
		}
		from, to = max(0, from-overlap), min(long, to+overlap)
		t.area = image.Rect(0, from, w, to)
		if t.along {
			t.area = image.Rect(from, 0, to, h)
		}
		tiles[i] = t
	}
	return tiles
}
