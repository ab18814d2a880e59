package fields

import (
	"math"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// word is a run of characters without blanks and where it lies.
type word struct {
	text   string
	x0, x1 float64 // along the row, in the upright page
	score  float64
	quad   text.Quad
}

// row is what stands side by side on a page, from left to right.
type row struct {
	page   int
	size   [2]float64 // of the page in pixels
	words  []word
	text   string // words joined by a blank, or a tab where the gap is wide
	starts []int  // of the words in text
	signs  []sign
	y, h   float64 // middle and height of letters, upright, in pixels
	x0, x1 float64
	score  float64
}

// cell is a recognised line before it is put in a row.
type cell struct {
	words        []word
	x0, x1, y, h float64
	slope        float64
	score        float64
}

// rowsOf puts the lines of a page into rows. The page may be tilted: the rows
// follow the median angle of the lines, and the slope of each long line.
func rowsOf(index int, page text.Page) []*row {
	angle := medianAngle(page.Lines)
	sin, cos := math.Sincos(-angle)
	upright := func(p text.Point) (x, y float64) { return p.X*cos - p.Y*sin, p.X*sin + p.Y*cos }
	var cells []cell
	for _, l := range page.Lines {
		if c, ok := cellOf(l, upright); ok {
			cells = append(cells, c)
		}
	}
	sort.SliceStable(cells, func(i, j int) bool { return cells[i].y < cells[j].y })
	var rows [][]cell
	for _, c := range cells {
		if best := rowFor(rows, c); best >= 0 {
			rows[best] = append(rows[best], c)
		} else {
			rows = append(rows, []cell{c})
		}
	}
	out := make([]*row, 0, len(rows))
	for _, cs := range rows {
		r := joined(cs)
		r.page, r.size = index, [2]float64{float64(max(page.Width, 1)), float64(max(page.Height, 1))}
		out = append(out, r)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].y < out[j].y })
	return out
}

// medianAngle is the angle of the lines in radians, weighted by their length.
func medianAngle(lines []text.Line) float64 {
	type tilt struct{ angle, length float64 }
	var tilts []tilt
	var sum float64
	for _, l := range lines {
		dx, dy := l.Quad[1].X-l.Quad[0].X, l.Quad[1].Y-l.Quad[0].Y
		length := math.Hypot(dx, dy)
		if length > 0 && !math.IsInf(length, 0) && !math.IsNaN(length) {
			tilts = append(tilts, tilt{math.Atan2(dy, dx), length})
			sum += length
		}
	}
	sort.Slice(tilts, func(i, j int) bool { return tilts[i].angle < tilts[j].angle })
	var seen float64
	for _, t := range tilts {
		if seen += t.length; seen >= sum/2 {
			return t.angle
		}
	}
	return 0
}

// farthest is beyond any place on a page, in pixels.
const farthest = 1e7

func cellOf(l text.Line, upright func(text.Point) (float64, float64)) (cell, bool) {
	words := l.Words
	if len(words) == 0 {
		words = divided(l)
	}
	var c cell
	x0, y0 := upright(l.Quad[0])
	x1, y1 := upright(l.Quad[1])
	x2, y2 := upright(l.Quad[2])
	x3, y3 := upright(l.Quad[3])
	c.h = (math.Hypot(x3-x0, y3-y0) + math.Hypot(x2-x1, y2-y1)) / 2
	c.x0, c.x1 = min(x0, x3), max(x1, x2)
	c.y = (y0 + y1 + y2 + y3) / 4
	c.score = l.Score
	for _, v := range []float64{c.x0, c.x1, c.y, c.h} {
		if !(math.Abs(v) < farthest) {
			return cell{}, false
		}
	}
	if !(c.score >= 0 && c.score <= 1) {
		c.score = 0
	}
	c.h = max(c.h, 1)
	if w := x1 - x0; w > 6*c.h {
		c.slope = math.Max(-0.2, math.Min(0.2, (y1-y0+y2-y3)/(2*w)))
	}
	for _, w := range words {
		t := plain(w.Text)
		if t == "" {
			continue
		}
		a, _ := upright(w.Quad[0])
		b, _ := upright(w.Quad[1])
		if !(math.Abs(a) < farthest && math.Abs(b) < farthest) {
			a, b = c.x0, c.x1
		}
		c.words = append(c.words, word{text: t, x0: a, x1: max(a, b), score: w.Score, quad: w.Quad})
	}
	return c, len(c.words) > 0
}

var plainer = strings.NewReplacer("\u00a0", "", " ", "", "\t", "", "\n", "", "−", "-", "–", "-", "—", "-", "’", "'", "‘", "'", "`", "'", "·", ".", "•", ".", "，", ",", "．", ".", "。", ".", "：", ":", "％", "%", "（", "(", "）", ")", "＄", "$", "￥", "¥", "／", "/", "＊", "*", "；", ";", "、", ",", "＋", "+", "＝", "=", "×", "x")

// plain writes the signs that mean the same in one way.
func plain(s string) string {
	s = plainer.Replace(strings.ToValidUTF8(s, ""))
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return '0' + r - '０'
		}
		if r >= 'Ａ' && r <= 'Ｚ' {
			return 'A' + r - 'Ａ'
		}
		if r < ' ' {
			return -1
		}
		return r
	}, s)
}

// rowFor finds the row that a cell continues, or -1. Only the last rows are
// looked at: cells come from top to bottom.
func rowFor(rows [][]cell, c cell) int {
	best, bestOff := -1, 0.0
	for i := len(rows) - 1; i >= 0 && i >= len(rows)-12; i-- {
		near := nearest(rows[i], c)
		if overlaps(rows[i], c) {
			continue
		}
		middle := (c.x0 + c.x1) / 2
		there := (near.x0 + near.x1) / 2
		off := math.Abs(near.y + near.slope*(middle-there) - c.y)
		if c.slope != 0 {
			off = min(off, math.Abs(c.y+c.slope*(there-middle)-near.y))
		}
		reach := 0.5 * min(near.h, c.h)
		if big := max(near.h, c.h); big > 1.6*min(near.h, c.h) {
			reach = 0.4 * big
		}
		if off < reach && (best < 0 || off < bestOff) {
			best, bestOff = i, off
		}
	}
	return best
}

func nearest(cells []cell, c cell) cell {
	best, gap := cells[0], math.Inf(1)
	for _, o := range cells {
		if g := max(o.x0-c.x1, c.x0-o.x1); g < gap {
			best, gap = o, g
		}
	}
	return best
}

func overlaps(cells []cell, c cell) bool {
	for _, o := range cells {
		shared := min(o.x1, c.x1) - max(o.x0, c.x0)
		if shared > 0.35*min(o.x1-o.x0, c.x1-c.x0) && shared > 0.4*min(o.h, c.h) {
			return true
		}
	}
	return false
}

func joined(cells []cell) *row {
	sort.SliceStable(cells, func(i, j int) bool { return cells[i].x0 < cells[j].x0 })
	r := &row{x0: cells[0].x0, x1: cells[0].x1}
	var b strings.Builder
	var width, ys, hs, scores float64
	for i, c := range cells {
		for k, w := range c.words {
			switch {
			case b.Len() == 0:
			case k == 0 && c.x0-cells[i-1].x1 > 0.9*min(c.h, cells[i-1].h):
				b.WriteByte('\t')
			case k > 0 && w.x0-c.words[k-1].x1 > 2.5*c.h:
				b.WriteByte('\t')
			default:
				b.WriteByte(' ')
			}
			r.starts = append(r.starts, b.Len())
			b.WriteString(w.text)
			r.words = append(r.words, w)
		}
		w := max(c.x1-c.x0, 1)
		width, ys, hs, scores = width+w, ys+w*c.y, hs+w*c.h, scores+w*c.score
		r.x0, r.x1 = min(r.x0, c.x0), max(r.x1, c.x1)
	}
	r.text = b.String()
	r.signs = signs(r.text)
	r.y, r.h, r.score = ys/width, hs/width, scores/width
	return r
}

// place is where the bytes lo to hi of a row's text stand: fractions of the
// page, and the stretch along the row in pixels.
func (r *row) place(lo, hi int) (box [4]float64, x0, x1 float64) {
	box = [4]float64{1, 1, 0, 0}
	x0, x1 = math.Inf(1), math.Inf(-1)
	for i, w := range r.words {
		a, b := r.starts[i], r.starts[i]+len(w.text)
		if b <= lo || a >= hi {
			continue
		}
		n := float64(utf8.RuneCountInString(w.text))
		from := float64(utf8.RuneCountInString(w.text[:max(lo, a)-a])) / n
		to := float64(utf8.RuneCountInString(w.text[:min(hi, b)-a])) / n
		x0, x1 = min(x0, w.x0+(w.x1-w.x0)*from), max(x1, w.x0+(w.x1-w.x0)*to)
		q := part(w.quad, from, to)
		for _, p := range q {
			box[0], box[2] = min(box[0], p.X/r.size[0]), max(box[2], p.X/r.size[0])
			box[1], box[3] = min(box[1], p.Y/r.size[1]), max(box[3], p.Y/r.size[1])
		}
	}
	for i := range box {
		if math.IsNaN(box[i]) {
			box[i] = 0
		}
		box[i] = min(1, max(0, box[i]))
	}
	if box[2] < box[0] || box[3] < box[1] {
		box = [4]float64{}
	}
	if x1 < x0 {
		x0, x1 = r.x0, r.x1
	}
	return box, x0, x1
}

// certainty is the lowest score of the words in the bytes lo to hi.
func (r *row) certainty(lo, hi int) float64 {
	s := 1.0
	for i, w := range r.words {
		if r.starts[i]+len(w.text) > lo && r.starts[i] < hi {
			s = min(s, w.score)
		}
	}
	return s
}

// line is the row's text with single blanks, for people.
func (r *row) line() string { return strings.ReplaceAll(r.text, "\t", " ") }
