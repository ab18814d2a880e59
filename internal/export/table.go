package export

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// layout turns receipts into the text of a file. Everything is appended, so
// that the text can be measured, divided into files and hashed as it comes.
type layout interface {
	begin(b *bytes.Buffer)
	// receipt writes the lines of one receipt and returns how many they are.
	receipt(b *bytes.Buffer, entries []entry) (lines int, err error)
	between() string // what stands between receipts
	end(b *bytes.Buffer, empty bool)
}

func (s *scribe) layout() layout {
	switch s.profile.Layout {
	case "json":
		return jsonLayout{}
	case "journal":
		return journal{s}
	case "beancount":
		return beancount{s}
	case "iif":
		return iif{s}
	}
	return table{s}
}

// table is lines of cells with something between them. A workbook is rehearsed
// as one.
type table struct{ s *scribe }

func (t table) begin(b *bytes.Buffer) {
	if t.s.profile.File.NoHeader {
		return
	}
	for i, c := range t.s.profile.Columns {
		if i > 0 {
			b.WriteString(t.s.comma)
		}
		t.s.quoted(b, c.Name)
	}
	b.WriteString(t.s.eol())
}

func (t table) receipt(b *bytes.Buffer, entries []entry) (int, error) {
	for i := range entries {
		for n, c := range t.s.cells(&entries[i]) {
			if n > 0 {
				b.WriteString(t.s.comma)
			}
			t.s.quoted(b, t.s.literal(c, t.s.profile.Columns[n].Date))
		}
		b.WriteString(t.s.eol())
	}
	if t.s.profile.Grain == "postings" {
		t.s.balanced(entries)
	}
	return len(entries), nil
}

func (table) between() string         { return "" }
func (table) end(*bytes.Buffer, bool) {}

// cells are the values of an entry, one for each column, that keep the
// column's rules.
func (s *scribe) cells(e *entry) []cell {
	list := make([]cell, len(s.profile.Columns))
	for i := range s.profile.Columns {
		list[i] = s.cell(e, &s.profile.Columns[i])
	}
	return list
}

func (s *scribe) cell(e *entry, col *Column) cell {
	c := col.value.cell(e)
	switch c.kind {
	case text:
		if c.value != "" {
			if e.made && col.Max > 0 && c.value == e.number {
				c.value = e.shortNumber(col.Max)
			}
			c.value = s.fit(e, col.Name, c.value, limit{col.Max, col.Value == "{number}" || col.Value == "{invoice-number}"})
		}
	case amount:
		if c.value = s.signed(e, col, c.value); col.NoZero && zero(c.value) {
			c.value = ""
		}
	case word:
		if col.Max > 0 && utf8.RuneCountInString(c.value) > col.Max {
			s.problem(e, "length", true, "%q is longer than the %d characters that %s may have", c.value, col.Max, col.Name)
		}
	}
	if c.value == "" {
		c.value = col.Blank
	}
	s.keep(e, col, c)
	return c
}

// keep says where a value breaks the column's rules.
func (s *scribe) keep(e *entry, col *Column, c cell) {
	switch {
	case c.value == "" && col.Required:
		s.missing(e, col)
	case c.value == "":
	case len(col.Accept) > 0 && !slices.Contains(col.Accept, c.value):
		s.problem(e, "value", true, "%s %q is not one that %s takes%s", col.Name, c.value, s.profile.Title, oneOf(col.Accept))
	case col.NoDigits && c.kind == text && strings.ContainsFunc(c.value, unicode.IsDigit):
		s.problem(e, "digits", false, "%s would rather have no digits in %s: %q", s.profile.Title, col.Name, c.value)
	case s.profile.File.Decimals > 0 && c.kind == amount && decimals(c.value) > s.profile.File.Decimals:
		s.problem(e, "decimals", true, "%s takes %d decimals, and this is %s: enter it by hand", s.profile.Title, s.profile.File.Decimals, c.value)
	case col.Positive && c.kind == amount && strings.HasPrefix(c.value, "-"):
		s.problem(e, "sign", true, "%s may not be below zero, and this is %s", col.Name, c.value)
	}
}

// missing says that a column has no value, in the words of the receipt where
// they are known.
func (s *scribe) missing(e *entry, col *Column) {
	f, name := e.fields(), ""
	switch col.Value {
	case "{account}", "{posting-account}", "{payment-account}", "{tax-name}", "{vendor-number}":
		return // said already, with what it is missing for
	case "{vendor}", "{date}", "{total}", "{currency}":
		name = strings.Trim(col.Value, "{}")
	case "{due-date}":
		name = "date"
	case "{net}", "{line-net}", "{line-total}":
		name = "total"
	}
	if name != "" && f.Get(receipt.Field(name)) == "" {
		s.problem(e, name, true, "There is no %s", name)
		return
	}
	s.problem(e, "empty", true, "%s is empty, and %s needs it", col.Name, s.profile.Title)
}

// signed is an amount with the column's sign and the file's decimals.
func (s *scribe) signed(e *entry, col *Column, literal string) string {
	if literal == "" {
		return ""
	}
	if col.Sign == "out" || col.Sign == "type" && refund(e.fields()) {
		literal = negated(literal)
	}
	if s.profile.File.Decimals > 0 {
		whole, fraction, _ := strings.Cut(literal, ".")
		if pad := s.profile.File.Decimals - len(fraction); pad > 0 {
			literal = whole + "." + fraction + strings.Repeat("0", pad)
		}
	}
	return literal
}

// negated is the literal with the other sign; zero has none.
func negated(literal string) string {
	if rest, ok := strings.CutPrefix(literal, "-"); ok {
		return rest
	}
	if zero(literal) {
		return literal
	}
	return "-" + literal
}

func decimals(literal string) int {
	_, fraction, _ := strings.Cut(literal, ".")
	return len(fraction)
}

func zero(literal string) bool { return strings.Trim(literal, "-0.") == "" }

// literal is the cell as the file writes it.
func (s *scribe) literal(c cell, dateLayout string) string {
	switch {
	case c.kind == amount && s.decimal == ",":
		return strings.Replace(c.value, ".", ",", 1)
	case c.kind == day && c.value != "":
		layout := s.date
		if dateLayout != "" {
			layout = s.dateLayout(dateLayout)
		}
		if layout == time.DateOnly {
			return c.value
		}
		if d, err := receipt.ParseDate(c.value); err == nil && d.Known() {
			return d.Time().Format(layout)
		}
	}
	return c.value
}

// quoted writes a value as RFC 4180 has it, by the file's rule.
func (s *scribe) quoted(b *bytes.Buffer, value string) {
	rule := s.profile.File.Quote
	if rule == "never" || rule != "always" && !needsQuotes(value, s.comma) {
		b.WriteString(value)
		return
	}
	b.WriteByte('"')
	value = strings.ReplaceAll(value, `"`, `""`)
	b.WriteString(strings.ReplaceAll(value, "\n", s.eol()))
	b.WriteByte('"')
}

// needsQuotes is encoding/csv's rule, whose files scripts know.
func needsQuotes(value, comma string) bool {
	if value == "" {
		return false
	}
	if value == `\.` || strings.Contains(value, comma) || strings.ContainsAny(value, "\"\r\n") {
		return true
	}
	first, _ := utf8.DecodeRuneInString(value)
	return unicode.IsSpace(first)
}

func (s *scribe) eol() string {
	if s.profile.File.EOL == "lf" {
		return "\n"
	}
	return "\r\n"
}
