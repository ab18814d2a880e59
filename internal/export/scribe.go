package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// scribe writes receipts by a profile and a person's choices, and says what
// speaks against it. It is the same in the rehearsal and in the writing.
type scribe struct {
	profile *Profile
	choices Choices
	date    string // Go's layout
	decimal string
	comma   string

	found   []Problem    // about the receipt at hand
	changes []TextChange // of the receipt at hand
	unnamed map[Unnamed]bool
}

func newScribe(p *Profile, c Choices) *scribe {
	s := &scribe{profile: p, choices: c, decimal: p.File.Decimal, comma: p.File.Delimiter, unnamed: map[Unnamed]bool{}}
	if s.decimal == "locale" {
		s.decimal = map[bool]string{false: ".", true: ","}[c.DecimalComma]
	}
	switch s.comma {
	case "locale":
		s.comma = map[bool]string{false: ",", true: ";"}[c.DecimalComma]
	case "tab":
		s.comma = "\t"
	}
	s.date = s.dateLayout(p.File.Date)
	return s
}

// dateLayout is Go's layout for one such as DD/MM/YYYY or {choice.date-order}.
func (s *scribe) dateLayout(layout string) string {
	if name, ok := strings.CutPrefix(layout, "{choice."); ok {
		layout = s.choice(strings.TrimSuffix(name, "}"))
	}
	if layout == "" {
		layout = "YYYY-MM-DD"
	}
	return strings.NewReplacer("YYYY", "2006", "YY", "06", "MM", "01", "DD", "02").Replace(layout)
}

// choice is what the person chose.
func (s *scribe) choice(name string) string {
	ask, _ := s.profile.Ask(name)
	value, _ := ask.value(s.choices)
	return value
}

func (s *scribe) picture(r Row) string {
	if s.choices.Picture != nil {
		return s.choices.Picture(r)
	}
	return PictureName(r.Receipt)
}

// typeOf is the profile's word for what the receipt is.
func (s *scribe) typeOf(e *entry) string {
	t := &s.profile.Type
	purchase := s.purchase()
	if !refund(e.fields()) {
		return purchase
	}
	if word := t.Refunds[purchase]; word != "" {
		return word
	}
	return t.Refund
}

// purchase is the profile's word for a purchase.
func (s *scribe) purchase() string {
	if name, ok := strings.CutPrefix(s.profile.Type.Purchase, "{choice."); ok {
		return s.choice(strings.TrimSuffix(name, "}"))
	}
	return s.profile.Type.Purchase
}

// need is what the person's books call something of the receipt: an account
// for its category, a number for its vendor.
func (s *scribe) need(e *entry, kind, key string) cell {
	var names map[string]string
	switch kind {
	case "account":
		names = s.choices.Accounts
	case "vendor":
		names = s.choices.Vendors
	case "payment":
		names = s.choices.Payments
	}
	value := names[key]
	if value == "" {
		value = names[""]
	}
	return s.named(e, kind, key, value)
}

// taxName is what the books call the tax of a line.
func (s *scribe) taxName(e *entry) cell {
	key := "none"
	if !e.part.taxed && s.profile.Needs["tax"].UntaxedBlank {
		return cell{kind: word}
	}
	switch {
	case e.part.rate.Known():
		key = percent(e.part.rate)
	case e.part.taxed:
		key = s.likelyRate(e)
	}
	value := s.choices.Taxes[key]
	if value == "" && key == "none" {
		value = s.choices.Taxes["0"]
	}
	return s.named(e, "tax", key, value)
}

// likelyRate is the one rate that makes the tax of a line whose rate is not
// printed: one of the person's, or else an even one, which is then asked for.
// It is "unknown" for none or several.
func (s *scribe) likelyRate(e *entry) string {
	var own []receipt.Amount
	for key := range s.choices.Taxes {
		if rate, err := receipt.ParseAmount(key); err == nil && rate.Sign() > 0 {
			own = append(own, rate)
		}
	}
	found, ok := s.onlyRate(e, own)
	if found == "" && ok {
		found, _ = s.onlyRate(e, evenRates)
	}
	if found == "" {
		return "unknown"
	}
	return found
}

// evenRates are 1 to 30 percent in halves.
var evenRates = func() []receipt.Amount {
	var rates []receipt.Amount
	for halves := int64(2); halves <= 60; halves++ {
		rates = append(rates, exact(decimal.New(halves*5, -1)))
	}
	return rates
}()

// onlyRate is the one of the rates that makes the tax of a line, "" for none;
// ok is false for several.
func (s *scribe) onlyRate(e *entry, rates []receipt.Amount) (found string, ok bool) {
	for _, rate := range rates {
		if !fits(e.part.net, rate, e.part.tax, e.fields().Currency) {
			continue
		}
		if found != "" {
			return "", false
		}
		found = percent(rate)
	}
	return found, true
}

func (s *scribe) named(e *entry, kind, key, value string) cell {
	n := s.profile.Needs[kind]
	if value == "" && (n.For == "" || n.For == s.purchase()) {
		value = n.Default
	}
	switch {
	case value == "" && !n.Optional:
		s.unnamed[Unnamed{kind, key}] = true
		s.problem(e, "no-"+kind, true, "%s", missing(n.Title, kind, key))
	case value != "" && !n.accepts(value):
		s.problem(e, "wrong-"+kind, true, "%s %q is not one that %s takes%s", n.Title, value, s.profile.Title, oneOf(n.Accept))
	}
	return cell{word, flat(value)}
}

func missing(title, kind, key string) string {
	switch {
	case kind == "tax" && key == "none":
		return fmt.Sprintf("There is no %s for what is not taxed", lower(title))
	case kind == "tax" && key == "unknown":
		return fmt.Sprintf("There is no %s for a tax whose rate is not printed", lower(title))
	case kind == "tax":
		return fmt.Sprintf("There is no %s for %s%%", lower(title), key)
	case key == "" && kind == "account":
		return fmt.Sprintf("There is no %s for receipts without a category", lower(title))
	case key == "":
		return fmt.Sprintf("There is no %s", lower(title))
	}
	return fmt.Sprintf("There is no %s for %q", lower(title), key)
}

func lower(title string) string {
	if len(title) > 1 && title[1] >= 'a' {
		return strings.ToLower(title[:1]) + title[1:]
	}
	return title
}

func oneOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return ": choose one of " + strings.Join(list, ", ")
}

func (n Need) accepts(value string) bool {
	if len(n.Accept) > 0 && !slices.Contains(n.Accept, value) {
		return false
	}
	return n.Pattern == "" || matches(n.Pattern, value)
}

// accountOf is the account that a posting goes to.
func (s *scribe) accountOf(e *entry) string {
	p := &s.profile.Postings
	var t template
	switch e.part.kind {
	case paid:
		t = p.paid
	case taxPart:
		t = p.tax
	case tip:
		t = p.tip
	case fees:
		t = p.fees
	case discount:
		t = p.discount
	case rounding, difference:
		t = p.rounding
	}
	if len(t) > 0 {
		if account := t.cell(e).value; account != "" {
			return account
		}
	}
	return s.need(e, "account", e.fields().Category).value
}

func (s *scribe) problem(e *entry, kind string, stops bool, format string, args ...any) {
	p := Problem{Receipt: e.row.Receipt.ID, Kind: kind, Words: fmt.Sprintf(format, args...), Stops: stops}
	if !slices.Contains(s.found, p) {
		s.found = append(s.found, p)
	}
}

func (s *scribe) changed(e *entry, field, from, to, why string) {
	c := TextChange{Receipt: e.row.Receipt.ID, Field: field, From: from, To: to, Why: why}
	if !slices.Contains(s.changes, c) {
		s.changes = append(s.changes, c)
	}
}

// entries are the lines of a row.
func (s *scribe) entries(row *Row, number string, made bool) []entry {
	list := parts(&row.Receipt.Fields, s.profile.Grain)
	entries := make([]entry, len(list))
	for i, p := range list {
		entries[i] = entry{scribe: s, row: row, part: p, line: i + 1, number: number, made: made}
	}
	return entries
}
