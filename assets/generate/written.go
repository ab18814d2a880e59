package main

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/image/font/sfnt"
)

// written is a receipt that someone wrote as text: "--- name", its rows, where
// two blanks part columns and ^ marks large letters, and "= vendor NAME; date
// DAY; total AMOUNT; currency CODE" with what is printed.
type written struct {
	file  string
	rows  []string
	truth map[string]string
}

// writtenIn reads the receipts of a text file.
func writtenIn(path string) ([]written, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	set := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	var out []written
	for _, part := range strings.Split("\n"+string(data), "\n--- ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		body, truth, ok := strings.Cut(rest, "\n= ")
		if !ok {
			return nil, fmt.Errorf("%s: %q does not say what is printed on it", path, name)
		}
		truth, _, _ = strings.Cut(truth, "\n")
		w := written{file: set + "-" + strings.NewReplacer(" ", "-", "/", "-").Replace(name) + ".jpg", rows: strings.Split(strings.Trim(body, "\n"), "\n"), truth: map[string]string{}}
		for _, f := range strings.Split(truth, "; ") {
			key, value, _ := strings.Cut(f, " ")
			w.truth[key] = value
		}
		out = append(out, w)
	}
	return out, nil
}

var columnText = regexp.MustCompile(`\S+(?: \S+)*`)

// print sets the rows on a roll as wide as the longest of them, with letters of
// one width, so that the columns stand as they were written.
func (w *written) print() *paper {
	const size = 24
	f := face{font: mono, size: size, width: 0.9}
	longest := 24
	for _, row := range w.rows {
		n := utf8.RuneCountInString(row)
		if strings.HasPrefix(row, "^") {
			n = n * 3 / 2
		}
		longest = max(longest, n)
	}
	letter := f.advance("0")
	p := roll(int(float64(longest)*letter)+2*40, 40, f, face{font: monoBold, size: size, width: 0.9})
	for _, row := range w.rows {
		use, step := p.plain, letter
		if strings.HasPrefix(row, "^") {
			row, use, step = row[1:], p.bold.times(1.5), letter*1.5
		}
		y := p.feed(use)
		for _, at := range columnText.FindAllStringIndex(row, -1) {
			s := row[at[0]:at[1]]
			g := use
			if !g.has(s) {
				g = face{font: inter, size: use.size, width: 0.95}
			}
			p.set(g, p.margin+step*float64(utf8.RuneCountInString(row[:at[0]])), y, s)
		}
	}
	return p
}

// has tells whether the font has a letter for every sign of a text.
func (f face) has(s string) bool {
	var buf sfnt.Buffer
	for _, r := range s {
		if g, err := f.font.GlyphIndex(&buf, r); err != nil || g == 0 {
			return false
		}
	}
	return true
}

// draw photographs the receipt as a hand does: faded, turned, tilted and
// crumpled by what chance says.
func (w *written) draw(n uint64) ([]byte, error) {
	rng := rand.New(rand.NewPCG(n, seed(w.file)))
	ink := w.print().torn()
	fade(ink, 0.45*rng.Float64(), rng.Uint64())
	return asJPEG(shotOf(rng, ink).take(ink), 60+rng.IntN(30))
}

// drawWritten writes the pictures of receipts that were written as text, and
// what is printed on them.
func drawWritten(o options, paths []string) error {
	var all []written
	for _, path := range paths {
		some, err := writtenIn(path)
		if err != nil {
			return err
		}
		all = append(all, some...)
	}
	if err := each(all, func(w written) error {
		data, err := w.draw(o.seed)
		if err != nil {
			return fmt.Errorf("%s: drawing: %w", w.file, err)
		}
		return os.WriteFile(filepath.Join(o.out, w.file), data, 0o644)
	}); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(o.out, "truth.csv"))
	if err != nil {
		return err
	}
	rows := [][]string{{"file", "vendor", "date", "total", "currency"}}
	for _, w := range all {
		rows = append(rows, []string{w.file, w.truth["vendor"], w.truth["date"], w.truth["total"], w.truth["currency"]})
	}
	if err := csv.NewWriter(f).WriteAll(rows); err != nil {
		_ = f.Close()
		return fmt.Errorf("writing truth.csv: %w", err)
	}
	return f.Close()
}
