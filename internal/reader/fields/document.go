package fields

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// document is one receipt while it is being understood.
type document struct {
	v          *vocabulary
	hints      server.Hints
	rows       []*row
	labels     [][]label   // per row, words beside figures
	numerals   [][]numeral // per row
	dates      []dateMark
	clocks     []dateMark // times of rows without a date
	tongues    map[string]float64
	home       place
	style      style
	amounts    []*amount
	taxRows    []taxRow
	itemRows   map[int]bool // rows of things bought
	namesBelow bool         // the names of things bought stand below their figures
	ledger     bool         // charges of several days are listed
	refund     bool         // says that money went back
}

// label is a phrase that says what a figure is, in the document's language.
type label struct {
	meaning string
	weight  int
	lo, hi  int
	loose   bool
}

// style is how a document writes its figures.
type style struct {
	mark     byte // of decimals
	decimals int  // of amounts
	whole    bool // amounts have no decimals
}

// amount is a figure that may be money.
type amount struct {
	row     int
	n       numeral
	value   decimal.Decimal
	key     string // of the value without its sign
	x0, x1  float64
	box     [4]float64
	role    string // a meaning of the vocabulary, "" for none
	weight  int
	lead    int // letters before the label
	ordinal int // 0 for the first figure behind its label
	loose   bool
	borrow  bool // the label is in the row above or below
	rounded bool
	refund  bool
	incl    bool
	bare    bool // a whole number without currency or groups
	table   bool // in a table of taxes
	rate    decimal.Decimal
	hasRate bool
	score   float64
}

func newDocument(pages []text.Page, hints server.Hints) *document {
	d := &document{v: loaded(), hints: hints}
	for i, p := range pages {
		d.rows = append(d.rows, rowsOf(i, p)...)
	}
	var found [][]mark
	for i, r := range d.rows {
		dates, masked := d.v.datesOf(i, r)
		d.dates = append(d.dates, dates...)
		if len(dates) == 0 && len(masked) > 0 {
			t := dateShadow(r.text)
			if cs := d.v.clocksOf(t, func(int, int) bool { return false }); len(cs) > 0 {
				d.clocks = append(d.clocks, dateMark{row: i, clock: cs[0].text, clockSpan: cs[0].span})
			}
		}
		numerals := d.v.numeralsOf(r, masked)
		d.numerals = append(d.numerals, numerals)
		found = append(found, d.v.amounts.find(r.text, r.signs, len(numerals) > 0))
	}
	d.tongues = d.languages(found)
	for i := range d.rows {
		d.labels = append(d.labels, d.resolve(found[i]))
	}
	d.home = d.whereabouts()
	d.style = d.writing()
	return d
}

// languages weighs the document's languages by the words found in it.
func (d *document) languages(found [][]mark) map[string]float64 {
	votes := map[string]float64{}
	vote := func(m mark) {
		langs := map[string]bool{}
		for _, e := range m.entries {
			if e.lang != everyLanguage {
				langs[e.lang] = true
			}
		}
		for l := range langs {
			votes[l] += float64(min(m.length, 8)) / 8 / float64(len(langs))
		}
	}
	for i, r := range d.rows {
		for _, m := range found[i] {
			if !m.loose {
				vote(m)
			}
		}
		for _, m := range d.v.voices.find(r.text, r.signs, false) {
			vote(m)
		}
		if i < 20 {
			for _, m := range d.v.heads.find(r.text, r.signs, false) {
				vote(m)
			}
		}
	}
	return votes
}

// speaks tells whether a language is one of the document's.
func (d *document) speaks(lang string) bool {
	best := 0.0
	for _, n := range d.tongues {
		best = max(best, n)
	}
	return d.tongues[lang] >= 0.3*best || lang == "ja" || lang == everyLanguage
}

// everyLanguage is the file of words that are no language's.
const everyLanguage = "any"

// resolve takes of each phrase the meaning that it has in the document's language.
func (d *document) resolve(marks []mark) []label {
	var out []label
	for _, m := range marks {
		var best entry
		bestVotes := -1.0
		for _, e := range m.entries {
			if votes := d.tongues[e.lang] + float64(e.weight)/100; votes > bestVotes {
				best, bestVotes = e, votes
			}
		}
		if !d.speaks(best.lang) {
			for _, e := range m.entries {
				if e.lang == everyLanguage {
					best = e
				}
			}
		}
		if (m.length <= 5 || m.loose) && best.lang != "en" && !d.speaks(best.lang) {
			continue
		}
		if best.lang == "en" && best.weight < 8 && !d.speaks("en") {
			continue
		}
		if m.worn {
			best.weight = max(1, best.weight-2)
		}
		out = append(out, label{best.meaning, best.weight, m.lo, m.hi, m.loose})
	}
	return out
}

// writing finds out how the document writes its figures.
func (d *document) writing() style {
	s := style{mark: '.', decimals: 2}
	commas, points, groups := 0, 0, 0
	for _, ns := range d.numerals {
		for _, n := range ns {
			switch {
			case n.shape == money && n.mark == ',':
				commas++
			case n.shape == money && n.mark == '.':
				points++
			case n.shape == grouped && !n.measure:
				groups++
			}
		}
	}
	if commas > points {
		s.mark = ','
	}
	c := d.v.countryOf(d.home.currency, d.home.country)
	if c != nil {
		s.decimals = c.decimals
	}
	few := commas+points <= groups/3
	switch {
	case c != nil && c.decimals == 0 && commas+points <= 2*groups+2:
		s.whole, s.decimals = true, 0
	case c != nil && c.decimals == 3:
	case groups >= 2 && few:
		s.whole, s.decimals = true, 0
	}
	return s
}

// readAmounts makes amounts of the numbers that are money in this document.
func (d *document) readAmounts() {
	decimals := 0
	for _, ns := range d.numerals {
		for _, n := range ns {
			if n.shape == money {
				decimals++
			}
		}
	}
	for i, ns := range d.numerals {
		labelled := d.namesMoney(i)
		for _, n := range ns {
			if n.spaced > 0 && !labelled && !d.spacesGroups() {
				n = n.lastPart()
			}
			value, bare, ok := d.worth(n, labelled, decimals)
			if !ok {
				continue
			}
			r := d.rows[i]
			a := &amount{row: i, n: n, value: value, bare: bare, key: value.Abs().String(), score: r.certainty(n.lo, n.hi)}
			a.box, a.x0, a.x1 = r.place(n.lo, n.hi)
			if n.minus {
				a.value = value.Neg()
			}
			d.amounts = append(d.amounts, a)
		}
	}
}

// spacesGroups tells whether the document's languages set thousands apart by
// a blank.
func (d *document) spacesGroups() bool {
	return d.style.mark == ',' && (d.speaks("fr") || d.speaks("nordic") || d.speaks("pl"))
}

// namesMoney tells whether a row has a label of a figure.
func (d *document) namesMoney(i int) bool {
	for _, l := range d.labels[i] {
		switch l.meaning {
		case "total", "subtotal", "tax", "net", "tendered", "change", "paid", "service", "discount", "rounding", "tip":
			return true
		}
	}
	return false
}

// worth is the value of a number as money, if it can be money.
func (d *document) worth(n numeral, labelled bool, decimals int) (value decimal.Decimal, bare, ok bool) {
	if n.percent || n.measure {
		return value, false, false
	}
	three := d.style.decimals == 3
	switch n.shape {
	case money:
		if n.raw == n.digits && strings.HasPrefix(n.raw, "00") {
			return value, false, false
		}
		return number(n.digits), false, true
	case other:
		parts := strings.SplitN(n.digits, ".", 2)
		return number(n.digits), false, three && len(parts) == 2 && len(parts[1]) == 3
	case grouped:
		if three && strings.Count(n.raw, string(n.mark)) == 1 {
			return number(strings.Replace(n.raw, string(n.mark), ".", 1)), false, true
		}
		if d.style.whole || n.symbol != "" && n.mark != d.style.mark || n.mark == '\'' {
			return number(n.digits), false, true
		}
		if n.mark != d.style.mark && labelled {
			return number(n.digits), true, true
		}
		return value, false, false
	}
	if len(n.digits) > 9 || len(n.digits) > 1 && n.digits[0] == '0' {
		return value, false, false
	}
	strong := n.symbol != "" && (!letterByte(n.symbol[0]) || len(n.symbol) > 1 && d.spends(n.symbol))
	switch {
	case strong && n.code == "":
		return number(n.digits), false, true
	case labelled && d.style.whole && len(n.digits) >= 2:
		return number(n.digits), true, true
	case labelled && decimals <= 2 && n.code == "" && len(n.digits) >= 2 && len(n.digits) <= 6:
		return number(n.digits), true, true
	}
	return value, false, false
}
