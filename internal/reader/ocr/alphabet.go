package ocr

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"unicode"

	"github.com/spindle-receipts/spindle/internal/reader/models"
)

// alphabet gives the characters that the recogniser's classes stand for. Class
// 0 is the blank between characters, the last one the space between words.
type alphabet struct {
	chars []string // by class, as the model writes them
	latin []int    // the classes that may occur in Latin script, the blank among them
	plain []string // by class, full-width and typographic forms as plain ones
}

func loadAlphabet(set models.Set, recogniser *session) (*alphabet, error) {
	if set.Alphabet != "" {
		return alphabetFile(set.Alphabet)
	}
	listed, err := recogniser.metadata("character")
	if err != nil {
		return nil, err
	}
	if listed == "" {
		return nil, fmt.Errorf("the model %s carries no alphabet, and the manifest names no file for it", set.Recogniser)
	}
	return newAlphabet(strings.Split(listed, "\n")), nil
}

func alphabetFile(path string) (*alphabet, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the alphabet: %w", err)
	}
	defer func() { _ = f.Close() }()
	var listed []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		listed = append(listed, strings.TrimSuffix(lines.Text(), "\r"))
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the alphabet %s: %w", path, err)
	}
	return newAlphabet(listed), nil
}

func newAlphabet(listed []string) *alphabet {
	a := &alphabet{chars: make([]string, 0, len(listed)+2)}
	a.chars = append(a.chars, "")
	for _, c := range listed {
		a.chars = append(a.chars, strings.TrimSuffix(c, "\r"))
	}
	a.chars = append(a.chars, " ")
	a.plain = make([]string, len(a.chars))
	for i, c := range a.chars {
		a.plain[i] = plainForm(c)
		if i == 0 || isLatin(a.plain[i]) {
			a.latin = append(a.latin, i)
		}
	}
	return a
}

// latinOnly is the alphabet of the Latin classes alone, in their order.
func (a *alphabet) latinOnly() *alphabet {
	l := &alphabet{}
	for n, class := range a.latin {
		l.chars = append(l.chars, a.chars[class])
		l.plain = append(l.plain, a.plain[class])
		l.latin = append(l.latin, n)
	}
	return l
}

// plainForms are signs that receipts do not print but models answer with.
var plainForms = strings.NewReplacer(
	"\u3000", " ", "。", ".", "、", ",", "￥", "¥", "￡", "£", "−", "-", "–", "-", "—", "-", "―", "-",
	"‘", "'", "’", "'", "′", "'", "“", `"`, "”", `"`, "″", `"`, "【", "[", "】", "]",
)

func plainForm(c string) string {
	r := []rune(c)
	if len(r) == 1 && r[0] >= 0xff01 && r[0] <= 0xff5e { // full-width ASCII
		return string(r[0] - 0xfee0)
	}
	return plainForms.Replace(c)
}

// isLatin tells whether a sign may be printed on a receipt in Latin letters.
func isLatin(c string) bool {
	r := []rune(c)
	if len(r) != 1 {
		return false
	}
	switch {
	case r[0] >= 0x20 && r[0] < 0x7f, r[0] >= 0xa1 && r[0] < 0x180, r[0] >= 0x218 && r[0] <= 0x21b:
		return true
	}
	return unicode.Is(unicode.Sc, r[0]) || strings.ContainsRune("•…‰№™", r[0])
}
