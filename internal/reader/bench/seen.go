package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
)

// minSeenWord is the length from which a word of the truth is looked for:
// shorter ones are found by chance.
const minSeenWord = 3

// halves parts the receipts by their rows in truth.csv: those that rules are
// tuned on, and those that are only counted.
func halves(all []outcome) (odd, even []outcome) {
	for _, x := range all {
		if x.truth.row%2 == 1 {
			odd = append(odd, x)
		} else {
			even = append(even, x)
		}
	}
	return odd, even
}

func counted(list []outcome, f func(outcome) bool) int {
	c := 0
	for _, x := range list {
		if f(x) {
			c++
		}
	}
	return c
}

func share(list []outcome, f func(outcome) bool) float64 {
	return float64(counted(list, f)) / float64(max(1, len(list)))
}

// printWordsSeen shows how many words of the vendor and the address are
// anywhere in the text, whatever the fields make of them: what the engine saw.
func (r *report) printWordsSeen(w io.Writer) {
	found, n := 0, 0
	for _, x := range r.outcomes {
		f, k := wordsSeen(x.reading.Text, x.truth)
		found, n = found+f, n+k
	}
	if n > 0 {
		fmt.Fprintf(w, "%-34s %4d of %d  %.3f\n", "words of vendor and address seen", found, n, float64(found)/float64(n))
	}
}

func wordsSeen(text string, t truth) (found, n int) {
	if t.word {
		return 0, 0
	}
	all := squeezed(text)
	for _, word := range strings.Fields(t.vendor + " " + t.address) {
		if word = squeezed(word); len(word) < minSeenWord {
			continue
		}
		n++
		if strings.Contains(all, word) {
			found++
		}
	}
	return found, n
}

var figure = regexp.MustCompile(`\d[\d.,' ]*\d|\d`)

// seesAmount tells whether a text has an amount, with a decimal comma or point.
func seesAmount(text string, want decimal.Decimal) bool {
	for _, f := range figure.FindAllString(text, -1) {
		for _, part := range append(strings.Fields(f), strings.ReplaceAll(f, " ", "")) {
			if sameAmount(part, want) {
				return true
			}
		}
	}
	return false
}

func sameAmount(s string, want decimal.Decimal) bool {
	whole, cents := s, ""
	if i := strings.LastIndexAny(s, ".,"); i >= 0 {
		whole, cents = s[:i], s[i+1:]
	}
	plain := strings.NewReplacer(".", "", ",", "", "'", "")
	for _, form := range []string{plain.Replace(whole) + "." + cents, plain.Replace(s)} {
		if v, err := decimal.NewFromString(strings.TrimSuffix(form, ".")); err == nil && v.Equal(want.Abs()) {
			return true
		}
	}
	return false
}
