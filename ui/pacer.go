package ui

import (
	"slices"
	"time"
)

// pacer reckons how long work still takes, from how long the last receipts of
// it took.
type pacer struct {
	done  int             // when it looked last
	at    time.Time       // when a receipt ended last, or the stretch began
	gaps  []time.Duration // between the ends of the last receipts, the newest last
	until time.Time       // when it was said to be over; zero for not said
}

const (
	pacerGaps     = 15 // how many receipts count
	pacerEvidence = 3  // how many it takes before a time is told
)

// left is how long the work still takes; ok is false before there is evidence.
// What was said stays said unless it was a quarter off, so that the time does
// not jump.
func (p *pacer) left(w batchWork, now time.Time) (left time.Duration, ok bool) {
	if p.at.IsZero() || w.done < p.done {
		p.at, p.until = now, time.Time{}
	} else if n := w.done - p.done; n > 0 {
		gap := now.Sub(p.at) / time.Duration(n)
		for range min(n, pacerGaps) {
			p.gaps = append(p.gaps, gap)
		}
		p.gaps, p.at = p.gaps[max(0, len(p.gaps)-pacerGaps):], now
	}
	p.done = w.done
	if len(p.gaps) < pacerEvidence || w.done == w.all {
		return 0, false
	}
	left = p.median() * time.Duration(w.all-w.done)
	if said := p.until.Sub(now); !p.until.IsZero() && said > 0 && (said-left).Abs() <= left/4 {
		return said, true
	}
	p.until = now.Add(left)
	return left, true
}

// median is the middle of the gaps: one that took long does not count.
func (p *pacer) median() time.Duration {
	sorted := slices.Sorted(slices.Values(p.gaps))
	return sorted[len(sorted)/2]
}

// rest is told that nothing goes on: the time until it does is nobody's pace.
func (p *pacer) rest() { p.at, p.until = time.Time{}, time.Time{} }
