package export

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// journal is what ledger and hledger read.
// https://hledger.org/hledger.html#journal
type journal struct{ s *scribe }

func (j journal) begin(*bytes.Buffer)     {}
func (j journal) between() string         { return j.s.eol() }
func (j journal) end(*bytes.Buffer, bool) {}

func (j journal) receipt(b *bytes.Buffer, entries []entry) (int, error) {
	e, s := &entries[len(entries)-1], j.s
	p := &s.profile.Postings
	start := b.Len()
	fmt.Fprintf(b, "%s *", s.literal(cell{day, e.fields().Date.String()}, ""))
	if code := without(s.text(e, "code", p.code), "()"); code != "" {
		fmt.Fprintf(b, " (%s)", code)
	}
	b.WriteString(" " + s.text(e, "payee", p.payee))
	if comment := s.text(e, "comment", p.comment); comment != "" {
		b.WriteString("  ; " + comment)
	}
	b.WriteString(s.eol())
	for i := range entries {
		e := &entries[i]
		line := "    " + s.posting(e, plainAccount)
		if words := without(s.fit(e, "line-text", flat(e.part.text), limit{}), s.profile.Rules.Forbid+commands); words != "" {
			line += "  ; " + words
		}
		b.WriteString(line + s.eol())
	}
	s.balanced(entries)
	return bytes.Count(b.Bytes()[start:], []byte("\n")), nil
}

// commands are what a comment can give: "date:" or "[2026-03-15]" printed on a
// receipt would move a posting to another day, or break the whole file.
const commands = ":[]"

// plainAccount says what is wrong with an account for ledger and hledger, or "".
func plainAccount(account string) string {
	switch {
	case strings.ContainsAny(account, ";\"[](){}"):
		return "has one of ; \" ( ) [ ] { } in it"
	case strings.HasPrefix(account, "*") || strings.HasPrefix(account, "!") || strings.HasPrefix(account, "~") || strings.HasPrefix(account, "="):
		return "begins with a sign that means something else there"
	}
	return ""
}

// posting is "Account:Name      12.00 GBP", the amounts in line.
func (s *scribe) posting(e *entry, wrong func(string) string) string {
	account := s.accountOf(e)
	if account != "" {
		if words := wrong(account); words != "" {
			s.problem(e, "account", true, "The account %q %s", account, words)
		}
	}
	f := e.fields()
	figure := e.part.total().In(f.Currency)
	if figure == "" {
		figure = "0"
	}
	const wide = 44
	gap := max(2, wide-utf8.RuneCountInString(account)-len(figure))
	return account + strings.Repeat(" ", gap) + figure + " " + f.Currency
}

// text is a template's value, fit for the file.
func (s *scribe) text(e *entry, field string, t template) string {
	c := t.cell(e)
	switch {
	case c.kind == day:
		return s.literal(c, "")
	case c.kind != text || c.value == "":
		return c.value
	}
	return s.fit(e, field, c.value, limit{})
}

// balanced says so when postings do not come to zero: no such receipt may
// reach anybody's books.
func (s *scribe) balanced(entries []entry) {
	var sum receipt.Amount
	for i := range entries {
		sum = sum.Add(entries[i].part.total())
	}
	if sum.Sign() != 0 {
		e := &entries[0]
		s.problem(e, "sum", true, "The postings do not come to zero: %s is left", sum.In(e.fields().Currency))
	}
}
