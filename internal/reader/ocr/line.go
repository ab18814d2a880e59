package ocr

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// lineOf makes a line with words out of a decoded strip; false if it has none.
func lineOf(quad text.Quad, d decoded) (text.Line, bool) {
	line := text.Line{Quad: quad}
	pitch := pitchOf(d.glyphs)
	var texts []string
	sum, n := 0.0, 0
	for start := 0; start < len(d.glyphs); {
		if d.glyphs[start].char == " " {
			start++
			continue
		}
		end := start
		for end < len(d.glyphs) && d.glyphs[end].char != " " {
			end++
		}
		word := wordOf(quad, d.glyphs[start:end], pitch)
		line.Words = append(line.Words, word)
		texts = append(texts, word.Text)
		sum += word.Score * float64(end-start)
		n += end - start
		start = end
	}
	if n == 0 {
		return text.Line{}, false
	}
	line.Text, line.Score = strings.Join(texts, " "), sum/float64(n)
	return line, true
}

// wordOf makes a word of the glyphs. Its quad is the part of the line's quad
// from half a pitch before its first character to half a pitch after its last.
func wordOf(line text.Quad, glyphs []glyph, pitch float64) text.Word {
	var b strings.Builder
	sum := 0.0
	for _, g := range glyphs {
		b.WriteString(g.char)
		sum += g.score
	}
	from, to := glyphs[0].at-pitch/2, glyphs[len(glyphs)-1].at+pitch/2
	return text.Word{Text: b.String(), Score: sum / float64(len(glyphs)), Quad: part(line, max(0, from), min(1, to))}
}

// pitchOf is the median distance of neighbouring characters.
func pitchOf(glyphs []glyph) float64 {
	if len(glyphs) < 2 {
		return 1
	}
	gaps := make([]float64, 0, len(glyphs)-1)
	for i := 1; i < len(glyphs); i++ {
		gaps = append(gaps, glyphs[i].at-glyphs[i-1].at)
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

// part is the piece of a quad between two fractions of its length.
func part(q text.Quad, from, to float64) text.Quad {
	along := func(a, b text.Point, f float64) text.Point {
		return text.Point{X: a.X + (b.X-a.X)*f, Y: a.Y + (b.Y-a.Y)*f}
	}
	return text.Quad{along(q[0], q[1], from), along(q[0], q[1], to), along(q[3], q[2], to), along(q[3], q[2], from)}
}

// sortLines puts lines into reading order: down the page as it reads, and from
// left to right where lines are side by side.
func sortLines(lines []text.Line, turn int) {
	ux, uy := readingDirection(lines, turn)
	along := func(l text.Line) float64 { x, y := centre(l.Quad); return x*ux + y*uy }
	down := func(l text.Line) float64 { x, y := centre(l.Quad); return y*ux - x*uy }
	slices.SortStableFunc(lines, func(a, b text.Line) int { return cmp.Compare(down(a), down(b)) })
	for i := 1; i < len(lines); i++ {
		for j := i; j > 0; j-- {
			apart := down(lines[j]) - down(lines[j-1])
			if apart >= min(height(lines[j].Quad), height(lines[j-1].Quad))/2 || along(lines[j]) >= along(lines[j-1]) {
				break
			}
			lines[j], lines[j-1] = lines[j-1], lines[j]
		}
	}
}

// readingDirection is the unit vector along the page's lines: the median slant,
// weighted by length, of those that run as the page does.
func readingDirection(lines []text.Line, turn int) (ux, uy float64) {
	type slant struct{ angle, weight float64 }
	base := -float64(turn) * math.Pi / 180
	var slants []slant
	total := 0.0
	for _, l := range lines {
		dx, dy := l.Quad[1].X-l.Quad[0].X, l.Quad[1].Y-l.Quad[0].Y
		angle := math.Remainder(math.Atan2(dy, dx)-base, 2*math.Pi)
		if math.Abs(angle) > math.Pi/4 {
			continue
		}
		weight := math.Hypot(dx, dy)
		slants, total = append(slants, slant{angle, weight}), total+weight
	}
	slices.SortFunc(slants, func(a, b slant) int { return cmp.Compare(a.angle, b.angle) })
	median, sum := 0.0, 0.0
	for _, s := range slants {
		if sum += s.weight; sum >= total/2 {
			median = s.angle
			break
		}
	}
	return math.Cos(base + median), math.Sin(base + median)
}

func centre(q text.Quad) (x, y float64) {
	return (q[0].X + q[1].X + q[2].X + q[3].X) / 4, (q[0].Y + q[1].Y + q[2].Y + q[3].Y) / 4
}

func height(q text.Quad) float64 {
	return (math.Hypot(q[3].X-q[0].X, q[3].Y-q[0].Y) + math.Hypot(q[2].X-q[1].X, q[2].Y-q[1].Y)) / 2
}
