package ui

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// search is what was typed into the search line: words that a receipt must
// have, and filters such as vendor:shell, total>50 or date:2026-03.
type search struct {
	words   []string
	terms   []term
	problem string // what cannot be understood, in words; "" for nothing
}

// term is one filter.
type term struct {
	is  func(*entry) bool
	not bool
}

func (s search) holds(e *entry, on onPictures) bool {
	for _, w := range s.words {
		if !strings.Contains(e.search, w) && !on.has(w, e.id()) {
			return false
		}
	}
	for _, t := range s.terms {
		if t.is(e) == t.not {
			return false
		}
	}
	return true
}

// parseSearch reads the search line. A filter that is still being typed lets
// everything through; words with a colon that name no filter are just words.
func parseSearch(text string, w writing, today receipt.Date) search {
	var s search
	for _, part := range splitWords(text) {
		name, sign, value := splitTerm(part)
		not := strings.HasPrefix(name, "-")
		is, known, err := filterOf(strings.TrimPrefix(name, "-"), sign, value, w, today)
		switch {
		case !known:
			s.words = append(s.words, fold(strings.ReplaceAll(part, `"`, "")))
		case err != nil && s.problem == "":
			s.problem = sentence(err)
		case is != nil:
			s.terms = append(s.terms, term{is, not})
		}
	}
	return s
}

// splitWords parts a line at its spaces, but not within quotation marks.
func splitWords(text string) []string {
	quoted := false
	return strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' || r == '“' || r == '”' {
			quoted = !quoted
		}
		return unicode.IsSpace(r) && !quoted
	})
}

// splitTerm parts "total>=50" into name, sign and value; without a sign the
// name is all of it.
func splitTerm(part string) (name, sign, value string) {
	i := strings.IndexAny(part, ":<>=")
	if i <= 0 {
		return part, "", ""
	}
	n := 1
	if i+1 < len(part) && part[i+1] == '=' && part[i] != ':' {
		n = 2
	}
	value = strings.Map(func(r rune) rune {
		if r == '"' || r == '“' || r == '”' {
			return -1
		}
		return r
	}, part[i+n:])
	return strings.ToLower(part[:i]), part[i : i+n], value
}

// filterOf is the filter of a name; known is false when there is none of that
// name. A nil filter without an error is one that is not finished.
func filterOf(name, sign, value string, w writing, today receipt.Date) (is func(*entry) bool, known bool, err error) {
	if sign == "" {
		return nil, false, nil
	}
	lower := fold(value)
	has := func(get func(*entry) string) (func(*entry) bool, bool, error) {
		switch {
		case value == "":
			return nil, true, nil
		case sign == "=":
			return func(e *entry) bool { return strings.EqualFold(get(e), value) }, true, nil
		}
		return func(e *entry) bool { return strings.Contains(fold(get(e)), lower) }, true, nil
	}
	field := func(get func(*receipt.Fields) string) (func(*entry) bool, bool, error) {
		return has(func(e *entry) string { return get(&e.receipt.Fields) })
	}
	switch name {
	case "vendor":
		return field(func(f *receipt.Fields) string { return f.Vendor })
	case "category", "cat":
		return field(func(f *receipt.Fields) string { return f.Category })
	case "number":
		return field(func(f *receipt.Fields) string { return f.InvoiceNumber })
	case "note", "notes":
		return field(func(f *receipt.Fields) string { return f.Notes })
	case "paid":
		return field(func(f *receipt.Fields) string { return f.Payment() })
	case "file":
		return has(func(e *entry) string { return file(e.receipt) })
	case "status", "is":
		return has(func(e *entry) string {
			return e.state.word + " " + stateIn(e.receipt, english).word + " " + string(e.receipt.Status)
		})
	case "tag":
		return has(func(e *entry) string { return strings.Join(e.receipt.Tags, "\n") })
	case "engine":
		return has(func(e *entry) string { return string(e.receipt.Engine) })
	case "currency", "cur":
		return field(func(f *receipt.Fields) string { return f.Currency })
	case "no":
		return missing(lower)
	case "date":
		is, err = dateTerm(sign, value, today, func(e *entry) receipt.Date { return e.receipt.Fields.Date })
		return is, true, err
	case "added":
		is, err = dateTerm(sign, value, today, func(e *entry) receipt.Date { return receipt.DateOf(e.receipt.Created.Local()) })
		return is, true, err
	}
	if f := receipt.Field(name); f.Money() {
		is, err = amountTerm(f, sign, value, w)
		return is, true, err
	}
	return nil, false, nil
}

// missing is "no:category": what has no value there.
func missing(name string) (func(*entry) bool, bool, error) {
	if name == "tag" {
		return func(e *entry) bool { return len(e.receipt.Tags) == 0 }, true, nil
	}
	for _, f := range receipt.AllFields() {
		if string(f) == name {
			return func(e *entry) bool { return e.receipt.Fields.Get(f) == "" }, true, nil
		}
	}
	for _, f := range receipt.AllFields() {
		if strings.HasPrefix(string(f), name) { // still being typed
			return nil, true, nil
		}
	}
	return nil, true, fmt.Errorf("“no:%s” names no field. Write no:category, no:date, no:tax or the like", name)
}

// amountTerm compares an amount: total>50, total:12.50, total:10..20.
func amountTerm(f receipt.Field, sign, value string, w writing) (func(*entry) bool, error) {
	from, to, ranged := strings.Cut(value, "..")
	low, err := w.searched(from)
	if err != nil {
		return nil, fmt.Errorf("“%s%s%s”: write an amount, such as %s>50 or %s:10..20", f, sign, value, f, f)
	}
	high, err := w.searched(to)
	if err != nil {
		return nil, fmt.Errorf("“%s%s%s”: write an amount, such as %s>50 or %s:10..20", f, sign, value, f, f)
	}
	if !low.Known() && !high.Known() {
		return nil, nil
	}
	return func(e *entry) bool {
		a := e.receipt.Fields.Amount(f)
		if !a.Known() {
			return false
		}
		if ranged {
			return (!low.Known() || a.Cmp(low) >= 0) && (!high.Known() || a.Cmp(high) <= 0)
		}
		return compares(sign, a.Cmp(low))
	}, nil
}

// searched is an amount of the search line: "50", "12,50", "-3"; unknown for "".
func (w writing) searched(text string) (receipt.Amount, error) {
	if text == "" || text == "-" {
		return receipt.Amount{}, nil
	}
	if a, err := receipt.ParseAmount(strings.Replace(text, w.decimal, ".", 1)); err == nil {
		return a, nil
	}
	plain, err := w.plainAmount(text, "")
	if err != nil {
		return receipt.Amount{}, err
	}
	return receipt.ParseAmount(plain)
}

func compares(sign string, c int) bool {
	switch sign {
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	}
	return c == 0
}
