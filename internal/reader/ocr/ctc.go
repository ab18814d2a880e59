package ocr

import "unicode"

// glyph is one character and where it stands along its line.
type glyph struct {
	char  string
	score float64 // probability
	at    float64 // the centre, as a fraction of the line's length
}

// decoded is one line as the recogniser's answer spells it.
type decoded struct {
	glyphs []glyph
	score  float64 // the mean over the glyphs; 0 for none
}

// decode reads a line greedily from steps x classes probabilities (CTC,
// https://www.cs.toronto.edu/~graves/icml_2006.pdf): the likeliest class of
// each step, repetitions joined, blanks dropped. used is the part of the steps
// that the line takes; the rest is padding.
//
// The alphabet has thousands of Han characters, and a smudge among Latin
// letters easily looks like one. So the line is read twice, once with all
// classes and once with the Latin ones, and only a line that is largely in
// another script keeps the first reading.
func (a *alphabet) decode(prob []float32, steps int, used float64) decoded {
	classes := len(a.chars)
	all, latin := make([]int, steps), make([]int, steps)
	for t := range steps {
		row := prob[t*classes : (t+1)*classes]
		all[t] = likeliest(row)
		latin[t] = all[t]
		if all[t] != 0 {
			latin[t] = likeliestOf(row, a.latin)
		}
	}
	free := a.collapse(prob, all, a.chars, used)
	if otherScript(free) {
		return free
	}
	return a.collapse(prob, latin, a.plain, used)
}

func (a *alphabet) collapse(prob []float32, path []int, chars []string, used float64) decoded {
	classes := len(a.chars)
	var d decoded
	sum := 0.0
	for t := 0; t < len(path); {
		class, end, best := path[t], t, float32(0)
		for ; end < len(path) && path[end] == class; end++ {
			best = max(best, prob[end*classes+class])
		}
		at := (float64(t+end) / 2) / (float64(len(path)) * used)
		if class != 0 && at < 1 {
			d.glyphs = append(d.glyphs, glyph{char: chars[class], score: float64(best), at: at})
			sum += float64(best)
		}
		t = end
	}
	if len(d.glyphs) > 0 {
		d.score = sum / float64(len(d.glyphs))
	}
	return d
}

// otherScript tells whether at least a third of the letters are not Latin.
func otherScript(d decoded) bool {
	letters, others := 0, 0
	for _, g := range d.glyphs {
		for _, r := range g.char {
			if !unicode.IsLetter(r) || g.score < 0.5 {
				continue
			}
			letters++
			if !unicode.Is(unicode.Latin, r) {
				others++
			}
		}
	}
	return others >= 2 && 3*others >= letters
}

func likeliest(row []float32) int {
	best := 0
	for i, v := range row {
		if v > row[best] {
			best = i
		}
	}
	return best
}

func likeliestOf(row []float32, classes []int) int {
	best := classes[0]
	for _, i := range classes {
		if row[i] > row[best] {
			best = i
		}
	}
	return best
}
