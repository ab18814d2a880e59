package main

import (
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// recall is how many of the things that are printed were read.
type recall struct{ found, printed int }

func (r *recall) add(found, printed int) {
	r.found, r.printed = r.found+found, r.printed+printed
}

// texts is what a reading makes of the text of a receipt, whatever it means.
type texts struct{ words, amounts, accents, euros, pounds recall }

// printedText gives every line that stands on a receipt, from DIR/NAME.json as
// `assets/generate -lines` writes it; nothing when the set does not tell.
func printedText(dir, file string) string {
	pages, err := dumped(filepath.Join(dir, strings.TrimSuffix(file, filepath.Ext(file))+".json"))
	if err != nil {
		return ""
	}
	return linesOf(pages)
}

func linesOf(pages []text.Page) string {
	var lines []string
	for _, p := range pages {
		for _, l := range p.Lines {
			lines = append(lines, l.Text)
		}
	}
	return strings.Join(lines, "\n")
}

var amountWord = regexp.MustCompile(`^\d[\d.,']*[.,]\d\d$`)

func anyWord(string) bool { return true }

func accented(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) })
}

// compare counts what of the printed text was read. Words must be the same to
// the letter, the signs around them aside.
func (t *texts) compare(printed, read string) {
	seen := wordCounts(read)
	for _, c := range []struct {
		into *recall
		is   func(string) bool
	}{{&t.words, anyWord}, {&t.amounts, amountWord.MatchString}, {&t.accents, accented}} {
		for word, n := range wordCounts(printed) {
			if c.is(word) {
				c.into.add(min(n, seen[word]), n)
			}
		}
	}
	for sign, into := range map[string]*recall{"€": &t.euros, "£": &t.pounds} {
		n := strings.Count(printed, sign)
		into.add(min(n, strings.Count(read, sign)), n)
	}
}

func wordCounts(s string) map[string]int {
	counts := map[string]int{}
	for _, w := range strings.Fields(s) {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if w != "" {
			counts[w]++
		}
	}
	return counts
}

// printTexts shows the rates for the receipts whose whole text is known.
func (r *report) printTexts(w io.Writer) {
	var all texts
	for _, x := range r.outcomes {
		if x.truth.printed != "" {
			all.compare(x.truth.printed, x.reading.Text)
		}
	}
	for _, row := range []struct {
		name string
		recall
	}{{"words", all.words}, {"amounts", all.amounts}, {"words with accents", all.accents}, {"euro signs", all.euros}, {"pound signs", all.pounds}} {
		if row.printed > 0 {
			fmt.Fprintf(w, "%-34s %4d of %d  %.3f\n", row.name+" read", row.found, row.printed, float64(row.found)/float64(row.printed))
		}
	}
}
