package export

import (
	"bytes"
	"strings"
)

// iif is what QuickBooks Desktop imports: tab separated, one TRNS line for
// the account that the money came from, one SPL line for each other account,
// and the sum of a transaction is zero.
// http://support.quickbooks.intuit.com/support/Pages/InProductHelp/Core/QB2K8/ContentPackage/Core/IIF/iif_reference_transactions.html
type iif struct{ s *scribe }

func (l iif) begin(b *bytes.Buffer) {
	for _, line := range []string{
		"!TRNS\tTRNSID\tTRNSTYPE\tDATE\tACCNT\tNAME\tCLASS\tAMOUNT\tDOCNUM\tMEMO\tDUEDATE",
		"!SPL\tSPLID\tTRNSTYPE\tDATE\tACCNT\tNAME\tCLASS\tAMOUNT\tDOCNUM\tMEMO",
		"!ENDTRNS"} {
		b.WriteString(line + l.s.eol())
	}
}

func (iif) between() string         { return "" }
func (iif) end(*bytes.Buffer, bool) {}

func (l iif) receipt(b *bytes.Buffer, entries []entry) (int, error) {
	s := l.s
	p := &s.profile.Postings
	last := len(entries) - 1
	head := &entries[last] // the account that the money came from
	memo := s.text(head, "MEMO", p.memo)
	number, name := s.text(head, "DOCNUM", p.code), s.text(head, "NAME", p.payee)
	date := s.literal(cell{day, head.fields().Date.String()}, "")
	line := func(kind string, e *entry, memo string, more ...string) {
		values := append([]string{kind, "", s.typeOf(e), date, tabless(s.accountOf(e)), name, "", e.part.total().In(e.fields().Currency), number, memo}, more...)
		b.WriteString(strings.Join(values, "\t") + s.eol())
	}
	if s.typeOf(head) == "" {
		s.problem(head, "refund", true, "%s has no type for a refund here: choose another one, or enter it by hand", s.profile.Title)
	}
	due := ""
	if s.typeOf(head) == "BILL" { // nothing else is owed
		due = s.text(head, "DUEDATE", p.due)
	}
	line("TRNS", head, memo, due)
	for i := range entries[:last] {
		e, words := &entries[i], memo
		if e.part.kind != goods {
			words = s.fit(e, "MEMO", flat(e.part.text), limit{})
		}
		line("SPL", e, words)
	}
	b.WriteString("ENDTRNS" + s.eol())
	s.balanced(entries)
	return len(entries) + 1, nil
}

func tabless(s string) string { return without(s, "\t\"") }
