package catalogue

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// pattern finds the sentences that an English pattern makes, such as "the %s
// is damaged", and what they say in the language.
type pattern struct {
	english string
	verbs   []string
	match   *regexp.Regexp
	text    string
}

// verb is a placeholder of fmt.
var verb = regexp.MustCompile(`%(\[\d+\])?[-+#0]*[\d.]*[a-zA-Z]`)

// percent stands for a per cent sign that is no placeholder while placeholders
// are looked for.
const percent = "\x00"

func masked(text string) string { return strings.ReplaceAll(text, "%%", percent) }

// Placeholders are the placeholders of a text in the order of what fills
// them, such as "%d" and "%s": those that are numbered in the text, as in
// "%[2]s", stand in the place of their number.
func Placeholders(text string) []string {
	found := make(map[int]string)
	at, most := 0, 0
	for _, v := range verb.FindAllString(masked(text), -1) {
		at++
		if i := strings.Index(v, "]"); i > 0 {
			fmt.Sscanf(v, "%%[%d]", &at)
			v = "%" + v[i+1:]
		}
		found[at], most = v, max(most, at)
	}
	all := make([]string, most)
	for i := range all {
		all[i] = found[i+1]
	}
	return all
}

// patternsOf are the patterns of sentences with placeholders: first those that
// add something to another sentence, then those with the most words of their own.
func patternsOf(sentences map[string]string) []pattern {
	var all []pattern
	for english, text := range sentences {
		if verbs := Placeholders(english); len(verbs) > 0 {
			all = append(all, pattern{english, verbs, regexp.MustCompile(expression(english)), plain(text)})
		}
	}
	slices.SortFunc(all, func(a, b pattern) int {
		return cmp.Or(-cmp.Compare(adds(a.english), adds(b.english)), cmp.Compare(own(b.english), own(a.english)), cmp.Compare(a.english, b.english))
	})
	return all
}

// adds is 1 for a pattern that begins with another sentence, or else 0.
func adds(english string) int {
	if strings.HasPrefix(english, "%v") {
		return 1
	}
	return 0
}

func own(text string) int { return len(verb.ReplaceAllString(text, "")) }

// expression is a pattern as a regular expression with a group for each of
// its placeholders.
func expression(english string) string {
	var b strings.Builder
	b.WriteString(`(?s)^`)
	english = masked(english)
	quoted := func(text string) string { return regexp.QuoteMeta(strings.ReplaceAll(text, percent, "%")) }
	last := 0
	for _, at := range verb.FindAllStringIndex(english, -1) {
		b.WriteString(quoted(english[last:at[0]]))
		switch english[at[1]-1] {
		case 'd':
			b.WriteString(`(-?\d+)`)
		case 'q':
			b.WriteString(`("(?:[^"\\]|\\.)*")`)
		default:
			b.WriteString(`(.+?)`)
		}
		last = at[1]
	}
	b.WriteString(quoted(english[last:]) + `$`)
	return b.String()
}

// plain has every placeholder take a text as it is.
func plain(text string) string {
	text = verb.ReplaceAllStringFunc(masked(text), func(v string) string {
		if i := strings.Index(v, "]"); i > 0 {
			return v[:i+1] + "s"
		}
		return "%s"
	})
	return strings.ReplaceAll(text, percent, "%%")
}

// Sentence is an English sentence of another room in the language: one that a
// pattern makes, or several of them. What no pattern makes stays English.
func (c *Catalogue) Sentence(english string) string {
	if len(c.Sentences) == 0 || english == "" {
		return english
	}
	if text, ok := c.whole(english); ok {
		return text
	}
	rest := strings.TrimRight(english, ". ")
	if text, ok := c.whole(rest); ok {
		return text + english[len(rest):]
	}
	sentences := strings.SplitAfter(english, ". ")
	for i, s := range sentences {
		rest := strings.TrimRight(s, ". ")
		if text, ok := c.clauses(rest, parting); ok {
			if i > 0 {
				text = capital(text)
			}
			sentences[i] = text + s[len(rest):]
		}
	}
	return strings.Join(sentences, "")
}

// parting is what parts a sentence into clauses, what parts most first.
var parting = []string{"; ", ": "}

// clauses is a sentence that is known whole, or by what it is joined from, as
// what was being done and why it failed. ok is false where nothing of it is known.
func (c *Catalogue) clauses(english string, parting []string) (text string, ok bool) {
	if text, ok := c.whole(english); ok || len(parting) == 0 {
		return text, ok
	}
	left, right, found := strings.Cut(english, parting[0])
	if !found {
		return c.clauses(english, parting[1:])
	}
	first, known := c.clauses(left, parting[1:])
	if !known {
		first = left
	}
	rest, ok := c.clauses(right, parting)
	if !ok {
		rest = right
	}
	return first + parting[0] + rest, known || ok
}

// whole is a sentence that is known with its full stop, without it, or with a
// small letter at its beginning.
func (c *Catalogue) whole(english string) (string, bool) {
	for _, try := range []string{english, small(english)} {
		if text, ok := c.Sentences[try]; ok {
			if try != english {
				text = capital(text)
			}
			return text, true
		}
	}
	for _, p := range c.patterns {
		for _, try := range []string{english, small(english)} {
			if parts := p.match.FindStringSubmatch(try); parts != nil {
				text := c.fill(p, parts[1:])
				if try != english {
					text = capital(text)
				}
				return text, true
			}
		}
	}
	return "", false
}

// fill puts the parts of a sentence into its place in the language. Causes
// and names that are known are translated; what a person wrote may look like
// one, but is quoted or stands where no pattern has %w or %v.
func (c *Catalogue) fill(p pattern, parts []string) string {
	args := make([]any, len(parts))
	for i, part := range parts {
		switch {
		case strings.HasSuffix(p.verbs[i], "w"), strings.HasSuffix(p.verbs[i], "v"):
			part = c.Sentence(part)
		case strings.HasSuffix(p.verbs[i], "s"):
			if text, ok := c.Sentences[part]; ok { // a field's name, a kind of file
				part = text
			} else if text, ok := c.Sentences[small(part)]; ok {
				part = capital(text)
			} else if !strings.Contains(p.english, "number") { // which stays as it is printed
				part = c.value(part)
			}
		}
		args[i] = part
	}
	return fmt.Sprintf(p.text, args...)
}

// amount is an amount of money with its cents, and maybe its currency.
var amount = regexp.MustCompile(`^(-?\d+)\.(\d{2,3}(?: [A-Z]{3})?)$`)

// value is an amount or a day as the language writes it, and anything else as
// it is.
func (c *Catalogue) value(text string) string {
	if day, err := time.Parse(time.DateOnly, text); err == nil && c.Day != "" {
		return day.Format(c.Day)
	}
	if c.Decimal != "" {
		return amount.ReplaceAllString(text, "${1}"+c.Decimal+"${2}")
	}
	return text
}

func small(text string) string {
	if text == "" || text[0] < 'A' || text[0] > 'Z' {
		return text
	}
	return strings.ToLower(text[:1]) + text[1:]
}

func capital(text string) string {
	for i, r := range text {
		if i == 0 {
			return strings.ToUpper(string(r)) + text[len(string(r)):]
		}
	}
	return text
}
