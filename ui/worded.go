package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// worded is a page whose words are known, or asked for: read anew, it has
// others.
type worded struct {
	page     pageOf
	document string
}

// fetchWords asks for the words of the page that is shown. Without any nothing
// is lit, and nothing can be clicked.
func (v *viewer) fetchWords() {
	now := worded{v.wanted, v.receipt.DocumentID}
	if !v.receipt.Status.Read() || v.wanted.id == 0 {
		now = worded{}
	}
	if now == v.worded {
		return
	}
	v.worded, v.words = now, nil
	v.picture.mark([4]float64{})
	v.showHits()
	if v.stopWords != nil {
		v.stopWords()
		v.stopWords = nil
	}
	if now == (worded{}) || v.wordsOf == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	v.stopWords = cancel
	v.run(func() {
		if ctx.Err() != nil {
			return
		}
		words, err := v.wordsOf(ctx, now.page)
		fyne.Do(func() {
			if err == nil && v.worded == now {
				v.words = words
				v.showHits()
			}
		})
	})
}

// wordAt is the word at a place of the page as it is shown, -1 for none. Where
// boxes of tilted lines lie over each other it is the one whose middle is
// nearest.
func (v *viewer) wordAt(x, y float64) int {
	best, least := -1, 0.0
	for i, w := range v.words {
		b := turnBox(w.Box, v.receipt.Turned)
		if x < b[0] || x > b[2] || y < b[1] || y > b[3] {
			continue
		}
		dy := y - (b[1]+b[3])/2
		if dy < 0 {
			dy = -dy
		}
		if best < 0 || dy < least {
			best, least = i, dy
		}
	}
	return best
}

// aimed tells what a click at a place would take; with add, behind what is
// there already.
func (v *viewer) aimed(x, y float64, add bool) (box [4]float64, text string, ok bool) {
	at := v.wordAt(x, y)
	if at < 0 || v.aim == nil {
		return box, "", false
	}
	from, to, text, ok := v.aim(v.words, at, add)
	if !ok {
		return box, "", false
	}
	box = [4]float64{1, 1, 0, 0}
	for _, w := range v.words[from:to] {
		b := turnBox(w.Box, v.receipt.Turned)
		box = [4]float64{min(box[0], b[0]), min(box[1], b[1]), max(box[2], b[2]), max(box[3], b[3])}
	}
	return box, text, true
}

// point lights what a click would take.
func (v *viewer) point(x, y float64) {
	box, _, ok := v.aimed(x, y, false)
	if !ok {
		box = [4]float64{}
	}
	v.picture.mark(box)
}

func (v *viewer) click(x, y float64, add bool) bool {
	_, text, ok := v.aimed(x, y, add)
	if ok {
		v.onTake(text, add)
	}
	return ok
}

// seek lights the words softly that a search is for, as they are searched.
func (v *viewer) seek(words []string) {
	v.sought = words
	v.showHits()
}

func (v *viewer) showHits() {
	var boxes [][4]float64
	for _, text := range v.sought {
		if !sought(text) {
			continue
		}
		for _, run := range runsOf(v.words, strings.Fields(text)) {
			for _, w := range run {
				boxes = append(boxes, turnBox(w.Box, v.receipt.Turned))
			}
		}
	}
	v.picture.hint(boxes)
}

// runsOf are the runs of words that begin like the parts of a text.
func runsOf(words []desk.Word, parts []string) [][]desk.Word {
	var runs [][]desk.Word
	for i := range words {
		if len(parts) == 0 || i+len(parts) > len(words) {
			break
		}
		same := true
		for k, part := range parts {
			same = same && strings.HasPrefix(strings.TrimLeft(fold(words[i+k].Text), "(€$£*#\"'"), part)
		}
		if same {
			runs = append(runs, words[i:i+len(parts)])
		}
	}
	return runs
}
