package export

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// setting is a word of a profile and the words that it can be; the first is
// what an empty one means.
type setting struct {
	name  string
	value *string
	words []string
}

// compile fills in what is not said, and reads the templates.
func (p *Profile) compile() *mistake {
	if wrong := p.words(); wrong != nil {
		return wrong
	}
	for _, a := range p.Asks {
		if a.Name == "" || a.Title == "" {
			return &mistake{"[[ask]]", "an [[ask]] needs a name and a title"}
		}
		if a.Default != "" && len(a.Accept) > 0 && !slices.Contains(a.Accept, a.Default) {
			return &mistake{a.Default, fmt.Sprintf("the default %q of %s is none of those it accepts", a.Default, a.Name)}
		}
	}
	for kind, n := range p.Needs {
		if !slices.Contains([]string{"account", "tax", "vendor", "payment"}, kind) {
			return &mistake{"[needs." + kind, fmt.Sprintf("there is no need %q: choose account, tax, vendor or payment", kind)}
		}
		if _, err := regexp.Compile(n.Pattern); err != nil {
			return &mistake{n.Pattern, fmt.Sprintf("the pattern of %s cannot be read: %v", kind, err)}
		}
	}
	for i := range p.Columns {
		if wrong := p.column(&p.Columns[i]); wrong != nil {
			return wrong
		}
	}
	for i := range p.Companions {
		if wrong := p.template(&p.Companions[i].text, p.Companions[i].Text); wrong != nil {
			return wrong
		}
	}
	if wrong := p.dateLayout(p.File.Date); wrong != nil {
		return wrong
	}
	p.numbered = strings.Contains(p.Postings.Code, "{number}") || slices.ContainsFunc(p.Columns, func(c Column) bool { return strings.Contains(c.Value, "{number}") })
	return p.postings()
}

// words checks the settings that are one of a few words.
func (p *Profile) words() *mistake {
	if p.Name == "" || strings.Trim(p.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return &mistake{p.Name, fmt.Sprintf("the name %q must be small letters, digits and dashes", p.Name)}
	}
	for _, s := range []setting{
		{"title", &p.Title, []string{p.Name, p.Title}},
		{"layout", &p.Layout, []string{"table", "workbook", "json", "journal", "beancount", "iif"}},
		{"grain", &p.Grain, []string{"receipts", "taxes", "items", "postings"}},
		{"extension", &p.File.Extension, []string{"csv", p.File.Extension}},
		{"encoding", &p.File.Encoding, []string{"utf-8", "utf-8-bom", "windows-1252"}},
		{"eol", &p.File.EOL, []string{"crlf", "lf"}},
		{"quote", &p.File.Quote, []string{"needed", "always", "never"}},
		{"decimal", &p.File.Decimal, []string{".", ",", "locale"}},
		{"take", &p.Rules.Take, []string{"ready", "read", "all"}},
		{"text", &p.Rules.Text, []string{"importer", "people", "plain"}},
		{"refunds", &p.Rules.Refunds, []string{"same", "separate", "type", "stop"}},
		{"unique-number", &p.Rules.UniqueNumber, []string{"", "vendor", "file"}},
		{"currencies", &p.Rules.Currencies, []string{"many", "separate", "one"}},
	} {
		if *s.value == "" {
			*s.value = s.words[0]
		}
		if !slices.Contains(s.words, *s.value) {
			return &mistake{fmt.Sprintf("%q", *s.value), fmt.Sprintf("%s cannot be %q: choose one of %s", s.name, *s.value, strings.Join(s.words, ", "))}
		}
	}
	switch d := p.File.Delimiter; {
	case d == "":
		p.File.Delimiter = ","
	case d != "tab" && d != "locale" && len([]rune(d)) != 1 || d == `"`:
		return &mistake{fmt.Sprintf("%q", d), fmt.Sprintf("the delimiter cannot be %q: give one character, tab or locale", d)}
	}
	if p.Tabular() && len(p.Columns) == 0 {
		return &mistake{"layout", "a table needs at least one [[column]]"}
	}
	p.Rules.Latin = p.Rules.Latin || p.File.Encoding == "windows-1252"
	if p.File.Quote == "never" && p.File.Delimiter != "locale" { // nothing else keeps the cells apart
		delimiter := p.File.Delimiter
		if delimiter == "tab" {
			delimiter = "\t"
		}
		p.Rules.Forbid += delimiter + `"`
	}
	return nil
}

func (p *Profile) column(c *Column) *mistake {
	if c.Name == "" && !p.File.NoHeader {
		return &mistake{"name = \"\"", "a [[column]] needs a name"}
	}
	if !slices.Contains([]string{"", "out", "type"}, c.Sign) {
		return &mistake{fmt.Sprintf("%q", c.Sign), fmt.Sprintf("the sign of %s cannot be %q: choose out or type, or leave it away", c.Name, c.Sign)}
	}
	if c.Max < 0 || c.Max > 0 && c.Max < 4 {
		return &mistake{fmt.Sprintf("max = %d", c.Max), fmt.Sprintf("max of %s must be 4 or more", c.Name)}
	}
	if wrong := p.dateLayout(c.Date); wrong != nil {
		return wrong
	}
	return p.template(&c.value, c.Value)
}

func (p *Profile) dateLayout(layout string) *mistake {
	if name, ok := strings.CutPrefix(layout, "{choice."); ok {
		if _, found := p.Ask(strings.TrimSuffix(name, "}")); !found {
			return &mistake{layout, layout + " is none of the [[ask]] of this profile"}
		}
		return nil
	}
	if layout != "" && strings.Trim(layout, "YMD-/. ") != "" {
		return &mistake{layout, fmt.Sprintf("the date cannot be %q: write it like DD/MM/YYYY", layout)}
	}
	return nil
}

func (p *Profile) template(t *template, text string) *mistake {
	parsed, err := parseTemplate(text, p.Asks)
	if err != nil {
		return &mistake{text, err.Error()}
	}
	*t = parsed
	return nil
}

func (p *Profile) postings() *mistake {
	o := &p.Postings
	for _, pair := range []struct {
		t    *template
		text string
	}{{&o.paid, o.Paid}, {&o.tax, o.Tax}, {&o.tip, o.Tip}, {&o.fees, o.Fees}, {&o.discount, o.Discount}, {&o.rounding, o.Rounding},
		{&o.payee, o.Payee}, {&o.code, o.Code}, {&o.memo, o.Memo}, {&o.comment, o.Comment}, {&o.due, o.Due}} {
		if wrong := p.template(pair.t, pair.text); wrong != nil {
			return wrong
		}
	}
	if p.Grain == "postings" && o.Paid == "" {
		return &mistake{"[postings]", "[postings] needs paid, the account that the money came from"}
	}
	switch p.Layout {
	case "journal", "beancount", "iif":
		if p.Grain != "postings" {
			return &mistake{"grain", fmt.Sprintf("the grain of a %s is postings", p.Layout)}
		}
	}
	return nil
}
