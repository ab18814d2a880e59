package export

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// beancount is what beancount reads.
// https://beancount.github.io/docs/beancount_language_syntax.html
type beancount struct{ s *scribe }

func (l beancount) begin(*bytes.Buffer)     {}
func (l beancount) between() string         { return l.s.eol() }
func (l beancount) end(*bytes.Buffer, bool) {}

func (l beancount) receipt(b *bytes.Buffer, entries []entry) (int, error) {
	e, s := &entries[len(entries)-1], l.s
	p := &s.profile.Postings
	start := b.Len()
	fmt.Fprintf(b, "%s * %s %s", s.literal(cell{day, e.fields().Date.String()}, ""), beanString(s.text(e, "payee", p.payee)), beanString(s.text(e, "memo", p.memo)))
	if code := beanLink(s.text(e, "code", p.code)); code != "" {
		b.WriteString(" ^" + code)
	}
	b.WriteString(" #receipt" + s.eol())
	if comment := s.text(e, "comment", p.comment); comment != "" {
		b.WriteString("  document: " + beanString(comment) + s.eol())
	}
	for i := range entries {
		e := &entries[i]
		line := "  " + s.posting(e, beanAccount)
		if words := s.fit(e, "line-text", flat(e.part.text), limit{}); words != "" {
			line += "  ; " + words
		}
		b.WriteString(line + s.eol())
	}
	s.balanced(entries)
	return bytes.Count(b.Bytes()[start:], []byte("\n")), nil
}

func beanString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// beanLink is a number of the characters that a link may have.
func beanLink(s string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r >= '0' && r <= '9', strings.ContainsRune("-_/.", r):
			return r
		}
		return '-'
	}, s), "-")
}

var (
	beanRoots = []string{"Assets", "Liabilities", "Equity", "Income", "Expenses"}
	beanPart  = regexp.MustCompile(`^[\p{Lu}\p{Nd}\p{Lo}][\p{L}\p{Nd}-]*$`)
)

// beanAccount says what is wrong with an account for beancount, or "".
func beanAccount(account string) string {
	parts := strings.Split(account, ":")
	if !slices.Contains(beanRoots, parts[0]) {
		return "does not begin with one of " + strings.Join(beanRoots, ", ")
	}
	if len(parts) < 2 {
		return "needs a name after " + parts[0] + ":"
	}
	for _, p := range parts[1:] {
		if !beanPart.MatchString(p) {
			return fmt.Sprintf("has the part %q: beancount wants a capital or a digit first, then letters, digits and dashes", p)
		}
	}
	return ""
}
