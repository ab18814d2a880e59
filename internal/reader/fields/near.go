package fields

import "strings"

// worn are letters of which faint print leaves the shape of another: strokes
// across the top or the foot are the first to go. Which were taken for each
// other is so on thermal paper that has faded; the first stands for all.
var worn = []string{"IT", "OUQD", "CG", "RK", "EF"}

// shapes is a word in canonical form with one letter for those that look alike
// when they are worn: "IUIAL" is "TOTAL".
func shapes(word string) string {
	return strings.Map(func(r rune) rune {
		for _, alike := range worn {
			if strings.ContainsRune(alike, r) {
				return rune(alike[0])
			}
		}
		return r
	}, word)
}

// wear notes the shapes of a word. Two words of the same shapes can't be told
// apart, and neither is taken then.
func (b *phrasebook) wear(word string) {
	s := shapes(word)
	if other, known := b.worn[s]; known && other != word {
		word = ""
	}
	b.worn[s] = word
}

// deletions gives the word with each letter but the first dropped in turn.
func deletions(word string) []string {
	var out []string
	for i := 1; i < len(word); i++ {
		out = append(out, word[:i]+word[i+1:])
	}
	return out
}

// near looks for a word with one wrong, missing or additional letter, or with
// letters that faint print has worn down to others.
func (b *phrasebook) near(text string, g []sign, i int) (mark, int) {
	j := i
	for j < len(g) && (j == i || !g[j].start) && j-i < 16 {
		j++
	}
	n := j - i
	if n < 4 || n > 15 {
		return mark{}, 0
	}
	var w strings.Builder
	for k := i; k < j; k++ {
		w.WriteRune(g[k].r)
	}
	word := w.String()
	if len(word) != n {
		return mark{}, 0
	}
	for _, d := range append([]string{word}, deletions(word)...) {
		for _, c := range b.loose[d] {
			if distance(word, c, 1) <= 1 {
				return mark{entries: b.entries(c), lo: g[i].at, hi: endOf(text, g[j-1].at), length: n, loose: true}, n
			}
		}
	}
	if c, ok := b.worn[shapes(word)]; ok && c != "" {
		return mark{entries: b.entries(c), lo: g[i].at, hi: endOf(text, g[j-1].at), length: n, loose: true, worn: true}, n
	}
	return mark{}, 0
}

// distance is the Levenshtein distance, or limit+1 when it is more.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := diagonal
			if a[i-1] != b[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
