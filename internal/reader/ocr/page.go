package ocr

import (
	"cmp"
	"context"
	"slices"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

const (
	probes     = 6    // lines that decide which way up a page is
	probeScore = 0.95 // their mean score from which on no other way is tried
	strayScore = 0.6  // a box that stands across the page is turned if it reads worse than this
)

// pageReading is what the boxes of one page say.
type pageReading struct {
	turn   int // degrees clockwise that bring the page upright
	strips []strip
	texts  []decoded
}

// readPage finds out which way up the page is and reads its boxes.
func (r *recogniser) readPage(ctx context.Context, p *pyramid, boxes []box) (pageReading, error) {
	order := longestFirst(boxes)
	n := min(probes, len(order))
	page, err := r.readProbes(ctx, p, boxes, order[:n])
	if err != nil {
		return pageReading{}, err
	}
	rest, err := r.recognise(ctx, p, pick(page.strips, order[n:]))
	if err != nil {
		return pageReading{}, err
	}
	for i, d := range rest {
		page.texts[order[n+i]] = d
	}
	return page, r.rereadStrays(ctx, p, boxes, page)
}

// readProbes reads the boxes with the given indices and decides by them how many
// degrees (0, 90, 180, 270) the page must be turned clockwise. The boxes tell
// whether text runs across or along the page; whether it stands on its head
// shows when the longest lines are read: upside down they make no sense, and
// the recogniser says so.
func (r *recogniser) readProbes(ctx context.Context, p *pyramid, boxes []box, indices []int) (pageReading, error) {
	turns := []int{0, 180}
	if sideways(boxes) {
		turns = []int{90, 270}
	}
	best, bestScore := pageReading{}, -1.0
	for _, turn := range turns {
		page := pageReading{turn: turn, strips: stripsOf(boxes, turn), texts: make([]decoded, len(boxes))}
		texts, err := r.recognise(ctx, p, pick(page.strips, indices))
		if err != nil {
			return pageReading{}, err
		}
		score := 0.0
		for i, d := range texts {
			page.texts[indices[i]] = d
			score += d.score / float64(len(texts))
		}
		if score > bestScore {
			best, bestScore = page, score
		}
		if score >= probeScore {
			break
		}
	}
	return best, nil
}

func stripsOf(boxes []box, turn int) []strip {
	strips := make([]strip, len(boxes))
	for i, b := range boxes {
		strips[i].quad, strips[i].length, strips[i].height = b.reading(turn)
	}
	return strips
}

func pick(strips []strip, indices []int) []strip {
	picked := make([]strip, len(indices))
	for i, n := range indices {
		picked[i] = strips[n]
	}
	return picked
}

// longestFirst gives the indices of the boxes by their longer side.
func longestFirst(boxes []box) []int {
	order := make([]int, len(boxes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(max(boxes[b].w, boxes[b].h), max(boxes[a].w, boxes[a].h))
	})
	return order
}

// sideways tells whether most text runs from bottom to top or top to bottom.
func sideways(boxes []box) bool {
	along, across := 0.0, 0.0
	for _, b := range boxes {
		switch {
		case b.wide():
			along += b.w
		case b.tall():
			across += b.h
		}
	}
	return across > along
}

// rereadStrays reads boxes that stand across the page, such as a note along the
// margin, in their own two directions if the page's makes no sense of them.
func (r *recogniser) rereadStrays(ctx context.Context, p *pyramid, boxes []box, page pageReading) error {
	for _, turn := range []int{(page.turn + 90) % 360, (page.turn + 270) % 360} {
		var strays []int
		var strips []strip
		for i, s := range page.strips {
			if s.height >= 2*s.length && page.texts[i].score < strayScore {
				strays = append(strays, i)
				quad, length, height := boxes[i].reading(turn)
				strips = append(strips, strip{quad: quad, length: length, height: height})
			}
		}
		texts, err := r.recognise(ctx, p, strips)
		if err != nil {
			return err
		}
		for n, i := range strays {
			if texts[n].score >= strayScore {
				page.strips[i], page.texts[i] = strips[n], texts[n]
			}
		}
	}
	return nil
}

// lines gives what was read as lines of text in reading order, their quads
// multiplied by factor.
func (p pageReading) lines(factor float64) []text.Line {
	var lines []text.Line
	for i, d := range p.texts {
		if line, ok := lineOf(p.strips[i].quad, d); ok && line.Score >= minLineScore {
			lines = append(lines, scaleLine(line, factor))
		}
	}
	sortLines(lines, p.turn)
	return lines
}

func scaleLine(l text.Line, factor float64) text.Line {
	scale := func(q text.Quad) text.Quad {
		for i := range q {
			q[i].X *= factor
			q[i].Y *= factor
		}
		return q
	}
	l.Quad = scale(l.Quad)
	for i := range l.Words {
		l.Words[i].Quad = scale(l.Words[i].Quad)
	}
	return l
}
