package fields

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// entry is what a phrase means in one language or country.
type entry struct {
	meaning string
	weight  int
	lang    string
	open    bool // the last word may go on
}

// phrasebook finds phrases in a row whatever their case, accents, blanks and
// points, and whether a letter was taken for the digit that looks like it.
type phrasebook struct {
	root  *node
	names []string            // in the order of the file, where that matters
	loose map[string][]string // what is left of a word when a letter is dropped -> the words
	worn  map[string]string   // the shapes of a word's letters -> the word
}

type node struct {
	next    map[rune]*node
	entries []entry
}

func newPhrasebook() *phrasebook {
	return &phrasebook{root: &node{}, loose: map[string][]string{}, worn: map[string]string{}}
}

func (b *phrasebook) addAll(phrases []string, e entry) {
	for _, p := range phrases {
		b.add(p, e)
	}
}

func (b *phrasebook) add(phrase string, e entry) {
	c := canonical(phrase)
	if c == "" {
		return
	}
	n := b.root
	for _, r := range c {
		if n.next == nil {
			n.next = map[rune]*node{}
		}
		if n.next[r] == nil {
			n.next[r] = &node{}
		}
		n = n.next[r]
	}
	n.entries = append(n.entries, e)
	if !strings.Contains(phrase, " ") && len(c) >= 5 && len(c) == utf8.RuneCountInString(c) {
		b.wear(c)
		b.loose[c] = append(b.loose[c], c)
		for _, d := range deletions(c) {
			b.loose[d] = append(b.loose[d], c)
		}
	}
}

func (b *phrasebook) entries(c string) []entry {
	n := b.root
	for _, r := range c {
		if n = n.next[r]; n == nil {
			return nil
		}
	}
	return n.entries
}

// sign is one letter or digit of a row in canonical form.
type sign struct {
	r          rune
	at         int  // byte offset in the row's text
	start, end bool // of a word
	letter     bool
	apart      bool // a wide gap lies before it
}

// canonical is the form in which phrases are compared.
func canonical(s string) string {
	var b strings.Builder
	for _, g := range signs(s) {
		b.WriteRune(g.r)
	}
	return b.String()
}

// signs reads a text into canonical form: upper case without accents, only
// letters and digits, and one letter for those that recognisers confuse.
func signs(s string) []sign {
	var out []sign
	before := ' '
	apart := false
	for at, r := range s {
		if r == '\t' {
			apart = true
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if r != '|' && r != '!' || !unicode.IsLetter(before) {
				before = r
				continue
			}
		}
		letter := unicode.IsLetter(r) || r == '|' || r == '!'
		wide := r >= 0x2E80
		start := !unicode.IsLetter(before) && !(unicode.IsDigit(before) && !letter) || wide || before >= 0x2E80
		if len(out) > 0 && start {
			out[len(out)-1].end = true
		}
		for i, c := range folded(r) {
			out = append(out, sign{r: c, at: at, start: start && i == 0, letter: letter, apart: apart && i == 0})
		}
		before, apart = r, false
	}
	if len(out) > 0 {
		out[len(out)-1].end = true
	}
	return out
}

// folded is a letter's canonical form, mostly one letter.
func folded(r rune) string {
	switch r {
	case 'l', 'L', '1', '|', '!', 'i', 'I', 'ı', 'İ':
		return "I"
	case '0', 'o', 'O', 'ø', 'Ø':
		return "O"
	case '5', 's', 'S':
		return "S"
	case '8', 'b', 'B':
		return "B"
	case 'ß':
		return "SS"
	case 'æ', 'Æ':
		return "AE"
	case 'œ', 'Œ':
		return "OE"
	case 'ł', 'Ł':
		return "I"
	case 'đ', 'Đ':
		return "D"
	}
	if r < utf8.RuneSelf {
		return string(unicode.ToUpper(r))
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	if base < utf8.RuneSelf && base != r {
		return folded(base)
	}
	return string(unicode.ToUpper(r))
}

// mark is a phrase found in a row.
type mark struct {
	entries []entry
	lo, hi  int // bytes of the row's text
	length  int // letters
	loose   bool
	worn    bool // only its shapes are those of the phrase
}

// find gives the phrases of a row from left to right; of those that begin at
// the same word the longest. With loose, words of five letters and more may
// have one wrong letter.
func (b *phrasebook) find(text string, g []sign, loose bool) []mark {
	var marks []mark
	for i := 0; i < len(g); i++ {
		if !g[i].start {
			continue
		}
		if n, entries := b.longest(g, i); n > 0 {
			hi := len(text)
			if i+n < len(g) {
				hi = g[i+n-1].at + 1
				for hi < len(text) && !utf8.RuneStart(text[hi]) {
					hi++
				}
			}
			marks = append(marks, mark{entries: entries, lo: g[i].at, hi: min(hi, endOf(text, g[i+n-1].at)), length: n})
			i += n - 1
			continue
		}
		if loose {
			if m, n := b.near(text, g, i); n > 0 {
				marks = append(marks, m)
				i += n - 1
			}
		}
	}
	return marks
}

func endOf(text string, at int) int {
	_, n := utf8.DecodeRuneInString(text[at:])
	return at + n
}

// longest walks the book from sign i on.
func (b *phrasebook) longest(g []sign, i int) (length int, entries []entry) {
	n := b.root
	for j := i; j < len(g); j++ {
		if j > i && g[j].apart {
			break
		}
		if n = n.next[g[j].r]; n == nil {
			break
		}
		if len(n.entries) == 0 {
			continue
		}
		if !g[j].letter && j+1 < len(g) && !g[j+1].letter && !g[j+1].start {
			continue // the nought of a number that begins here
		}
		if g[j].end || b.mayEnd(g, j, n.entries) {
			length, entries = j-i+1, n.entries
		}
	}
	return length, entries
}

// glued are the letters that recognisers leave sticking to a word.
var glued = []string{"RM", "EUR", "USD", "RP", "CHF", "GBP", "INR", "RS"}

// mayEnd tells whether a phrase ends although letters follow: a figure's
// currency, or another word that lost its blank.
func (b *phrasebook) mayEnd(g []sign, j int, entries []entry) bool {
	if !g[j+1].letter {
		return true
	}
	for _, e := range entries {
		if e.open {
			return true
		}
	}
	var rest strings.Builder
	k := j + 1
	for ; k < len(g) && !g[k].start && rest.Len() < 24; k++ {
		rest.WriteRune(g[k].r)
	}
	for _, c := range glued {
		if rest.String() == canonical(c) {
			return true
		}
	}
	return len(rest.String()) >= 3 && len(b.entries(rest.String())) > 0
}
