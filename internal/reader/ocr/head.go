package ocr

import (
	"context"
	"fmt"
)

const (
	// A line that the Latin head reads with a lower mean score, or with a lower
	// score of any sign, is spelt again over the whole alphabet: it may be in
	// another script, and only against all signs does its score tell how doubtful
	// it is. Fewer than one line in ten.
	sureLine = 0.95
	sureSign = 0.6
)

// head is the last layer of a recogniser: it says how likely each sign of its
// alphabet is at each step of a line.
type head struct {
	session  *session
	alphabet *alphabet
}

// spell decodes the lines of a batch from what the trunk saw: lines x steps x
// numbers. used is the part of each line that is no padding.
func (r *recogniser) spell(ctx context.Context, shape []int64, seen []float32, used []float64) ([]decoded, error) {
	if r.latin.session == nil {
		return r.all.decode(shape, seen, used)
	}
	texts, err := r.latin.spell(ctx, shape, seen, used)
	if err != nil {
		return nil, err
	}
	size := int(shape[1] * shape[2])
	for n, d := range texts {
		if d.sure() {
			continue
		}
		again, err := r.all.spell(ctx, []int64{1, shape[1], shape[2]}, seen[n*size:(n+1)*size], used[n:n+1])
		if err != nil {
			return nil, err
		}
		texts[n] = again[0]
	}
	return texts, nil
}

// sure tells whether there is no need to look whether a line read in Latin
// letters is in others.
func (d decoded) sure() bool {
	for _, g := range d.glyphs {
		if g.score < sureSign {
			return false
		}
	}
	return d.score >= sureLine
}

func (h head) spell(ctx context.Context, shape []int64, seen []float32, used []float64) (texts []decoded, err error) {
	err = h.session.run(ctx, shape, seen, func(shape []int64, prob []float32) error {
		texts, err = h.decode(shape, prob, used)
		return err
	})
	return texts, err
}

// decode reads lines from lines x steps x classes probabilities.
func (h head) decode(shape []int64, prob []float32, used []float64) ([]decoded, error) {
	classes := len(h.alphabet.chars)
	if len(shape) != 3 || shape[0] != int64(len(used)) || shape[2] != int64(classes) {
		return nil, fmt.Errorf("the recogniser answered with the shape %v to %d lines and an alphabet of %d", shape, len(used), classes)
	}
	steps := int(shape[1])
	texts := make([]decoded, len(used))
	for n := range texts {
		texts[n] = h.alphabet.decode(prob[n*steps*classes:(n+1)*steps*classes], steps, used[n])
	}
	return texts, nil
}
