// Package catalogue holds the window's texts in other languages. The code is
// written with the English texts; a language is a file of texts beside this
// one, named after its code, that a translator can read and edit.
//
// The rooms behind the window know of no language: their sentences are
// translated when they are shown, by the patterns that they are made from.
package catalogue

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// English is the code of the language that the code is written with.
const English = "en"

//go:embed *.toml
var files embed.FS

// Language is a language that there is a catalogue of.
type Language struct {
	Code string // "de"
	Name string // as its speakers call it, "Deutsch"
}

// Languages are all languages, English first and the others by their codes.
func Languages() []Language {
	all := []Language{{English, "English"}}
	for _, code := range codes() {
		if c, err := Open(code); err == nil {
			all = append(all, Language{code, c.Name})
		}
	}
	return all
}

func codes() []string {
	entries, _ := files.ReadDir(".") // it is embedded
	var codes []string
	for _, e := range entries {
		codes = append(codes, strings.TrimSuffix(path.Base(e.Name()), ".toml"))
	}
	return codes
}

// Choose is the code of the language to speak: the chosen one, or that of the
// computer's locale where choice is "" or unknown, or English.
func Choose(choice, locale string) string {
	known := append([]string{English}, codes()...)
	if slices.Contains(known, choice) {
		return choice
	}
	tag, err := language.Parse(strings.ReplaceAll(locale, "_", "-"))
	if err != nil {
		return English
	}
	if base, _ := tag.Base(); slices.Contains(known, base.String()) {
		return base.String()
	}
	return English
}

// Catalogue is the texts of one language. It never changes, so any goroutine
// may use it. The zero Catalogue is English.
type Catalogue struct {
	Name string // of the language, as its speakers call it
	// Capitals tells that names keep their capital letters within a sentence.
	Capitals bool
	// Words are texts by the English text. Placeholders are those of fmt, and
	// may be numbered, as in "%[2]s".
	Words map[string]string
	// Counts are texts with a number, by the English text for several: a text
	// for each form of the plural that the language has.
	Counts map[string]map[string]string
	// Sentences are texts of the rooms behind the window, by the English
	// pattern.
	Sentences map[string]string
	// Toolkit are the texts of the toolkit's own menus and dialogs.
	Toolkit map[string]string
	// Decimal is what stands before the cents of an amount within a sentence,
	// and Day is Go's layout of a day; "" for 12.50 and 2006-01-02.
	Decimal, Day string

	tag      language.Tag
	patterns []pattern
}

// Open is the catalogue of a language.
func Open(code string) (*Catalogue, error) {
	if code == English {
		return &Catalogue{Name: "English"}, nil
	}
	tag, err := language.Parse(code)
	if err != nil {
		return nil, fmt.Errorf("the language %q: %w", code, err)
	}
	c := &Catalogue{tag: tag}
	if _, err := toml.DecodeFS(files, code+".toml", c); err != nil {
		return nil, fmt.Errorf("reading the texts of the language %q: %w", code, err)
	}
	c.patterns = patternsOf(c.Sentences)
	return c, nil
}

// Text is an English text in the language, with its placeholders filled. A
// text that is not in the catalogue stays English.
func (c *Catalogue) Text(english string, args ...any) string {
	text, ok := c.Words[english]
	if !ok {
		text = english
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Count is an English text about n things, of which one is the form for one
// thing and many that for several; n fills the first placeholder.
func (c *Catalogue) Count(n int, one, many string, args ...any) string {
	text := many
	if n == 1 {
		text = one
	}
	if forms, ok := c.Counts[many]; ok {
		form := forms["other"]
		if f, ok := forms[c.form(n)]; ok {
			form = f
		}
		text = form
	}
	return fmt.Sprintf(text, append([]any{n}, args...)...)
}

// form is the plural form of the language that a number takes.
func (c *Catalogue) form(n int) string {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	return names[plural.Cardinal.MatchPlural(c.tag, max(n, -n), 0, 0, 0, 0)]
}

// Inside is a name as it is written within a sentence: English and most other
// languages begin it with a small letter.
func (c *Catalogue) Inside(name string) string {
	if c.Capitals {
		return name
	}
	return strings.ToLower(name)
}
